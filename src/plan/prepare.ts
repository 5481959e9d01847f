/** What `prepare` would change: nothing where CloudWatch Logs is allowed already, else our one statement. */

import {
  environmentAccount,
  keyAccount,
  keyArn,
  logsRequest,
  policyCaller,
  type Snapshot,
} from "../checks/snapshot.js";
import type { Scope } from "../choices.js";
import { partitionById } from "../key/arn.js";
import { mergeLogsStatement } from "../policy/change/merge.js";
import { longestPolicy, type PolicyDocument, parsePolicy } from "../policy/document/document.js";
import { composeLogsStatement, type LogsStatementFor } from "../policy/document/logs-statement.js";
import { type AccessVerdict, assessLogsAccess } from "../policy/logs-access.js";
import { type Problem, problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";
import { buildPlan } from "./build.js";
import { type ManagedBy, ownerOf } from "./managed-by.js";
import { crossAccountStatements, withOwnerStatements } from "./owner-statements.js";
import type { Plan } from "./plan.js";

/** What a person asked for. */
export interface Wish {
  /** Absent: `account`, and only where the policy does not allow enough. */
  readonly scope?: Scope | undefined;
  /** Wider patterns of our statements go: somebody may lose access, which the plan then says. */
  readonly tighten?: boolean | undefined;
}

/** A snapshot and what is asked for its environment. */
export interface Wished {
  /** With the caller, the key and the policy. */
  readonly snapshot: Snapshot;
  readonly wish: Wish;
}

/** Plans for one environment; see {@link planTogether}. */
export function planPrepare(snapshot: Snapshot, wish: Wish): Result<Plan> {
  return planTogether([{ snapshot, wish }]);
}

/**
 * Plans the statement into the policy of a key, for all environments that use it: one change of the policy.
 *
 * @param all the same key's; the policy of the first is the one that the plan begins from
 * @returns a plan, empty where nothing need be written; or why none can help one of them
 */
export function planTogether(all: readonly Wished[]): Result<Plan> {
  const [first] = all;
  const key = first === undefined ? undefined : keyArn(first.snapshot);
  if (first === undefined || key === undefined) return fail(problem("plan/nobody", {}));
  const { policy, target } = first.snapshot;
  if (!policy.known) return fail(policy.problem);
  const document = parsePolicy(policy.value);
  if (!document.ok) return document;
  const merged = mergeAll(document.value, all, key);
  if (!merged.ok) return merged;
  const account = keyAccount(first.snapshot);
  const owner = ownerOf(first.snapshot);
  const wanted = wantedStatement(first.snapshot, first.wish.scope ?? "account");
  return buildPlan({
    reason: "prepare",
    intended: all.flatMap(({ snapshot }) => crossAccountStatements(snapshot)),
    key,
    keyAccount: account.known ? account.value : undefined,
    partition: target.partition,
    caller: policyCaller(first.snapshot),
    base: document.value,
    next: merged.value.text,
    owner,
    losses: all.some(({ wish }) => wish.tighten === true) ? "asked" : "proven",
    warnings: owner === undefined || !wanted.ok ? [] : [ownedKey(owner, key, wanted.value, first.snapshot)],
  });
}

/** One environment after the other; each must be allowed enough by what comes out at the end. */
function mergeAll(base: PolicyDocument, all: readonly Wished[], key: string): Result<PolicyDocument> {
  let document = base;
  for (const { snapshot, wish } of all) {
    const wanted = wantedStatement(snapshot, wish.scope ?? "account");
    if (!wanted.ok) return wanted;
    const now = assessLogsAccess(document, logsRequest(snapshot));
    const text = nextText(document, wanted.value, wish, now, snapshot.target.accept);
    if (text.length > longestPolicy) {
      return fail(problem("plan/too-long", { characters: text.length, limit: longestPolicy }));
    }
    const next = parsePolicy(text);
    if (!next.ok) return next;
    const whole = withOwnerStatements(next.value, snapshot, key);
    if (!whole.ok) return whole;
    document = whole.value;
  }
  for (const { snapshot } of all) {
    const outcome = assessLogsAccess(document, logsRequest(snapshot));
    if (isEnough(outcome, snapshot.target.accept) || outcome.level === "unknown") continue;
    const reasons = outcome.problems.filter((each) => each.severity === "error");
    return fail(problem("plan/not-enough", { key }), ...reasons);
  }
  return ok(document);
}

function ownedKey(owner: ManagedBy, key: string, wanted: LogsStatementFor, snapshot: Snapshot): Problem {
  const account = environmentAccount(snapshot);
  return problem("plan/deployment-tool", {
    ...owner,
    key,
    statement: composeLogsStatement(wanted),
    account: account.known ? account.value : "ACCOUNT",
  });
}

/** The statement that a scope asks for; the account and the environment must be known where it names them. */
export function wantedStatement(snapshot: Snapshot, scope: Scope): Result<LogsStatementFor> {
  const { target } = snapshot;
  const place = { partition: partitionById(target.partition), region: target.region };
  if (scope === "region") return { ok: true, value: { scope, ...place } };
  const account = environmentAccount(snapshot);
  if (!account.known) return fail(account.problem);
  if (scope === "account") return { ok: true, value: { scope, ...place, account: account.value } };
  const { environment } = target;
  if (environment === undefined) return fail(problem("target/scope-environment", {}, "--scope"));
  return { ok: true, value: { scope, ...place, account: account.value, environment } };
}

/** A policy that allows enough, in whatever words, is left alone; a scope that was asked for is put into what is ours. */
function nextText(
  document: PolicyDocument,
  wanted: LogsStatementFor,
  wish: Wish,
  now: AccessVerdict,
  accept: readonly string[],
): string {
  const isAsked = wish.scope !== undefined || wish.tighten === true;
  if (!isAsked && isEnough(now, accept)) return document.text;
  const merged = mergeLogsStatement(document, wanted, wish.tighten === true);
  return isEnough(now, accept) && merged.action === "add" ? document.text : merged.text;
}

function isEnough(verdict: AccessVerdict, accept: readonly string[]): boolean {
  return verdict.level === "ready" || (verdict.level === "narrower" && accept.includes("narrower"));
}
