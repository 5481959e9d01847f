/** Options that one way of running a verb has no use for: they are refused, and not passed over. */
import { type Problem, problem } from "../problems/problem.js";
import { usageError } from "../report/compose.js";
import type { Command, ReportParts } from "../report/report.js";

/** What every way takes. */
const general = ["format", "report", "verbose", "quiet", "color", "timeout", "debug"];

/**
 * Looks for options, or a key, that a mode does not take.
 *
 * @param mode the option that chose the mode, as it is typed
 * @param given all options as commander names them; `key` may stand among them
 * @param taken those that the mode has a use for
 * @returns one problem, or none
 */
export function beside(
  command: Command,
  mode: string,
  given: Readonly<Record<string, unknown>>,
  taken: readonly string[],
): readonly Problem[] {
  const useless = Object.entries(given)
    .filter(([name, value]) => value !== undefined && !general.includes(name) && !taken.includes(name))
    .map(([name]) => (name === "key" ? "a key" : flag(name)));
  return useless.length === 0
    ? []
    : [problem("usage/beside", { command, mode, options: useless.join(", ") })];
}

/** An option that says nothing without another one. */
export function withoutUse(command: Command, option: string, needs: string): ReportParts {
  return usageError(command, [problem("usage/needs", { command, option, needs }, option)]);
}

/** `executionRole` is typed as `--execution-role`. */
function flag(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
