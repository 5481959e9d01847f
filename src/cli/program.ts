/** The command line as commander reads it, made from the table of verbs. */
import { Command, Option } from "commander";
import type { Context, Outcome } from "../session/context.js";
import { version } from "../version.js";
import type { Defaulted } from "./defaults.js";
import { helpEnd, helpFormat } from "./help.js";
import { generalOptions } from "./options.js";
import type { ShowSettings } from "./output.js";
import type { Verb } from "./verbs.js";
import { examples, verbs } from "./verbs.js";

/** How the program reaches the world: the text of help, and a verb to be carried out. */
export interface Wiring {
  readonly write: (text: string) => void;
  readonly columns: number | undefined;
  /** Whether help leaves out what few need: -h, and not --help. */
  readonly isShortHelp: boolean;
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
    .description("Check and prepare a KMS key for Amazon MWAA.")
    .version(`mwaa-kms ${version}`, "-V, --version", "show version")
    .helpOption("-h, --help", "show help")
    .helpCommand("help [verb]", "show help for a command")
    .configureHelp(helpFormat(wiring.isShortHelp))
    .addHelpText(
      "after",
      () => `${helpEnd("mwaa-kms", examples["mwaa-kms"], wiring.isShortHelp)}\n\n${completions}`,
    )
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
  command.configureHelp(helpFormat(wiring.isShortHelp));
  command.addHelpOption(new Option("-h, --help", "show common options, all options").helpGroup("Output:"));
  for (const argument of verb.args) command.addArgument(argument);
  for (const option of [...verb.options, ...generalOptions()]) command.addOption(option);
  command.addHelpText("after", () => helpEnd(verb.name, examples[verb.name], wiring.isShortHelp));
  command.action(async (...given: unknown[]) => {
    const words = given.slice(0, verb.args.length) as (string | undefined)[];
    const declared = command.options.map((option) => option.attributeName());
    const { options, run } = await wiring.withDefaults(verb, words, command.opts(), declared);
    const shown = options as Omit<ShowSettings, "command">;
    const settings = { ...shown, command: verb.name, sandbox: shown.sandbox ?? verb.name === "sandbox" };
    await wiring.carryOut(settings, run);
  });
}

const completions = "Completions: source <(mwaa-kms complete bash)     (or zsh, fish, powershell)";
