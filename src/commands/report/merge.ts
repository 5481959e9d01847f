/** `report merge`: one report of the reports that the shards of a manifest wrote. It asks nobody. */
import type { Problem } from "../../problems/problem.js";
import { mergeShards, type ReportFromFile } from "../../report/merge.js";
import type { Context, Outcome } from "../../session/context.js";
import { reportReader } from "./read-report.js";

export async function mergeReports(files: readonly string[], { host }: Context): Promise<Outcome> {
  const readReport = reportReader(host);
  const read: ReportFromFile[] = [];
  const unread: Problem[] = [];
  // One after the other: each may be large.
  for (const file of files) {
    const report = await readReport(file);
    if (report.ok) read.push({ file, report: report.value });
    else unread.push(...report.problems);
  }
  const parts = mergeShards(read, unread, host.now().toISOString().slice(0, 10));
  return { parts, sandbox: read.some(({ report }) => report.sandbox) };
}
