/** What a verb is: its name, what it takes, and what carries it out. */
import type { Argument, Option } from "commander";
import type { Command as VerbName } from "../report/report.js";
import type { Context, Outcome } from "./context.js";

/** One verb. `run` gets the arguments in order and the options that it declares. */
export interface Verb {
  readonly name: VerbName;
  readonly summary: string;
  readonly args: readonly Argument[];
  readonly options: readonly Option[];
  readonly run: (
    words: readonly (string | undefined)[],
    options: object,
    context: Context,
  ) => Promise<Outcome>;
}

/** Commander has checked the options against their declarations; here they get the verb's type. */
export function verb<Options>(
  declared: Omit<Verb, "run"> & {
    readonly run: (
      words: readonly (string | undefined)[],
      options: Options,
      context: Context,
    ) => Promise<Outcome>;
  },
): Verb {
  return declared as Verb;
}
