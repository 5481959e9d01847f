/** The report as html. */
import type { Report } from "../report/report.js";

export function renderHtml(report: Report): string {
  return `${report.verdict}\n`;
}
