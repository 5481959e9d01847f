/** Whether the account's administrators can still change the key policy. The caller's own part only matters for a write. */
import { lintPolicy } from "../policy/hints/lint.js";
import { defaultStatement, foreseeLockout, openText } from "../policy/lockout.js";
import { pages } from "../problems/links.js";
import { problem } from "../problems/problem.js";
import { type Check, type CheckOutcome, defineCheck, failedResult, pass, unknownResult } from "./check.js";
import { documentOf, lintCodes, policyCodes, readingOf } from "./read-policy.js";
import { keyAccount, keyArn, policyCaller } from "./snapshot.js";

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
    if (!owner.known) return unknownResult(owner.problem);
    const { partition } = snapshot.target;
    const account = owner.value;
    const writer = policyCaller(snapshot);
    const caller = writer.known ? { caller: writer.value } : {};
    const arn = keyArn(snapshot);
    const key = arn === undefined ? {} : { keyArn: arn };
    const found = foreseeLockout(document, { ...caller, ...key, keyAccount: account, partition });
    const who = writer.known ? `; ${callers[found.caller]}` : "";
    const statement = defaultStatement(partition, account);
    switch (found.administrators) {
      case "keep":
        return pass(`account ${account} can call kms:PutKeyPolicy${who}`);
      case "lose":
        return failedResult(
          problem("readiness/administrators", { account, statement }, "/Statement"),
          `account ${account} cannot call kms:PutKeyPolicy${who}`,
        );
      default: {
        const statements = found.open.map(openText).join("; ");
        const facts = { account, statements, statement };
        return unknownResult(problem("readiness/administrators-unknown", facts, found.open[0]?.pointer));
      }
    }
  },
});

export const storedPolicy = defineCheck({
  id: "stored-policy",
  title: "KMS would accept the current policy",
  asks: "KMS keeps policies that it would not accept again, for example with deleted principals. The next change of such a policy fails.",
  page: pages.kmsPutKeyPolicy,
  weight: "advice",
  needs: ["policy"],
  reports: [...policyCodes, ...lintCodes],
  judge: ({ policy }, snapshot) => {
    const document = documentOf(policy, snapshot);
    if (!document.ok) return { outcome: "unknown", problems: document.problems };
    const problems = lintPolicy(document.value, snapshot.target.region);
    const count = document.value.statements.length;
    const evidence = `${count} ${count === 1 ? "statement" : "statements"}, ${policy.length} characters`;
    if (problems.length === 0) return pass(evidence);
    const errors = problems.filter(({ severity }) => severity === "error");
    // KMS stored it, so that a key with it works; what IAM's grammar does not have cannot have been stored.
    const isRefused =
      snapshot.policyFrom === "file"
        ? errors.length > 0
        : errors.some(({ code }) => code.startsWith("policy/"));
    const outcome: CheckOutcome = isRefused ? "fail" : "warn";
    return { outcome, evidence, problems };
  },
});
