/** Whether a Deny of the key policy blocks CloudWatch Logs, whatever else the policy allows. */
import { judgeDenies } from "../../policy/judge-denies.js";
import { pages } from "../../problem/pages.js";
import { type Check, defineCheck } from "../check.js";
import { logsRequest } from "../snapshot.js";
import { readingOf } from "./logs-reading.js";
import { denyCodes, policyCodes } from "./reports.js";

const outcomes = { clear: "pass", denied: "fail", unknown: "unknown", assumed: "warn" } as const;

export const logsDeny: Check = defineCheck({
  id: "logs-deny",
  title: "No Deny blocks CloudWatch Logs",
  asks: "A Deny overrides every Allow, and one that is meant for people often applies to AWS services too.",
  page: pages.iamEvaluation,
  needs: ["policy"],
  reports: [...policyCodes, ...denyCodes, "logs/unknown"],
  judge: ({ policy }, snapshot) => {
    const reading = readingOf(policy, snapshot);
    if (!reading.ok) return { outcome: "unknown", problems: reading.problems };
    const { document, statements } = reading.value;
    const { level, denies, problems } = judgeDenies(document, statements, logsRequest(snapshot));
    const evidence = `${denies === 0 ? "no" : denies} ${denies === 1 ? "statement" : "statements"} with Effect Deny`;
    return { outcome: outcomes[level], evidence, problems };
  },
});
