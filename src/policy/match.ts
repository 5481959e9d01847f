/**
 * Wildcards: `*` and `?` of the IAM language, against a text, or against a text that is known only in part. It builds no
 * regular expression: the cost is bounded by pattern length times text length, whatever the pattern.
 */
import { type Truth, truthOf } from "./truth.js";

/**
 * A pattern, or the shape of a text: one number for each place. Zero and above is a UTF-16 code unit that stands for itself.
 * A shape may also hold a digit or a run of the characters that an MWAA environment's name may have.
 */
export type Shape = readonly number[];

/** `?`: any one character. */
export const anyOne = -1;
/** `*`: any run of characters, the empty one too. */
export const anyRun = -2;
/** In a shape only: a run of letters, digits, `-` and `_`. */
export const nameRun = -3;
/** In a shape only: one digit of an account that is not known. */
export const digit = -4;

/**
 * A text of a request. Where parts are not known, `shape` says what it can be, and `examples` are so different from each
 * other that a pattern which matches all of them matches whatever the unknown parts are.
 */
export interface Text {
  readonly examples: readonly string[];
  readonly shape?: Shape;
}

/** A text that is known whole. */
export function textOf(text: string): Text {
  return { examples: [text] };
}

/** @returns the pattern in which every character stands for itself */
export function literal(text: string): Shape {
  const shape: number[] = [];
  for (let at = 0; at < text.length; at++) shape.push(text.charCodeAt(at));
  return shape;
}

/** @returns the pattern in which `*` and `?` are wildcards */
export function wildcards(text: string): Shape {
  return literal(text).map((code) => (code === 42 ? anyRun : code === 63 ? anyOne : code));
}

/** @returns whether the pattern has a wildcard */
export function isWild(pattern: Shape): boolean {
  return pattern.some((code) => code < 0);
}

/** @returns whether the pattern matches the whole text; character case counts */
export function matches(pattern: Shape, text: string): boolean {
  let at = 0;
  let in_ = 0;
  let star = -1;
  let resume = 0;
  while (in_ < text.length) {
    const code = pattern[at];
    if (code === anyRun) {
      star = at++;
      resume = in_;
      if (at === pattern.length) return true;
    } else if (code === anyOne || code === text.charCodeAt(in_)) {
      at++;
      in_++;
    } else if (star >= 0) {
      // Only the last `*` can be asked to take more: an earlier one could not do better.
      at = star + 1;
      in_ = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[at] === anyRun) at++;
  return at === pattern.length;
}

/** @returns whether some text fits both the pattern and the shape */
export function overlaps(pattern: Shape, shape: Shape): boolean {
  let row = new Array<boolean>(shape.length + 1).fill(false);
  row[0] = true;
  for (let at = 0; at <= pattern.length; at++) {
    const code = pattern[at];
    const next = new Array<boolean>(shape.length + 1).fill(false);
    for (let in_ = 0; in_ <= shape.length; in_++) {
      if (row[in_] !== true) continue;
      const part = shape[in_];
      // A run of the shape may be empty; a run of the pattern may take one more place of the shape.
      if (part === nameRun || (code === anyRun && part !== undefined)) row[in_ + 1] = true;
      if (code === undefined) continue;
      if (code === anyRun) next[in_] = true;
      else if (part === nameRun && isNameCode(code)) next[in_] = true;
      else if (part !== undefined && part !== nameRun && fits(code, part)) next[in_ + 1] = true;
    }
    if (at === pattern.length) return row[shape.length] === true;
    row = next;
  }
  return false;
}

/** @returns yes where the pattern matches whatever the unknown parts are, unknown where it depends on them */
export function matchText(pattern: Shape, text: Text): Truth {
  if (text.examples.every((example) => matches(pattern, example))) return "yes";
  if (text.shape === undefined) return "no";
  return overlaps(pattern, text.shape) ? "unknown" : "no";
}

/** An ARN's, or an ARN pattern's, parts; the sixth keeps its colons. */
export function arnParts(arn: Shape): readonly Shape[] {
  const parts: Shape[] = [];
  let from = 0;
  while (parts.length < 5) {
    const to = arn.indexOf(58, from);
    if (to < 0) break;
    parts.push(arn.slice(from, to));
    from = to + 1;
  }
  return [...parts, arn.slice(from)];
}

/**
 * Matches as ArnLike and ArnEquals do, which are the same: each of the six parts by itself, so that a `*` never reaches over
 * a colon of the first five. Source: IAM User Guide, Amazon Resource Name (ARN) condition operators.
 *
 * @returns unknown for a pattern of fewer than six parts that matches as a text: no page says what IAM does with it
 */
export function matchArn(pattern: Shape, text: Text): Truth {
  const parts = arnParts(pattern);
  if (parts.length < 6) return matchText(pattern, text) === "no" ? "no" : "unknown";
  const all = text.examples.every((example) => fitsPartByPart(parts, splitArn(example)));
  if (all) return "yes";
  if (text.shape === undefined) return "no";
  const shapes = arnParts(text.shape);
  return truthOf(shapes.length === 6 && parts.every((part, index) => overlaps(part, shapes[index] ?? []))) ===
    "yes"
    ? "unknown"
    : "no";
}

function fitsPartByPart(parts: readonly Shape[], arn: readonly string[]): boolean {
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

function isNameCode(code: number): boolean {
  return code === anyOne || /^[A-Za-z0-9_-]$/.test(String.fromCharCode(code));
}
