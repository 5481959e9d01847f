/** The log groups that carry an MWAA environment's name. It reads nothing, so that help can name their kinds at no cost. */

/** What follows `airflow-<environment>-` in the name of a log group: one for each log type that is enabled. */
export const logGroupKinds = ["DAGProcessing", "Scheduler", "Task", "WebServer", "Worker"] as const;

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
