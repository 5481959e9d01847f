/**
 * Our statement put into somebody's policy: one splice of the text, so that every other statement stays as it came,
 * to the character. It does not ask whether the statement is needed (plan/ does).
 */
import { createScanner } from "jsonc-parser";
import type { PolicyDocument } from "./document.js";
import {
  composeLogsStatement,
  type LogsStatement,
  type LogsStatementFor,
  logGroupPattern,
  logsContextKey,
  logsSid,
} from "./logs-statement.js";
import { findOwnStatement, isAlive, isOurSid, type OwnStatement } from "./own-statement.js";

/** The whole new policy, and what was done to make it. */
export interface Merged {
  readonly action: "none" | "add" | "replace";
  readonly text: string;
}

/** KMS's quota for a policy, in bytes. Source: https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
export const policyQuota = 32_768;

/**
 * Puts the statement into a policy: added, or in place of ours.
 *
 * What ours already allows for other accounts and environments of the Region is kept, unless `narrow` says that a wider
 * pattern is to go. A statement that is not ours is never touched, even where it bears our Sid.
 *
 * @param document the policy as it is
 * @param wanted the scope to allow
 * @param narrow true where the user asked for this scope: ours, recognised by meaning, then takes its place
 */
export function mergeLogsStatement(
  document: PolicyDocument,
  wanted: LogsStatementFor,
  narrow: boolean,
): Merged {
  const own = findOwnStatement(document.statements, wanted);
  const isReplaceable = own !== undefined && (narrow || isOurSid(own.source.sid));
  if (!isReplaceable) return add(document, composeLogsStatement(wanted, freeSid(document)));
  return replace(document, own, patternsAfter(own, wanted, narrow), wanted);
}

function replace(
  document: PolicyDocument,
  own: OwnStatement,
  patterns: readonly string[],
  wanted: LogsStatementFor,
): Merged {
  if (own.by === "meaning" && sameSet(own.patterns, patterns)) return { action: "none", text: document.text };
  const plain = composeLogsStatement(wanted, own.source.sid ?? logsSid);
  const value = patterns.length === 1 ? (patterns[0] ?? "") : patterns;
  const statement = { ...plain, Condition: { ArnLike: { [logsContextKey]: value } } };
  const { text } = document;
  const next = text.slice(0, own.source.start) + print(statement, text) + text.slice(own.source.end);
  return { action: "replace", text: withinQuota(next) };
}

function patternsAfter(own: OwnStatement, wanted: LogsStatementFor, narrow: boolean): readonly string[] {
  const pattern = logGroupPattern(wanted);
  const alive = own.patterns.filter((each) => isAlive(each, wanted));
  const kept = narrow ? alive.filter((each) => !isWider(each, pattern)) : alive;
  return [...new Set([...kept, pattern])];
}

/** Whether one documented form reaches further than another: all accounts, then one account, then one environment. */
function isWider(pattern: string, than: string): boolean {
  const stem = pattern.replace(/:\*:\*$|:\*$/, ":");
  return pattern !== than && pattern.endsWith(":*") && than.startsWith(stem);
}

function add(document: PolicyDocument, statement: LogsStatement): Merged {
  const { text, list, statements } = document;
  const last = statements.at(-1);
  const printed = print(statement, text);
  if (list.form === "object") {
    const own = text.slice(list.start, list.end);
    return {
      action: "add",
      text: withinQuota(`${text.slice(0, list.start)}[ ${own}, ${printed} ]${text.slice(list.end)}`),
    };
  }
  const at = last?.end ?? list.start + 1;
  const before = last === undefined ? " " : ", ";
  return { action: "add", text: withinQuota(text.slice(0, at) + before + printed + text.slice(at)) };
}

/** Somebody else's statement may bear our Sid; two equal Sids in one policy are refused by IAM. */
function freeSid(document: PolicyDocument): string {
  const taken = new Set(document.statements.map((statement) => statement.sid));
  let sid = logsSid;
  for (let count = 2; taken.has(sid); count++) sid = `${logsSid}${count}`;
  return sid;
}

/** Printed as the surrounding text is: on lines of their own, or compact. */
function print(statement: LogsStatement, surroundings: string): string {
  if (!surroundings.includes("\n")) return JSON.stringify(statement);
  return JSON.stringify(statement, null, 2).replaceAll("\n", "\n  ");
}

/** KMS prints a policy with much white space. Where that alone breaks the quota, it is left out; no other character is. */
function withinQuota(text: string): string {
  return new TextEncoder().encode(text).length > policyQuota ? withoutTrivia(text) : text;
}

/** A JSON text without the white space between its tokens; every token stays as it is written. */
export function withoutTrivia(text: string): string {
  const scanner = createScanner(text, true);
  const tokens: string[] = [];
  while (scanner.scan() !== 17) tokens.push(text.substr(scanner.getTokenOffset(), scanner.getTokenLength()));
  return tokens.join("");
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each) => other.includes(each));
}
