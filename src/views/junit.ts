/** The report as junit. */
import type { Report } from "../report/report.js";

export function renderJunit(report: Report): string {
  return `${report.verdict}\n`;
}
