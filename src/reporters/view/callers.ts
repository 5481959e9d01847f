/** Who called, and where the credentials came from, in the words of all formats. */
import { eachReport } from "../../report/compose.js";
import type { Report } from "../../report/report.js";

const most = 5;

/** @returns each caller of a report once, with the source of the credentials: of a manifest's report, of all environments */
export function callersOf(report: Report): readonly string[] {
  const all = report.body?.kind === "many" ? [...eachReport(report)] : [report];
  const callers = [...new Set(all.flatMap(callerText))];
  const left = callers.length - most;
  return left > 0 ? [...callers.slice(0, most), `and ${left} more`] : callers;
}

function callerText({ caller, callerSource }: Report): readonly string[] {
  if (caller === undefined) return [];
  return [callerSource === undefined ? caller : `${caller} (${callerSource})`];
}
