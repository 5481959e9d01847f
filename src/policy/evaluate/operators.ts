/** The names of condition operators: what each compares, and what `Not`, `IfExists` and `ForAllValues:` add to it. */

import { lower } from "./wildcard.js";

/** How two values are compared. */
export type Comparison =
  | "string"
  | "string-ignore-case"
  | "string-like"
  | "arn"
  | "number"
  | "date"
  | "bool"
  | "binary"
  | "ip"
  | "null";

/** For numbers and dates. */
export type Relation = "=" | "<" | "<=" | ">" | ">=";

/** An operator, taken apart. */
export interface Operator {
  readonly comparison: Comparison;
  readonly relation: Relation;
  readonly negated: boolean;
  readonly ifExists: boolean;
  readonly set?: "all" | "any";
  /** False where the name is written in another case than AWS's: no page says whether IAM reads it. */
  readonly exactCase: boolean;
}

type Base = readonly [name: string, comparison: Comparison, negated?: boolean, relation?: Relation];

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const bases: readonly Base[] = [
  ["StringEquals", "string"],
  ["StringNotEquals", "string", true],
  ["StringEqualsIgnoreCase", "string-ignore-case"],
  ["StringNotEqualsIgnoreCase", "string-ignore-case", true],
  ["StringLike", "string-like"],
  ["StringNotLike", "string-like", true],
  ["ArnEquals", "arn"],
  ["ArnLike", "arn"],
  ["ArnNotEquals", "arn", true],
  ["ArnNotLike", "arn", true],
  ["Bool", "bool"],
  ["BinaryEquals", "binary"],
  ["IpAddress", "ip"],
  ["NotIpAddress", "ip", true],
  ["Null", "null"],
  ...(["Numeric", "Date"] as const).flatMap((kind): Base[] => {
    const comparison = kind === "Date" ? "date" : "number";
    return [
      [`${kind}Equals`, comparison],
      [`${kind}NotEquals`, comparison, true],
      [`${kind}LessThan`, comparison, false, "<"],
      [`${kind}LessThanEquals`, comparison, false, "<="],
      [`${kind}GreaterThan`, comparison, false, ">"],
      [`${kind}GreaterThanEquals`, comparison, false, ">="],
    ];
  }),
];

const byName = new Map(bases.map((base) => [lower(base[0]), base]));

/**
 * Takes an operator's name apart, `ForAnyValue:StringNotLikeIfExists`.
 *
 * @returns undefined for a name that IAM does not know, `NullIfExists` too
 */
export function readOperator(name: string): Operator | undefined {
  const parts = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/i.exec(name);
  const base = byName.get(lower(parts?.[2] ?? ""));
  if (parts === null || base === undefined) return undefined;
  const [, set, , ifExists] = parts;
  const [asWritten, comparison, negated = false, relation = "="] = base;
  if (comparison === "null" && (ifExists !== undefined || set !== undefined)) return undefined;
  const quantifier = set === undefined ? undefined : lower(set);
  return {
    comparison,
    relation,
    negated,
    ifExists: ifExists !== undefined,
    ...(quantifier === undefined ? {} : { set: quantifier === "forallvalues" ? "all" : "any" }),
    exactCase: name === asWriting(quantifier, asWritten, ifExists !== undefined),
  };
}

function asWriting(set: string | undefined, base: string, ifExists: boolean): string {
  const start = set === undefined ? "" : set === "forallvalues" ? "ForAllValues:" : "ForAnyValue:";
  return `${start}${base}${ifExists ? "IfExists" : ""}`;
}

/** @returns the operator whose name is the same but for case, or begins as it does; empty where there is none */
export function operatorLike(name: string): string {
  const parts = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/i.exec(name);
  const base = byName.get((parts?.[2] ?? "").toLowerCase());
  if (base === undefined || base[1] === "null") return base?.[0] ?? "";
  return asWriting(parts?.[1]?.toLowerCase(), base[0], parts?.[3] !== undefined);
}
