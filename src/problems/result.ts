/** Two answers that may be missing: a text that may not parse, and a fact that AWS may not tell. */
import type { Problem } from "./problem.js";

/** What became of untrusted input: its value, or every problem that it has (not only the first). */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Something asked of AWS: known, or unknown with the reason. A refused call is one unknown, not a crash. */
export type Fact<T> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly problem: Problem };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function fail<T>(...problems: readonly Problem[]): Result<T> {
  return { ok: false, problems };
}

export function known<T>(value: T): Fact<T> {
  return { known: true, value };
}

export function unknown<T>(problem: Problem): Fact<T> {
  return { known: false, problem };
}
