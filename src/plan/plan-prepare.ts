/** What `prepare` would change: nothing where CloudWatch Logs is allowed already, else our one statement. */
import { partitionById } from "../key/partition.js";
import { type PolicyDocument, parsePolicy } from "../policy/document.js";
import { type AccessVerdict, judgeLogsAccess } from "../policy/judge-access.js";
import { composeLogsStatement, type LogsStatementFor, type Scope } from "../policy/logs-statement.js";
import { mergeLogsStatement } from "../policy/merge.js";
import { type Parsed, refused } from "../problem/parsed.js";
import { type Problem, problem } from "../problem/problem.js";
import { environmentAccount, keyAccount, keyArn, logsRequest, type Snapshot } from "../readiness/snapshot.js";
import { type Owner, ownerOf } from "./owner.js";
import type { Plan } from "./plan.js";
import { planChange } from "./plan-change.js";

/**
 * Plans the statement into the policy of a snapshot.
 *
 * @param snapshot with the caller, the key and the policy
 * @param scope what the user asked for; undefined: `account`, and only where the policy does not allow enough
 * @returns a plan, empty where nothing need be written; or why none can help
 */
export function planPrepare(snapshot: Snapshot, scope: Scope | undefined): Parsed<Plan> {
  const { policy, target } = snapshot;
  const key = keyArn(snapshot);
  if (!policy.known) return refused(policy.problem);
  if (key === undefined) return refused(problem("plan/nobody", {}));
  const document = parsePolicy(policy.value);
  if (!document.ok) return document;
  const wanted = wantedStatement(snapshot, scope ?? "account");
  if (!wanted.ok) return wanted;
  const judgeNow = (judged: PolicyDocument) => judgeLogsAccess(judged, logsRequest(snapshot));
  const next = nextText(document.value, wanted.value, scope, judgeNow(document.value), target.accept);
  const after = parsePolicy(next);
  const outcome = after.ok ? judgeNow(after.value) : undefined;
  if (outcome !== undefined && !isEnough(outcome, target.accept) && outcome.level !== "unknown") {
    const reasons = outcome.problems.filter((each) => each.severity === "error");
    return refused(problem("plan/not-enough", { key }), ...reasons);
  }
  const account = keyAccount(snapshot);
  const owner = ownerOf(snapshot);
  return planChange({
    reason: "prepare",
    key,
    keyAccount: account.known ? account.value : undefined,
    partition: target.partition,
    caller: snapshot.caller,
    base: document.value,
    next,
    owner,
    warnings: owner === undefined ? [] : [ownedKey(owner, key, wanted.value, snapshot)],
  });
}

function ownedKey(owner: Owner, key: string, wanted: LogsStatementFor, snapshot: Snapshot): Problem {
  const account = environmentAccount(snapshot);
  return problem("plan/deployment-tool", {
    ...owner,
    key,
    statement: composeLogsStatement(wanted),
    account: account.known ? account.value : "ACCOUNT",
  });
}

/** The statement that a scope asks for; the account and the environment must be known where it names them. */
export function wantedStatement(snapshot: Snapshot, scope: Scope): Parsed<LogsStatementFor> {
  const { target } = snapshot;
  const place = { partition: partitionById(target.partition), region: target.region };
  if (scope === "region") return { ok: true, value: { scope, ...place } };
  const account = environmentAccount(snapshot);
  if (!account.known) return refused(account.problem);
  if (scope === "account") return { ok: true, value: { scope, ...place, account: account.value } };
  const { environment } = target;
  if (environment === undefined) return refused(problem("target/scope-environment", {}, "--scope"));
  return { ok: true, value: { scope, ...place, account: account.value, environment } };
}

/** A policy that allows enough, in whatever words, is left alone; a scope that was asked for narrows what is ours. */
function nextText(
  document: PolicyDocument,
  wanted: LogsStatementFor,
  asked: Scope | undefined,
  now: AccessVerdict,
  accept: readonly string[],
): string {
  if (asked === undefined && isEnough(now, accept)) return document.text;
  const merged = mergeLogsStatement(document, wanted, asked !== undefined);
  return isEnough(now, accept) && merged.action === "add" ? document.text : merged.text;
}

function isEnough(verdict: AccessVerdict, accept: readonly string[]): boolean {
  return verdict.level === "ready" || (verdict.level === "narrower" && accept.includes("narrower"));
}
