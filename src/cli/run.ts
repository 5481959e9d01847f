/** A verb carried out: one report of what it brings, rendered once, and its exit code. */
import type { Host, Interruption, OutputStream } from "../platform/host.js";
import { withTimeLimit } from "../platform/time-limit.js";
import { problem } from "../problems/problem.js";
import { composeReport, type RunFacts, usageError } from "../report/compose.js";
import type { Report, ReportParts } from "../report/report.js";
import { escapeControls } from "../reporters/text.js";
import type { Context, Outcome } from "../session/context.js";
import { version } from "../version.js";
import { deliver, tryFiles, unwritten } from "./deliver.js";
import { guarded, type ShowSettings, showPreview } from "./output.js";
import { outputTyped } from "./report-files.js";

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
    ...keyOwnerOf(settings),
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
  const isSandbox = sandbox || outcome.sandbox === true;
  const report = composeReport(afterInterruption(outcome, limited.host), { ...run, sandbox: isSandbox });
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
    void stderr.write(`debug ${seconds}s ${escapeControls(line)}\n`);
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
  const parts = usageError("mwaa-kms", [problem("usage/words", { message, help })]);
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

export interface Progress {
  /** A line of its own. */
  say(line: string): void;
  /** A line of its own, also where nothing else is to be heard. */
  urge(line: string): void;
  /** Draws the bar, or takes it away when all is done. */
  show(done: number, of: number): void;
  /** Takes the bar away. */
  clear(): void;
  /** Waits for what was said; @returns why it could not be, if so: a full disk, or a reader that has gone. */
  heard(): Promise<unknown>;
}

const cells = 24;

/** @param isQuiet whether the user wants to hear nothing */
export function progressOn(output: OutputStream, isQuiet: boolean): Progress {
  let drawn = "";
  // A full disk behind stderr ends no run: what a person must know is in the report.
  let failed: unknown;
  let written: Promise<void> = Promise.resolve();
  const write = (text: string) => {
    written = Promise.all([written, output.write(text)]).then(
      () => undefined,
      (error: unknown) => {
        failed ??= error;
      },
    );
  };
  const draw = (bar: string) => {
    if (bar === drawn) return;
    drawn = bar;
    write(`\r\u001b[K${bar}`);
  };
  const hasBar = output.isTerminal && !isQuiet;
  const tell = (line: string) => {
    const bar = drawn;
    if (bar !== "") draw("");
    write(`${line}\n`);
    if (bar !== "") draw(bar);
  };
  return {
    say: (line) => {
      if (!isQuiet) tell(line);
    },
    urge: tell,
    show: (done, of) => {
      if (hasBar) draw(done < of ? barOf(done, of) : "");
    },
    clear: () => draw(""),
    heard: async () => {
      await written;
      return failed ?? (output.isGone ? new Error("its reader has gone") : undefined);
    },
  };
}

function barOf(done: number, of: number): string {
  const full = Math.floor((done / of) * cells);
  return `[${"#".repeat(full)}${".".repeat(cells - full)}] ${done} of ${of}`;
}

/** The options for the key's account, for the commands that a report prints. */
function keyOwnerOf(settings: ShowSettings): Partial<RunFacts> {
  const names = ["keyProfile", "keyRoleArn", "keyExternalId", "keySessionName", "keyMfaSerial"] as const;
  return Object.fromEntries(
    names.flatMap((name) => (settings[name] === undefined ? [] : [[name, settings[name]]])),
  );
}
