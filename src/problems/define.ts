/** The words of one kind of problem: what an entry of the catalogue must say. It knows no code and no noun of the field. */

/** `error` blocks, `warning` needs a look, `note` is for information. */
export type Severity = "error" | "warning" | "note";

/** One way to fix a problem: a command to run, JSON or text to put somewhere, or a person to ask. */
export type Fix =
  | { readonly do: "run"; readonly command: string }
  | {
      readonly do: "edit";
      readonly pointer: string;
      readonly json: unknown;
      /** The current value, if it is known: the edit can then be shown as a difference. */
      readonly was?: unknown;
    }
  | {
      /** Text for a file of infrastructure code, in that file's language. */
      readonly do: "write";
      readonly where: string;
      readonly language: string;
      readonly text: string;
    }
  | { readonly do: "ask"; readonly who: string; readonly sentence: string };

/**
 * The words for one code. `F` are the facts that the sentences need.
 *
 * `example` holds facts as they could be: `explain`, the documentation and the tests render an entry with them.
 */
export interface Entry<F> {
  readonly severity: Severity;
  /** A headline in the present tense, without facts and full stop: "Aliases are not supported". At most 60 characters. */
  readonly title: string;
  /** The one fact that a headline can add after a colon: "Access denied: kms:GetKeyPolicy". */
  readonly subject?: (facts: F) => string;
  /** What was found: one sentence, with the facts. */
  readonly what: (facts: F) => string;
  /** Why it matters, in one sentence: what AWS requires, does or does not document. */
  readonly why: string;
  /** What to do about it, the best way first. */
  readonly fix: (facts: F) => readonly Fix[];
  /** The AWS pages with the source. */
  readonly docs: readonly string[];
  readonly example: F;
}

/** Writes an entry; the facts' type comes from `example`. */
export function entry<F>(words: Entry<F>): Entry<F> {
  return words;
}

/** A command to run. */
export function run(command: string): Fix {
  return { do: "run", command };
}

/**
 * A person to ask, and what to ask for: an imperative sentence, so that "ask the owner of the policy to confirm it" can be made
 * of it. `you` is the reader: the sentence then is used alone.
 */
export function ask(who: string, sentence: string): Fix {
  return { do: "ask", who, sentence };
}

/** JSON to put where the pointer says (RFC 6901, or a description such as `Statement/-`). */
export function edit(pointer: string, json: unknown): Fix {
  return { do: "edit", pointer, json };
}

const plain = /^[A-Za-z0-9_@%+=:,./-]+$/;

/**
 * Quotes one argument for a POSIX shell.
 *
 * @param word any text, also hostile: what the user or AWS sent
 * @returns the word itself where no shell reads anything into it, else the word between single quotes
 */
export function quote(word: string): string {
  return plain.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
