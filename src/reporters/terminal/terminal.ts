/** The report as text for a person: head, checks, policy, grants, outcome, and what to type next. */

import type { Problem } from "../../problems/problem.js";
import type { Body, Explanation, Report } from "../../report/report.js";
import { escapeControls } from "../text.js";
import { callersOf } from "../view/callers.js";
import { verdictLines } from "../view/verdict.js";
import { backupsLines } from "./backups.js";
import { findingsLines } from "./findings.js";
import { comparedLines, grantsLines } from "./grants.js";
import { labelled, type Page, type PageSettings, setPage, wrap } from "./layout.js";
import { manyLines } from "./many.js";
import { appliedLines, differenceLines, lossLines, planLines } from "./plan.js";
import { fixLines, problemLines } from "./problems.js";

/** @returns the whole text, each line ended */
export function renderHuman(report: Report, settings: PageSettings): string {
  const page = setPage(settings);
  if (report.body?.kind === "statement" && report.problems.length === 0)
    return `${printableLines(report.body.text)}\n`;
  const isPreviewed = page.previewSeen;
  const lines = [
    ...(isPreviewed ? [] : headLines(report, page)),
    ...findingsLines(report.findings, page),
    ...(report.body === undefined ? [] : bodyLines(report.body, page, isPreviewed)),
    ...untold(report).flatMap((problem) => [...problemLines(problem, page, "  "), ""]),
    ...handoffLines(report, page),
    ...verdictLines(report, page),
    ...nextLines(report, page),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

/** What a check has told already is not told again. */
function untold({ findings, problems }: Report): readonly Problem[] {
  const told = new Set(findings.flatMap((finding) => finding.problems.map((problem) => problem.what)));
  return problems.filter((problem) => !told.has(problem.what));
}

/** The problems alone, for stderr: the tool's name, then what, why and what to do. */
export function renderProblems(report: Report, settings: PageSettings): string {
  const page = setPage(settings);
  const sandbox = report.sandbox ? `${page.paint("warning", "SANDBOX")}\n` : "";
  const problems = report.problems
    .map((problem) => `${problemLines(problem, page, "").join("\n")}\n`)
    .join("\n");
  return sandbox + problems;
}

function handoffLines({ handoff }: Report, page: Page): readonly string[] {
  if (handoff === undefined) return [];
  return [
    page.paint("strong", "For the key's owner"),
    ...handoff.split("\n").map((line) => `  ${escapeControls(line)}`.trimEnd()),
  ];
}

function headLines(report: Report, page: Page): readonly string[] {
  const { key, target } = report;
  const rows: (readonly [string, string])[] = [];
  if (key !== undefined) {
    rows.push(["Key", key.arn]);
    if (key.account !== undefined) rows.push(["Owner", `account ${key.account}`]);
    if (key.description !== undefined) rows.push(["Description", key.description]);
  }
  if (target !== undefined) {
    const account = target.account === undefined ? "" : `, account ${target.account}`;
    rows.push(["Environment", `${target.environment ?? "any"}, in ${target.region}${account}`]);
  }
  for (const caller of callersOf(report)) rows.push(["Caller", caller]);
  const isForShell = report.body?.kind === "sandbox" && report.body.plain === true;
  const sandbox =
    report.sandbox && !isForShell
      ? [
          page.paint("warning", "SANDBOX"),
          ...wrap("A local KMS on 127.0.0.1 answered, not AWS. No AWS account was touched.", page, "  "),
          "",
        ]
      : [];
  const lines = rows.flatMap(([label, text]) => wrap(text, page, label.padEnd(13)));
  return [...sandbox, ...lines, ...(lines.length === 0 ? [] : [""])];
}

function bodyLines(body: Body, page: Page, isPreviewed: boolean): readonly string[] {
  switch (body.kind) {
    case "plan":
      return [
        ...(isPreviewed ? [] : [...planLines(body.plan, page), ...grantsLines(body.grants, page)]),
        ...(body.applied !== undefined
          ? [...appliedLines(body.applied, page), ...(isPreviewed ? lossLines(body.plan, page) : [])]
          : isPreviewed
            ? []
            : willWrite(body, page)),
      ];
    case "difference":
      return differenceLines(body.difference, page);
    case "grants":
      return [
        ...grantsLines(body.expected, page),
        ...(body.live === undefined ? [] : comparedLines(body.live, page)),
      ];
    case "identifier":
      return identifierLines(body);
    case "explanation":
      return body.entries.flatMap((entry) => [...explanationLines(entry, page), ""]);
    case "statement":
      return [printableLines(body.text), ""];
    case "inspection":
      return [];
    case "many":
      return manyLines(body.reports, page);
    case "text":
      return [printableLines(body.text)];
    case "backups":
      return backupsLines(body, page);
    case "sandbox":
      return [...body.lines.map(escapeControls), ""];
  }
}

function willWrite(body: Body & { kind: "plan" }, page: Page): readonly string[] {
  if (body.plan.empty || body.backupFolder === undefined) return [];
  const backup = `The policy as it is will first be saved in ${body.backupFolder}`;
  return [
    page.paint("strong", "Write"),
    ...wrap("The policy above, whole: KMS keeps no older one.", page, "  "),
    ...wrap(backup, page, "  "),
    "",
  ];
}

function identifierLines({ identifier }: Body & { kind: "identifier" }): readonly string[] {
  const rows: (readonly [string, string])[] = [["Key ID", identifier.keyId]];
  if (identifier.form === "arn") {
    rows.push(
      ["Region", identifier.region],
      ["Account", identifier.account],
      ["Partition", identifier.partition],
    );
  }
  return [...rows.map(([label, text]) => labelled(label, text, 13)), ""];
}

function explanationLines(entry: Explanation, page: Page): readonly string[] {
  return [
    ...wrap(`${entry.code}: ${entry.title} (${entry.severity})`, page, "").map((line) =>
      page.paint("strong", line),
    ),
    ...wrap(`For example: ${entry.example}`, page, "  "),
    ...wrap(`Why: ${entry.why}`, page, "  "),
    ...fixLines(entry.fix, page, "  "),
    ...entry.docs.map((url) => page.paint("quiet", `  ${url}`)),
  ];
}

function nextLines(report: Report, page: Page): readonly string[] {
  if (report.next.length === 0) return [];
  return [
    page.paint("strong", "Next"),
    ...report.next.flatMap((line) =>
      line.startsWith("#")
        ? wrap(line.slice(2), page, "  ")
        : [`  ${page.paint("command", escapeControls(line))}`],
    ),
  ];
}

function printableLines(text: string): string {
  return text.split("\n").map(escapeControls).join("\n");
}
