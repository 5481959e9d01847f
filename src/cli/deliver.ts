/** A report delivered: to the files of --report, to stdout, and to what shows it in a pipeline. A lost one is never a yes. */
import { dirname } from "node:path";
import type { Host } from "../platform/host.js";
import { reasonOf } from "../platform/read-file.js";
import { type Problem, problem } from "../problems/problem.js";
import type { Report } from "../report/report.js";
import { exitCodes } from "../report/verdict.js";
import { render } from "../reporters/index.js";
import { tellPipeline } from "./deliver-pipeline.js";
import { filePage, isMisunderstood, type ShowSettings, show, showOnStderr, showProblems } from "./output.js";

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
  const unread =
    unshown.length === 0 && wasLost(report, host)
      ? [unwritten(settings.format ?? "human", "standard output", ".", new Error("its reader has gone"))]
      : unshown;
  await tell([...lost, ...unread], report, settings, host);
  if (unread.length > 0) await showElsewhere(report, settings, host);
  const complete = withLost(told, unread);
  if (settings.format === undefined) {
    const warnings = await tellPipeline(complete, settings, host);
    await tell(warnings, report, settings, host);
  }
  return complete.exitCode;
}

/** The verbs that write to a key: what became of that is never lost with a pipe. `check | head -1` is no failure. */
const writing: ReadonlySet<Report["command"]> = new Set(["prepare", "restore"]);

function wasLost({ command }: Report, { stdout }: Host): boolean {
  return stdout.isGone === true && writing.has(command);
}

/** What stdout did not take goes to stderr, for people. */
async function showElsewhere(report: Report, settings: ShowSettings, host: Host): Promise<void> {
  if (!writing.has(report.command) || isMisunderstood(report)) return;
  await showOnStderr(report, settings, host).catch(() => undefined);
}

/** Tries whether the files of --report could be written now. */
export async function tryFiles(settings: ShowSettings, { files }: Host): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const { format, file } of settings.report ?? []) {
    await files.tryWrite(file).catch((error: unknown) => {
      problems.push(unwritten(format, file, dirname(file), error));
    });
  }
  return problems;
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

export function unwritten(format: string, file: string, folder: string, error: unknown): Problem {
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
