/** Whether the stored policy could be written again: a warning only, as long as nothing has to be written. */
import { lintPolicy } from "../../policy/lint.js";
import { pages } from "../../problem/pages.js";
import { defineCheck, pass } from "../check.js";
import { documentOf } from "./logs-reading.js";
import { lintCodes, policyCodes } from "./reports.js";

export const storedPolicy = defineCheck({
  id: "stored-policy",
  title: "The stored policy could be written again",
  asks: "KMS keeps policies that it would not take again, with principals that were deleted, say: the next change of such a policy fails.",
  page: pages.kmsPutKeyPolicy,
  weight: "advice",
  needs: ["policy"],
  reports: [...policyCodes, ...lintCodes],
  judge: ({ policy }, snapshot) => {
    const document = documentOf(policy, snapshot);
    if (!document.ok) return { outcome: "unknown", problems: document.problems };
    const problems = lintPolicy(document.value);
    const count = document.value.statements.length;
    const evidence = `${count} ${count === 1 ? "statement" : "statements"}, ${policy.length} characters`;
    return problems.length === 0 ? pass(evidence) : { outcome: "warn", evidence, problems };
  },
});
