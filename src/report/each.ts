/** A report of one key, or of many, as the reports of one key each: for views that need not know the difference. */
import type { Finding } from "../readiness/check.js";
import type { Report } from "./report.js";

/** @returns the report itself, or those that a report on a manifest holds, in the manifest's order */
export function eachReport(report: Report): readonly Report[] {
  return report.body?.kind === "many" ? report.body.reports : [report];
}

/** All findings of a report: its own, and those of each report that it holds. */
export function everyFinding(report: Report): readonly Finding[] {
  const own = report.body?.kind === "many" ? report.findings : [];
  return [...own, ...eachReport(report).flatMap(({ findings }) => findings)];
}
