/** The report as GitLab's Code Quality: a JSON array, empty where there is nothing to say. */
import type { Report } from "../../report/report.js";
import { bounded, printableJson } from "../text.js";
import { type Section, sectionsOf } from "../view/checks.js";
import type { Level, Point, Told } from "../view/messages.js";
import { distinct, identityOf, placeOf } from "./location.js";

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
    section.points.flatMap((point) =>
      point.told.map((told): Violation => {
        const { path, line } = placeOf(told, section);
        return {
          description: describe(told, point, section),
          check_name: point.rule,
          fingerprint: unique(identityOf(told, point.rule, section)),
          severity: severities[told.level],
          location: { path, lines: { begin: line } },
        };
      }),
    ),
  );
  return `${printableJson(JSON.stringify(violations, null, 2))}\n`;
}

/** GitLab shows one line for each; the code and the command must be in it. */
function describe(told: Told, { state, excuse }: Point, { name }: Section): string {
  const prefix = state === "open" || state === "untold" ? "could not tell: " : "";
  const code = told.code === undefined ? "" : ` [${told.code}]`;
  const fix = told.fix === undefined ? "" : ` → ${told.fix}`;
  return bounded(`${name}: ${excuse === undefined ? prefix : `${excuse}: `}${told.what}${code}${fix}`, 5000);
}
