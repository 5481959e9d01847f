/** The fixed choices of options, apart from what uses them, so that `--help` loads no more. */

/** How far the statement reaches: the log groups of one account, of one Region, or of one environment. */
export const scopes = ["account", "region", "environment"] as const;
export type Scope = (typeof scopes)[number];

/** Known risks that `--accept` acknowledges. */

export const acknowledgements = ["cross-account", "narrower"] as const;
export type Acknowledgement = (typeof acknowledgements)[number];

/** `statement --for`: CloudWatch Logs, or other principals that need statements of their own. */
export const statementReaders = ["logs", "creator", "execution-role", "owner"] as const;
export type StatementReader = (typeof statementReaders)[number];

/** The languages of `statement --as`. */
export const languages = [
  ...(["json", "policy", "terraform", "terraform-json", "cloudformation"] as const),
  ...(["cdk", "cdk-python", "pulumi", "cli"] as const),
] as const;

export type Language = (typeof languages)[number];

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

/** The formats of reports. */
export const formatNames = [
  "human",
  "json",
  "markdown",
  "github",
  "gitlab",
  "sarif",
  "junit",
  "tap",
  "html",
] as const;

export type Format = (typeof formatNames)[number];
