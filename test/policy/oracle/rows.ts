/** A row of a table: what a page says, a policy and a request that show it, and the answer. */
import { keyArn } from "./callers.js";
import { account, region } from "./contexts.js";
import type { Answer } from "./decide.js";
import type { Caller, ConcreteRequest, Context, ServiceCaller } from "./request.js";
import { people } from "./requests.js";

export interface Row {
  readonly page: string;
  readonly says: string;
  readonly policy: string;
  readonly request: ConcreteRequest;
  readonly expected: Answer | "undecided";
  readonly by?: "principal" | "account" | undefined;
}

const user = "https://docs.aws.amazon.com/IAM/latest/UserGuide/";
const kms = "https://docs.aws.amazon.com/kms/latest/developerguide/";
export const pages = {
  operators: `${user}reference_policies_elements_condition_operators.html`,
  several: `${user}reference_policies_condition-logic-multiple-context-keys-or-values.html`,
  sets: `${user}reference_policies_condition-single-vs-multi-valued-context-keys.html`,
  condition: `${user}reference_policies_elements_condition.html`,
  keys: `${user}reference_policies_condition-keys.html`,
  variables: `${user}reference_policies_variables.html`,
  principal: `${user}reference_policies_elements_principal.html`,
  notPrincipal: `${user}reference_policies_elements_notprincipal.html`,
  action: `${user}reference_policies_elements_action.html`,
  notAction: `${user}reference_policies_elements_notaction.html`,
  resource: `${user}reference_policies_elements_resource.html`,
  notResource: `${user}reference_policies_elements_notresource.html`,
  version: `${user}reference_policies_elements_version.html`,
  effect: `${user}reference_policies_elements_effect.html`,
  grammar: `${user}reference_policies_grammar.html`,
  logic: `${user}reference_policies_evaluation-logic.html`,
  forwarded: `${user}access_forward_access_sessions.html`,
  kmsPolicy: `${kms}key-policy-overview.html`,
  kmsDefault: `${kms}key-policy-default.html`,
  kmsKeys: `${kms}conditions-kms.html`,
} as const;

type Members = Readonly<Record<string, unknown>>;

/** A statement that allows everything to everyone, but for the members given. */
export const allow = (members: Members = {}): Members => withDefaults("Allow", members);
export const deny = (members: Members = {}): Members => withDefaults("Deny", members);

function withDefaults(effect: "Allow" | "Deny", members: Members): Members {
  return {
    Effect: effect,
    ...("Principal" in members || "NotPrincipal" in members ? {} : { Principal: "*" }),
    ...("Action" in members || "NotAction" in members ? {} : { Action: "kms:*" }),
    ...("Resource" in members || "NotResource" in members ? {} : { Resource: "*" }),
    ...members,
  };
}

/** A policy of 2012-10-17, unless another version ("none": without one) is named. */
export const policy = (statements: Members | readonly Members[], version = "2012-10-17"): string =>
  JSON.stringify({ ...(version === "none" ? {} : { Version: version }), Statement: statements });

/** A request of the creator's session to decrypt, with nothing in its context but what is given. */
export const ask = (
  context: Context = {},
  caller: Caller = people.creator,
  action = "kms:Decrypt",
): ConcreteRequest => ({
  caller,
  action,
  keyArn,
  context,
});

/** Rows for one condition: the statement allows if the condition is true, and else nothing does. */
export function conditionRow(
  page: string,
  says: string,
  condition: unknown,
  context: Context,
  holds: boolean | "undecided",
): Row {
  return {
    page,
    says,
    policy: policy([allow({ Condition: condition })]),
    request: ask(context),
    expected: holds === "undecided" ? holds : holds ? "allow" : "implicit",
  };
}

type ConditionEdge = readonly [
  says: string,
  condition: unknown,
  context: Context,
  holds: boolean | "undecided",
];

export const conditionRows = (page: string, edges: readonly ConditionEdge[]): readonly Row[] =>
  edges.map(([says, condition, context, holds]) => conditionRow(page, says, condition, context, holds));

type PolicyEdge = readonly [
  says: string,
  policy: string,
  request: Row["request"],
  expected: Row["expected"],
  by?: Row["by"],
];

export const policyRows = (page: string, edges: readonly PolicyEdge[]): readonly Row[] =>
  edges.map(([says, text, request, expected, by]) => ({ page, says, policy: text, request, expected, by }));

export const logsService: ServiceCaller = { type: "service", name: `logs.${region}.amazonaws.com` };
export const root = `arn:aws:iam::${account}:root`;
