/**
 * Whether a change of policy lets anybody do more than before. It compares what statements allow and deny; which of
 * them changed into which is difference.ts's question.
 */
import type { NormalForm } from "./normal-form.js";

/** `no` is said only when it is certain. */
export type Widens = "no" | "yes" | "unknown";

export function widens(before: readonly NormalForm[], after: readonly NormalForm[]): Widens {
  const left = new Set(before.map((form) => form.key));
  return after.every((form) => left.has(form.key)) && before.length === after.length ? "no" : "unknown";
}
