/**
 * Which statements of a policy can be extended: those whose every element has the form that AWS's page or this tool
 * writes. It changes nothing (merge.ts does).
 */
import { findNodeAtLocation, parseTree } from "jsonc-parser";
import type { Json, StatementSource } from "../document/document.js";
import { type LogsStatementFor, logsActions, logsContextKey, logsSid } from "../document/logs-statement.js";

/** A statement of the documented form, its log-group patterns, and where their value is in the document's text. */
export interface OwnStatement {
  readonly source: StatementSource;
  /** It has our Sid; else it is recognised by its meaning alone. */
  readonly isNamed: boolean;
  readonly patterns: readonly string[];
  readonly value: { readonly start: number; readonly end: number; readonly isList: boolean };
}

/**
 * Finds the statements of the documented form, in the document's order.
 *
 * Anything else (fewer actions, no condition, another operator, a second key, a pattern that is no ARN of log groups)
 * is not extended, even with our Sid: a change there could give back what somebody took away, or the reverse.
 *
 * @param wanted for which partition and Region the statement would be
 */
export function findOwnStatements(
  statements: readonly StatementSource[],
  wanted: LogsStatementFor,
): readonly OwnStatement[] {
  return statements.flatMap((source) => {
    const own = readOwn(source, wanted);
    return own === undefined ? [] : [own];
  });
}

const ourSid = new RegExp(`^${logsSid}\\d*$`);

/** @returns whether a Sid is one that this tool gives: numbered where another statement had the plain one */
export function isOurSid(sid: string | undefined): boolean {
  return sid !== undefined && ourSid.test(sid);
}

const memberNames = ["Action", "Condition", "Effect", "Principal", "Resource"];

function readOwn(source: StatementSource, wanted: LogsStatementFor): OwnStatement | undefined {
  if (!isObject(source.value)) return undefined;
  const { Sid, ...members } = source.value;
  if (Sid !== undefined && typeof Sid !== "string") return undefined;
  const { Effect, Principal, Action, Resource, Condition } = members;
  const isDocumented =
    sameSet(Object.keys(members), memberNames) &&
    Effect === "Allow" &&
    isLogs(Principal, wanted) &&
    sameSet(
      textsOf(Action).map((action) => action.toLowerCase()),
      logsActions.map((action) => action.toLowerCase()),
    ) &&
    sameSet(textsOf(Resource), ["*"]);
  const operator = isObject(Condition) ? onlyMember(Condition) : undefined;
  const key = operator === undefined || !isObject(operator.value) ? undefined : onlyMember(operator.value);
  if (!isDocumented || operator === undefined || key === undefined) return undefined;
  if (!/^Arn(Like|Equals)$/.test(operator.name) || key.name !== logsContextKey) return undefined;
  const patterns = textsOf(key.value);
  if (patterns.length === 0 || !patterns.every(isLogsPattern)) return undefined;
  const root = parseTree(source.text);
  const node = root && findNodeAtLocation(root, ["Condition", operator.name, logsContextKey]);
  if (node === undefined) return undefined;
  const start = source.start + node.offset;
  const value = { start, end: start + node.length, isList: node.type === "array" };
  return { source, isNamed: isOurSid(source.sid), patterns, value };
}

/** Either DNS suffix is accepted in China, where AWS's own sources disagree. */
function isLogs(principal: Json | undefined, { partition, region }: LogsStatementFor): boolean {
  const only = isObject(principal) ? onlyMember(principal) : undefined;
  const services = only?.name === "Service" ? textsOf(only.value) : [];
  return (
    services.length === 1 &&
    [partition.dnsSuffix, "amazonaws.com"].some((suffix) => services[0] === `logs.${region}.${suffix}`)
  );
}

/** An ARN pattern of log groups, with wildcards wherever somebody put them, and without policy variables. */
function isLogsPattern(pattern: string): boolean {
  return /^arn:[^:]*:logs:[^:]*:[^:]*:./.test(pattern) && !pattern.includes("${");
}

function onlyMember(value: { readonly [member: string]: Json }): { name: string; value: Json } | undefined {
  const [first, ...rest] = Object.entries(value);
  return first === undefined || rest.length > 0 ? undefined : { name: first[0], value: first[1] };
}

/** The texts of a value that is one or a list of them; none where it is anything else. */
function textsOf(value: Json | undefined): readonly string[] {
  const list: readonly Json[] = Array.isArray(value) ? value : value === undefined ? [] : [value as Json];
  return list.every((each) => typeof each === "string") ? (list as readonly string[]) : [];
}

function sameSet(found: readonly string[], wanted: readonly string[]): boolean {
  return found.every((each) => wanted.includes(each)) && wanted.every((each) => found.includes(each));
}

function isObject(value: Json | undefined): value is { readonly [member: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
