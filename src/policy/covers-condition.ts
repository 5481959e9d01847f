/**
 * Whether one statement's conditions hold wherever another's do. It compares conditions with conditions and knows no
 * request; what a condition says of one is condition.ts's question.
 */
import { operatorSpelling } from "./condition-operator.js";
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
import type { Condition } from "./statement.js";
import { every, some, type Truth } from "./truth.js";

/** A condition with its operator taken apart. */
export interface Asked {
  readonly key: string;
  readonly set: string;
  readonly operator: string;
  readonly ifExists: boolean;
  readonly values: readonly string[];
}

/** Takes a condition apart: `ForAnyValue:StringLikeIfExists` is a set, an operator, and whether the key may be absent. */
export function readAsked(condition: Condition): Asked {
  const spelling = operatorSpelling(condition.operator);
  const parts = /^(ForAllValues:|ForAnyValue:)?(.*?)(IfExists)?$/.exec(spelling);
  const [, set = "", name = spelling, end] = parts ?? [];
  return {
    key: condition.key.toLowerCase(),
    set,
    // ArnEquals and ArnLike are one operator with two names: IAM User Guide, condition operators.
    operator: name.replace(/^Arn(Not)?Equals$/, "Arn$1Like"),
    ifExists: end !== undefined,
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
  return one.key === other.key && JSON.stringify(one) === JSON.stringify(other);
}

/** Whether `wide` is true wherever `narrow`, which asks about the same key, is. */
function follows(wide: Asked, narrow: Asked, effort: Effort): Truth {
  if (isSame(wide, narrow)) return "yes";
  if (wide.set !== narrow.set || wide.operator !== narrow.operator) return fromOther(wide, narrow, effort);
  const isNegated = wide.operator.includes("Not");
  const covers = coverings[wide.operator];
  if (narrow.ifExists && !wide.ifExists && !isNegated) return covers === undefined ? "unknown" : "no";
  // Numbers, dates, addresses, and what IAM does not know: only the same condition is certain.
  if (covers === undefined) return narrow.values.join("\0") === wide.values.join("\0") ? "yes" : "unknown";
  if (isNegated) return coversAll(narrow.values, wide.values, covers, effort);
  return coversAll(wide.values, narrow.values, covers, effort);
}

const coverings: { readonly [operator: string]: Covers | undefined } = {
  StringEquals: coversExactly,
  StringNotEquals: coversExactly,
  StringEqualsIgnoreCase: coversIgnoringCase,
  StringNotEqualsIgnoreCase: coversIgnoringCase,
  StringLike: coversPattern,
  StringNotLike: coversPattern,
  ArnLike: coversArn,
  ArnNotLike: coversArn,
  Bool: coversIgnoringCase,
  Null: coversIgnoringCase,
};

/** The one pair of operators that people change: an exact text for a pattern, or the reverse. */
function fromOther(wide: Asked, narrow: Asked, effort: Effort): Truth {
  if (wide.set !== narrow.set || (narrow.ifExists && !wide.ifExists)) return "unknown";
  const operators = `${narrow.operator} ${wide.operator}`;
  if (operators === "StringEquals StringLike") {
    return coversAll(wide.values, narrow.values, coversPattern, effort);
  }
  if (operators !== "StringLike StringEquals") return "unknown";
  return coversAll(wide.values, narrow.values, coversLiterally, effort);
}

/** A pattern without wildcards is a text. */
const coversLiterally: Covers = (wide) => (narrow) => wide === narrow && !/[*?]/.test(narrow);
