/** Whether the account's administrators can still change the key policy. The caller's own part only matters for a write. */
import { readIdentity } from "../../policy/identity.js";
import { judgeLockout } from "../../policy/lockout.js";
import { mayPutKeyPolicy } from "../../policy/put-key-policy.js";
import { pages } from "../../problem/pages.js";
import { problem } from "../../problem/problem.js";
import { type Check, defineCheck, pass, troubled, untold } from "../check.js";
import { keyAccount } from "../snapshot.js";
import { documentOf } from "./logs-reading.js";
import { policyCodes } from "./reports.js";

const callers = { keeps: "so may the caller", loses: "the caller may not", unknown: "the caller perhaps" };

export const lockout: Check = defineCheck({
  id: "lockout",
  title: "The administrators are not locked out",
  asks: "A key policy that leaves kms:PutKeyPolicy to nobody but users and roles by name locks everybody out when they are deleted.",
  page: pages.kmsDefaultPolicy,
  weight: "advice",
  needs: ["policy"],
  reports: ["readiness/administrators", "readiness/administrators-unknown", ...policyCodes],
  judge: ({ policy }, snapshot) => {
    const document = documentOf(policy, snapshot);
    if (!document.ok) return { outcome: "unknown", problems: document.problems };
    const owner = keyAccount(snapshot);
    if (!owner.known) return untold(owner.problem);
    const { partition } = snapshot.target;
    const account = owner.value;
    const caller = snapshot.caller.known ? { caller: snapshot.caller.value } : {};
    const judged = judgeLockout(document.value, { ...caller, keyAccount: account, partition });
    const arn = `arn:${partition}:iam::${account}:root`;
    const who = snapshot.caller.known ? `; ${callers[judged.caller]}` : "";
    switch (judged.administrators) {
      case "keep":
        return pass(`account ${account} may call kms:PutKeyPolicy${who}`);
      case "lose":
        return troubled(
          problem("readiness/administrators", { account, statement: statementFor(arn) }, "/Statement"),
          `account ${account} may not call kms:PutKeyPolicy${who}`,
        );
      case "unknown": {
        const { open } = mayPutKeyPolicy(document.value, readIdentity(arn, account));
        const facts = { account, statements: open.join(", "), statement: statementFor(arn) };
        return untold(problem("readiness/administrators-unknown", facts, open[0]));
      }
    }
  },
});

/** KMS's default statement: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function statementFor(root: string): object {
  return {
    Sid: "Enable IAM User Permissions",
    Effect: "Allow",
    Principal: { AWS: root },
    Action: "kms:*",
    Resource: "*",
  };
}
