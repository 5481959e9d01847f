/**
 * Finds the statements that were meant for CloudWatch Logs and miss it, and on which part. It is asked only about a policy that
 * is not ready; what the policy allows is evaluate.ts's.
 */
import { type Problem, problem } from "../../problems/problem.js";
import type { PolicyDocument } from "../document/document.js";
import { logsActions, logsPrincipal } from "../document/logs-statement.js";
import { pointerOf, valueAt } from "../document/pointer.js";
import type { Statement } from "../document/statement.js";
import { describeStatement } from "../document/title.js";
import { coversAction } from "../evaluate/actions.js";
import { type ContextLookup, logsArnKey, looksLikeLogsArn } from "../evaluate/context/lookup.js";
import { matchPrincipal } from "../evaluate/principal.js";
import { callerNames, isGlobalName, type LogsRequest, logGroupsOf, logsCaller } from "../evaluate/request.js";
import { keyMatcher } from "../evaluate/resource.js";
import { type HintInput, missedCondition } from "./near-miss-condition.js";

/**
 * Explains the near misses of a policy.
 *
 * @param document the policy, for the places of its values
 * @param statements its statements in normal form
 * @param request as evaluated
 * @param context as evaluated: what was judged in it is not judged again
 * @returns a problem for each part on which a statement misses, with the corrected value; none where no statement tried
 */
export function findNearMisses(
  document: PolicyDocument,
  statements: readonly Statement[],
  request: LogsRequest,
  context: ContextLookup,
): readonly Problem[] {
  return statements
    .filter((statement) => statement.effect === "Allow" && isMeantForLogs(statement, request))
    .flatMap((statement) => {
      const suspect = { document, statement, request, context };
      return [
        ...missedPrincipal(suspect),
        ...missedAction(suspect),
        ...missedResource(suspect),
        ...missedCondition(suspect),
      ];
    })
    .map((problem) => asDifference(problem, document));
}

/** The edits that mend it, with what stands there now. */
function asDifference(problem: Problem, document: PolicyDocument): Problem {
  const fix = problem.fix.map((each) => {
    const was = each.do === "edit" ? valueAt(document, each.pointer) : undefined;
    return was === undefined ? each : { ...each, was };
  });
  return { ...problem, fix };
}

/** By its principal, or by a condition on the log group's ARN however spelt. */
function isMeantForLogs(statement: Statement, request: LogsRequest): boolean {
  const { principals } = statement;
  const names = principals?.not === false ? principals.entries : [];
  const isConditionLogs = statement.conditions.some((condition) => {
    const key = condition.key.toLowerCase();
    return key === logsArnKey || (looksLikeLogsArn(key) && /logs?:/.test(key));
  });
  if (isConditionLogs) return true;
  return (
    names.some((entry) => /^logs\.([a-z0-9*?-]+\.)?amazonaws/i.test(entry.value)) ||
    (principals?.everyone !== true &&
      !isForEveryone(statement) &&
      matchPrincipal(statement, logsCaller(request)).truth === "yes")
  );
}

function isForEveryone(statement: Statement): boolean {
  return statement.principals?.entries.some((entry) => entry.value === "*") === true;
}

/** @returns problems for a statement without Action, and for `kms:ReEncrypt` without its star */
export function missedAction(suspect: HintInput): readonly Problem[] {
  const { document, statement } = suspect;
  const facts = { statement: describeStatement(statement) };
  if (statement.action === undefined) {
    const pointer = `${statement.pointer}/Action`;
    const missing = {
      ...facts,
      found: "no Action",
      wanted: logsActions.join(", "),
      pointer,
      json: logsActions,
    };
    return [problem("logs/no-action", missing, pointer)];
  }
  if (statement.action.not || coversAction(statement, "ReEncryptFrom") === "yes") return [];
  const found = statement.action.patterns.find((pattern) => pattern.toLowerCase() === "kms:reencrypt");
  if (found === undefined) return [];
  const pointer = pointerOf(document, statement, ["Action"], found);
  const wanted = "kms:ReEncrypt*";
  return [problem("logs/reencrypt-star", { ...facts, found, wanted, pointer, json: wanted }, pointer)];
}

/** @returns problems for a statement without Resource, and for one whose Resource is another than this key */
export function missedResource(suspect: HintInput): readonly Problem[] {
  const { statement, document, request, context } = suspect;
  const pointer = `${statement.pointer}/Resource`;
  const facts = { statement: describeStatement(statement), wanted: "*", pointer, json: "*" };
  if (statement.resource === undefined) {
    return [problem("logs/no-resource", { ...facts, found: "no Resource" }, pointer)];
  }
  const group = logGroupsOf(request)[0];
  if (group === undefined || statement.resource.not) return [];
  if (keyMatcher(statement, document.version, request, context)("Encrypt", group) !== "no") return [];
  const found = statement.resource.patterns.slice(0, 3).map((pattern) => `"${pattern}"`);
  return [problem("logs/other-resource", { ...facts, found: found.join(", ") }, pointer)];
}

/** More than these many wrong names of one statement are not told one by one. */
const most = 5;

/** @returns a problem for each name that was meant, where the statement does not mean the caller */
export function missedPrincipal(suspect: HintInput): readonly Problem[] {
  const { statement, request } = suspect;
  const { principals } = statement;
  if (
    principals === undefined ||
    principals.not ||
    matchPrincipal(statement, logsCaller(request)).truth === "yes"
  )
    return [];
  const looked = principals.entries.slice(0, 50);
  const meant = looked.flatMap((entry) => missedEntry(suspect, entry.kind, entry.value));
  if (meant.length > 0) return meant.slice(0, most);
  const accounts = principals.entries.filter((entry) => entry.kind === "AWS").map((entry) => entry.value);
  if (accounts.length === 0) return [];
  const pointer = `${statement.pointer}/Principal`;
  const wanted = logsPrincipal(request.partition, request.region);
  const facts = {
    ...common(suspect),
    found: accounts
      .slice(0, 3)
      .map((each) => `"${each}"`)
      .join(", "),
  };
  return [
    problem("logs/account-principal", { ...facts, wanted, pointer, json: { Service: wanted } }, pointer),
  ];
}

function missedEntry(suspect: HintInput, kind: string, found: string): readonly Problem[] {
  const { document, statement, request } = suspect;
  const wanted = logsPrincipal(request.partition, request.region);
  const parts = /^logs\.(?:([a-z0-9*?-]+)\.)?(amazonaws\.com(?:\.cn)?|[a-z.-]+)$/i.exec(found);
  if (parts === null || isAnotherService(parts[2] ?? "")) return [];
  if (kind !== "Service") {
    const pointer = `${statement.pointer}/Principal`;
    const facts = { ...common(suspect), found, wanted, pointer, json: { Service: wanted } };
    return [problem("logs/service-under-aws", facts, pointer)];
  }
  if (isGlobalName(found, request) || callerNames(request).includes(found)) return [];
  const pointer = pointerOf(document, statement, ["Principal", "Service"], found);
  const facts = { ...common(suspect), found, wanted, pointer, json: wanted };
  if (/[*?]/.test(found)) return [problem("logs/principal-wildcard", facts, pointer)];
  const isOfRegion = parts[1]?.toLowerCase() === request.region;
  return [
    problem(
      isOfRegion || parts[1] === undefined ? "logs/principal-suffix" : "logs/principal-region",
      facts,
      pointer,
    ),
  ];
}

function isAnotherService(suffix: string): boolean {
  return !/^(amazonaws\.|c2s\.|sc2s\.|cloud\.|csp\.)/i.test(suffix);
}

function common(suspect: HintInput) {
  return { statement: describeStatement(suspect.statement) };
}
