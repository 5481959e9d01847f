/** The command line as commander reads it, made from the table of verbs. */
import { Command } from "commander";
import type { Command as VerbName } from "../report/report.js";
import type { Context, Outcome } from "../session/context.js";
import { version } from "../version.js";
import type { Defaulted } from "./defaults.js";
import { generalOptions } from "./options.js";
import type { ShowSettings } from "./output.js";
import type { Verb } from "./verbs.js";
import { examples, verbs } from "./verbs.js";

/** How the program reaches the world: the text of help, and a verb to be carried out. */
export interface Wiring {
  readonly write: (text: string) => void;
  readonly columns: number | undefined;
  /** Fills in the options that were not typed. */
  readonly withDefaults: (
    verb: Verb,
    words: readonly (string | undefined)[],
    typed: Readonly<Record<string, unknown>>,
    declared: readonly string[],
  ) => Promise<Defaulted>;
  readonly carryOut: (settings: ShowSettings, run: (context: Context) => Promise<Outcome>) => Promise<void>;
}

/** Builds the program; nothing is carried out before it parses. A command line that is wrong throws a CommanderError. */
export function buildProgram(wiring: Wiring): Command {
  const program = new Command("mwaa-kms")
    .description("Makes a customer managed KMS key ready for Amazon MWAA, and proves it.")
    .version(`mwaa-kms ${version}`, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [verb]", "print help for a verb")
    .addHelpText("after", `${helpExamples("mwaa-kms")}\n\n${completions}`)
    .exitOverride()
    .configureOutput({
      writeOut: wiring.write,
      // The report tells the problem; commander's own line would say it twice.
      writeErr: () => undefined,
      getOutHelpWidth: () => wiring.columns ?? 100,
    });
  for (const verb of verbs) addVerb(program, verb, wiring);
  return program;
}

function addVerb(program: Command, verb: Verb, wiring: Wiring): void {
  const command = program.command(verb.name).description(verb.summary);
  for (const argument of verb.args) command.addArgument(argument);
  for (const option of [...verb.options, ...generalOptions()]) command.addOption(option);
  command.addHelpText("after", helpExamples(verb.name));
  command.action(async (...given: unknown[]) => {
    const words = given.slice(0, verb.args.length) as (string | undefined)[];
    const declared = command.options.map((option) => option.attributeName());
    const { options, run } = await wiring.withDefaults(verb, words, command.opts(), declared);
    const shown = options as Omit<ShowSettings, "command">;
    const settings = { ...shown, command: verb.name, sandbox: shown.sandbox ?? verb.name === "sandbox" };
    await wiring.carryOut(settings, run);
  });
}

const completions = [
  "Completions:",
  "  $ source <(mwaa-kms complete bash)      # or zsh, fish, powershell",
].join("\n");

function helpExamples(name: VerbName): string {
  const lines = examples[name].flatMap(({ line, does }) => [`  # ${does}`, `  $ ${line}`]);
  return ["", "Examples:", ...lines].join("\n");
}
