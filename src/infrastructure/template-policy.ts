/**
 * A key policy of a template as JSON text. Where a part is not known, the policy is written twice: so that it gives the least
 * and the most that it can. Access only grows with what is allowed, so an answer that both have holds for all between them.
 */
import type { Value } from "./value.js";
import { unknownsIn } from "./value.js";

/** How unknown parts are written. */
export type ReadExtent = "least" | "most";

export interface PolicyPlace {
  readonly partition: string;
  readonly account: string;
}

type PolicyJson = string | readonly PolicyJson[] | { readonly [member: string]: PolicyJson };
type Entries = ReadonlyMap<string, Value>;

const everything = { Principal: "*", Action: "kms:*", Resource: "*" } as const;

/**
 * Writes a policy.
 *
 * @param value the policy, worked out; it may have unknown parts
 * @returns its text, and the policy with the statements that are in it, in their order, for their places
 */
export function policyText(
  value: Value,
  extent: ReadExtent,
  place: PolicyPlace,
): { readonly text: string; readonly written: Value } {
  if (value.is === "text") return { text: value.text, written: value };
  const whole: Entries = value.is === "map" ? value.entries : new Map([["Statement", value]]);
  const statement = whole.get("Statement");
  if (statement === undefined) return { text: JSON.stringify(plain(value)), written: value };
  const items = statement.is === "list" ? statement.items : [statement];
  const pairs = items.map((item) => [item, statementOf(item, extent, place)] as const);
  const kept = pairs.filter(([, json]) => json !== undefined);
  const members = [...whole].flatMap(([name, part]): readonly (readonly [string, PolicyJson])[] => {
    if (name === "Statement") return [[name, kept.map(([, json]) => json ?? "")]];
    // An unknown Version or Id changes nothing of who is allowed what, but for variables in conditions.
    return part.is === "unknown" ? [] : [[name, plain(part)]];
  });
  const written: Value = {
    is: "map",
    at: value.at,
    entries: new Map([
      ...whole,
      ["Statement", { is: "list", at: statement.at, items: kept.map(([item]) => item) }],
    ]),
  };
  return { text: JSON.stringify(Object.fromEntries(members), null, 2), written };
}

/** A statement, or nothing where it is left out. */
function statementOf(value: Value, extent: ReadExtent, place: PolicyPlace): PolicyJson | undefined {
  if (unknownsIn(value).length === 0) return plain(value);
  if (value.is !== "map") return { Effect: extent === "least" ? "Deny" : "Allow", ...everything };
  const effect = value.entries.get("Effect");
  const isAllow = effect?.is === "text" ? effect.text === "Allow" : extent === "most";
  // The most that a policy gives has the broadest Allow and the narrowest Deny.
  const isBroad = isAllow === (extent === "most");
  const members: [string, PolicyJson][] = [["Effect", isAllow ? "Allow" : "Deny"]];
  for (const [name, part] of value.entries) {
    if (name === "Effect" || (name === "Sid" && part.is !== "text")) continue;
    const json = unknownsIn(part).length === 0 ? plain(part) : elementOf(name, part, isBroad, place);
    if (json === undefined) return undefined;
    if (json !== leftOut)
      members.push([
        name.replace(/^Not(?=Principal|Action|Resource)/, (not) =>
          json === "*" || json === "kms:*" ? "" : not,
        ),
        json,
      ]);
  }
  return Object.fromEntries(members);
}

/** Stands for an element that is not written, so that it excludes nothing. */
const leftOut: PolicyJson = {};

/** @returns undefined where the statement applies to nothing */
function elementOf(name: string, part: Value, isBroad: boolean, place: PolicyPlace): PolicyJson | undefined {
  switch (name) {
    case "Principal":
      return principalOf(part, isBroad, place);
    case "NotPrincipal":
    case "NotResource":
      return isBroad ? "*" : undefined;
    case "NotAction":
      return isBroad ? "kms:*" : undefined;
    case "Action":
      return knownOr(part, isBroad, "kms:*");
    case "Resource":
      return knownOr(part, isBroad, "*");
    case "Condition":
      return conditionOf(part, isBroad);
    default:
      return leftOut;
  }
}

function knownOr(part: Value, isBroad: boolean, all: string): PolicyJson | undefined {
  if (isBroad) return all;
  const known = part.is === "list" ? part.items.filter(({ is }) => is === "text").map(plain) : [];
  return known.length === 0 ? undefined : known;
}

function principalOf(part: Value, isBroad: boolean, place: PolicyPlace): PolicyJson | undefined {
  if (part.is !== "map") return isBroad ? "*" : undefined;
  const kinds: [string, PolicyJson][] = [];
  for (const [kind, named] of part.entries) {
    const items = named.is === "list" ? named.items : [named];
    const written: PolicyJson[] = [];
    for (const item of items) {
      if (item.is !== "unknown") written.push(plain(item));
      // An ARN is a user, a role or an account, and no service.
      else if (kind === "AWS" && /^(arn:|\d)/.test(item.start)) written.push(identityOf(isBroad, place));
      else if (isBroad && (kind === "AWS" || maybeLogs(item.start))) return "*";
    }
    if (written.length > 0) kinds.push([kind, written]);
  }
  return kinds.length === 0 ? undefined : Object.fromEntries(kinds);
}

function identityOf(isBroad: boolean, { partition, account }: PolicyPlace): string {
  return `arn:${partition}:iam::${account}:${isBroad ? "root" : "role/unknown"}`;
}

/** Whether a text that begins so may name CloudWatch Logs. */
function maybeLogs(start: string): boolean {
  return start.startsWith("logs.") || "logs.".startsWith(start);
}

function conditionOf(part: Value, isBroad: boolean): PolicyJson | undefined {
  if (part.is !== "map") return isBroad ? leftOut : undefined;
  const operators: [string, PolicyJson][] = [];
  for (const [operator, keys] of part.entries) {
    const isNegated = /Not/.test(operator);
    if (keys.is !== "map") {
      if (!isBroad) return undefined;
      continue;
    }
    const kept: [string, PolicyJson][] = [];
    for (const [key, value] of keys.entries) {
      if (unknownsIn(value).length === 0) kept.push([key, plain(value)]);
      else if (isBroad) continue;
      else {
        const known = value.is === "list" ? value.items.filter(({ is }) => is === "text").map(plain) : [];
        if (isNegated || known.length === 0) return undefined;
        kept.push([key, known]);
      }
    }
    if (kept.length > 0) operators.push([operator, Object.fromEntries(kept)]);
  }
  return operators.length === 0 ? leftOut : Object.fromEntries(operators);
}

function plain(value: Value): PolicyJson {
  switch (value.is) {
    case "text":
      return value.text;
    case "list":
      return value.items.map(plain);
    case "map":
      return Object.fromEntries([...value.entries].map(([name, part]) => [name, plain(part)]));
    default:
      return "";
  }
}
