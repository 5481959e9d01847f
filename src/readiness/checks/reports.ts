/** Which codes belong together, for the checks to say what they may report. It judges nothing. */
import type { Code } from "../../problem/catalogue.js";
import { lintWords } from "../../problem/words/lint.js";
import { logsWords } from "../../problem/words/logs.js";
import { nearMissWords } from "../../problem/words/near-miss.js";
import { overGrantWords } from "../../problem/words/over-grant.js";
import { policyWords } from "../../problem/words/policy.js";

function keysOf<Words extends object>(words: Words): readonly (Code & keyof Words)[] {
  return Object.keys(words) as (Code & keyof Words)[];
}

/** A Deny that keeps CloudWatch Logs from the key. */
export const denyCodes = [
  "logs/denied",
  "logs/denied-not-principal",
  "logs/deny-assumed",
] as const satisfies readonly Code[];

/** More than MWAA needs. */
export const overGrantCodes = keysOf(overGrantWords);

/** A text that is no policy. */
export const policyCodes = keysOf(policyWords).filter(
  (code) => code !== "policy/unread" && code !== "policy/not-a-policy",
);

/** What is missing, and what nearly was there. */
export const logsCodes: readonly Code[] = [...keysOf(logsWords), ...keysOf(nearMissWords)];

/** What KMS would not take again. */
export const lintCodes = keysOf(lintWords);

/** The codes of a list but for some. */
export function codesOf(all: readonly Code[], but: readonly Code[]): readonly Code[] {
  return all.filter((code) => !but.includes(code));
}
