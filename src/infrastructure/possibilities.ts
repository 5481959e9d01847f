/** All the ways in which something can come out that a file leaves open. It knows no file and no key. */
import type { Problem } from "../problems/problem.js";

/**
 * Answers a question that the file leaves open: the same question gets the same answer until the decision is complete.
 *
 * @param question what is open, in words: `Region`, `the parameter WithLogs`
 * @param reasons why it is open, with what would settle it
 * @param options every answer that can be, at least one; the label of each is shown to people
 */
export type Choose = <T>(
  question: string,
  reasons: readonly Problem[],
  options: readonly { readonly label: string; readonly value: T }[],
) => T;

/** One answer that was taken. */
export interface Choice {
  readonly option: number;
  readonly label: string;
  readonly reasons: readonly Problem[];
}

/** One complete decision and the answers that it rests on. */
export interface Possibility<T> {
  readonly result: T;
  readonly choices: ReadonlyMap<string, Choice>;
}

/**
 * Carries out a decision once for each combination of answers that it asks for.
 *
 * @param most how many combinations are tried
 * @returns undefined where there are more
 */
export function possibilitiesOf<T>(
  decide: (choose: Choose) => T,
  most: number,
): readonly Possibility<T>[] | undefined {
  const results: Possibility<T>[] = [];
  const waiting: ReadonlyMap<string, number>[] = [new Map()];
  for (let start = waiting.pop(); start !== undefined; start = waiting.pop()) {
    if (results.length >= most) return undefined;
    const choices = new Map<string, Choice>();
    const decided = new Map(start);
    const choose: Choose = (question, reasons, options) => {
      const first = options[0];
      if (first === undefined) throw new Error(`no answer to ${question}`);
      const before = decided.get(question);
      if (before === undefined) {
        // The later answers wait with everything that was decided up to here.
        for (let option = options.length - 1; option > 0; option--)
          waiting.push(new Map([...decided, [question, option]]));
        decided.set(question, 0);
      }
      const option = Math.min(before ?? 0, options.length - 1);
      const taken = options[option] ?? first;
      choices.set(question, { option, label: taken.label, reasons });
      return taken.value;
    };
    const result = decide(choose);
    results.push({ result, choices });
  }
  return results;
}

/**
 * Finds the questions on which an answer depends: two combinations that differ in one of them alone, and in the answer.
 *
 * @param answerOf the answer of a combination, as a text
 * @returns the questions; all that were asked, where no single one makes the difference
 */
export function decisive<T>(
  possibilities: readonly Possibility<T>[],
  answerOf: (result: T) => string,
): readonly string[] {
  const questions = new Set(possibilities.flatMap(({ choices }) => [...choices.keys()]));
  const found = new Set<string>();
  const answers = possibilities.map(({ result }) => answerOf(result));
  for (const [index, one] of possibilities.entries()) {
    for (const [other, two] of possibilities.entries()) {
      if (other <= index || answers[index] === answers[other]) continue;
      const different = [...questions].filter(
        (question) => one.choices.get(question)?.option !== two.choices.get(question)?.option,
      );
      // A question that only one of the two asks follows from another one.
      const asked = different.filter((question) => one.choices.has(question) && two.choices.has(question));
      if (asked.length === 1 && asked[0] !== undefined) found.add(asked[0]);
    }
  }
  return found.size > 0 ? [...found] : [...questions];
}
