/** The report as gitlab. */
import type { Report } from "../report/report.js";

export function renderGitlab(report: Report): string {
  return `${report.verdict}\n`;
}
