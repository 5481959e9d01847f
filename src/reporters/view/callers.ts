/** Who called, where the credentials came from and which endpoint answered, in the words of all formats. */
import { eachReport } from "../../report/compose.js";
import type { Report } from "../../report/report.js";

const most = 5;

/** @returns each caller of a report once, with the source of the credentials and the endpoint: of a manifest's report, of all environments */
export function callersOf(report: Report, withEndpoint = true): readonly string[] {
  const all = report.body?.kind === "many" ? [...eachReport(report)] : [report];
  const callers = [...new Set(all.flatMap((one) => callerText(one, withEndpoint)))];
  const left = callers.length - most;
  return left > 0 ? [...callers.slice(0, most), `and ${left} more`] : callers;
}

/** In the sandbox the address is only this machine's, and the report says already that the sandbox answered. */
function callerText(
  { caller, callerSource, endpoint, sandbox }: Report,
  withEndpoint: boolean,
): readonly string[] {
  const address = endpoint === undefined || sandbox || !withEndpoint ? "" : `, endpoint ${endpoint}`;
  if (caller === undefined) return address === "" ? [] : [`unknown${address}`];
  return [`${caller}${callerSource === undefined ? "" : ` (${callerSource})`}${address}`];
}
