/** All checks of a report, one row each, for pages that show everything. */
import type { Finding } from "../../checks/check.js";
import type { CheckRow } from "./view.js";

/** @returns a row for each finding, in the checks' order */
export function checkRows(findings: readonly Finding[]): readonly CheckRow[] {
  return findings.map((finding) => {
    const { check, title, page, evidence, excused, problems } = finding;
    return {
      id: check,
      title,
      state: stateOf(finding),
      ...(evidence === undefined ? {} : { evidence }),
      ...(excused === undefined ? {} : { waiver: exemptionText(excused) }),
      codes: [...new Set(problems.map(({ code }) => code))],
      page,
    };
  });
}

/** What a finding does to the verdict, as one word. */
export function stateOf({ outcome, bearing, excused }: Finding): CheckRow["state"] {
  if (outcome === "pass") return "pass";
  if (excused !== undefined) return "waived";
  if (bearing === "blocks") return "error";
  if (bearing === "open") return "unknown";
  return outcome === "unknown" ? "skipped" : "warning";
}

/** Why a finding does not count: the waiver with its last day, or the option. */
export function exemptionText({ by, reason, until }: NonNullable<Finding["excused"]>): string {
  if (by === "allow-unknown") return "ignored by --allow-unknown";
  return `waived${until === undefined ? "" : ` until ${until}`}: ${reason}`;
}
