/**
 * Whether one statement's conditions hold wherever another's do. It compares conditions with conditions and knows no
 * request; what a condition says of one is condition.ts's question.
 */
import {
  type Covers,
  coversAll,
  coversArn,
  coversExactly,
  coversIgnoringCase,
  coversPattern,
  type Effort,
  lazily,
} from "./covers.js";
import { type Comparison, type Operator, readOperator } from "./operators.js";
import type { Condition } from "./statement.js";
import { every, some, type Truth } from "./truth.js";

/** A condition with its operator read; absent is one that IAM does not have. `values` are in order, each once. */
export interface Asked {
  readonly key: string;
  readonly written: string;
  readonly operator?: Operator;
  readonly values: readonly string[];
}

export function readAsked(condition: Condition): Asked {
  const operator = readOperator(condition.operator);
  return {
    key: condition.key.toLowerCase(),
    written: operator === undefined ? condition.operator : condition.operator.toLowerCase(),
    ...(operator === undefined ? {} : { operator }),
    values: [...new Set(condition.values)].sort(),
  };
}

/**
 * Whether every request that fulfils `narrow` fulfils `wide`: each condition of `wide` must follow from one of `narrow`.
 *
 * @returns unknown where another key, or an operator whose values are not compared here, may ask as much
 */
export function coversConditions(wide: readonly Asked[], narrow: readonly Asked[], effort: Effort): Truth {
  return every(
    lazily(wide, (wanted) => {
      effort.left -= 1 + narrow.length;
      const ofKey = narrow.filter((each) => each.key === wanted.key);
      if (ofKey.length > 0) return some(lazily(ofKey, (each) => follows(wanted, each, effort)));
      // Another key may ask as much (kms:CallerAccount for aws:PrincipalAccount); what both ask cannot.
      return narrow.every((each) => wide.some((other) => isSame(other, each))) ? "no" : "unknown";
    }),
  );
}

function isSame(one: Asked, other: Asked): boolean {
  return one.key === other.key && one.written === other.written && sameValues(one, other);
}

function sameValues(one: Asked, other: Asked): boolean {
  return (
    one.values.length === other.values.length && one.values.every((value, at) => value === other.values[at])
  );
}

/** Whether `wide` is true wherever `narrow`, which asks about the same key, is. */
function follows(wide: Asked, narrow: Asked, effort: Effort): Truth {
  if (isSame(wide, narrow)) return "yes";
  const [one, other] = [wide.operator, narrow.operator];
  if (one === undefined || other === undefined || one.set !== other.set) return "unknown";
  const isLaxer = other.ifExists && !one.ifExists && !one.negated;
  if (one.negated !== other.negated || one.relation !== other.relation) return "unknown";
  if (one.comparison !== other.comparison) return isLaxer ? "unknown" : fromOther(wide, narrow, effort);
  const covers = coverings[one.comparison];
  // Numbers, dates and addresses: only the same values are certain.
  if (covers === undefined) return sameValues(wide, narrow) && !isLaxer ? "yes" : "unknown";
  if (isLaxer) return "no";
  if (one.negated) return coversAll(narrow.values, wide.values, covers, effort);
  return coversAll(wide.values, narrow.values, covers, effort);
}

const coverings: { readonly [comparison in Comparison]?: Covers } = {
  string: coversExactly,
  "string-ignore-case": coversIgnoringCase,
  "string-like": coversPattern,
  arn: coversArn,
  bool: coversIgnoringCase,
  null: coversIgnoringCase,
};

/** The one pair of operators that people change: an exact text for a pattern, or the reverse. */
function fromOther(wide: Asked, narrow: Asked, effort: Effort): Truth {
  if (wide.operator?.negated === true) return "unknown";
  const comparisons = `${narrow.operator?.comparison} ${wide.operator?.comparison}`;
  if (comparisons === "string string-like")
    return coversAll(wide.values, narrow.values, coversPattern, effort);
  if (comparisons !== "string-like string") return "unknown";
  return narrow.values.some((value) => /[*?]/.test(value))
    ? "unknown"
    : coversAll(wide.values, narrow.values, coversExactly, effort);
}
