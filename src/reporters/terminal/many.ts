/** A report on many keys for a person: a line for each, and what stands in the way of those that are not ready. */
import type { Report } from "../../report/report.js";
import type { Verdict } from "../../report/verdict.js";
import { waivedWords } from "../../report/verdict.js";
import { escapeControls } from "../text.js";
import { findingsLines } from "./findings.js";
import { type Page, wrap } from "./layout.js";
import { appliedLines, planLines } from "./plan.js";
import { problemLines } from "./problems.js";

/** @returns the table, then a section for each environment that is not ready, would change, or was written to */
export function manyLines(reports: readonly Report[], page: Page): readonly string[] {
  const names = reports.map(nameOf);
  const longest = Math.min(40, Math.max(...names.map((name) => name.length)));
  return [
    page.paint("strong", "Environments"),
    ...reports.flatMap((report, index) => lineOf(report, (names[index] ?? "").padEnd(longest), page)),
    "",
    ...reports.flatMap((report) => sectionOf(report, page)),
    ...wrap(countLine(reports), page, ""),
    "",
  ];
}

/** The environment's name and Region: two environments of one name may live in two Regions. */
export function nameOf({ target, key, address }: Report): string {
  const name = target?.environment ?? address ?? key?.arn ?? target?.key.given ?? "?";
  return target === undefined ? name : `${name} (${target.region})`;
}

type StateMark = "pass" | "fail" | "warn" | "unknown";

const marks: Partial<Record<Verdict, StateMark>> = {
  ready: "pass",
  done: "pass",
  unchanged: "pass",
  "would-change": "warn",
  "could-not-tell": "unknown",
  "uncertain-write": "unknown",
};

function markOf(verdict: Verdict): StateMark {
  return marks[verdict] ?? "fail";
}

const tones = { pass: "good", fail: "bad", warn: "warning", unknown: "unsure" } as const;

/** What a waiver let pass is not called ready. */
export function shortVerdict({ verdict, waived = [] }: Pick<Report, "verdict" | "waived">): string {
  if (verdict !== "ready" || waived.length === 0) return verdict.replaceAll("-", " ");
  return (waivedWords(waived)?.split(":", 1)[0] ?? "").toLowerCase();
}

function lineOf(report: Report, name: string, page: Page): readonly string[] {
  const mark = report.waived === undefined ? markOf(report.verdict) : "warn";
  const told = [shortVerdict(report), ...tally(report)].join(", ");
  return wrap(told, page, `  ${page.marks[mark]} ${escapeControls(name)}  `).map((line) =>
    page.paint(tones[mark], line),
  );
}

/** What is worth counting beside the verdict. */
function tally({ counts, findings }: Report): readonly string[] {
  const waived = findings.filter(({ excused }) => excused !== undefined).length;
  const each = [
    [counts.fail, "no"],
    [counts.unknown, "not told"],
    [counts.warn, counts.warn === 1 ? "warning" : "warnings"],
    [waived, "let pass"],
  ] as const;
  return each.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`]));
}

/** What to type is told once. Nothing for an environment about which there is no more to say than its line does. */
function sectionOf(report: Report, page: Page): readonly string[] {
  const { body, problems, next } = report;
  const findings = report.findings.filter(({ bearing }) => bearing !== "none");
  const plan = body?.kind === "plan" && !body.plan.empty ? body : undefined;
  const lines = [
    ...findingsLines(findings, page).slice(1),
    ...(plan === undefined || page.previewSeen ? [] : planLines(plan.plan, page)),
    ...(plan?.applied === undefined ? [] : appliedLines(plan.applied, page)),
    ...problems.flatMap((problem) => [...problemLines(problem, page, "  "), ""]),
  ];
  if (lines.length === 0) return [];
  const told = [...problems, ...findings.flatMap((finding) => finding.problems)].flatMap(({ fix }) => fix);
  const isTold = (line: string) => told.some((fix) => fix.do === "run" && sameVerb(fix.command, line));
  const commands =
    markOf(report.verdict) === "pass" ? [] : next.filter((line) => !/^#/.test(line) && !isTold(line));
  return [
    page.paint("strong", escapeControls(nameOf(report))),
    ...(report.address === undefined ? [] : [`  ${escapeControls(report.address)}`]),
    `  ${escapeControls(report.key?.arn ?? report.target?.key.given ?? "")}`,
    ...lines,
    ...commands.flatMap((line) => [`  ${page.paint("command", escapeControls(line))}`, ""]),
  ];
}

/** How many came to what, the most frequent first. */
function countLine(reports: readonly Report[]): string {
  const counts = new Map<string, number>();
  for (const report of reports) {
    const word = shortVerdict(report);
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const told = [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .map(([word, count]) => `${count} ${word}`);
  return `${reports.length} ${reports.length === 1 ? "environment" : "environments"}: ${told.join(", ")}.`;
}

/** Whether two commands do the same to the same key, whatever else they say. */
function sameVerb(one: string, other: string): boolean {
  const head = (line: string) => line.split(" ").slice(0, 3).join(" ");
  return head(one) === head(other);
}
