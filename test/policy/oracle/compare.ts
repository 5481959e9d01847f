/** One value of the request against one value of the policy, for each family of operators. Page: reference_policies_elements_condition_operators.html. */
import { addressIn } from "./address.js";
import { atMost, instant } from "./instant.js";
import { arnParts, arnTexts, equalButForCase, expand, fits, literal, type Pattern } from "./pattern.js";
import type { Context } from "./request.js";
import { every, type Truth, undecided } from "./truth.js";

export interface Operand {
  readonly text: string;
  readonly hasVariables: boolean;
  readonly context: Context;
}

export type Comparison = (value: string, operand: Operand) => Truth;

const usesVariable = ({ text, hasVariables }: Operand) => hasVariables && text.includes("${");

/** An operator that takes variables: a variable without a value equals nothing and is like nothing. */
const withVariables =
  (compare: (value: string, pattern: Pattern) => Truth): Comparison =>
  (value, operand) => {
    const pattern = expand(operand.text, operand.hasVariables, operand.context);
    if (pattern === "no value") return false;
    return "undecided" in pattern ? pattern : compare(value, pattern);
  };

/** "You can't use a policy variable with other operators": what one does there is not said. */
const withoutVariables =
  (compare: (value: string, text: string) => Truth): Comparison =>
  (value, operand) =>
    usesVariable(operand) ? undecided("a variable where none can be") : compare(value, operand.text);

const stringEquals = withVariables((value, pattern) => literal(pattern) === value);
const stringEqualsIgnoreCase = withVariables((value, pattern) => equalButForCase(literal(pattern), value));
const stringLike = withVariables((value, pattern) => fits(pattern, value));

/** "Each of the six colon-delimited components of the ARN is checked separately." */
const arnLike = withVariables((value, pattern) => {
  const parts = arnParts(pattern);
  const texts = arnTexts(value);
  if (parts === undefined || texts === undefined) return undecided("an ARN operator on what is not an ARN");
  return every(parts, (part) => fits(part, texts[parts.indexOf(part)] ?? ""));
});

const number = /^[+-]?\d+(\.\d+)?$/;
const numeric = (test: (value: number, limit: number) => boolean): Comparison =>
  withoutVariables((value, text) =>
    number.test(value) && number.test(text)
      ? test(Number(value), Number(text))
      : undecided("a numeric operator on what is not a number"),
  );

const bool = withoutVariables((value, text) =>
  [value, text].every((word) => word === "true" || word === "false")
    ? value === text
    : undecided("Bool with another word than true or false"),
);

const binary = withoutVariables((value, text) =>
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)
    ? value === text
    : undecided("a binary operator on what is not base64"),
);

const date = (test: (value: string, text: string) => Truth): Comparison =>
  withoutVariables((value, text) =>
    instant(value) === undefined || instant(text) === undefined
      ? undecided("a date operator on what is not a date")
      : test(value, text),
  );

/** Operators that are not here are the negations below, Null, or none that IAM has. */
export const comparisons: Readonly<Record<string, Comparison>> = {
  StringEquals: stringEquals,
  StringEqualsIgnoreCase: stringEqualsIgnoreCase,
  StringLike: stringLike,
  NumericEquals: numeric((value, limit) => value === limit),
  NumericLessThan: numeric((value, limit) => value < limit),
  NumericLessThanEquals: numeric((value, limit) => value <= limit),
  NumericGreaterThan: numeric((value, limit) => value > limit),
  NumericGreaterThanEquals: numeric((value, limit) => value >= limit),
  DateEquals: date((value, text) =>
    every([[value, text] as const, [text, value] as const], ([a, b]) => atMost(a, b)),
  ),
  DateLessThan: date((value, text) => atMost(value, text, "before")),
  DateLessThanEquals: date((value, text) => atMost(value, text)),
  DateGreaterThan: date((value, text) => atMost(text, value, "before")),
  DateGreaterThanEquals: date((value, text) => atMost(text, value)),
  Bool: bool,
  BinaryEquals: binary,
  IpAddress: withoutVariables(addressIn),
  ArnEquals: arnLike,
  ArnLike: arnLike,
};

/** "Negated matching": true unless the operator named here is. */
export const negations: Readonly<Record<string, string>> = {
  StringNotEquals: "StringEquals",
  StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
  StringNotLike: "StringLike",
  NumericNotEquals: "NumericEquals",
  DateNotEquals: "DateEquals",
  NotIpAddress: "IpAddress",
  ArnNotEquals: "ArnEquals",
  ArnNotLike: "ArnLike",
};
