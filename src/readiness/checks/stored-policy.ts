/** Whether KMS would accept the policy: of a stored one only a warning, as long as it need not be written. */
import { lintPolicy } from "../../policy/lint.js";
import { pages } from "../../problem/pages.js";
import { defineCheck, type Outcome, pass } from "../check.js";
import { documentOf } from "./logs-reading.js";
import { lintCodes, policyCodes } from "./reports.js";

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
    const outcome: Outcome = isRefused ? "fail" : "warn";
    return { outcome, evidence, problems };
  },
});
