/** The report as github. */
import type { Report } from "../report/report.js";

export function renderGithub(report: Report): string {
  return `${report.verdict}\n`;
}
