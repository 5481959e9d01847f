/** Compares one value of a policy with one value of the request, as an operator's kind does. Negation is condition.ts's. */
import { isWild, literal, matchArn, matchText, type Shape, type Text } from "./match.js";
import type { Operator, Relation } from "./operators.js";
import { type Truth, truthOf } from "./truth.js";

/** A value of the policy: as written, and as a pattern with its variables filled in. */
export interface PolicyValue {
  readonly written: string;
  readonly pattern: Shape | "none" | "unknown";
}

/**
 * @returns whether the request's text is what the value asks for; unknown where the two are not of the operator's kind
 */
export function compareText(operator: Operator, value: PolicyValue, text: Text): Truth {
  switch (operator.comparison) {
    case "string":
    case "string-like":
      return withPattern(value, (pattern) => matchText(pattern, text));
    case "string-ignore-case":
      return withPattern(value, (pattern) => matchText(lowerCase(pattern), lowerText(text)));
    case "arn":
      return withPattern(value, (pattern) => matchArn(pattern, text));
    case "bool":
      return compareBool(value.written, text);
    case "number":
      return relate(operator.relation, numberOf(text.examples[0] ?? ""), numberOf(value.written), text);
    case "date":
      return relate(operator.relation, dateOf(text.examples[0] ?? ""), dateOf(value.written), text);
    default:
      // IpAddress and BinaryEquals: no key of the table has a text that is an address or binary. Null never comes here.
      return "unknown";
  }
}

/** A value of AWS's own: no literal of a customer's names it, a wildcard may. */
export function compareForeign(operator: Operator, value: PolicyValue): Truth {
  if (!["string", "string-like", "string-ignore-case", "arn"].includes(operator.comparison)) return "unknown";
  return withPattern(value, (pattern) => (isWild(pattern) ? "unknown" : "no"));
}

/** @returns whether a time that is known, or known to be not before `from`, stands so to the policy's value */
export function compareTime(operator: Operator, value: PolicyValue, from: number, exact: boolean): Truth {
  const limit = operator.comparison === "date" ? dateOf(value.written) : numberOf(value.written) * 1000;
  if (Number.isNaN(limit) || !["date", "number"].includes(operator.comparison)) return "unknown";
  if (exact) return truthOf(holds(operator.relation, from, limit));
  if (from <= limit) return "unknown";
  return truthOf(operator.relation === ">" || operator.relation === ">=");
}

function withPattern(value: PolicyValue, judge: (pattern: Shape) => Truth): Truth {
  if (value.pattern === "none") return "no";
  return value.pattern === "unknown" ? "unknown" : judge(value.pattern);
}

/** Only ASCII: what else IAM folds is not documented. The same pattern and text are folded once. */
function lowerCase(shape: Shape): Shape {
  const known = folded.get(shape) ?? shape.map((code) => (code >= 65 && code <= 90 ? code + 32 : code));
  folded.set(shape, known);
  return known;
}

function lowerText(text: Text): Text {
  const known = foldedTexts.get(text) ?? {
    examples: text.examples.map((example) => String.fromCharCode(...lowerCase(literal(example)))),
    ...(text.shape === undefined ? {} : { shape: lowerCase(text.shape) }),
  };
  foldedTexts.set(text, known);
  return known;
}

const folded = new WeakMap<Shape, Shape>();
const foldedTexts = new WeakMap<Text, Text>();

function compareBool(written: string, text: Text): Truth {
  const wanted = written.toLowerCase();
  const found = text.examples[0]?.toLowerCase() ?? "";
  if (!isBool(wanted) || !isBool(found)) return "unknown";
  return truthOf(wanted === found);
}

/** @returns whether a text is `true` or `false` */
export function isBool(text: string): boolean {
  return text === "true" || text === "false";
}

function relate(relation: Relation, found: number, limit: number, text: Text): Truth {
  if (Number.isNaN(found) || Number.isNaN(limit) || text.shape !== undefined) return "unknown";
  return truthOf(holds(relation, found, limit));
}

function holds(relation: Relation, found: number, limit: number): boolean {
  switch (relation) {
    case "=":
      return found === limit;
    case "<":
      return found < limit;
    case "<=":
      return found <= limit;
    case ">":
      return found > limit;
    case ">=":
      return found >= limit;
  }
}

export function numberOf(text: string): number {
  return /^[+-]?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
}

/** ISO 8601, in UTC where it names no zone, or seconds since 1970. Source: IAM User Guide, date condition operators. */
export function dateOf(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const parts = /^\d{4}-\d{2}(?:-\d{2}(T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(Z|[+-]\d{2}:\d{2})?)?$/.exec(text);
  if (parts === null) return Number.NaN;
  return Date.parse(parts[1] !== undefined && parts[2] === undefined ? `${text}Z` : text);
}
