/** A report on many keys for a person: a line for each, and what stands in the way of those that are not ready. */
import type { Report } from "../report/report.js";
import type { Verdict } from "../report/verdict.js";
import { findingsLines } from "./human-findings.js";
import { problemLines } from "./human-problems.js";
import { type Page, wrap } from "./page.js";
import { printable } from "./printable.js";

/** @returns the table, then a section for each environment that is not ready or has warnings that count */
export function manyLines(reports: readonly Report[], page: Page): readonly string[] {
  const names = reports.map(nameOf);
  const longest = Math.min(40, Math.max(...names.map((name) => name.length)));
  return [
    page.paint("strong", "Environments"),
    ...reports.flatMap((report, index) => lineOf(report, (names[index] ?? "").padEnd(longest), page)),
    "",
    ...reports.filter((report) => markOf(report.verdict) !== "pass").flatMap((each) => sectionOf(each, page)),
    ...wrap(countLine(reports), page, ""),
    "",
  ];
}

/** The environment's name and Region: two environments of one name may live in two Regions. */
export function nameOf({ target, key }: Report): string {
  const name = target?.environment ?? key?.arn ?? target?.key.given ?? "?";
  return target === undefined ? name : `${name} (${target.region})`;
}

function markOf(verdict: Verdict): "pass" | "fail" | "unknown" {
  if (verdict === "ready" || verdict === "done" || verdict === "unchanged") return "pass";
  return verdict === "could-not-tell" || verdict === "uncertain-write" ? "unknown" : "fail";
}

const tones = { pass: "good", fail: "bad", unknown: "unsure" } as const;

function lineOf(report: Report, name: string, page: Page): readonly string[] {
  const mark = markOf(report.verdict);
  const told = [report.verdict, ...tally(report)].join(", ").replaceAll("-", " ");
  return wrap(told, page, `  ${page.marks[mark]} ${printable(name)}  `).map((line) =>
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

function sectionOf(report: Report, page: Page): readonly string[] {
  const findings = report.findings.filter(({ bearing }) => bearing !== "none");
  const key = report.key?.arn ?? report.target?.key.given ?? "";
  return [
    page.paint("strong", printable(nameOf(report))),
    `  ${printable(key)}`,
    ...findingsLines(findings, page).slice(1),
    ...report.problems.flatMap((problem) => [...problemLines(problem, page, "  "), ""]),
    ...report.next.flatMap((line) =>
      line.startsWith("#") ? [] : [`  ${page.paint("command", printable(line))}`, ""],
    ),
  ];
}

function countLine(reports: readonly Report[]): string {
  const of = (mark: "pass" | "fail" | "unknown") =>
    reports.filter(({ verdict }) => markOf(verdict) === mark).length;
  const total = `${reports.length} ${reports.length === 1 ? "environment" : "environments"}`;
  return `${total}: ${of("pass")} ready, ${of("fail")} not ready, ${of("unknown")} could not be told.`;
}
