/**
 * Whether all that one pattern matches is matched by another. It compares patterns with patterns; whether a text
 * matches one is match.ts's question.
 */
import { matches, wildcards } from "./match.js";
import type { Truth } from "./truth.js";

/** What is left of the comparisons that one answer may cost; without any, the answer is `unknown`. */
export interface MatchBudget {
  left: number;
}

/** Reads a pattern once; the result tells of others whether the pattern matches all that they match. */
export type Covers = (wide: string) => (narrow: string) => boolean;

/** Texts that are no patterns: only the same text. */
export const coversExactly: Covers = (wide) => (narrow) => wide === narrow;

export const coversIgnoringCase: Covers = (wide) => (narrow) => wide.toLowerCase() === narrow.toLowerCase();

/**
 * Patterns with `*` and `?`. To a star, the wildcards of `narrow` are characters like others; a question mark stands
 * for one character only, and so for no star.
 */
export const coversPattern: Covers = (wide) => {
  if (!/[*?]/.test(wide)) return (narrow) => wide === narrow;
  const shape = wildcards(wide);
  const hasMark = wide.includes("?");
  return (narrow) => wide === narrow || (!(hasMark && narrow.includes("*")) && matches(shape, narrow));
};

/** ARN patterns: six parts, and the wildcards of a part stay in it. */
export const coversArn: Covers = (wide) => {
  const parts = arnParts(wide).map(coversPattern);
  return (narrow) => {
    const others = arnParts(narrow);
    if (parts.length !== 6 || others.length !== 6) return wide === narrow;
    return parts.every((covers, index) => covers(others[index] ?? ""));
  };
};

/**
 * Whether each of `narrow` is covered by one of `wide`.
 *
 * @param effort what it costs is taken from here
 * @returns unknown where a policy variable, of which only the same text is known to match, leaves it open
 */
export function coversAll(
  wide: readonly string[],
  narrow: readonly string[],
  covers: Covers,
  effort: MatchBudget,
): Truth {
  const same = narrow.length > 8 ? new Set(wide) : undefined;
  effort.left -= (wide.length + narrow.length) / 64;
  let read: readonly ((narrow: string) => boolean)[] | undefined;
  let result: Truth = "yes";
  for (const pattern of narrow) {
    if (same === undefined ? wide.includes(pattern) : same.has(pattern)) continue;
    read ??= wide.map(covers);
    const found = coversOne(wide, read, pattern, effort);
    if (found === "no") return "no";
    if (found === "unknown") result = "unknown";
  }
  return result;
}

function coversOne(
  wide: readonly string[],
  read: readonly ((narrow: string) => boolean)[],
  pattern: string,
  effort: MatchBudget,
): Truth {
  if (hasVariable(pattern)) return "unknown";
  let result: Truth = "no";
  for (const [index, other] of wide.entries()) {
    effort.left -= 1 + (other.length * pattern.length) / 1024;
    if (effort.left < 0) return "unknown";
    if (hasVariable(other)) result = "unknown";
    else if (read[index]?.(pattern) === true) return "yes";
  }
  return result;
}

/** @returns whether the text has a policy variable, `${aws:username}` */
export function hasVariable(text: string): boolean {
  return text.includes("${");
}

function arnParts(arn: string): readonly string[] {
  const parts = arn.split(":");
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}
