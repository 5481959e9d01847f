/** The MWAA environment that a key is for: its name, and the log groups that carry it. */
import { type Parsed, parsed, refused } from "../problem/parsed.js";
import { problem } from "../problem/problem.js";

/** What follows `airflow-<environment>-` in the name of a log group: one for each log type that is enabled. */
export const logGroupKinds = ["DAGProcessing", "Scheduler", "Task", "WebServer", "Worker"] as const;

/**
 * Reads an environment's name.
 *
 * @param text 1 to 80 characters, a letter first, then letters, digits, `-` and `_`
 * @returns the name, or `environment/name` (source: MWAA API, CreateEnvironment Name)
 */
export function parseEnvironmentName(text: string): Parsed<string> {
  if (/^[a-zA-Z][0-9a-zA-Z_-]{0,79}$/.test(text)) return parsed(text);
  return refused(problem("environment/name", { given: text, length: text.length }, "--environment"));
}

export type LogGroupKind = (typeof logGroupKinds)[number];

/**
 * The log groups MWAA may create for an environment.
 *
 * @param kinds the log types that are enabled; all five unless said
 * @returns a name for each: `airflow-<environment>-DAGProcessing` and so on
 */
export function logGroupNames(
  environment: string,
  kinds: readonly LogGroupKind[] = logGroupKinds,
): readonly string[] {
  return kinds.map((kind) => `airflow-${environment}-${kind}`);
}
