/** Who can do what by the key policy alone: a row for each principal that it names, a column for each operation. */

import type { PolicyDocument } from "./document/document.js";
import { logsPrincipal } from "./document/logs-statement.js";
import { readStatements, type Statement } from "./document/statement.js";
import { describeStatement } from "./document/title.js";
import { unlisted } from "./evaluate/context/logs.js";
import { type ContextLookup, contextOf } from "./evaluate/context/lookup.js";
import { type Decision, evaluator, type PolicyStatements } from "./evaluate/evaluate.js";
import type { LogsRequest } from "./evaluate/request.js";
import { type AccessDecision, evaluateLogsAccess } from "./logs-decisions.js";
import { logsName, type NamedPrincipal, namesIn } from "./named-principals.js";

/** The operations that a reader of a key policy wants to see, in AWS's words. */
export const matrixOperations = [
  ...["Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey", "DescribeKey"],
  ...["CreateGrant", "ListGrants", "GetKeyPolicy", "PutKeyPolicy", "ScheduleKeyDeletion"],
] as const;

/** `conditional`: it depends on a condition, which the cell does not evaluate. `none`: no statement allows it. */
export type MatrixAnswer = "allowed" | "denied" | "conditional" | "none";

export interface MatrixCell {
  readonly answer: MatrixAnswer;
  /** The titles of the statements that decide, the first few. */
  readonly by: readonly string[];
}

export interface MatrixRow {
  /** As the policy names it: an ARN, a service, `*` for everyone. */
  readonly principal: string;
  /** `account` leaves the decision to the IAM policies of that account. */
  readonly kind: NamedPrincipal["kind"];
  /** One for each of `operations`, in their order. */
  readonly cells: readonly MatrixCell[];
}

export interface AccessMatrix {
  readonly operations: readonly string[];
  /** CloudWatch Logs of the Region first, named or not; then everyone, accounts, and the others as they are named. */
  readonly rows: readonly MatrixRow[];
  /** How many principals were left out: a policy can name thousands. */
  readonly more: number;
}

/** More rows than this are not shown. */
const mostRows = 100;

/** More statements than this no cell names. */
const mostTitles = 3;

/**
 * Sets out who can do what.
 *
 * A condition is not evaluated, except for CloudWatch Logs, whose requests are known (logs-access.ts); there, a cell stands for
 * all log groups of the request together. A role that only its account's statement allows is not allowed by the key policy.
 *
 * @returns undefined for a policy that IAM could not read
 */
export function accessMatrix(document: PolicyDocument, request: LogsRequest): AccessMatrix | undefined {
  const read = readStatements(document);
  if (!read.ok) return undefined;
  const policy = { statements: read.value, version: document.version };
  const names = rowNames(read.value, request);
  const logs = evaluateLogsAccess(read.value, document.version, request);
  return {
    operations: matrixOperations,
    rows: names.slice(0, mostRows).map((name) => rowOf(name, policy, request, logs)),
    more: Math.max(0, names.length - mostRows),
  };
}

function rowNames(statements: readonly Statement[], request: LogsRequest): readonly NamedPrincipal[] {
  const logs = logsName(logsPrincipal(request.partition, request.region), request);
  const names = new Map([[logs.id, logs]]);
  for (const name of statements.flatMap((statement) => namesIn(statement, request))) {
    if (!names.has(name.id)) names.set(name.id, name);
  }
  const rank = ({ id, kind }: NamedPrincipal) =>
    id === logs.id ? 0 : kind === "everyone" ? 1 : kind === "account" ? 2 : 3;
  return [...names.values()].toSorted((one, other) => rank(one) - rank(other));
}

/** Every condition key can have any value. */
const anyContext: ContextLookup = contextOf(
  () => unlisted,
  () => undefined,
);

function rowOf(
  { id, principal, kind, caller }: NamedPrincipal,
  policy: PolicyStatements,
  request: LogsRequest,
  logs: readonly AccessDecision[],
): MatrixRow {
  const decide = evaluator(policy, { caller, key: request, context: anyContext, withoutDelegation: true });
  const cells = matrixOperations.map((operation) => {
    const known = id === "logs" ? logs.filter((cell) => cell.operation === operation) : [];
    if (known.length > 0) return logsCell(known);
    return cellOf(decide(operation));
  });
  return { principal, kind, cells };
}

function cellOf({ answer, by, doubt }: Decision): MatrixCell {
  const titles = [by, doubt?.statement].flatMap((each) =>
    each === undefined ? [] : [describeStatement(each)],
  );
  return { answer: answer === "unknown" ? "conditional" : answer, by: titles };
}

/** One answer for all log groups; a Deny for one of them is shown, and so is a group that no statement mentions. */
function logsCell(cells: readonly AccessDecision[]): MatrixCell {
  const titlesOf = (some: readonly AccessDecision[]) => {
    const all = new Set(some.flatMap((one) => (one.by === undefined ? [] : [describeStatement(one.by)])));
    return andMore([...all].slice(0, mostTitles), all.size);
  };
  const denied = cells.filter((cell) => cell.answer === "denied" && cell.by !== undefined);
  if (denied.length > 0) return { answer: "denied", by: titlesOf(denied) };
  if (cells.every((cell) => cell.answer === "allowed")) return { answer: "allowed", by: titlesOf(cells) };
  if (cells.every((cell) => cell.answer === "denied")) return { answer: "none", by: [] };
  return { answer: "conditional", by: titlesOf(cells) };
}

function andMore(titles: readonly string[], all: number): readonly string[] {
  return all > titles.length ? [...titles, `and ${all - titles.length} more`] : titles;
}
