/** Compares one value of a policy with one value of the request, as an operator's kind does. Negation is condition.ts's. */
import type { Alternative } from "./context/row.js";
import { arnParts, isWild, literal, matchArn, matchText, type Shape, type Text } from "./match.js";
import type { Operator, Relation } from "./operators.js";
import { every, opposite, some, type Truth, truthOf } from "./truth.js";
import type { Filled } from "./variables.js";
import { lower } from "./wildcard.js";

/** A value of the policy: as written, and as a pattern with its variables filled in. */
export interface PolicyValue {
  readonly written: string;
  readonly pattern: Filled;
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
      return withPattern(value, (pattern) => compareArn(operator, pattern, text));
    case "bool":
      return compareBool(value.written, text);
    case "number":
      return relate(operator.relation, numberOf(text.examples[0] ?? ""), numberOf(value.written), text);
    case "date":
      return relate(operator.relation, dateOf(text.examples[0] ?? ""), dateOf(value.written), text);
    default:
      // IpAddress and BinaryEquals: no key of the tables has a text that is an address or binary. Null never comes here.
      return "unknown";
  }
}

/** What an ARN operator does with a value that is not an ARN is not documented: nothing is concluded from its negation. */
function compareArn(operator: Operator, pattern: Shape, text: Text): Truth {
  const isMalformed =
    arnParts(pattern).length < 6 || text.examples.some((each) => each.split(":").length < 6);
  const found = matchArn(pattern, text);
  return isMalformed && (operator.negated || found !== "no") ? "unknown" : found;
}

/** A value of AWS's own: no literal of a customer's names it, nor a pattern that names an account, an ID or a network. */
export function compareForeign(operator: Operator, value: PolicyValue): Truth {
  if (operator.comparison === "ip") return isSomeNetwork(value.written) ? "no" : "unknown";
  if (!["string", "string-like", "string-ignore-case", "arn"].includes(operator.comparison)) return "unknown";
  // Two values of AWS's own can be the same.
  if (value.pattern === "foreign") return "unknown";
  return withPattern(value, (pattern) =>
    isWild(pattern) && !namesCustomer.test(value.written) ? "unknown" : "no",
  );
}

/** A network that is not every address. What IAM makes of a malformed one, or of one with host bits, is not documented. */
function isSomeNetwork(text: string): boolean {
  const [, address = "", size = "32"] = /^(\d{1,3}(?:\.\d{1,3}){3})(?:\/(\d{1,2}))?$/.exec(text) ?? [];
  if (address === "") return /^[\da-f]{1,4}:[\da-f:]*\/(?:[1-9]\d?|1[01]\d|12[0-8])$/i.test(text);
  const bytes = address.split(".").map(Number);
  const bits = Number(size);
  const number = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  return bytes.every((byte) => byte < 256) && bits > 0 && bits <= 32 && number % 2 ** (32 - bits) === 0;
}

/** What stands before the first wildcard names one customer: an account ID, the unique ID of a role or user, an organization. */
const namesCustomer =
  /^(?:arn:[^*?]*:)?\d{12}(?:[:/]|$)|^arn:[^:*?]+:[^:*?]*:[^:*?]*:\d{12}:|^A(?:ROA|IDA)[A-Z0-9]{12,}|^o-[a-z0-9]{10,32}\//;

/** @returns whether a time that is known, or known to be not before `from`, stands so to the policy's value */
export function compareTime(operator: Operator, value: PolicyValue, from: number, exact: boolean): Truth {
  const limit = operator.comparison === "date" ? dateOf(value.written) : numberOf(value.written) * 1000;
  if (Number.isNaN(limit) || !["date", "number"].includes(operator.comparison)) return "unknown";
  if (exact) return truthOf(holds(operator.relation, from, limit));
  if (from <= limit) return "unknown";
  return truthOf(operator.relation === ">" || operator.relation === ">=");
}

function withPattern(value: PolicyValue, judge: (pattern: Shape) => Truth): Truth {
  if (value.pattern === "none" || value.pattern === "foreign") return "no";
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
  const wanted = written;
  const found = lower(text.examples[0] ?? "");
  if (!isBool(wanted) || !isBool(found)) return "unknown";
  return truthOf(wanted === found);
}

/** @returns whether a text is `true` or `false`; of other spellings no page says what IAM makes of them */
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
  if (parts === null || !isDay(text)) return Number.NaN;
  return Date.parse(parts[1] !== undefined && parts[2] === undefined ? `${text}Z` : text);
}

/** JavaScript reads February 30 as March 2. */
function isDay(text: string): boolean {
  const [year = 0, month = 1, day = 1] = text.slice(0, 10).split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}

/**
 * @returns whether the condition holds where the key stands so
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function judgeAlternative(
  operator: Operator,
  values: readonly PolicyValue[],
  alternative: Alternative,
): Truth {
  if (operator.comparison === "null") return judgeNull(values, alternative);
  switch (alternative.is) {
    case "absent":
      return judgeAbsent(operator);
    case "any-value":
    case "anything":
      return "unknown";
    case "foreign":
      return judgePresent(operator, [some(values.map((value) => compareForeign(operator, value)))], false);
    case "time":
      return judgePresent(
        operator,
        [some(values.map((value) => compareTime(operator, value, alternative.from, alternative.exact)))],
        false,
      );
    case "texts":
      return judgePresent(
        operator,
        alternative.texts.map((text) => some(values.map((value) => compareText(operator, value, text)))),
        alternative.more,
      );
  }
}

/** `matched`: for each value of the request, whether any value of the policy is it. */
function judgePresent(operator: Operator, matched: readonly Truth[], more: boolean): Truth {
  const held = operator.negated ? matched.map(opposite) : matched;
  const all = operator.set === "all" || (operator.set === undefined && operator.negated);
  const truth = all ? every(held) : some(held);
  if (!more) return truth;
  return truth === (all ? "no" : "yes") ? truth : "unknown";
}

/**
 * A missing key: false, but true for IfExists, for ForAllValues, and for a negated operator without ForAnyValue. Of a negated
 * ForAllValues AWS's pages say both.
 */
function judgeAbsent(operator: Operator): Truth {
  if (operator.set === "all" && operator.negated && !operator.ifExists) return "unknown";
  if (operator.ifExists || operator.set === "all") return "yes";
  return truthOf(operator.negated && operator.set === undefined);
}

function judgeNull(values: readonly PolicyValue[], alternative: Alternative): Truth {
  const written = values.map((value) => value.written);
  if (alternative.is === "anything" || !written.every(isBool)) return "unknown";
  return truthOf(written.includes(String(alternative.is === "absent")));
}
