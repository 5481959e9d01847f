/** Whether the key policy lets CloudWatch Logs use the key for the environment's log groups. */

import { describeStatement, listSome } from "../policy/document/title.js";
import { findOverGrants } from "../policy/hints/over-grant.js";
import type { AccessVerdict } from "../policy/logs-access.js";
import { assessDenies } from "../policy/logs-denies.js";
import type { Code } from "../problems/catalogue.js";
import { pages } from "../problems/links.js";
import { lower } from "../problems/phrases.js";
import type { Problem } from "../problems/problem.js";
import { type Check, type CheckResult, defineCheck, pass } from "./check.js";
import {
  codesOf,
  denyCodes,
  logsCodes,
  logsVerdictOf,
  overGrantCodes,
  policyCodes,
  readingOf,
} from "./read-policy.js";
import { logsRequest, type Snapshot } from "./snapshot.js";

export const logsAccess: Check = defineCheck({
  id: "logs-access",
  title: "CloudWatch Logs can use the key",
  asks: "CloudWatch Logs encrypts each log group of the environment with the key, so the key policy must allow its service principal.",
  page: pages.mwaaKeys,
  needs: ["policy"],
  reports: [
    ...policyCodes,
    ...codesOf(logsCodes, denyCodes),
    ...(["access/ends-soon", "access/ends-later"] as const),
  ],
  judge: ({ policy }, snapshot) => {
    const verdict = logsVerdictOf(policy, snapshot);
    // KMS keeps no policy that is none: what cannot be read here was garbled on the way, or is beyond this version.
    return verdict.ok
      ? judgementOf(verdict.value, snapshot)
      : { outcome: "unknown", problems: verdict.problems };
  },
});

function judgementOf(verdict: AccessVerdict, { target }: Snapshot): CheckResult {
  const { level } = verdict;
  const evidence = evidenceOf(verdict);
  const problems = verdict.problems.filter((problem) => isOurs(problem, verdict));
  if (level === "ready") return { outcome: problems.length === 0 ? "pass" : "warn", evidence, problems };
  if (level === "narrower" && target.accept.includes("narrower"))
    return { outcome: "warn", evidence, problems };
  return { outcome: level === "unknown" ? "unknown" : "fail", evidence, problems };
}

/** logs-deny reports a Deny, over-grants too wide a statement. */
function isOurs({ code, at }: Problem, { cells }: AccessVerdict): boolean {
  const others: readonly Code[] = [...denyCodes, ...overGrantCodes];
  const isOfDeny =
    code === "logs/unknown" &&
    cells.some(({ answer, by }) => answer === "unknown" && by?.effect === "Deny" && by.pointer === at);
  return !others.includes(code) && !isOfDeny;
}

/** The statements that allow it. */
function carriersOf(cells: AccessVerdict["cells"]): string {
  const by = new Map(
    cells.flatMap((cell) =>
      cell.answer === "allowed" && cell.by ? [[cell.by.pointer, cell.by] as const] : [],
    ),
  );
  const titles = [...by.values()].map((each) => lower(describeStatement(each)));
  return titles.length === 0 ? "" : ` by ${listSome(titles)}`;
}

/** How many operations, for which log groups not all of them, and whether a Deny is why. */
function evidenceOf({ cells }: AccessVerdict): string {
  const required = cells.filter((cell) => cell.required);
  const lacking = required.filter((cell) => cell.answer !== "allowed");
  const groups = new Set(required.map((cell) => cell.logGroup));
  const failing = [...new Set(lacking.map((cell) => cell.logGroup))];
  const count = `${required.length - lacking.length} of ${required.length} operations on log groups allowed`;
  const which =
    failing.length > 0 && failing.length < groups.size ? `, not all of them for ${listSome(failing)}` : "";
  const denied = lacking.filter((cell) => cell.by?.effect === "Deny");
  if (denied.length === 0) return `${count}${carriersOf(required)}${which}`;
  const certain = denied.some((cell) => cell.answer === "denied");
  return `${count}${which}: a Deny statement ${certain ? "blocks" : "might block"} it (logs-deny)`;
}

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
    const { level, denies, problems } = assessDenies(document, statements, logsRequest(snapshot));
    const evidence = `${denies === 0 ? "no" : denies} ${denies === 1 ? "statement" : "statements"} with Effect Deny`;
    return { outcome: outcomes[level], evidence, problems };
  },
});

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
