/** Whether the key policy lets CloudWatch Logs use the key for the environment's log groups. */
import type { AccessVerdict } from "../../policy/judge-access.js";
import { fewOf, statementTitle } from "../../policy/title.js";
import type { Code } from "../../problem/catalogue.js";
import { pages } from "../../problem/pages.js";
import { lower } from "../../problem/phrases.js";
import type { Problem } from "../../problem/problem.js";
import { type Check, defineCheck, type Judgement } from "../check.js";
import type { Snapshot } from "../snapshot.js";
import { logsVerdictOf } from "./logs-reading.js";
import { codesOf, denyCodes, logsCodes, overGrantCodes, policyCodes } from "./reports.js";

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

function judgementOf(verdict: AccessVerdict, { target }: Snapshot): Judgement {
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
  const titles = [...by.values()].map((each) => lower(statementTitle(each)));
  return titles.length === 0 ? "" : ` by ${fewOf(titles)}`;
}

/** How many operations, for which log groups not all of them, and whether a Deny is why. */
function evidenceOf({ cells }: AccessVerdict): string {
  const required = cells.filter((cell) => cell.required);
  const lacking = required.filter((cell) => cell.answer !== "allowed");
  const groups = new Set(required.map((cell) => cell.logGroup));
  const failing = [...new Set(lacking.map((cell) => cell.logGroup))];
  const count = `${required.length - lacking.length} of ${required.length} operations on log groups allowed`;
  const which =
    failing.length > 0 && failing.length < groups.size ? `, not all of them for ${fewOf(failing)}` : "";
  const denied = lacking.filter((cell) => cell.by?.effect === "Deny");
  if (denied.length === 0) return `${count}${carriersOf(required)}${which}`;
  const certain = denied.some((cell) => cell.answer === "denied");
  return `${count}${which}: a Deny statement ${certain ? "blocks" : "might block"} it (logs-deny)`;
}
