/** The report as JUnit XML, as Jenkins and GitLab read it: a suite for each environment, a case for each check. */

import type { Report } from "../../report/report.js";
import { callersOf } from "../view/callers.js";
import { type Section, sectionsOf } from "./cases.js";
import { type Case, type Message, messageLines } from "./messages.js";

type CaseOutcome = "passed" | "failure" | "error" | "skipped";

/**
 * There is no clock here, and the schema asks for no times. Elements stand in the order of the older of Jenkins's schemas
 * (skipped, error, failure, system-out), which the newer one takes as well.
 *
 * @returns one XML document and a line end
 */
export function renderJunit(report: Report): string {
  const sections = sectionsOf(report);
  const cases = sections.flatMap((section) => section.cases.map((one) => outcomeOf(one, section)));
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: "mwaa-kms", ...countsOf(cases) })}>`,
    ...sections.flatMap(suiteLines),
    "</testsuites>",
  ];
  return `${lines.join("\n")}\n`;
}

function suiteLines(section: Section): readonly string[] {
  const outcomes = section.cases.map((one) => outcomeOf(one, section));
  const skipped = outcomes.filter((outcome) => outcome === "skipped").length;
  const { key } = section.report;
  const properties = [
    ...(key === undefined ? [] : [{ name: "key", value: key.arn }]),
    ...callersOf(section.report).map((value) => ({ name: "caller", value })),
  ];
  return [
    `  <testsuite${attributes({ name: section.name, ...countsOf(outcomes), skipped })}>`,
    ...(properties.length === 0
      ? []
      : [
          "    <properties>",
          ...properties.map((property) => `      <property${attributes(property)}/>`),
          "    </properties>",
        ]),
    ...section.cases.flatMap((one) => caseLines(one, section)),
    "  </testsuite>",
  ];
}

function countsOf(
  outcomes: readonly CaseOutcome[],
): Readonly<Record<"tests" | "failures" | "errors", number>> {
  const of = (wanted: CaseOutcome) => outcomes.filter((outcome) => outcome === wanted).length;
  return { tests: outcomes.length, failures: of("failure"), errors: of("error") };
}

/** A definite no is a failure; what is unknown, and a run that did not finish, is an error. */
function outcomeOf({ state }: Case, { report }: Section): CaseOutcome {
  switch (state) {
    case "error":
      return report.exitCode >= 2 && report.findings.length === 0 ? "error" : "failure";
    case "open":
      return "error";
    case "waived":
    case "skipped":
      return "skipped";
    default:
      return "passed";
  }
}

function caseLines(one: Case, section: Section): readonly string[] {
  const outcome = outcomeOf(one, section);
  const head = `    <testcase${attributes({ name: one.title, classname: `mwaa-kms.${one.rule}` })}`;
  const inner = [...troubleLines(one, outcome), ...outputLines(one, outcome)];
  return inner.length === 0 ? [`${head}/>`] : [`${head}>`, ...inner, "    </testcase>"];
}

function troubleLines({ state, excuse, messages }: Case, outcome: CaseOutcome): readonly string[] {
  if (outcome === "passed") return [];
  if (outcome === "skipped") {
    const why = excuse ?? (state === "skipped" ? "unknown" : "");
    return [
      `      <skipped>${text([why, ...messages.map(({ what, code }) => coded(what, code))].join("\n"))}</skipped>`,
    ];
  }
  return messages
    .filter(({ level }) => level === "error" || level === "open")
    .map((each) => {
      const named = attributes({ message: each.what, type: each.code ?? state });
      return `      <${outcome}${named}>${text(messageLines(each).join("\n"))}</${outcome}>`;
    });
}

/** What the check saw, and warnings: shown with the case, and no failure. */
function outputLines({ evidence, messages }: Case, outcome: CaseOutcome): readonly string[] {
  const isSaid = ({ level }: Message) => outcome !== "skipped" && (level === "warning" || level === "note");
  const warnings = messages.filter(isSaid).map((each) => `${each.level}: ${messageLines(each).join("\n")}`);
  const all = [...(evidence === undefined ? [] : [evidence]), ...warnings];
  return all.length === 0 ? [] : [`      <system-out>${text(all.join("\n"))}</system-out>`];
}

function coded(what: string, code: string | undefined): string {
  return code === undefined ? what : `${what} [${code}]`;
}

function attributes(named: Readonly<Record<string, string | number>>): string {
  return Object.entries(named)
    .map(([name, value]) => ` ${name}="${text(String(value))}"`)
    .join("");
}

/** XML 1.0 has characters that not even a reference may name: they are shown as U+FFFD. */
const illegal = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

function text(value: string): string {
  return value
    .replaceAll(illegal, "\u{FFFD}")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
