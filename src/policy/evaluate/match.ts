/**
 * Wildcards: `*` and `?` of the IAM language, against a text, or against a text that is known only in part. It builds no
 * regular expression: the cost is bounded by pattern length times text length, whatever the pattern.
 */
import type { Truth } from "./truth.js";
import {
  anyOne,
  anyRun,
  digit,
  leastLength,
  matches,
  nameRun,
  type PatternShape,
  pathRun,
} from "./wildcard.js";

export { anyRun, digit, matches, nameRun, type PatternShape as Shape, pathRun } from "./wildcard.js";

/**
 * A text of a request. Where parts are not known, `shape` says what it can be, and `examples` are so different from each
 * other that a pattern which matches all of them matches whatever the unknown parts are.
 */
export interface Text {
  readonly examples: readonly string[];
  readonly shape?: PatternShape;
  /** It is none of the texts that the policy spells out: only a pattern with a wildcard can match it. */
  readonly unlisted?: true;
}

/** A text that is known whole. */
export function textOf(text: string): Text {
  return { examples: [text] };
}

/** @returns the pattern in which every character stands for itself */
export function literal(text: string): PatternShape {
  const shape: number[] = [];
  for (let at = 0; at < text.length; at++) shape.push(text.charCodeAt(at));
  return shape;
}

/** @returns the pattern in which `*` and `?` are wildcards */
export function wildcards(text: string): PatternShape {
  return literal(text).map((code) => (code === 42 ? anyRun : code === 63 ? anyOne : code));
}

/** @returns whether the pattern has a wildcard */
export function isWild(pattern: PatternShape): boolean {
  return pattern.some((code) => code < 0);
}

/** @returns whether some text fits both the pattern and the shape */
export function overlaps(pattern: PatternShape, shape: PatternShape): boolean {
  const size = shape.length;
  // An environment's name has 80 characters at most, a role's path and name 576.
  if (leastLength(pattern) > size + (shape.includes(pathRun) ? 600 : 80)) return false;
  // One row for each place of the pattern: which places of the shape it can have come to.
  let row = new Uint8Array(size + 1);
  let next = new Uint8Array(size + 1);
  row[0] = 1;
  for (let at = 0; at < pattern.length; at++) {
    const code = pattern[at] ?? anyRun;
    let alive = false;
    next.fill(0);
    for (let place = 0; place <= size; place++) {
      if (row[place] !== 1) continue;
      const part = shape[place];
      // A run of the shape may be empty; a run of the pattern may take one more place of the shape.
      if (isRun(part) || (code === anyRun && part !== undefined)) row[place + 1] = 1;
      if (code === anyRun || fitsRun(code, part)) next[place] = 1;
      else if (part !== undefined && !isRun(part) && fits(code, part)) next[place + 1] = 1;
      else continue;
      alive = true;
    }
    if (!alive) return false;
    [row, next] = [next, row];
  }
  for (let place = 0; place < size; place++) {
    if (row[place] === 1 && isRun(shape[place])) row[place + 1] = 1;
  }
  return row[size] === 1;
}

/** @returns yes where the pattern matches whatever the unknown parts are, unknown where it depends on them */
export function matchText(pattern: PatternShape, text: Text): Truth {
  if (text.unlisted === true && !isWild(pattern)) return "no";
  if (text.examples.every((example) => matches(pattern, example))) return "yes";
  if (text.shape === undefined) return "no";
  return overlaps(pattern, text.shape) ? "unknown" : "no";
}

/** An ARN's, or an ARN pattern's, parts; the sixth keeps its colons. */
export function arnParts(arn: PatternShape): readonly PatternShape[] {
  const known = split.get(arn);
  if (known !== undefined) return known;
  const parts: PatternShape[] = [];
  let from = 0;
  while (parts.length < 5) {
    const to = arn.indexOf(58, from);
    if (to < 0) break;
    parts.push(arn.slice(from, to));
    from = to + 1;
  }
  parts.push(arn.slice(from));
  split.set(arn, parts);
  return parts;
}

const split = new WeakMap<PatternShape, readonly PatternShape[]>();
const examples = new WeakMap<Text, readonly (readonly string[])[]>();

/**
 * Matches as ArnLike and ArnEquals do, which are the same: each of the six parts by itself, so that a `*` never reaches over
 * a colon of the first five. Source: IAM User Guide, Amazon Resource Name (ARN) condition operators.
 *
 * @returns unknown for a pattern of fewer than six parts that matches as a text: no page says what IAM does with it
 */
export function matchArn(pattern: PatternShape, text: Text): Truth {
  if (text.unlisted === true && !isWild(pattern)) return "no";
  const parts = arnParts(pattern);
  if (parts.length < 6) return matchText(pattern, text) === "no" ? "no" : "unknown";
  if (examplesOf(text).every((example) => fitsPartByPart(parts, example))) return "yes";
  if (text.shape === undefined) return "no";
  const shapes = arnParts(text.shape);
  const fitting = shapes.length === 6 && parts.every((part, index) => overlaps(part, shapes[index] ?? []));
  return fitting ? "unknown" : "no";
}

function examplesOf(text: Text): readonly (readonly string[])[] {
  const known = examples.get(text) ?? text.examples.map(splitArn);
  examples.set(text, known);
  return known;
}

function fitsPartByPart(parts: readonly PatternShape[], arn: readonly string[]): boolean {
  return arn.length === 6 && parts.every((part, index) => matches(part, arn[index] ?? ""));
}

function splitArn(arn: string): readonly string[] {
  const parts = arn.split(":");
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}

function fits(code: number, part: number): boolean {
  if (part === digit) return code === anyOne || (code >= 48 && code <= 57);
  return code === anyOne || code === part;
}

function isRun(part: number | undefined): boolean {
  return part === nameRun || part === pathRun;
}

/** Whether a run of a shape can hold the pattern's character. */
function fitsRun(code: number, part: number | undefined): boolean {
  if (part === nameRun) return isNameCode(code);
  return part === pathRun && (code === anyOne || (code >= 33 && code <= 126));
}

function isNameCode(code: number): boolean {
  return (
    code === anyOne ||
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 45 ||
    code === 95
  );
}
