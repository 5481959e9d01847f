/**
 * All the ways in which a text can stand to a set of patterns: one cell for each combination of matches that may occur.
 * It compares patterns with patterns and texts, and knows neither action nor condition key.
 */
import { coversArn, coversPattern } from "../evaluate/covers.js";
import { matches, type Shape, wildcards } from "../evaluate/match.js";

/** What a text is held against. `open`: AWS does not say, or only the request tells, what it matches. */
export interface Matcher {
  readonly kind: "exact" | "fold" | "like" | "arn" | "open";
  readonly text: string;
}

/** Whether each matcher matches, in their order; undefined for one that is open. */
export type Signs = readonly (boolean | undefined)[];

/** One combination. `sample` is a text that shows that it occurs; without one, it only may. */
export interface ValueCell {
  readonly signs: Signs;
  readonly sample?: string;
}

const mostPatterns = 40;
const mostVectors = 256;
const mostCells = 2048;
const mostOpen = 3;

/**
 * @param known texts that are held against the matchers beside those which the matchers name
 * @returns every combination that may occur, or undefined where there are too many
 */
export function valueCells(
  matchers: readonly Matcher[],
  known: readonly string[] = [],
): readonly ValueCell[] | undefined {
  const patterns = matchers.filter(({ kind }) => kind !== "exact" && kind !== "open");
  const open = matchers.filter(({ kind }) => kind === "open").length;
  if (patterns.length > mostPatterns || open > mostOpen) return undefined;
  const literals = [...new Set([...known, ...matchers.filter(({ kind }) => kind === "exact").map(textOf)])];
  const cells = new Map<string, ValueCell>();
  const add = (signs: Signs, sample?: string) => {
    const id = signs.join();
    if (cells.get(id)?.sample === undefined) {
      cells.set(id, { signs, ...(sample === undefined ? {} : { sample }) });
    }
  };
  const samples = new Set([
    ...literals,
    ...patterns.flatMap((one) => samplesOf(one, patterns)),
    "another-value",
    "",
  ]);
  for (const sample of samples) {
    // Of a key whose value is empty, no page says how it compares.
    if (sample === "") continue;
    add(
      matchers.map((matcher) => test(matcher, sample)),
      sample,
    );
  }
  const vectors = combinations(patterns);
  if (vectors === undefined) return undefined;
  for (const vector of vectors) {
    add(
      matchers.map((matcher) =>
        matcher.kind === "open" ? undefined : matcher.kind !== "exact" && vector.has(matcher),
      ),
    );
  }
  const all = open === 0 ? [...cells.values()] : [...cells.values()].flatMap(opened);
  return all.length > mostCells ? undefined : all;
}

/** @returns whether the matcher matches a text; undefined where that is open */
export function test(matcher: Matcher, value: string): boolean | undefined {
  const { kind, text } = matcher;
  switch (kind) {
    case "exact":
      return value === text;
    case "fold":
      return value.toLowerCase() === text.toLowerCase();
    case "like":
      return shapesOf(matcher).every((shape) => matches(shape, value));
    case "arn": {
      const found = partsOf(value);
      return found.length === 6 && shapesOf(matcher).every((shape, at) => matches(shape, found[at] ?? ""));
    }
    case "open":
      return undefined;
  }
}

const shapes = new WeakMap<Matcher, readonly Shape[]>();

function shapesOf(matcher: Matcher): readonly Shape[] {
  const { kind, text } = matcher;
  const known = shapes.get(matcher) ?? (kind === "arn" ? partsOf(text) : [text]).map(wildcards);
  shapes.set(matcher, known);
  return known;
}

/** What is open may be so or so: the cell as it is, and each way in which it can be settled. */
function opened(cell: ValueCell): readonly ValueCell[] {
  const at = cell.signs.indexOf(undefined);
  if (at < 0) return [cell];
  const settled = [true, false].map((sign) => ({ signs: cell.signs.with(at, sign) }));
  return [...(cell.sample === undefined ? [] : [cell]), ...settled.flatMap(opened)];
}

/** Which patterns can match one text that no exact matcher names, as far as pairs of them tell. */
function combinations(patterns: readonly Matcher[]): readonly ReadonlySet<Matcher>[] | undefined {
  let vectors: ReadonlySet<Matcher>[] = [new Set()];
  for (const [at, pattern] of patterns.entries()) {
    const earlier = patterns.slice(0, at);
    const within = earlier.filter((other) => implies(pattern, other));
    const around = earlier.filter((other) => implies(other, pattern));
    const apart = earlier.filter((other) => areDisjoint(pattern, other));
    vectors = vectors.flatMap((vector) => {
      const canMatch =
        within.every((other) => vector.has(other)) && !apart.some((other) => vector.has(other));
      const canFail = !around.some((other) => vector.has(other));
      return [...(canFail ? [vector] : []), ...(canMatch ? [new Set([...vector, pattern])] : [])];
    });
    if (vectors.length > mostVectors) return undefined;
  }
  return vectors;
}

/** Whether all that one matches is certainly matched by the other. */
function implies(narrow: Matcher, wide: Matcher): boolean {
  if (wide.kind === "like" && /^\*+$/.test(wide.text)) return true;
  if (narrow.kind === "fold" || wide.kind === "fold") {
    return narrow.kind === wide.kind && narrow.text.toLowerCase() === wide.text.toLowerCase();
  }
  if (narrow.kind === "like" && wide.kind === "arn") return false;
  return narrow.kind === "arn" && wide.kind === "arn"
    ? coversArn(wide.text)(narrow.text)
    : coversPattern(wide.text)(narrow.text);
}

/** Whether no text is certainly matched by both. */
function areDisjoint(one: Matcher, other: Matcher): boolean {
  if (one.kind === "arn" && other.kind === "arn") {
    const [parts, others] = [partsOf(one.text), partsOf(other.text)];
    return parts.some((part, at) => !haveCommon(part, others[at] ?? ""));
  }
  if (one.kind !== "fold" && other.kind !== "fold") return !haveCommon(one.text, other.text);
  const [text, with_] = [one, other].map((each) => (each.kind === "fold" ? escaped(each.text) : each.text));
  if (one.kind === "fold" && other.kind === "fold") return text?.toLowerCase() !== with_?.toLowerCase();
  return !haveCommon((text ?? "").toLowerCase(), (with_ ?? "").toLowerCase());
}

/** A text compared without case knows no wildcards; as a pattern it is given up, and overlaps with what it might. */
function escaped(text: string): string {
  return text.replace(/[*?]/g, "?");
}

/** Whether some text fits both patterns. */
function haveCommon(one: string, other: string): boolean {
  let row = new Set([0]);
  const closed = (places: Set<number>) => {
    for (const place of places) if (other[place] === "*") places.add(place + 1);
    return places;
  };
  closed(row);
  for (const code of one) {
    const next = new Set<number>();
    if (code === "*") {
      const first = Math.min(...row);
      for (let place = first; place <= other.length; place++) next.add(place);
    } else {
      for (const place of row) {
        const found = other[place];
        if (found === "*") next.add(place);
        else if (found !== undefined && (found === "?" || code === "?" || found === code))
          next.add(place + 1);
      }
    }
    if (next.size === 0) return false;
    row = closed(next);
  }
  return row.has(other.length);
}

/** Texts that a pattern matches, some of them such that another matches them too. */
function samplesOf({ kind, text }: Matcher, others: readonly Matcher[]): readonly string[] {
  if (kind === "fold") {
    const [lower, upper] = [text.toLowerCase(), text.toUpperCase()];
    return [text, lower, upper, `${upper.slice(0, 1)}${lower.slice(1)}`];
  }
  const filled = (star: string) => text.replaceAll("?", "k").replaceAll("*", star);
  const near = others.slice(0, 10).flatMap((other) => {
    const star = (kind === "arn" ? (partsOf(other.text)[5] ?? "") : other.text).replace(/[*?]/g, "");
    return [text.replace("*", star), text.replace(/\*(?=[^*]*$)/, star)].map((each) =>
      each.replaceAll("?", "k").replaceAll("*", ""),
    );
  });
  return [filled("x"), filled("zq9"), filled(""), ...near].slice(0, 24);
}

function partsOf(arn: string): readonly string[] {
  const parts = arn.split(":");
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}

function textOf({ text }: Matcher): string {
  return text;
}
