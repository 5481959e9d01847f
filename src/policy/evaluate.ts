/**
 * Evaluates a key policy as KMS would, for one caller: CloudWatch Logs of a Region. It says allowed, denied or unknown for each
 * operation and log group, and which statement decides; what that means for MWAA is judge-access.ts's.
 */
import { meansCaller } from "./caller.js";
import { conditionJudge, type Judgement } from "./condition.js";
import { type Context, contextOf } from "./context-lookup.js";
import { keyJudge } from "./key-resource.js";
import { coversAction, type Operation, operations, requiredOperations } from "./operations.js";
import { type LogGroup, type LogsRequest, logGroupsOf } from "./request.js";
import type { Statement } from "./statement.js";
import { fewOf, statementTitle } from "./title.js";
import { every, type Truth } from "./truth.js";

/** One answer: may CloudWatch Logs do this for that log group? */
export interface AccessCell {
  readonly operation: Operation;
  readonly required: boolean;
  readonly logGroup: string;
  readonly answer: "allowed" | "denied" | "unknown";
  /** The statement that decides; absent where none allows it. */
  readonly by?: Deciding;
  readonly why: string;
  /** What nobody can judge: conditions by operator and key, or `Resource`, `Principal`, `Action`. */
  readonly unknown?: readonly string[];
}

/** A statement, named. */
export interface Deciding {
  readonly pointer: string;
  readonly sid?: string;
  readonly effect: "Allow" | "Deny";
}

/** Judges one statement for one operation and log group. */
type StatementJudge = (operation: Operation, group: LogGroup) => Judgement;

interface Judged {
  readonly statement: Statement;
  readonly judge: StatementJudge;
  readonly varies: boolean;
}

/**
 * Evaluates all statements: an explicit Deny before all, then any Allow; what no statement allows is denied.
 *
 * @param statements the policy's statements in normal form (statement.ts)
 * @param version the policy's Version as written; absent is 2008-10-17
 * @param request whose CloudWatch Logs, which key, which environment
 * @param context the request's, where the caller has it already: what was judged in it is kept
 * @returns a cell for each operation and log group; never a problem: a statement that IAM could not read is not a Statement
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluateLogsAccess(
  statements: readonly Statement[],
  version: string | undefined,
  request: LogsRequest,
  context: Context = contextOf(request),
): readonly AccessCell[] {
  const judged = statements.flatMap((statement): readonly Judged[] => {
    const judge = statementJudge(statement, version, request, context);
    return judge === undefined ? [] : [{ statement, judge, varies: asksForGroup(statement, context) }];
  });
  const groups = logGroupsOf(request);
  return operations.flatMap((operation) => {
    const deciding = decidingOf(judged, operation, groups[0]);
    return groups.map((group) => evaluateCell(deciding, operation, group));
  });
}

/** Of the statements that answer alike for every log group, the first of each effect and answer decides. */
function decidingOf(
  judged: readonly Judged[],
  operation: Operation,
  group: LogGroup | undefined,
): readonly Judged[] {
  const seen = new Set<string>();
  return judged.filter(({ statement, judge, varies }) => {
    if (varies || group === undefined) return true;
    const { truth } = judge(operation, group);
    const answer = `${statement.effect} ${truth}`;
    if (truth === "no" || seen.has(answer)) return false;
    seen.add(answer);
    return true;
  });
}

/** @returns undefined for a statement that can never mean this caller */
function statementJudge(
  statement: Statement,
  version: string | undefined,
  request: LogsRequest,
  context: Context,
): StatementJudge | undefined {
  const caller = meansCaller(statement, request);
  if (caller === "no" || statement.action === undefined || statement.resource === undefined) return undefined;
  const conditions = conditionJudge(statement, version, context);
  const resources = keyJudge(statement, version, request, context);
  const actions = new Map<Operation, Truth>();
  return (operation, group) => {
    const action = actions.get(operation) ?? coversAction(statement, operation);
    actions.set(operation, action);
    if (action === "no") return refused;
    const resource = resources(operation, group);
    if (resource === "no") return refused;
    const condition = conditions(operation, group);
    if (caller === "yes" && action === "yes" && resource === "yes") return condition;
    const truth = every([caller, action, resource, condition.truth]);
    if (truth !== "unknown") return { truth, unknown: [] };
    const elements = { Principal: caller, Action: action, Resource: resource };
    const open = Object.entries(elements).flatMap(([name, value]) => (value === "unknown" ? [name] : []));
    return { truth, unknown: [...open, ...condition.unknown] };
  };
}

/** Whether a statement may answer differently for two log groups: by a condition key, or by a variable. */
function asksForGroup(statement: Statement, context: Context): boolean {
  const values = statement.conditions.flatMap((condition) => condition.values);
  return (
    statement.conditions.some((condition) => context.varies(condition.key)) ||
    [...values, ...(statement.resource?.patterns ?? [])].some((value) => value.includes("${"))
  );
}

const refused: Judgement = { truth: "no", unknown: [] };

function evaluateCell(judged: readonly Judged[], operation: Operation, group: LogGroup): AccessCell {
  const required = requiredOperations.some((each) => each === operation);
  const cell = { operation, required, logGroup: group.name };
  const doubts = new Map<"Allow" | "Deny", Doubt>();
  let allow: Statement | undefined;
  for (const { statement, judge } of judged) {
    if (statement.effect === "Allow" && allow !== undefined) continue;
    const { truth, unknown } = judge(operation, group);
    if (truth === "unknown" && !doubts.has(statement.effect))
      doubts.set(statement.effect, { statement, unknown });
    if (truth !== "yes") continue;
    if (statement.effect === "Deny") {
      return {
        ...cell,
        answer: "denied",
        by: name(statement),
        why: `${statementTitle(statement)} denies it.`,
      };
    }
    allow = statement;
  }
  return { ...cell, ...undenied(allow, doubts) };
}

/** The first statement of its effect that may hold, and what it depends on. */
interface Doubt {
  readonly statement: Statement;
  readonly unknown: readonly string[];
}

/** No Deny is certain: an Allow holds unless a Deny may apply; without an Allow, a possible one may. */
function undenied(
  allow: Statement | undefined,
  doubts: ReadonlyMap<"Allow" | "Deny", Doubt>,
): Pick<AccessCell, "answer" | "by" | "why" | "unknown"> {
  const doubt = doubts.get(allow === undefined ? "Allow" : "Deny");
  if (doubt !== undefined) {
    const does = doubt.statement.effect === "Deny" ? "denies" : "allows";
    return {
      answer: "unknown",
      by: name(doubt.statement),
      why: `${statementTitle(doubt.statement)} ${does} it, or does not: that depends on ${fewOf(doubt.unknown)}.`,
      unknown: doubt.unknown,
    };
  }
  if (allow === undefined) return { answer: "denied", why: "No statement allows it." };
  return { answer: "allowed", by: name(allow), why: `${statementTitle(allow)} allows it.` };
}

function name(statement: Statement): Deciding {
  return {
    pointer: statement.pointer,
    ...(statement.sid === undefined ? {} : { sid: statement.sid }),
    effect: statement.effect,
  };
}
