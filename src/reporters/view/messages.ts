/** What each finding and each loose problem of a report comes to, for the formats of pipelines. It knows none of the formats. */

import type { CheckOutcome, Finding } from "../../checks/check.js";
import type { Fix, Severity } from "../../problems/define.js";
import type { Problem } from "../../problems/problem.js";
import { findWords } from "../../problems/words-of.js";
import { bounded, isAwsPage } from "../text.js";
import { excuseWords } from "./excuse-words.js";

/** `open`: it could not be told, and it matters. */
export type Level = "error" | "open" | "warning" | "note";

/** One thing to say. All its texts are printable, of one line, and bounded. */
export interface Told {
  readonly level: Level;
  /** A code that `explain` knows; absent where no problem says why. */
  readonly code?: string;
  readonly what: string;
  readonly why?: string;
  /** Where: an option, a JSON pointer, `file:line:column`. */
  readonly at?: string;
  /** The address of the resource, in a file of infrastructure code. */
  readonly resource?: string;
  /** The first command to type; where there is none, whom to ask or what to edit. */
  readonly fix?: string;
  /** All the ways to mend it, as they came: untrusted. */
  readonly fixes: readonly Fix[];
  /** An AWS page that says so. */
  readonly page?: string;
}

/** One check, or one loose problem, with all that there is to say of it: a test case, where a format has those. */
export interface Point {
  /** The check's id, or the code of a problem that no check found. */
  readonly rule: string;
  readonly title: string;
  readonly page?: string;
  /** `waived` and `untold` (advice that could not be had) count neither for nor against. */
  readonly state: "pass" | Level | "waived" | "untold";
  readonly outcome: CheckOutcome;
  readonly evidence?: string;
  readonly excuse?: string;
  readonly told: readonly Told[];
}

/** @returns a point for each finding, in the checks' order */
export function pointsOfFindings(findings: readonly Finding[]): readonly Point[] {
  return findings.map((finding) => {
    const { check, title, page, outcome, evidence, excused } = finding;
    return {
      rule: bounded(check, 200),
      title: bounded(title, 300),
      ...(isAwsPage(page) ? { page } : {}),
      state: stateOf(finding),
      outcome,
      ...(evidence === undefined ? {} : { evidence: bounded(evidence, 1000) }),
      ...(excused === undefined ? {} : { excuse: bounded(excuseWords(excused), 500) }),
      told: toldOf(finding),
    };
  });
}

/**
 * Points for what is wrong beside the findings.
 *
 * @param isUntold whether the run could not tell, rather than found something out
 */
export function pointsOfProblems(problems: readonly Problem[], isUntold: boolean): readonly Point[] {
  return problems.map((problem) => {
    const level = isUntold && problem.severity === "error" ? "open" : problem.severity;
    const title = findWords(problem.code)?.title ?? problem.code;
    const outcome = level === "error" ? "fail" : level === "open" ? "unknown" : "warn";
    const told = [tell(problem, level)];
    return { rule: bounded(problem.code, 200), title: bounded(title, 300), state: level, outcome, told };
  });
}

function stateOf({ outcome, bearing, excused }: Finding): Point["state"] {
  if (outcome === "pass") return "pass";
  if (excused !== undefined) return "waived";
  if (bearing === "blocks") return "error";
  if (bearing === "open") return "open";
  return outcome === "unknown" ? "untold" : "warning";
}

const ranks: Readonly<Record<Severity, number>> = { error: 2, warning: 1, note: 0 };

/** The gravest problems of a finding are as grave as the finding is; what is said beside them keeps its own severity. */
function toldOf(finding: Finding): readonly Told[] {
  const state = stateOf(finding);
  if (state === "pass") return [];
  const level = state === "waived" || state === "untold" ? "note" : state;
  const { problems, title, evidence } = finding;
  if (problems.length === 0) {
    const said = finding.outcome === "unknown" ? "Could not tell" : "Not so";
    const saw = evidence === undefined ? "" : ` (${evidence})`;
    const what = bounded(`${said}: ${title}${saw}`, 2000);
    return [{ level, what, fixes: [] }];
  }
  const gravest = Math.max(...problems.map(({ severity }) => ranks[severity]));
  return problems.map((problem) => {
    const isLesser = level !== "note" && level !== "open" && ranks[problem.severity] < gravest;
    return tell(problem, isLesser ? problem.severity : level);
  });
}

function tell({ code, what, why, fix, at, resource, docs }: Problem, level: Level): Told {
  const best = fix.find((each) => each.do === "run") ?? fix[0];
  const page = docs.find(isAwsPage);
  return {
    level,
    code: bounded(code, 200),
    what: bounded(what, 2000),
    why: bounded(why, 1000),
    ...(at === undefined ? {} : { at: bounded(at, 500) }),
    ...(resource === undefined ? {} : { resource: bounded(resource, 500) }),
    ...(best === undefined ? {} : { fix: fixWords(best) }),
    fixes: fix,
    ...(page === undefined ? {} : { page }),
  };
}

function fixWords(fix: Fix): string {
  switch (fix.do) {
    case "run":
      return bounded(fix.command, 2000);
    case "ask":
      return bounded(`Ask ${fix.who}: ${fix.sentence}`, 1000);
    case "edit":
      return bounded(`Put this at ${fix.pointer}: ${JSON.stringify(fix.json)}`, 2000);
    case "write":
      return bounded(`In ${fix.where}, write ${writtenWords(fix)}`, 2000);
  }
}

/** Lines that are indented cannot be told in one: what prints them is told instead. */
function writtenWords({ text, language }: Fix & { do: "write" }): string {
  if (!text.includes("\n")) return text;
  const known = language === "cloudformation-json" ? "cloudformation" : language;
  return `what this prints: mwaa-kms statement --as ${known}`;
}

/** What is told in full, a line each: what, why, what to type, where to read on. */
export function messageLines({ what, why, at, fix, code, page }: Told): readonly string[] {
  return [
    `${what}${at === undefined ? "" : ` (at ${at})`}`,
    ...(why === undefined ? [] : [why]),
    ...(fix === undefined ? [] : [`→ ${fix}`]),
    ...(code === undefined ? [] : [`More: mwaa-kms explain ${code}`]),
    ...(page === undefined ? [] : [page]),
  ];
}
