/** Which checks a waiver may excuse, and why not the others. */
import { checks } from "../readiness/checks/index.js";

/** KMS or MWAA refuses such a key, whoever decides otherwise: to call it ready would be untrue. */
const certain: ReadonlySet<string> = new Set([
  ...["identifier", "key-exists", "key-state", "key-deletion", "key-spec", "key-usage"],
]);

/** @returns whether KMS or MWAA refuses for certain where this check fails */
export function isUnwaivable(check: string): boolean {
  return certain.has(check);
}

/** The codes that a waiver may name, in the checks' order. */
export const waivable: readonly string[] = checks.map(({ id }) => id).filter((id) => !certain.has(id));
