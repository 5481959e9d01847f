/**
 * The evaluator: may this caller do this with this key, by this policy? Every question about a policy is asked here; what an
 * answer means is for those who ask. An explicit Deny decides before any Allow; what no statement allows is denied.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */

import type { Statement } from "../document/statement.js";
import { coversAction } from "./actions.js";
import { type ConditionResult, conditionEvaluator } from "./condition.js";
import type { ContextLookup } from "./context/lookup.js";
import { type Caller, matchPrincipal, type PrincipalMatch } from "./principal.js";
import { anyGroup, type KeyPlace, type LogGroup } from "./request.js";
import { keyMatcher } from "./resource.js";
import { every, type Truth } from "./truth.js";

/** A policy's statements in normal form (statement.ts). */
export interface PolicyStatements {
  readonly statements: readonly Statement[];
  /** As written; absent is 2008-10-17, which has no policy variables. */
  readonly version?: string | undefined;
  /** A policy of IAM, attached to the caller: it has no Principal. */
  readonly attached?: true;
}

/** Either one policy, or all policies of a role, which count together. */
export type Policies = PolicyStatements | readonly PolicyStatements[];

/** Who asks for which key, with which condition keys. */
export interface Request {
  readonly caller: Caller;
  readonly key: KeyPlace;
  readonly context: ContextLookup;
  /** Leaves out the statements for the caller's account, which leave the decision to IAM policies. */
  readonly withoutDelegation?: true;
}

/** A statement that can decide, and what its part depends on: conditions by operator and key, or an element's name. */
export interface Doubt {
  readonly statement: Statement;
  readonly unknown: readonly string[];
}

/**
 * The answer. `none`: no statement allows it. `by` decides an `allowed` or `denied`. `doubt` is the first statement that leaves
 * it `unknown`. `delegated`: only statements for the caller's account allow it, so IAM policies decide.
 */
export interface Decision {
  readonly answer: "allowed" | "denied" | "none" | "unknown";
  readonly by?: Statement;
  readonly doubt?: Doubt;
  readonly delegated?: boolean;
}

/** Answers for one operation, and one log group where CloudWatch Logs asks. */
export type Evaluate = (operation: string, group?: LogGroup) => Decision;

/**
 * Prepares a policy for a caller's requests: what does not depend on the operation is worked out once.
 *
 * @returns the answer for a KMS operation, named without its prefix; never a problem: a statement that IAM could not read is not
 * a Statement
 */
export function evaluator(policies: Policies, request: Request): Evaluate {
  const all = "statements" in policies ? [policies] : policies;
  const rules = all.flatMap((policy) =>
    policy.statements.flatMap((statement) => ruleOf(statement, policy, request)),
  );
  const byOperation = new Map<string, readonly Rule[]>();
  return (operation, group) => {
    const relevant = byOperation.get(operation) ?? decidingRules(rules, operation, group ?? anyGroup);
    byOperation.set(operation, relevant);
    return decide(relevant, operation, group ?? anyGroup);
  };
}

/** Evaluates one operation; see {@link evaluator}. */
export function evaluate(policies: Policies, request: Request, operation: string): Decision {
  return evaluator(policies, request)(operation);
}

interface Rule {
  readonly statement: Statement;
  readonly delegated: boolean;
  readonly applies: (operation: string, group: LogGroup) => ConditionResult;
  /** Whether it can answer differently for two log groups. */
  readonly varies: boolean;
}

/** No rule for a statement that can never be for this caller, or that has no effect. */
function ruleOf(statement: Statement, policy: PolicyStatements, request: Request): readonly Rule[] {
  const match = policy.attached === true ? itself : matchPrincipal(statement, request.caller);
  if (match.truth === "no" || statement.action === undefined) return [];
  if (match.delegated && request.withoutDelegation === true) return [];
  if (statement.resource === undefined && statement.effect === "Allow") return [];
  const applies = appliesOf(statement, match.truth, policy.version, request);
  return [
    { statement, delegated: match.delegated, applies, varies: asksForGroup(statement, request.context) },
  ];
}

const itself: PrincipalMatch = { truth: "yes", delegated: false };
const refused: ConditionResult = { truth: "no", unknown: [] };

function appliesOf(
  statement: Statement,
  caller: Truth,
  version: string | undefined,
  { key, context }: Request,
): Rule["applies"] {
  const conditions = conditionEvaluator(statement, version, context);
  const resources = keyMatcher(statement, version, key, context);
  const actions = new Map<string, Truth>();
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

/** Whether a statement can answer differently for two log groups: by a condition key, or by a variable. */
function asksForGroup(statement: Statement, context: ContextLookup): boolean {
  const values = statement.conditions.flatMap((condition) => condition.values);
  return (
    statement.conditions.some((condition) => context.varies(condition.key)) ||
    [...values, ...(statement.resource?.patterns ?? [])].some((value) => value.includes("${"))
  );
}

/** Of the statements that answer alike for every log group, the first of each effect and answer decides. */
function decidingRules(rules: readonly Rule[], operation: string, group: LogGroup): readonly Rule[] {
  const seen = new Set<string>();
  return rules.filter(({ statement, applies, varies, delegated }) => {
    if (varies) return true;
    const { truth } = applies(operation, group);
    const answer = `${statement.effect} ${truth} ${delegated}`;
    if (truth === "no" || seen.has(answer)) return false;
    seen.add(answer);
    return true;
  });
}

function decide(rules: readonly Rule[], operation: string, group: LogGroup): Decision {
  const doubts = new Map<"Allow" | "Deny", Doubt>();
  let allow: Rule | undefined;
  for (const rule of rules) {
    const { statement, delegated } = rule;
    // A statement for the principal itself says more than one for its account.
    if (statement.effect === "Allow" && allow !== undefined && (!allow.delegated || delegated)) continue;
    const { truth, unknown } = rule.applies(operation, group);
    if (truth === "unknown" && !doubts.has(statement.effect))
      doubts.set(statement.effect, { statement, unknown });
    if (truth !== "yes") continue;
    if (statement.effect === "Deny") return { answer: "denied", by: statement };
    allow = rule;
  }
  // No Deny is certain: an Allow holds unless a Deny can apply; without an Allow, a possible one can.
  const doubt = doubts.get(allow === undefined ? "Allow" : "Deny");
  if (doubt !== undefined) return { answer: "unknown", doubt };
  if (allow === undefined) return { answer: "none" };
  return { answer: "allowed", by: allow.statement, delegated: allow.delegated };
}
