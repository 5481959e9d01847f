/** Each finding, and each problem that no check found, as a case with its messages, for the formats of pipelines. */

import type { CheckOutcome, Finding } from "../../checks/check.js";
import { catalogue, isCode } from "../../problems/catalogue.js";
import type { Fix, Severity } from "../../problems/define.js";
import type { Problem } from "../../problems/problem.js";
import { bounded, isAwsPage } from "../text.js";
import { fixView } from "../view/causes.js";
import { exemptionText, stateOf } from "../view/checks.js";

/** `open`: it is unknown, and it matters. */
export type Level = "error" | "open" | "warning" | "note";

/** One thing to say. All its texts are printable, of one line, and bounded. */
export interface Message {
  readonly level: Level;
  /** A code that `explain` knows; absent where no problem says why. */
  readonly code?: string;
  /** The headline with its fact, then what was found. */
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
export interface Case {
  /** The check's id, or the code of a problem that no check found. */
  readonly rule: string;
  readonly title: string;
  readonly page?: string;
  /** `waived` and `skipped` (advice that is unknown) count neither for nor against. */
  readonly state: "pass" | Level | "waived" | "skipped";
  readonly outcome: CheckOutcome;
  readonly evidence?: string;
  readonly excuse?: string;
  readonly messages: readonly Message[];
}

/** @returns a point for each finding, in the checks' order */
export function casesOfFindings(findings: readonly Finding[]): readonly Case[] {
  return findings.map((finding) => {
    const { check, title, page, outcome, evidence, excused } = finding;
    return {
      rule: bounded(check, 200),
      title: bounded(title, 300),
      ...(isAwsPage(page) ? { page } : {}),
      state: caseState(finding),
      outcome,
      ...(evidence === undefined ? {} : { evidence: bounded(evidence, 1000) }),
      ...(excused === undefined ? {} : { excuse: bounded(exemptionText(excused), 500) }),
      messages: messagesOf(finding),
    };
  });
}

/**
 * Points for what is wrong beside the findings.
 *
 * @param isUnknown whether the run could not tell, rather than found something out
 */
export function casesOfProblems(problems: readonly Problem[], isUnknown: boolean): readonly Case[] {
  return problems.map((problem) => {
    const level = isUnknown && problem.severity === "error" ? "open" : problem.severity;
    const title = isCode(problem.code) ? catalogue[problem.code].title : problem.code;
    const outcome = level === "error" ? "fail" : level === "open" ? "unknown" : "warn";
    const messages = [messageOf(problem, level)];
    return { rule: bounded(problem.code, 200), title: bounded(title, 300), state: level, outcome, messages };
  });
}

function caseState(finding: Finding): Case["state"] {
  const state = stateOf(finding);
  return state === "unknown" ? "open" : state;
}

const ranks: Readonly<Record<Severity, number>> = { error: 2, warning: 1, note: 0 };

/** The gravest problems of a finding are as grave as the finding is; what is said beside them keeps its own severity. */
function messagesOf(finding: Finding): readonly Message[] {
  const state = caseState(finding);
  if (state === "pass") return [];
  const level = state === "waived" || state === "skipped" ? "note" : state;
  const { problems, title, evidence } = finding;
  if (problems.length === 0) {
    const what = bounded(`${title}: ${evidence ?? (finding.outcome === "unknown" ? "unknown" : "no")}`, 2000);
    return [{ level, what, fixes: [] }];
  }
  const gravest = Math.max(...problems.map(({ severity }) => ranks[severity]));
  return problems.map((problem) => {
    const isLesser = level !== "note" && level !== "open" && ranks[problem.severity] < gravest;
    return messageOf(problem, isLesser ? problem.severity : level);
  });
}

function messageOf(problem: Problem, level: Level): Message {
  const { code, title, subject, what, why, fix, at, resource, docs } = problem;
  const headline = subject === undefined ? title : `${title}: ${subject}`;
  const best = fix.find((each) => each.do === "run") ?? fix[0];
  const page = docs.find(isAwsPage);
  return {
    level,
    code: bounded(code, 200),
    what: bounded(what === `${title}.` ? what : `${headline}. ${what}`, 2000),
    why: bounded(why, 1000),
    ...(at === undefined ? {} : { at: bounded(at, 500) }),
    ...(resource === undefined ? {} : { resource: bounded(resource, 500) }),
    ...(best === undefined ? {} : { fix: fixText(best) }),
    fixes: fix,
    ...(page === undefined ? {} : { page }),
  };
}

/** One line: a command, or what to do. */
function fixText(fix: Fix): string {
  if (fix.do === "write" && fix.text.includes("\n")) {
    const language = fix.language === "cloudformation-json" ? "cloudformation" : fix.language;
    return bounded(`in ${fix.where}, write what this prints: mwaa-kms statement --as ${language}`, 2000);
  }
  if (fix.do === "edit") return bounded(`${fixSentence(fix)} ${JSON.stringify(fix.json)}`, 2000);
  if (fix.do === "write") return bounded(`in ${fix.where}, write ${fix.text}`, 2000);
  return bounded(fixSentence(fix), 2000);
}

function fixSentence(fix: Fix): string {
  const view = fixView(fix);
  return view.kind === "command" ? view.command : view.text;
}

/** A message in full, a line each: what, why, what to do, where to read on. */
export function messageLines({ what, why, at, fix, code, page }: Message): readonly string[] {
  return [
    `${what}${at === undefined ? "" : ` (at ${at})`}`,
    ...(why === undefined ? [] : [why]),
    ...(fix === undefined ? [] : [`Fix: ${fix}`]),
    ...(code === undefined ? [] : [`More: mwaa-kms explain ${code}`]),
    ...(page === undefined ? [] : [`Docs: ${page}`]),
  ];
}
