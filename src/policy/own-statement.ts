/** Which statement of a policy is ours: by its meaning first, by its Sid second. It changes nothing (merge.ts does). */
import type { StatementSource } from "./document.js";
import { type LogsStatementFor, logsActions, logsContextKey, logsSid } from "./logs-statement.js";
import { readStatement, type Statement } from "./statement.js";

/** A statement recognised as ours, and the log-group patterns that it already carries. */
export interface OwnStatement {
  readonly source: StatementSource;
  /** `meaning`: exactly what this tool or AWS's page writes. `sid`: our Sid on a Logs statement that somebody changed. */
  readonly by: "meaning" | "sid";
  readonly patterns: readonly string[];
}

/**
 * Finds our statement.
 *
 * A statement of somebody else that uses our Sid (a Deny, another principal, another kind of condition) is not ours.
 *
 * @param statements as the document holds them; those that IAM cannot read are never ours
 * @param wanted for which partition and Region the statement would be
 */
export function findOwnStatement(
  statements: readonly StatementSource[],
  wanted: LogsStatementFor,
): OwnStatement | undefined {
  const own = statements.flatMap((source) => {
    const read = readStatement(source);
    const by = read.ok ? recognise(read.value, wanted) : undefined;
    return read.ok && by !== undefined ? [{ source, by, patterns: patternsOf(read.value) }] : [];
  });
  const best = (by: OwnStatement["by"]) => own.filter((each) => each.by === by);
  return best("meaning").find((each) => isOurSid(each.source.sid)) ?? best("meaning")[0] ?? best("sid")[0];
}

const ourSid = new RegExp(`^${logsSid}\\d*$`);

/** @returns whether a Sid is one that this tool gives: numbered where somebody else's statement had the plain one */
export function isOurSid(sid: string | undefined): boolean {
  return sid !== undefined && ourSid.test(sid);
}

/** @returns whether a pattern names log groups of this partition and Region: any other can never match */
export function isAlive(pattern: string, wanted: LogsStatementFor): boolean {
  return pattern.startsWith(`arn:${wanted.partition.id}:logs:${wanted.region}:`);
}

function recognise(statement: Statement, wanted: LogsStatementFor): OwnStatement["by"] | undefined {
  if (!isLogsShape(statement)) return undefined;
  const patterns = patternsOf(statement);
  const isExact =
    sameWords(statement.action?.patterns ?? [], logsActions) &&
    isPrincipalOf(statement, wanted) &&
    statement.conditions.every((condition) => /^arn(like|equals)$/i.test(condition.operator)) &&
    patterns.length > 0 &&
    patterns.every((pattern) => isAlive(pattern, wanted) && isDocumentedForm(pattern));
  if (isExact) return "meaning";
  return statement.sid === logsSid ? "sid" : undefined;
}

/** An Allow for CloudWatch Logs alone, on this key, held by nothing but the encryption context. */
function isLogsShape(statement: Statement): boolean {
  const { principals, action, resource } = statement;
  if (statement.effect !== "Allow" || principals === undefined || principals.not || principals.everyone)
    return false;
  const isLogs = principals.entries.every(
    (entry) => entry.kind === "Service" && /^logs\.[a-z0-9-]+\.[a-z.-]+$/.test(entry.value),
  );
  if (!isLogs || principals.entries.length !== 1) return false;
  if (action?.not === true || resource?.not === true) return false;
  if (resource !== undefined && !sameWords(resource.patterns, ["*"])) return false;
  const families = logsActions.map((family) => family.slice(0, -1).toLowerCase());
  const isWithin = (action?.patterns ?? []).every((pattern) =>
    families.some((family) => pattern.toLowerCase().startsWith(family)),
  );
  return (
    isWithin && statement.conditions.every((each) => each.key.toLowerCase() === logsContextKey.toLowerCase())
  );
}

/** Either DNS suffix is taken in China, where AWS's own sources disagree. */
function isPrincipalOf(statement: Statement, wanted: LogsStatementFor): boolean {
  const service = statement.principals?.entries[0]?.value;
  return [wanted.partition.dnsSuffix, "amazonaws.com"].some(
    (suffix) => service === `logs.${wanted.region}.${suffix}`,
  );
}

function isDocumentedForm(pattern: string): boolean {
  return /^arn:[^:]+:logs:[^:]+:(\*:\*|\d{12}:\*|\d{12}:log-group:airflow-[A-Za-z0-9_-]+-\*)$/.test(pattern);
}

/** What `ArnNotLike` excluded, or `Null` asked, was never allowed. */
function patternsOf(statement: Statement): readonly string[] {
  return statement.conditions
    .filter((condition) => /^(arn|string)(like|equals)$/i.test(condition.operator))
    .flatMap((condition) => condition.values);
}

function sameWords(found: readonly string[], wanted: readonly string[]): boolean {
  const low = (words: readonly string[]) =>
    [...new Set(words.map((word) => word.toLowerCase()))].sort().join(" ");
  return low(found) === low(wanted);
}
