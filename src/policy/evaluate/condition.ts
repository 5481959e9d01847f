/** Evaluates a statement's Condition in three values, for one operation and, where CloudWatch Logs asks, one log group. */

import type { Condition, Statement } from "../document/statement.js";
import type { PolicyValue } from "./compare.js";
import { judgeAlternative } from "./compare.js";
import type { ContextLookup, KeyFact } from "./context/lookup.js";
import { multivalued } from "./context/row.js";
import { type Operator, readOperator } from "./operators.js";
import type { LogGroup } from "./request.js";
import type { Truth } from "./truth.js";
import { fillTemplate, readTemplate, type Template, variablesOf } from "./variables.js";
import { lower } from "./wildcard.js";

/** A condition's answer, and the conditions that nobody can judge. */
export interface ConditionResult {
  readonly truth: Truth;
  readonly unknown: readonly string[];
}

/** Judges the conditions of one statement; repeated questions are cheap. */
export type ConditionJudge = (operation: string, group: LogGroup) => ConditionResult;

/** One condition: whether its answer depends on the operation or the log group, and the answer. */
interface One {
  readonly varies: boolean;
  readonly judge: (operation: string, group: LogGroup) => Truth;
}

/**
 * Makes the judge for a statement: all its operators and keys must hold, any value of a key suffices.
 *
 * @param version the policy's Version, which decides about variables
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function conditionEvaluator(
  statement: Statement,
  version: string | undefined,
  context: ContextLookup,
): ConditionJudge {
  const all = statement.conditions.map((condition) => ({
    name: describeCondition(condition),
    ...judgeOnce(condition, statement.effect, version, context),
  }));
  const varying = all.filter((one) => one.varies);
  let fixed: ConditionResult | undefined;
  return (operation, group) => {
    fixed ??= together(
      all.filter((one) => !one.varies),
      operation,
      group,
    );
    if (varying.length === 0 || fixed.truth === "no") return fixed;
    const rest = together(varying, operation, group);
    if (rest.truth === "no" || fixed.unknown.length === 0) return rest;
    if (rest.truth === "yes") return fixed;
    const unknown = [...fixed.unknown, ...rest.unknown];
    return { truth: unknown.length === 0 ? "yes" : "unknown", unknown };
  };
}

function together(
  conditions: readonly (One & { readonly name: string })[],
  operation: string,
  group: LogGroup,
): ConditionResult {
  const unknown: string[] = [];
  for (const { name, judge } of conditions) {
    const truth = judge(operation, group);
    // A false condition decides, whatever the others are.
    if (truth === "no") return { truth: "no", unknown: [] };
    if (truth === "unknown") unknown.push(name);
  }
  return { truth: unknown.length === 0 ? "yes" : "unknown", unknown };
}

/** A condition in one line: `StringEquals aws:SourceAccount`. */
export function describeCondition(condition: Condition): string {
  return `${condition.operator} ${condition.key}`;
}

/** What has been judged in a context, for whoever asks again (near-miss-condition.ts). */
const judged = new WeakMap<ContextLookup, WeakMap<Condition, One>>();

function judgeOnce(
  condition: Condition,
  effect: "Allow" | "Deny",
  version: string | undefined,
  context: ContextLookup,
): One {
  const known = judged.get(context) ?? new WeakMap<Condition, One>();
  judged.set(context, known);
  const one = known.get(condition) ?? judgeOne(condition, effect, version, context);
  known.set(condition, one);
  return one;
}

function judgeOne(
  condition: Condition,
  effect: "Allow" | "Deny",
  version: string | undefined,
  context: ContextLookup,
): One {
  const operator = readOperator(condition.operator);
  if (operator === undefined) return { varies: false, judge: () => "unknown" };
  // Another case than AWS's, or no value at all: no page says what IAM makes of it.
  const certain = operator.exactCase && condition.values.length > 0;
  const isMultivalued = multivalued.has(lower(condition.key));
  const written = [...new Set(condition.values)];
  const templates = templatesOf(written, operator, version);
  const variables = variablesOf(templates);
  const known = new Map<string | number, Truth>();
  const fixed = variables.length > 0 ? undefined : fill(written, templates, () => nothing);
  const judge = (operation: string, group: LogGroup) => {
    const look = (key: string) => context.look(key, operation, group);
    const fact = look(condition.key);
    const id =
      variables.length === 0 ? fact.id : [fact, ...variables.map(look)].map((each) => each.id).join();
    const before = known.get(id);
    if (before !== undefined) return before;
    const values = fixed ?? fill(written, templates, look);
    const truth = resolve(judgeFact(operator, values, fact, isMultivalued), fact, effect, certain);
    known.set(id, truth);
    return truth;
  };
  const varies = [condition.key, ...variables].some(context.varies);
  return { varies, judge };
}

const nothing: KeyFact = { id: 0, alternatives: [], documented: false, why: "", source: "" };

/** Only string and ARN operators have variables and wildcards; the others read the value as it is written. */
function templatesOf(values: readonly string[], operator: Operator, version: string | undefined) {
  const wild = operator.comparison === "string-like" || operator.comparison === "arn";
  const textual = wild || operator.comparison.startsWith("string");
  return values.map((value) => (textual ? readTemplate(value, wild, version) : []));
}

function fill(
  values: readonly string[],
  templates: readonly (Template | undefined)[],
  look: (key: string) => KeyFact,
): readonly PolicyValue[] {
  return values.map((written, index) => {
    const template = templates[index];
    return { written, pattern: template === undefined ? "unknown" : fillTemplate(template, look) };
  });
}

/** One answer for each way in which the key can stand in the request. */
function judgeFact(
  operator: Operator,
  values: readonly PolicyValue[],
  fact: KeyFact,
  isMultivalued: boolean,
): readonly Truth[] {
  return fact.alternatives.map((alternative) =>
    // What an operator without ForAllValues or ForAnyValue makes of several values is not documented.
    isMultivalued &&
    operator.set === undefined &&
    operator.comparison !== "null" &&
    alternative.is !== "absent"
      ? "unknown"
      : judgeAlternative(operator, values, alternative),
  );
}

/** If all alternatives agree, that is the answer. Otherwise the documented default may deny, but never allow. */
function resolve(truths: readonly Truth[], fact: KeyFact, effect: "Allow" | "Deny", certain: boolean): Truth {
  const first = truths[0] ?? "unknown";
  const agreed = truths.every((truth) => truth === first) ? first : "unknown";
  const refusing: Truth = effect === "Allow" ? "no" : "yes";
  if (agreed === "unknown" && fact.documented && first === refusing) return refusing;
  return certain || agreed === refusing ? agreed : "unknown";
}
