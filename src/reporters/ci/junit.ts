/** The report as JUnit XML, as Jenkins and GitLab read it: a suite for each environment, a case for each check. */

import type { Report } from "../../report/report.js";
import { callersOf } from "../view/callers.js";
import { type Section, sectionsOf } from "../view/checks.js";
import { messageLines, type Point, type Told } from "../view/messages.js";

type CaseOutcome = "passed" | "failure" | "error" | "skipped";

/**
 * There is no clock here, and the schema asks for no times. Elements stand in the order of the older of Jenkins's schemas
 * (skipped, error, failure, system-out), which the newer one takes as well.
 *
 * @returns one XML document and a line end
 */
export function renderJunit(report: Report): string {
  const sections = sectionsOf(report);
  const cases = sections.flatMap((section) => section.points.map((point) => outcomeOf(point, section)));
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: "mwaa-kms", ...countsOf(cases) })}>`,
    ...sections.flatMap(suiteLines),
    "</testsuites>",
  ];
  return `${lines.join("\n")}\n`;
}

function suiteLines(section: Section): readonly string[] {
  const outcomes = section.points.map((point) => outcomeOf(point, section));
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
    ...section.points.flatMap((point) => caseLines(point, section)),
    "  </testsuite>",
  ];
}

function countsOf(
  outcomes: readonly CaseOutcome[],
): Readonly<Record<"tests" | "failures" | "errors", number>> {
  const of = (wanted: CaseOutcome) => outcomes.filter((outcome) => outcome === wanted).length;
  return { tests: outcomes.length, failures: of("failure"), errors: of("error") };
}

/** A definite no is a failure; what could not be told, and a run that did not take its course, is an error. */
function outcomeOf({ state }: Point, { report }: Section): CaseOutcome {
  switch (state) {
    case "error":
      return report.exitCode >= 2 && report.findings.length === 0 ? "error" : "failure";
    case "open":
      return "error";
    case "waived":
    case "untold":
      return "skipped";
    default:
      return "passed";
  }
}

function caseLines(point: Point, section: Section): readonly string[] {
  const outcome = outcomeOf(point, section);
  const head = `    <testcase${attributes({ name: point.title, classname: `mwaa-kms.${point.rule}` })}`;
  const inner = [...troubleLines(point, outcome), ...outputLines(point, outcome)];
  return inner.length === 0 ? [`${head}/>`] : [`${head}>`, ...inner, "    </testcase>"];
}

function troubleLines({ state, excuse, told }: Point, outcome: CaseOutcome): readonly string[] {
  if (outcome === "passed") return [];
  if (outcome === "skipped") {
    const why = excuse ?? (state === "untold" ? "could not tell" : "");
    return [
      `      <skipped>${text([why, ...told.map(({ what, code }) => coded(what, code))].join("\n"))}</skipped>`,
    ];
  }
  return told
    .filter(({ level }) => level === "error" || level === "open")
    .map((each) => {
      const named = attributes({ message: each.what, type: each.code ?? state });
      return `      <${outcome}${named}>${text(messageLines(each).join("\n"))}</${outcome}>`;
    });
}

/** What the check saw, and warnings: shown with the case, and no failure. */
function outputLines({ evidence, told }: Point, outcome: CaseOutcome): readonly string[] {
  const isSaid = ({ level }: Told) => outcome !== "skipped" && (level === "warning" || level === "note");
  const warnings = told.filter(isSaid).map((each) => `${each.level}: ${messageLines(each).join("\n")}`);
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
