/** The report as TAP 14: a test one for each check, all on one level. */

import type { Report } from "../../report/report.js";
import { bounded, printableJson } from "../text.js";
import { callersOf } from "../view/callers.js";
import { type Section, sectionsOf } from "./cases.js";
import type { Case, Message } from "./messages.js";

/**
 * Several environments are flat, each one with its environment's name: a reader of TAP 13 passes over indented lines,
 * and with subtests would lose every check.
 *
 * @returns the whole text, each line ended
 */
export function renderTap(report: Report): string {
  const sections = sectionsOf(report);
  const isMany = sections.length > 1 || report.body?.kind === "many";
  const all = sections.flatMap((section) => section.cases.map((one) => ({ section, one })));
  const lines = [
    "TAP version 14",
    `1..${all.length}`,
    ...callersOf(report).map((caller) => `# Caller: ${bounded(caller, 600)}`),
    ...all.flatMap(({ section, one }, index) => pointLines(one, index + 1, isMany ? section : undefined)),
    ...bailLines(report, all),
  ];
  return `${lines.join("\n")}\n`;
}

/** A run that ended before any check says so; one that was stopped does too, whatever it had found. */
function bailLines(report: Report, all: readonly { readonly one: Case }[]): readonly string[] {
  const { verdict, findings, body, exitCode } = report;
  const isStopped = verdict === "interrupted" || verdict === "terminated";
  if (!isStopped && (exitCode < 2 || findings.length > 0 || body?.kind === "many")) return [];
  const messages = all.flatMap(({ one }) => one.messages);
  const last = isStopped
    ? messages.at(-1)
    : messages.find(({ level }) => level === "error" || level === "open");
  return [`Bail out! ${escaped(last?.what ?? verdict)}`];
}

function pointLines(one: Case, number: number, section: Section | undefined): readonly string[] {
  const isOk = one.state !== "error" && one.state !== "open" && !isTodo(one);
  const name = section === undefined ? "" : `${escaped(section.name)}: `;
  const line = `${isOk ? "ok" : "not ok"} ${number} - ${name}${escaped(one.title)}${directive(one)}`;
  return [line, ...diagnostics(one)];
}

/** A waived no is TAP's TODO: it fails, it is known to, and it does not count. */
function isTodo({ state, outcome }: Case): boolean {
  return state === "waived" && outcome !== "unknown";
}

function directive(one: Case): string {
  const { state, excuse } = one;
  if (isTodo(one)) return ` # TODO ${escaped(excuse ?? "")}`;
  if (state === "waived") return ` # SKIP unknown, ${escaped(excuse ?? "")}`;
  return state === "skipped" ? " # SKIP unknown" : "";
}

/** A JSON string is a YAML string, so that no word of anybody's can be read as a structure. */
function diagnostics({ rule, state, evidence, messages }: Case): readonly string[] {
  if (messages.length === 0 && evidence === undefined) return [];
  const lines = [
    `check: ${quoted(rule)}`,
    `state: ${state}`,
    ...(evidence === undefined ? [] : [`evidence: ${quoted(evidence)}`]),
    ...(messages.length === 0 ? [] : ["problems:", ...messages.flatMap(problemLines)]),
  ];
  return ["  ---", ...lines.map((line) => `  ${line}`), "  ..."];
}

function problemLines({ level, code, what, why, at, fix, page }: Message): readonly string[] {
  const members = Object.entries({ code, message: what, at, why, fix, page });
  const present = members.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${quoted(value)}`],
  );
  return [`  - severity: ${level}`, ...present.map((line) => `    ${line}`)];
}

function quoted(value: string): string {
  return printableJson(JSON.stringify(value));
}

/** In a description `#` begins a directive, and `\` escapes. */
function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll("#", "\\#");
}
