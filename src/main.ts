/** The command line, read: what was typed goes to its verb, and help costs no more than itself. */
import { CommanderError } from "commander";
import { hasSettings } from "./cli/has-settings.js";
import { buildProgram } from "./cli/program.js";
import type { Host } from "./platform/host.js";

export { nodeHost } from "./platform/node-host.js";

/**
 * Runs the tool.
 *
 * @param argv the words after the program's name
 * @param host the machine
 * @returns the exit code: 0 yes, 1 no, 2 asked wrongly, 3 could not tell, 70 our bug, 129 SIGHUP, 130 SIGINT, 143 SIGTERM
 */
export async function main(argv: readonly string[], host: Host): Promise<number> {
  return readAndRun(argv, host).catch((error: unknown) => tellFault(error, host));
}

async function readAndRun(argv: readonly string[], host: Host): Promise<number> {
  if (argv[0] === "complete") {
    const { complete } = await import("./cli/complete.js");
    return complete(argv.slice(1), host);
  }
  let exitCode = 0;
  const program = buildProgram({
    write: (text) => void host.stdout.write(text),
    columns: host.stdout.columns,
    isShortHelp: argv.includes("-h"),
    withDefaults: async (...given) => {
      const [verb, words, options] = given;
      if (!(await hasSettings(host))) return { options, run: (context) => verb.run(words, options, context) };
      const { withDefaults } = await import("./cli/defaults.js");
      return withDefaults(...given, host);
    },
    carryOut: async (settings, verb) => {
      const { runVerb } = await import("./cli/run.js");
      exitCode = await runVerb(settings, verb, host);
    },
  });
  try {
    // Nothing typed is a question: what can this do?
    await program.parseAsync(argv.length === 0 ? ["--help"] : [...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    const { tellMisunderstood } = await import("./cli/run.js");
    return tellMisunderstood(error, argv, host);
  }
  return exitCode;
}

/** What no report could be made of is a fault of ours all the same, and has its exit code. */
async function tellFault(error: unknown, host: Host): Promise<number> {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  await host.stderr.write(`mwaa-kms: this is a fault of mwaa-kms, please report it.\n${text}\n`);
  return 70;
}
