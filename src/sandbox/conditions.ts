/**
 * The Condition block of a policy statement, for the operators that the sandbox knows; knows no principal and no action.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import { BlockList, isIP } from "node:net";

/** Condition keys of one call: lower-case name to its values. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

/** A context from ordinary names; a name with no value is absent, as IAM has it. */
export function contextOf(
  entries: Readonly<Record<string, string | readonly string[] | undefined>>,
): RequestContext {
  const context = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(entries)) {
    if (value !== undefined) context.set(name.toLowerCase(), typeof value === "string" ? [value] : value);
  }
  return context;
}

type Compare = (pattern: string, value: string) => boolean;

const compares: Readonly<Record<string, Compare>> = {
  StringEquals: (pattern, value) => pattern === value,
  StringEqualsIgnoreCase: (pattern, value) => pattern.toLowerCase() === value.toLowerCase(),
  StringLike: glob,
  // ArnEquals and ArnLike behave identically (same page).
  ArnEquals: arnLike,
  ArnLike: arnLike,
  Bool: (pattern, value) => pattern.toLowerCase() === value.toLowerCase(),
  IpAddress: inRange,
  NumericEquals: (wanted, value) => Number(value) === Number(wanted),
  NumericLessThan: (wanted, value) => Number(value) < Number(wanted),
  NumericLessThanEquals: (wanted, value) => Number(value) <= Number(wanted),
  NumericGreaterThan: (wanted, value) => Number(value) > Number(wanted),
  NumericGreaterThanEquals: (wanted, value) => Number(value) >= Number(wanted),
  DateEquals: (wanted, value) => timeOf(value) === timeOf(wanted),
  DateLessThan: (wanted, value) => timeOf(value) < timeOf(wanted),
  DateLessThanEquals: (wanted, value) => timeOf(value) <= timeOf(wanted),
  DateGreaterThan: (wanted, value) => timeOf(value) > timeOf(wanted),
  DateGreaterThanEquals: (wanted, value) => timeOf(value) >= timeOf(wanted),
};

const readable: readonly (readonly [start: string, isReadable: (text: string) => boolean])[] = [
  ["Numeric", (text) => text.trim() !== "" && Number.isFinite(Number(text))],
  ["Date", (text) => !Number.isNaN(timeOf(text))],
  ["IpAddress", isRange],
  ["NotIpAddress", isRange],
];

/**
 * Whether a Condition block holds for a call.
 * Undefined when it rests on an operator or a policy variable that the sandbox does not know.
 */
export function conditionsHold(condition: unknown, context: RequestContext): boolean | undefined {
  if (condition === undefined) return true;
  if (typeof condition !== "object" || condition === null) return undefined;
  let known = true;
  for (const [operator, block] of Object.entries(condition)) {
    for (const [name, wanted] of Object.entries(block as object)) {
      const holds = holdsFor(operator, context.get(name.toLowerCase()), asTexts(wanted));
      if (holds === false) return false;
      known &&= holds === true;
    }
  }
  return known ? true : undefined;
}

function holdsFor(
  operator: string,
  values: readonly string[] | undefined,
  wanted: readonly string[],
): boolean | undefined {
  const [, set, name, ifExists] = /^(ForAnyValue:|ForAllValues:)?(.+?)(IfExists)?$/.exec(operator) ?? [];
  if (name === "Null")
    return wanted.some((word) => (word.toLowerCase() === "true") === (values === undefined));
  const negated = name?.includes("Not") ?? false;
  const compare = Object.hasOwn(compares, name?.replace("Not", "") ?? "")
    ? compares[name?.replace("Not", "") ?? ""]
    : undefined;
  if (compare === undefined || wanted.some((word) => word.includes("${"))) return undefined;
  // What is no number, date or address is not compared, and decides nothing.
  const isReadable = readable.find(([start]) => name?.startsWith(start))?.[1];
  if (isReadable !== undefined && ![...wanted, ...(values ?? [])].every(isReadable)) return undefined;
  if (values === undefined)
    return ifExists !== undefined || set === "ForAllValues:" || (negated && set === undefined);
  const one = (value: string): boolean => wanted.some((word) => compare(word, value)) !== negated;
  // Without a set operator a negated comparison must hold for each value, a plain one for some value.
  return set === "ForAllValues:" || (negated && set === undefined) ? values.every(one) : values.some(one);
}

function asTexts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** `*` and `?` wildcards over the whole text; linear, so that no pattern can stall the sandbox. */
export function glob(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    if (pattern[p] === "*") {
      star = p++;
      mark = t;
    } else if (p < pattern.length && (pattern[p] === "?" || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else return false;
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}

/** Each of the six colon-separated parts is matched on its own; a wildcard does not reach over a colon. */
function arnLike(pattern: string, value: string): boolean {
  const wanted = sixParts(pattern);
  const found = sixParts(value);
  return wanted.length === 6 && found.length === 6 && wanted.every((part, at) => glob(part, found[at] ?? ""));
}

function sixParts(arn: string): string[] {
  const parts = arn.split(":");
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}

/** Epoch seconds, or a date of ISO 8601. */
function timeOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function isRange(text: string): boolean {
  return rangeOf(text) !== undefined;
}

/** A CIDR block, or one address. */
function rangeOf(text: string): BlockList | undefined {
  const [network = "", length] = text.split("/", 2);
  const version = isIP(network);
  const most = version === 6 ? 128 : 32;
  const bits = Number(length ?? most);
  if (version === 0 || !Number.isInteger(bits) || bits < 0 || bits > most) return undefined;
  const list = new BlockList();
  list.addSubnet(network, bits, version === 6 ? "ipv6" : "ipv4");
  return list;
}

function inRange(range: string, address: string): boolean {
  return rangeOf(range)?.check(address, isIP(address) === 6 ? "ipv6" : "ipv4") ?? false;
}
