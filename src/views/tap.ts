/** The report as tap. */
import type { Report } from "../report/report.js";

export function renderTap(report: Report): string {
  return `${report.verdict}\n`;
}
