/** The report as sarif. */
import type { Report } from "../report/report.js";

export function renderSarif(report: Report): string {
  return `${report.verdict}\n`;
}
