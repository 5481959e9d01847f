/** The report as GitLab's Code Quality: a JSON array, empty where there is nothing to say. */
import type { Report } from "../../report/report.js";
import { bounded, printableJson } from "../text.js";
import { type Section, sectionsOf } from "./cases.js";
import { distinct, identityOf, placeOf } from "./location.js";
import type { Case, Level, Message } from "./messages.js";

/** Source: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
interface Violation {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: "info" | "minor" | "major" | "critical" | "blocker";
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

const severities: Readonly<Record<Level, Violation["severity"]>> = {
  error: "critical",
  open: "major",
  warning: "minor",
  note: "info",
};

/** @returns one JSON array and a line end */
export function renderGitlab(report: Report): string {
  const unique = distinct();
  const violations = sectionsOf(report).flatMap((section) =>
    section.cases.flatMap((one) =>
      one.messages.map((message): Violation => {
        const { path, line } = placeOf(message, section);
        return {
          description: describe(message, one, section),
          check_name: one.rule,
          fingerprint: unique(identityOf(message, one.rule, section)),
          severity: severities[message.level],
          location: { path, lines: { begin: line } },
        };
      }),
    ),
  );
  return `${printableJson(JSON.stringify(violations, null, 2))}\n`;
}

/** GitLab shows one line for each; the code and the command must be in it. */
function describe(message: Message, { state, excuse }: Case, { name }: Section): string {
  const prefix = state === "open" || state === "skipped" ? "unknown: " : "";
  const code = message.code === undefined ? "" : ` [${message.code}]`;
  const fix = message.fix === undefined ? "" : ` Fix: ${message.fix}`;
  return bounded(
    `${name}: ${excuse === undefined ? prefix : `${excuse}: `}${message.what}${code}${fix}`,
    5000,
  );
}
