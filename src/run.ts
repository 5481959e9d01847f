/** A verb carried out: one report of what it brings, rendered once, and its exit code. */
import type { Context, Outcome } from "./commands/context.js";
import { outputTyped } from "./commands/report-file.js";
import { deliver, tryFiles, unwritten } from "./deliver.js";
import type { Host, Interruption } from "./host/host.js";
import { guarded } from "./host/pipeline.js";
import { withTimeLimit } from "./host/time-limit.js";
import { problem } from "./problem/problem.js";
import { type Progress, progressOn } from "./progress.js";
import { askedWrongly, composeReport, type RunFacts } from "./report/compose.js";
import type { Report, ReportParts } from "./report/report.js";
import { type ShowSettings, showPreview } from "./show.js";
import { version } from "./version.js";
import { printable } from "./views/printable.js";

const tool = `mwaa-kms ${version}`;

/** @returns the exit code, once what is to run on has ended */
export async function runVerb(
  settings: ShowSettings,
  verb: (context: Context) => Promise<Outcome>,
  host: Host,
): Promise<number> {
  const { sandbox, profile, endpointUrl } = settings;
  const run: RunFacts = {
    tool,
    sandbox,
    ...(profile === undefined ? {} : { profile }),
    ...(endpointUrl === undefined ? {} : { endpointUrl }),
    ...(host.isWindows === true ? { shell: "powershell" as const } : {}),
  };
  let wasPreviewed = false;
  const limited = withTimeLimit(host, timeLimit(settings, host));
  const machine = guarded(limited.host);
  const progress = progressOn(machine.stderr, settings.quiet === true);
  const context: Context = {
    host: machine,
    say: progress.say,
    urge: progress.urge,
    outputs: async () => {
      const unheard = await progress.heard();
      const unwritable = await tryFiles(settings, machine);
      return unheard === undefined
        ? unwritable
        : [...unwritable, unwritten("human", "standard error", ".", unheard)];
    },
    progress: progress.show,
    ...(settings.debug === true ? { debug: debugOn(machine, progress) } : {}),
    preview: async (parts) => {
      progress.clear();
      wasPreviewed = host.stdout.isTerminal;
      await showPreview(composeReport(parts, run), settings, machine);
    },
  };
  const outcome = await verb(context).catch((error: unknown) => unexpected(error, settings.command));
  limited.release();
  progress.clear();
  const report = composeReport(afterInterruption(outcome, limited.host), run);
  const exitCode = await deliver(report, settings, host, wasPreviewed);
  await outcome.until?.();
  return exitCode;
}

/** Seconds for a run that nobody watches: a hanging network ends it, and a long run on many keys does not. */
const unwatched = 600;

/** A server runs until it is ended. */
function timeLimit({ timeout, command }: ShowSettings, host: Host): number | undefined {
  if (command === "sandbox") return undefined;
  return timeout ?? (host.stdout.isTerminal || host.stdinIsTerminal ? undefined : unwatched);
}

/** Debug lines begin with the seconds since the start. */
function debugOn({ stderr }: Host, progress: Progress): (line: string) => void {
  const began = performance.now();
  return (line) => {
    progress.clear();
    const seconds = ((performance.now() - began) / 1000).toFixed(3);
    void stderr.write(`debug ${seconds}s ${printable(line)}\n`);
  };
}

/** Tells what was wrong with the words. A program that asked for a format, or for files, still gets them. */
export async function tellMisunderstood(
  error: { readonly code: string; readonly message: string },
  argv: readonly string[],
  host: Host,
): Promise<number> {
  const verb = argv.find((word) => !word.startsWith("-"));
  const isKnown = error.code !== "commander.unknownCommand" && verb !== undefined;
  const message = error.message.replace(/^error: /, "").replaceAll("\n", " ");
  const help = isKnown ? `mwaa-kms ${verb} --help` : "mwaa-kms --help";
  const parts = askedWrongly("mwaa-kms", [problem("usage/words", { message, help })]);
  const report = composeReport(parts, { tool, sandbox: false });
  return deliver(report, { ...outputTyped(argv), command: report.command, sandbox: false }, host, false);
}

/** What was found stays in the report; the verdict says that the run did not take its course. */
function afterInterruption({ parts, until }: Outcome, host: Host): ReportParts {
  if (!host.interrupted.aborted || until !== undefined) return parts;
  const signal = host.interrupted.reason as Interruption;
  // What is certain stays; a question that was not answered in time is no refusal.
  if (signal === "timeout")
    return parts.verdict === "not-done" ? { ...parts, verdict: "could-not-tell" } : parts;
  return { ...parts, verdict: verdicts[signal] };
}

const verdicts = { SIGINT: "interrupted", SIGTERM: "terminated", SIGHUP: "hung-up" } as const;

function unexpected(error: unknown, command: Report["command"]): Outcome {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { parts: { command, verdict: "bug", problems: [problem("bug/unexpected", { message })] } };
}
