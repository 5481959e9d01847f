/** The report as markdown. */
import type { Report } from "../report/report.js";

export function renderMarkdown(report: Report): string {
  return `${report.verdict}\n`;
}
