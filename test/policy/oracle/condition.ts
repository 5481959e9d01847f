/**
 * The Condition block of a statement.
 * Pages: reference_policies_elements_condition_operators.html, reference_policies_condition-logic-multiple-context-keys-or-values.html,
 * reference_policies_condition-single-vs-multi-valued-context-keys.html.
 */
import { type Comparison, comparisons, negations } from "./compare.js";
import { isMultivalued } from "./keys.js";
import type { Context } from "./request.js";
import { every, not, some, type Truth, undecided } from "./truth.js";

export interface ConditionEntry {
  readonly operator: string;
  readonly key: string;
  readonly values: unknown;
}

interface Operator {
  readonly set: "ForAllValues" | "ForAnyValue" | undefined;
  readonly isNull: boolean;
  readonly compare: Comparison | undefined;
  readonly isNegated: boolean;
  readonly ifExists: boolean;
}

/** Operators and keys are joined by AND: the block is a flat list. Undefined where it has not the form of the grammar. */
export function conditionEntries(block: unknown): readonly ConditionEntry[] | undefined {
  if (block === undefined) return [];
  if (!isRecord(block)) return undefined;
  const entries: ConditionEntry[] = [];
  for (const [operator, keys] of Object.entries(block)) {
    if (!isRecord(keys)) return undefined;
    for (const [key, values] of Object.entries(keys)) entries.push({ operator, key, values });
  }
  return entries;
}

export function entryHolds(entry: ConditionEntry, hasVariables: boolean, context: Context): Truth {
  const operator = operatorOf(entry.operator);
  const texts = textsOf(entry.values);
  if (operator === undefined) return undecided(`${entry.operator} is no operator of IAM`);
  if (texts === undefined) return undecided("values that are not texts, numbers or booleans");
  // Only ASCII letters are shown to be the same in both cases; a variable cannot stand in a key.
  if (/[^\x20-\x7e]|\$\{/.test(entry.key)) return undecided(`the condition key ${JSON.stringify(entry.key)}`);
  const key = entry.key.toLowerCase();
  const values = context[key];
  if (values?.some((value) => value === "") || values?.length === 0) {
    return undecided("a key whose value is empty");
  }
  if (operator.isNull) return isAbsent(values === undefined, texts);
  if (values === undefined) return onAbsentKey(operator);
  if (operator.set === undefined && (isMultivalued(key) || values.length !== 1)) {
    return undecided(`${entry.operator} without a set operator on the multivalued ${entry.key}`);
  }
  const matches = (value: string): Truth => {
    const { compare } = operator;
    if (compare === undefined) throw new Error("only Null compares nothing");
    const positive = some(texts, (text) => compare(value, { text, hasVariables, context }));
    return operator.isNegated ? not(positive) : positive;
  };
  const holds = operator.set === "ForAnyValue" ? some(values, matches) : every(values, matches);
  return operator.ifExists && hasVariables && lacksVariable(texts, context)
    ? undecided("a variable without a value under …IfExists")
    : holds;
}

/** "If the key is not present … the condition is false. If the policy requires that the key is not matched, … true." */
function onAbsentKey({ set, ifExists, isNegated }: Operator): Truth {
  if (ifExists) return true;
  // "For no matching context key or if the key does not exist, the condition returns false."
  if (set === "ForAnyValue") return false;
  // "It also returns true if there are no context keys in the request": but the operators' page has a table
  // in which ForAllValues:StringNotLike on an absent key is "No match".
  if (set === "ForAllValues") return isNegated ? undecided("a negated ForAllValues on an absent key") : true;
  return isNegated;
}

function isAbsent(absent: boolean, texts: readonly string[]): Truth {
  return some(texts, (text) => {
    if (text === "true") return absent;
    if (text === "false") return !absent;
    return undecided("Null with another word than true or false");
  });
}

function operatorOf(name: string): Operator | undefined {
  const [, set, base = ""] = /^(?:(ForAllValues|ForAnyValue):)?(.*)$/s.exec(name) ?? [];
  if (name === "Null")
    return { set: undefined, isNull: true, compare: undefined, isNegated: false, ifExists: false };
  const ifExists = base.endsWith("IfExists");
  const bare = ifExists ? base.slice(0, -"IfExists".length) : base;
  const isNegated = Object.hasOwn(negations, bare);
  const positive = isNegated ? (negations[bare] ?? "") : bare;
  if (!Object.hasOwn(comparisons, positive)) return undefined;
  return {
    set: set as Operator["set"],
    isNull: false,
    compare: comparisons[positive],
    isNegated,
    ifExists,
  };
}

/** The grammar: one value or a list of at least one; quotation marks are optional for numbers and booleans. */
export function textsOf(values: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(values) ? values : [values];
  const texts = list.flatMap((value) =>
    typeof value === "string" || typeof value === "number" || typeof value === "boolean"
      ? [String(value)]
      : [],
  );
  return texts.length === list.length && texts.length > 0 ? texts : undefined;
}

/** Keys that the variables of a text name, in lower case. */
export function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(/\$\{([^},]+)[^}]*\}/g)].flatMap(([, key]) =>
    key?.includes(":") ? [key.toLowerCase()] : [],
  );
}

const lacksVariable = (texts: readonly string[], context: Context) =>
  texts.some((text) => !text.includes(", '") && variablesIn(text).some((key) => context[key] === undefined));

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
