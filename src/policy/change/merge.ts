/**
 * Our statement put into somebody's policy: one splice of the text, so that every other statement stays as it came,
 * to the character. It does not ask whether the statement is needed (plan/ does).
 */

import { type PolicyDocument, parsePolicy, withoutTrivia } from "../document/document.js";
import {
  composeLogsStatement,
  type LogsStatementFor,
  logGroupPattern,
  logsSid,
} from "../document/logs-statement.js";
import { coversArn } from "../evaluate/covers.js";
import { findOwnStatements, type OwnStatement } from "./own-statement.js";

/** The whole new policy, and what was done to make it. */
export interface Merged {
  readonly action: "none" | "add" | "replace";
  readonly text: string;
}

/** KMS's quota for a policy, in bytes. Source: https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
export const policyQuota = 32_768;

/**
 * Puts the statement into a policy: the pattern joins those of our statement, or a statement of ours is added.
 *
 * A statement that is not of the documented form is never touched, even where it has our Sid.
 *
 * @param document the policy as it is
 * @param wanted the scope to allow
 * @param tighten true where wider patterns of statements of the documented form are to go: who loses what is said by
 * losses.ts
 */
export function mergeLogsStatement(
  document: PolicyDocument,
  wanted: LogsStatementFor,
  tighten: boolean,
): Merged {
  const pattern = logGroupPattern(wanted);
  const own = findOwnStatements(document.statements, wanted);
  const wide = own.find(({ patterns }) => tighten && patterns.some((each) => isWider(each, pattern)));
  if (wide !== undefined) return tightened(document, wide, wanted);
  if (own.some(({ patterns }) => patterns.some((each) => coversArn(each)(pattern))))
    return { action: "none", text: document.text };
  const named = own.find(({ isNamed }) => isNamed);
  if (named !== undefined) return replaceValue(document, named, extended(document, named, pattern));
  return addStatement(document, composeLogsStatement(wanted, freeSid(document)));
}

/** One statement after the other, until none is wider. */
function tightened(document: PolicyDocument, own: OwnStatement, wanted: LogsStatementFor): Merged {
  const pattern = logGroupPattern(wanted);
  const kept = own.patterns.filter((each) => !isWider(each, pattern));
  const patterns = [...new Set([...kept, pattern])];
  const next = replaceValue(document, own, JSON.stringify(patterns.length === 1 ? pattern : patterns));
  const read = parsePolicy(next.text);
  if (!read.ok) return next;
  const rest = mergeLogsStatement(read.value, wanted, true);
  return { action: "replace", text: rest.text };
}

/** The value as it is written, with one pattern more. */
function extended({ text }: PolicyDocument, { value }: OwnStatement, pattern: string): string {
  const written = text.slice(value.start, value.end);
  if (!value.isList) return `[ ${written}, ${JSON.stringify(pattern)} ]`;
  const end = written.search(/\s*\]$/);
  return `${written.slice(0, end)}, ${JSON.stringify(pattern)}${written.slice(end)}`;
}

function replaceValue({ text }: PolicyDocument, { value }: OwnStatement, written: string): Merged {
  const next = text.slice(0, value.start) + written + text.slice(value.end);
  return { action: "replace", text: withinQuota(next) };
}

/** Whether one documented form reaches further than another: all accounts, then one account, then one environment. */
function isWider(pattern: string, than: string): boolean {
  const stem = pattern.replace(/:\*:\*$|:\*$/, ":");
  return pattern !== than && pattern.endsWith(":*") && than.startsWith(stem);
}

/** Adds one statement behind the others, which stay as they are. */
export function addStatement(document: PolicyDocument, statement: { readonly Sid: string }): Merged {
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

/** Another statement may have our Sid; two equal Sids in one policy are refused by IAM. */
export function freeSid(document: PolicyDocument, wanted: string = logsSid): string {
  const taken = new Set(document.statements.map((statement) => statement.sid));
  let sid = wanted;
  for (let count = 2; taken.has(sid); count++) sid = `${wanted}${count}`;
  return sid;
}

/** Printed as the surrounding text is: on lines of their own, or compact. */
function print(statement: object, surroundings: string): string {
  if (!surroundings.includes("\n")) return JSON.stringify(statement);
  return JSON.stringify(statement, null, 2).replaceAll("\n", "\n  ");
}

/** KMS prints a policy with much white space. Where that alone breaks the quota, it is left out; no other character is. */
function withinQuota(text: string): string {
  return new TextEncoder().encode(text).length > policyQuota ? withoutTrivia(text) : text;
}
