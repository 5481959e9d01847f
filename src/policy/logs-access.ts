/** Says whether a key policy is ready for MWAA's log groups, and every problem on the way. It makes no call and writes nothing. */

import { type Problem, problem } from "../problems/problem.js";
import type { PolicyDocument } from "./document/document.js";
import { logsPrincipal } from "./document/logs-statement.js";
import { pointerOf } from "./document/pointer.js";
import { readStatements, type Statement } from "./document/statement.js";
import { countedOf, describeStatement, listSome } from "./document/title.js";
import { narrowerOperations } from "./evaluate/actions.js";
import { logsContext } from "./evaluate/context/lookup.js";
import { publishedShape } from "./evaluate/exemptions.js";
import { readOperator } from "./evaluate/operators.js";
import { callerNames, isGlobalName, type LogsRequest } from "./evaluate/request.js";
import { type AccessEnd, firstLoss } from "./evaluate/time-limits.js";
import { findNearMisses } from "./hints/near-miss.js";
import { findOverGrants } from "./hints/over-grant.js";
import { type AccessDecision, evaluateLogsAccess } from "./logs-decisions.js";
import { denyProblems } from "./logs-denies.js";

/**
 * `ready`: all that AWS documents, for every log group. `narrower`: without Encrypt and ReEncrypt, as some of AWS's own
 * constructs ship it. `unknown`: nothing is certainly missing, but something depends on what nobody can know.
 */
export type AccessLevel = "ready" | "narrower" | "not-ready" | "unknown";

/** The verdict on a policy alone: errors say what is missing and why, warnings what is too much. */
export interface AccessVerdict {
  readonly level: AccessLevel;
  readonly cells: readonly AccessDecision[];
  readonly problems: readonly Problem[];
}

/**
 * Judges a key policy for the CloudWatch Logs of one MWAA environment.
 *
 * @param document a parsed policy (document.ts)
 * @param request Region and partition, and what is known of account, key and environment
 * @returns the level with its reasons; a policy that IAM could not read is not ready, with the problems of reading it
 * Sources: https://docs.aws.amazon.com/mwaa/latest/userguide/custom-keys-certs.html,
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function assessLogsAccess(document: PolicyDocument, request: LogsRequest): AccessVerdict {
  const read = readStatements(document);
  if (!read.ok) return { level: "not-ready", cells: [], problems: read.problems };
  const statements = read.value;
  const invalid = statements.flatMap((statement) => invalidParts(statement, request));
  const context = logsContext(request);
  const cells = evaluateLogsAccess(statements, document.version, request, context);
  const level = invalid.length > 0 ? "not-ready" : levelOf(cells);
  if (level === "unknown" && isOnlyAssumed(statements, document.version, request)) {
    const others = statements.filter((statement) => publishedShape(statement) === undefined);
    const loss = lossOf(others, document.version, request);
    const found = [
      ...(loss === undefined ? [] : [lossProblem(loss)]),
      ...assumptions(statements),
      ...globalNames(document, statements, cells, request),
      ...findOverGrants(statements, request),
    ];
    return { level: loss?.isSoon === true ? "not-ready" : "ready", cells, problems: found };
  }
  const refusals =
    level === "ready"
      ? []
      : [
          ...missing(cells, level, request),
          ...denyProblems(document, statements, cells, request),
          ...doubts(cells, level),
          ...findNearMisses(document, statements, request, context),
        ];
  const loss = level === "ready" ? lossOf(statements, document.version, request) : undefined;
  const warnings = [
    ...(loss === undefined ? [] : [lossProblem(loss)]),
    ...globalNames(document, statements, cells, request),
    ...findOverGrants(statements, request),
  ];
  return {
    level: loss?.isSoon === true ? "not-ready" : level,
    cells,
    problems: [...invalid, ...refusals, ...warnings],
  };
}

/** Whether only Deny statements in a form that AWS publishes for use with its services leave it unknown. */
function isOnlyAssumed(
  statements: readonly Statement[],
  version: string | undefined,
  request: LogsRequest,
): boolean {
  const others = statements.filter((statement) => publishedShape(statement) === undefined);
  return (
    others.length < statements.length && levelOf(evaluateLogsAccess(others, version, request)) === "ready"
  );
}

function assumptions(statements: readonly Statement[]): readonly Problem[] {
  return statements.flatMap((statement) => {
    const shape = publishedShape(statement);
    if (shape === undefined) return [];
    const facts = { statement: describeStatement(statement), assumes: shape.assumes };
    return [problem("logs/deny-assumed", facts, statement.pointer)];
  });
}

/** An environment uses its key for as long as it exists: access that ends counts. */
function lossOf(statements: readonly Statement[], version: string | undefined, request: LogsRequest) {
  return firstLoss(statements, request.at, (at) => {
    const later = { ...request, at };
    return levelOf(evaluateLogsAccess(statements, version, later)) === "ready";
  });
}

function lossProblem({ date, isSoon }: AccessEnd): Problem {
  const facts = { use: "CloudWatch Logs uses the key", date };
  return isSoon ? problem("access/ends-soon", facts) : problem("access/ends-later", facts);
}

/** A certain no before an unknown one: what is missing is missing, whatever the rest turns out to be. */
function levelOf(cells: readonly AccessDecision[]): AccessLevel {
  const required = cells.filter((cell) => cell.required);
  if (required.length === 0) return "not-ready";
  if (required.every((cell) => cell.answer === "allowed")) return "ready";
  const isNarrow = (cell: AccessDecision) => narrowerOperations.includes(cell.operation);
  const narrow = required.filter(isNarrow);
  const beyond = required.filter((cell) => !isNarrow(cell));
  if (narrow.some((cell) => cell.answer === "denied")) return "not-ready";
  if (beyond.some((cell) => cell.answer === "denied")) {
    // What goes beyond the narrower form does not make a policy less than it.
    const isShipped =
      narrow.every((cell) => cell.answer === "allowed") &&
      beyond.every((cell) => cell.answer !== "denied" || cell.by === undefined);
    return isShipped ? "narrower" : "not-ready";
  }
  return "unknown";
}

/** What makes KMS refuse the whole policy, though it can be read. */
function invalidParts(statement: Statement, request: LogsRequest): readonly Problem[] {
  const title = describeStatement(statement);
  const principal = logsPrincipal(request.partition, request.region);
  const pointer = `${statement.pointer}/Principal`;
  const nobody =
    statement.principals === undefined
      ? [problem("logs/no-principal", { statement: title, pointer, principal }, pointer)]
      : [];
  const operators = statement.conditions
    .map((condition) => condition.operator)
    .filter((operator) => readOperator(operator) === undefined)
    .map((operator) =>
      problem("logs/operator", { statement: title, operator }, `${statement.pointer}/Condition/${operator}`),
    );
  return [...nobody, ...operators];
}

function missing(
  cells: readonly AccessDecision[],
  level: AccessLevel,
  request: LogsRequest,
): readonly Problem[] {
  const absent = cells.filter((cell) => cell.required && cell.answer === "denied" && cell.by === undefined);
  if (absent.length === 0) return [];
  const operations = operationsOf(absent);
  if (level === "narrower") return [problem("logs/narrower", { operations })];
  const principal = logsPrincipal(request.partition, request.region);
  const required = cells.filter((cell) => cell.required);
  const names = (some: readonly AccessDecision[]) => [...new Set(some.map((cell) => cell.logGroup))];
  const on =
    names(absent).length === names(required).length ? "" : ` on ${countedOf(names(absent), "log group")}`;
  const lacking = absent.length === required.length ? {} : { lacking: `${operations}${on}` };
  return [problem("logs/missing", { principal, ...lacking })];
}

function operationsOf(cells: readonly AccessDecision[]): string {
  return countedOf(
    cells.map((cell) => `kms:${cell.operation}`),
    "operation",
  );
}

/** One problem for each statement and reason that cannot be evaluated. */
function doubts(cells: readonly AccessDecision[], level: AccessLevel): readonly Problem[] {
  if (level === "narrower") return [];
  const told = new Map<string, Problem>();
  for (const cell of cells) {
    if (!cell.required || cell.answer !== "unknown" || cell.by === undefined) continue;
    const unknown = listSome(cell.unknown ?? []);
    const does = cell.by.effect === "Deny" ? "denies" : "allows";
    const id = `${cell.by.pointer} ${unknown}`;
    const facts = { statement: describeStatement(cell.by), does, unknown };
    if (!told.has(id)) told.set(id, problem("logs/unknown", facts, cell.by.pointer));
  }
  return [...told.values()];
}

/** The name without a Region, where a cell rests on it. */
function globalNames(
  document: PolicyDocument,
  statements: readonly Statement[],
  cells: readonly AccessDecision[],
  request: LogsRequest,
): readonly Problem[] {
  const deciding = new Set(cells.filter((cell) => cell.answer !== "denied").map((cell) => cell.by?.pointer));
  return statements.flatMap((statement) => {
    const entries = statement.principals?.entries ?? [];
    if (statement.effect !== "Allow" || !deciding.has(statement.pointer)) return [];
    if (entries.some((entry) => callerNames(request).includes(entry.value) || entry.value === "*")) return [];
    const found = entries.find(
      (entry) => entry.kind === "Service" && isGlobalName(entry.value, request),
    )?.value;
    if (found === undefined) return [];
    const pointer = pointerOf(document, statement, ["Principal", "Service"], found);
    const principal = logsPrincipal(request.partition, request.region);
    const title = describeStatement(statement);
    return [problem("logs/global-principal", { statement: title, found, principal, pointer }, pointer)];
  });
}
