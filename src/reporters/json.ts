/** The report as JSON, schema-versioned: for programs. Valid on failure too. */
import type { Report } from "../report/report.js";
import { printableJson } from "./text.js";

/** @returns one JSON document and a line end */
export function renderJson(report: Report): string {
  return `${printableJson(JSON.stringify(report, null, 2))}\n`;
}
