/** Whether the account's administrators can still change the key policy. The caller's own part only matters for a write. */
import { defaultStatement, foreseeLockout, openText } from "../../policy/lockout.js";
import { pages } from "../../problem/pages.js";
import { problem } from "../../problem/problem.js";
import { type Check, defineCheck, pass, troubled, untold } from "../check.js";
import { keyAccount, keyArn } from "../snapshot.js";
import { readingOf } from "./logs-reading.js";
import { policyCodes } from "./reports.js";

const callers = {
  keeps: "the caller can too",
  delegated: "the caller can if its IAM policies allow it",
  loses: "the caller cannot",
  unknown: "whether the caller can is unknown",
};

export const lockout: Check = defineCheck({
  id: "lockout",
  title: "The account can change the key policy",
  asks: "If only named users and roles can change the key policy and they are deleted, only AWS Support can help.",
  page: pages.kmsDefaultPolicy,
  weight: "advice",
  needs: ["policy"],
  reports: ["readiness/administrators", "readiness/administrators-unknown", ...policyCodes],
  judge: ({ policy }, snapshot) => {
    const reading = readingOf(policy, snapshot);
    if (!reading.ok) return { outcome: "unknown", problems: reading.problems };
    const { document } = reading.value;
    const owner = keyAccount(snapshot);
    if (!owner.known) return untold(owner.problem);
    const { partition } = snapshot.target;
    const account = owner.value;
    const caller = snapshot.caller.known ? { caller: snapshot.caller.value } : {};
    const arn = keyArn(snapshot);
    const key = arn === undefined ? {} : { keyArn: arn };
    const found = foreseeLockout(document, { ...caller, ...key, keyAccount: account, partition });
    const who = snapshot.caller.known ? `; ${callers[found.caller]}` : "";
    const statement = defaultStatement(partition, account);
    switch (found.administrators) {
      case "keep":
        return pass(`account ${account} can call kms:PutKeyPolicy${who}`);
      case "lose":
        return troubled(
          problem("readiness/administrators", { account, statement }, "/Statement"),
          `account ${account} cannot call kms:PutKeyPolicy${who}`,
        );
      default: {
        const statements = found.open.map(openText).join("; ");
        const facts = { account, statements, statement };
        return untold(problem("readiness/administrators-unknown", facts, found.open[0]?.pointer));
      }
    }
  },
});
