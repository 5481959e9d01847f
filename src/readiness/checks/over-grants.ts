/** Whether the key policy gives CloudWatch Logs, or everybody, more than MWAA needs. It never stands in the way of ready. */
import { findOverGrants } from "../../policy/over-grant.js";
import { pages } from "../../problem/pages.js";
import { type Check, defineCheck, pass } from "../check.js";
import { logsRequest } from "../snapshot.js";
import { readingOf } from "./logs-reading.js";
import { overGrantCodes, policyCodes } from "./reports.js";

export const overGrants: Check = defineCheck({
  id: "over-grants",
  title: "CloudWatch Logs access is limited",
  asks: "A statement for any account, without a condition, or with administrative actions allows more than MWAA needs.",
  page: pages.logsEncryption,
  weight: "advice",
  needs: ["policy"],
  reports: [...policyCodes, ...overGrantCodes],
  judge: ({ policy }, snapshot) => {
    const reading = readingOf(policy, snapshot);
    if (!reading.ok) return { outcome: "unknown", problems: reading.problems };
    const { statements } = reading.value;
    const counted = `${statements.length} ${statements.length === 1 ? "statement" : "statements"}`;
    const problems = findOverGrants(statements, logsRequest(snapshot));
    if (problems.length === 0) return pass(`0 of ${counted} too wide`);
    const count = new Set(problems.map((problem) => problem.at)).size;
    return { outcome: "warn", evidence: `${count} of ${counted} too wide`, problems };
  },
});
