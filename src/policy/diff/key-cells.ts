/**
 * All the ways in which one condition key can stand in a request, as far as some conditions on it tell them apart:
 * absent, with one value, with several. It knows no statement and no caller.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */

import type { Condition } from "../document/statement.js";
import { dateOf, numberOf } from "../evaluate/compare.js";
import { typeOfKey } from "../evaluate/condition-keys.js";
import { type Operator, readOperator } from "../evaluate/operators.js";
import { type Matcher, type Signs, test, valueCells } from "./value-cells.js";

/** Whether a condition holds: `unsaid` where AWS does not say it, `either` where it may be so or so. */
export type Holds = "yes" | "no" | "unsaid" | "either";

/** One way in which the key can stand. Only where `real` can a request be shown that has it so. */
export interface KeyCell {
  readonly real: boolean;
  /** The values of the key; none where it is absent. */
  readonly values: readonly string[];
  /** For each condition, in their order. */
  readonly holds: readonly Holds[];
}

/** A condition as it is asked of cells. */
export interface KeyTest {
  /** The same text for the same condition, whatever its key. */
  readonly id: string;
  readonly operator: Operator;
  readonly matchers: readonly Matcher[];
}

/** Beyond this a key is given up: the conditions on it are then known by their text alone. */
const mostCells = 400;

/**
 * Reads a condition.
 *
 * @param version the policy's Version: policy variables are plain text before 2012-10-17
 * @returns undefined for an operator that IAM does not have, for one without values, and for Null of neither true nor false
 */
export function readAsked(condition: Condition, version: string | undefined): KeyTest | undefined {
  const operator = readOperator(condition.operator);
  if (operator === undefined || condition.values.length === 0) return undefined;
  const texts = [...new Set(condition.values)];
  if (operator.comparison === "null" && !texts.every((text) => /^(true|false)$/i.test(text)))
    return undefined;
  const matchers = texts.map((text) => matcherOf(text, operator, version));
  const id = `${condition.operator.toLowerCase()} ${JSON.stringify(matchers.map(({ text }) => text).sort())}`;
  return { id, operator, matchers };
}

function matcherOf(text: string, { comparison }: Operator, version: string | undefined): Matcher {
  const textual = comparison.startsWith("string") || comparison === "arn";
  const open: Matcher = { kind: "open", text: `${comparison} ${version} ${text}` };
  if (textual && version === "2012-10-17" && text.includes("${")) return open;
  const isWild = /[*?]/.test(text);
  switch (comparison) {
    case "string":
    case "binary":
      return { kind: "exact", text };
    case "string-ignore-case":
      return { kind: "fold", text };
    case "string-like":
      return { kind: isWild ? "like" : "exact", text };
    case "arn":
      if (text.split(":").length < 6) return { ...open, text: `arn ${text}` };
      return { kind: isWild ? "arn" : "exact", text };
    case "bool":
      return /^(true|false)$/i.test(text) ? { kind: "exact", text: text.toLowerCase() } : open;
    default:
      return { kind: "exact", text };
  }
}

/**
 * @param key the key's name in lower case
 * @param conditions all that are asked of it
 * @returns undefined where there are too many ways, or kinds of values that cannot be compared
 */
export function keyCells(key: string, conditions: readonly KeyTest[]): readonly KeyCell[] | undefined {
  const family = familyOf(conditions);
  const single = family === "text" ? textCells(conditions) : lineCells(conditions, family);
  if (single === undefined) return undefined;
  const absent = settled({ real: true, values: [], holds: conditions.map(holdsAbsent) });
  const type = typeOfKey(key);
  const isSet = conditions.some(({ operator }) => operator.set !== undefined);
  if (type !== undefined && type !== "ArrayOfString") return [...absent, ...single.map(asOne(conditions))];
  const several = isSet || type !== undefined ? setsOf(single, conditions, type !== undefined) : [];
  if (several === undefined) return undefined;
  // Of a key with a list of values, no page says what an operator without a set operator makes, even of one.
  const one = single.flatMap((each) =>
    type === undefined ? [asOne(conditions)(each)] : setCells([each], conditions, true),
  );
  return unique([...absent, ...one, ...several]);
}

/** @returns how the key stands where its value is known; undefined as for {@link keyCells} */
export function knownCells(conditions: readonly KeyTest[], value: string): readonly KeyCell[] | undefined {
  return familyOf(conditions) === "text" ? textCells(conditions, value)?.map(asOne(conditions)) : undefined;
}

/** One value, and whether each condition's values match it, before Not and set operators. */
interface Single {
  readonly real: boolean;
  readonly value: string;
  readonly matched: readonly (boolean | undefined)[];
}

/** @param only the value that the key has, where it is known */
function textCells(conditions: readonly KeyTest[], only?: string): readonly Single[] | undefined {
  const matchers = new Map<string, Matcher>();
  const asked = conditions.filter(({ operator }) => operator.comparison !== "null");
  for (const matcher of asked.flatMap((each) => each.matchers)) {
    matchers.set(`${matcher.kind} ${matcher.text}`, matcher);
  }
  const isBool = asked.length > 0 && asked.every(({ operator }) => operator.comparison === "bool");
  const ids = [...matchers.keys()];
  const all = [...matchers.values()];
  // Of a value that is no ARN, no page says how an ARN operator compares it.
  const isArn = asked.some(({ operator }) => operator.comparison === "arn");
  const known = isBool ? ["true", "false"] : isArn ? ["arn:aws:another:::value"] : [];
  const found = only === undefined ? undefined : all.map((matcher) => test(matcher, only));
  const cells = valueCells(all, only === undefined ? known : [only]);
  return cells
    ?.filter(({ signs, sample }) =>
      found === undefined
        ? !isBool || sample === undefined || known.includes(sample)
        : found.every((sign, at) => sign === undefined || sign === signs[at]),
    )
    .map(({ signs, sample }) => ({
      real: sample !== undefined && (!isArn || /^arn(?::[^:]*){4}:./.test(only ?? sample)),
      value: only ?? sample ?? "…",
      matched: conditions.map((each) => anyOf(signsOf(each, ids, signs))),
    }));
}

function signsOf({ matchers }: KeyTest, ids: readonly string[], signs: Signs): Signs {
  return matchers.map((matcher) => signs[ids.indexOf(`${matcher.kind} ${matcher.text}`)]);
}

function anyOf(signs: Signs): boolean | undefined {
  if (signs.includes(true)) return true;
  return signs.includes(undefined) ? undefined : false;
}

type Family = "text" | "number" | "date" | "ip" | "mixed";

function familyOf(conditions: readonly KeyTest[]): Family {
  const families = new Set(
    conditions.flatMap(({ operator: { comparison } }): Family[] => {
      if (comparison === "null") return [];
      return [comparison === "number" || comparison === "date" || comparison === "ip" ? comparison : "text"];
    }),
  );
  const [first = "text", ...others] = families;
  return others.length === 0 ? first : "mixed";
}

/** Numbers, dates and addresses lie on a line: between any two places that a condition names, all is alike. */
function lineCells(conditions: readonly KeyTest[], family: Family): readonly Single[] | undefined {
  if (family === "mixed") return undefined;
  const asked = conditions.filter(({ operator }) => operator.comparison !== "null");
  const ends = asked.flatMap(({ matchers }) => matchers.flatMap(({ text }) => endsOf(text, family)));
  if (ends.some((end) => !Number.isFinite(end)) || ends.length > mostCells / 4) return undefined;
  const places = [...new Set(ends)].sort((one, two) => one - two);
  const lowest = family === "ip" ? 0 : (places[0] ?? 0) - 1;
  const samples = new Set([
    lowest,
    ...places.flatMap((place, at) => [
      place,
      family === "ip" ? place : (place + (places[at + 1] ?? place + 2)) / 2,
    ]),
  ]);
  return [...samples]
    .filter((sample) => family !== "ip" || sample < 2 ** 32)
    .map((sample) => ({
      real: true,
      value: shownOf(sample, family),
      matched: conditions.map(({ operator, matchers }) =>
        operator.comparison === "null"
          ? false
          : matchers.some(({ text }) => liesIn(sample, text, operator, family)),
      ),
    }));
}

function endsOf(text: string, family: Family): readonly number[] {
  if (family !== "ip") return [family === "date" ? dateOf(text) : numberOf(text)];
  const [from, to] = rangeOf(text);
  return [from, to];
}

function liesIn(sample: number, text: string, { relation }: Operator, family: Family): boolean {
  if (family === "ip") {
    const [from, to] = rangeOf(text);
    return sample >= from && sample < to;
  }
  const limit = family === "date" ? dateOf(text) : numberOf(text);
  if (relation === "=") return sample === limit;
  return relation.startsWith("<")
    ? sample < limit || (relation === "<=" && sample === limit)
    : sample > limit || (relation === ">=" && sample === limit);
}

/** An IPv4 range, from its first address to the first beyond it; not a number for any other text. */
function rangeOf(text: string): readonly [number, number] {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text);
  const parts = (found ?? []).slice(1, 5).map(Number);
  const bits = Number(found?.[5] ?? 32);
  if (found === null || parts.some((part) => part > 255) || bits > 32) return [Number.NaN, Number.NaN];
  const address = parts.reduce((sum, part) => sum * 256 + part, 0);
  const size = 2 ** (32 - bits);
  const from = Math.floor(address / size) * size;
  return [from, from + size];
}

function shownOf(sample: number, family: Family): string {
  if (family === "date") return new Date(sample).toISOString();
  if (family !== "ip") return String(sample);
  return [24, 16, 8, 0].map((shift) => Math.floor(sample / 2 ** shift) % 256).join(".");
}

/** The cell, and beside it one that may be so or so where AWS does not say how a condition holds. */
function settled(cell: KeyCell): readonly KeyCell[] {
  if (!cell.holds.includes("unsaid")) return [cell];
  const holds = cell.holds.map((each): Holds => (each === "unsaid" ? "either" : each));
  return [cell, { ...cell, real: false, holds }];
}

/**
 * A missing key: false, but true for IfExists, for ForAllValues, and for a negated operator without set operator; of a
 * negated ForAllValues no page says it.
 */
function holdsAbsent({ operator, matchers }: KeyTest): Holds {
  if (operator.comparison === "null") return holdsNull(matchers, "true");
  if (operator.ifExists) return "yes";
  if (operator.set === "all") return operator.negated ? "unsaid" : "yes";
  return operator.negated && operator.set === undefined ? "yes" : "no";
}

function holdsNull(matchers: readonly Matcher[], asked: "true" | "false"): Holds {
  return matchers.some(({ text }) => text.toLowerCase() === asked) ? "yes" : "no";
}

function asOne(conditions: readonly KeyTest[]): (single: Single) => KeyCell {
  return ({ real, value, matched }) => ({
    real,
    values: [value],
    holds: conditions.map((asked, at) => holdsOne(asked, matched[at])),
  });
}

function holdsOne({ operator, matchers }: KeyTest, matched: boolean | undefined): Holds {
  if (operator.comparison === "null") return holdsNull(matchers, "false");
  if (matched === undefined) return "unsaid";
  return matched === operator.negated ? "no" : "yes";
}

/** Several values at once: a condition tells two sets apart by one value each, so that few are enough. */
function setsOf(
  singles: readonly Single[],
  conditions: readonly KeyTest[],
  isList: boolean,
): readonly KeyCell[] | undefined {
  const elements = [...new Map(singles.map((one) => [`${one.real} ${one.matched.join()}`, one])).values()];
  const most = Math.max(2, conditions.filter(({ operator }) => operator.set !== undefined).length);
  let sets: (readonly Single[])[] = elements.map((one) => [one]);
  const all: (readonly Single[])[] = [];
  for (let size = 2; size <= Math.min(most, elements.length); size++) {
    sets = sets.flatMap((set) => {
      const after = elements.indexOf(set.at(-1) as Single) + 1;
      return elements.slice(after).map((one) => [...set, one]);
    });
    all.push(...sets);
    if (all.length > mostCells) return undefined;
  }
  return all.flatMap((set) => setCells(set, conditions, isList));
}

function setCells(
  set: readonly Single[],
  conditions: readonly KeyTest[],
  isList: boolean,
): readonly KeyCell[] {
  const values = set.map(({ value }) => value);
  const holds = (unsaid: Holds) =>
    conditions.map((asked, at): Holds => {
      const { operator } = asked;
      const each = set.map((one) => holdsOne(asked, one.matched[at]));
      if (operator.comparison === "null") return each[0] ?? "unsaid";
      // No page says what an operator without a set operator makes of several values.
      if (operator.set === undefined || each.includes("unsaid")) return unsaid;
      return each[operator.set === "all" ? "every" : "some"]((one) => one === "yes") ? "yes" : "no";
    });
  const isReal = isList && set.every(({ real }) => real);
  const maybe = { real: false, values, holds: holds("either") };
  return isReal ? [{ real: true, values, holds: holds("unsaid") }, maybe] : [maybe];
}

function unique(cells: readonly KeyCell[]): readonly KeyCell[] {
  const known = new Map<string, KeyCell>();
  for (const cell of cells) {
    const id = `${cell.values.length > 0} ${cell.holds.join()}`;
    if (known.get(id)?.real !== true) known.set(id, cell);
  }
  return [...known.values()];
}
