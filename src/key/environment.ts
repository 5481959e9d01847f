/** The MWAA environment that a key is for: its name. */
import { type Parsed, parsed, refused } from "../problem/parsed.js";
import { problem } from "../problem/problem.js";

/** MWAA API, CreateEnvironment Name. */
export const environmentName = /^[a-zA-Z][0-9a-zA-Z_-]{0,79}$/;

/**
 * Reads an environment's name.
 *
 * @param text 1 to 80 characters, a letter first, then letters, digits, `-` and `_`
 * @returns the name, or `environment/name` (source: MWAA API, CreateEnvironment Name)
 */
export function parseEnvironmentName(text: string): Parsed<string> {
  if (environmentName.test(text)) return parsed(text);
  return refused(problem("environment/name", { given: text, length: text.length }, "--environment"));
}
