/** The command line: from the words typed to one report, rendered once, and its exit code. */
import { CommanderError } from "commander";
import type { Context, Outcome } from "./commands/context.js";
import { buildProgram } from "./commands/program.js";
import type { Host, Interruption } from "./host/host.js";
import { problem } from "./problem/problem.js";
import { askedWrongly, composeReport, type RunFacts } from "./report/compose.js";
import type { Report, ReportParts } from "./report/report.js";
import { show, showPreview } from "./show.js";
import { version } from "./version.js";

export { nodeHost } from "./host/node-host.js";

/**
 * Runs the tool.
 *
 * @param argv the words after the program's name
 * @param host the machine
 * @returns the exit code: 0 yes, 1 no, 2 asked wrongly, 3 could not tell, 70 our bug, 130 SIGINT, 143 SIGTERM
 */
export async function main(argv: readonly string[], host: Host): Promise<number> {
  const tool = `mwaa-kms ${version}`;
  let report: Report | undefined;
  const program = buildProgram({
    write: (text) => void host.stdout.write(text),
    columns: host.stdout.columns,
    carryOut: async (settings, verb) => {
      const { sandbox, profile, endpointUrl } = settings;
      const run: RunFacts = {
        tool,
        sandbox,
        ...(profile === undefined ? {} : { profile }),
        ...(endpointUrl === undefined ? {} : { endpointUrl }),
      };
      let wasPreviewed = false;
      const context: Context = {
        host,
        say: (line) => {
          if (!settings.quiet) void host.stderr.write(`${line}\n`);
        },
        preview: async (parts) => {
          wasPreviewed = host.stdout.isTerminal;
          await showPreview(composeReport(parts, run), settings, host);
        },
      };
      const outcome = await verb(context).catch((error: unknown) => unexpected(error, settings.command));
      report = composeReport(afterInterruption(outcome, host), run);
      await show(report, settings, host, wasPreviewed);
      await outcome.until?.();
    },
  });
  if (argv[0] === "complete") {
    // Asked by a shell; it writes to stdout by itself, and nobody else needs to load it.
    const { default: tab } = await import("@bomb.sh/tab/commander");
    tab(program);
  }
  try {
    // Nothing typed is a question: what can this do?
    await program.parseAsync(argv.length === 0 ? ["--help"] : [...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    report = composeReport(misunderstood(error, argv), { tool, sandbox: false });
    await show(report, { format: formatTyped(argv), command: report.command, sandbox: false }, host, false);
  }
  return report?.exitCode ?? 0;
}

/** What was found stays in the report; the verdict says that the run did not take its course. */
function afterInterruption({ parts, until }: Outcome, host: Host): ReportParts {
  if (!host.interrupted.aborted || until !== undefined) return parts;
  const signal = host.interrupted.reason as Interruption;
  return { ...parts, verdict: signal === "SIGTERM" ? "terminated" : "interrupted" };
}

function unexpected(error: unknown, command: Report["command"]): Outcome {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { parts: { command, verdict: "bug", problems: [problem("bug/unexpected", { message })] } };
}

function misunderstood(error: CommanderError, argv: readonly string[]): ReportParts {
  const verb = argv.find((word) => !word.startsWith("-"));
  const isKnown = error.code !== "commander.unknownCommand" && verb !== undefined;
  const message = error.message.replace(/^error: /, "").replaceAll("\n", " ");
  const help = isKnown ? `mwaa-kms ${verb} --help` : "mwaa-kms --help";
  return askedWrongly("mwaa-kms", [problem("usage/words", { message, help })]);
}

/** The options could not be read, but a program that asked for JSON is still to get it. */
function formatTyped(argv: readonly string[]): "human" | "json" {
  const at = argv.indexOf("--format");
  return argv.includes("--format=json") || (at >= 0 && argv[at + 1] === "json") ? "json" : "human";
}
