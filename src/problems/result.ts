/** Two answers that may be missing: a text that may not parse, and a fact that AWS may not tell. */
import type { Problem } from "./problem.js";

/** What became of untrusted input: its value, or every problem that it has (not only the first). */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Something asked of AWS: known, or unknown with the reason. A refused call is one unknown, not a crash. */
export type Fact<T> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly problem: Problem };

export function parsed<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

export function refused<T>(...problems: readonly Problem[]): Parsed<T> {
  return { ok: false, problems };
}

export function known<T>(value: T): Fact<T> {
  return { known: true, value };
}

export function unknown<T>(problem: Problem): Fact<T> {
  return { known: false, problem };
}
