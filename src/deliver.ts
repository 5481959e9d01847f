/** A report delivered: to the files of --report, to stdout, and to what shows it in a pipeline. A lost one is never a yes. */
import { dirname } from "node:path";
import { tellPipeline } from "./deliver-pipeline.js";
import { render } from "./formats.js";
import type { Host } from "./host/host.js";
import { reasonOf } from "./host/reason.js";
import { type Problem, problem } from "./problem/problem.js";
import type { Report } from "./report/report.js";
import { exitCodes } from "./report/verdict.js";
import { filePage, type ShowSettings, show, showProblems } from "./show.js";

/**
 * Delivers a report. The files come first, so that what stdout says of the run knows what became of them.
 *
 * @param wasPreviewed whether the person has just seen what the report would begin with
 * @returns the exit code: the report's, or 2 where that would be 0 and a report was lost
 */
export async function deliver(
  report: Report,
  settings: ShowSettings,
  host: Host,
  wasPreviewed: boolean,
): Promise<number> {
  const lost = await writeFiles(report, settings, host);
  const isForPeople = (settings.format ?? "human") === "human";
  const told = withLost(report, lost);
  const shown = show(isForPeople ? report : told, settings, host, wasPreviewed);
  const unshown = await shown.then(
    () => [],
    (error: unknown) => [unwritten(settings.format ?? "human", "standard output", ".", error)],
  );
  await tell([...lost, ...unshown], report, settings, host);
  const complete = withLost(told, unshown);
  if (settings.format === undefined) {
    const warnings = await tellPipeline(complete, settings, host);
    await tell(warnings, report, settings, host);
  }
  return complete.exitCode;
}

async function writeFiles(
  report: Report,
  settings: ShowSettings,
  { files }: Host,
): Promise<readonly Problem[]> {
  const lost: Problem[] = [];
  for (const { format, file } of settings.report ?? []) {
    try {
      await files.write(file, await render(format, report, filePage));
    } catch (error) {
      lost.push(unwritten(format, file, dirname(file), error));
    }
  }
  return lost;
}

function unwritten(format: string, file: string, folder: string, error: unknown): Problem {
  return problem("report/unwritten", { format, file, folder, reason: reasonOf(error) });
}

/** What programs read on stdout says the exit code that the process will have, and why. */
function withLost(report: Report, lost: readonly Problem[]): Report {
  if (lost.length === 0) return report;
  const exitCode = report.exitCode === 0 ? exitCodes["asked-wrongly"] : report.exitCode;
  return { ...report, exitCode, problems: [...report.problems, ...lost] };
}

/** Where stderr cannot be written to either, nobody is left to be told; the exit code still says it. */
async function tell(
  problems: readonly Problem[],
  report: Report,
  settings: ShowSettings,
  host: Host,
): Promise<void> {
  if (problems.length === 0) return;
  await showProblems({ ...report, sandbox: false, problems }, settings, host).catch(() => undefined);
}
