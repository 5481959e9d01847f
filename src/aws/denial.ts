/** Which kind of policy refuses a call, by AWS's own sentence. */
import type { Denial } from "../key/facts.js";

const kinds: readonly (readonly [RegExp, Denial["policy"]])[] = [
  [/service control policy/i, "service-control"],
  [/resource control policy/i, "resource-control"],
  [/VPC endpoint policy/i, "vpc-endpoint"],
  [/permissions boundary/i, "boundary"],
  [/session policy/i, "session"],
  [/identity-based policy/i, "identity"],
  [/resource-based policy/i, "key"],
];

/**
 * Reads AWS's half-sentence: "with an explicit deny in a resource-based policy", "because no identity-based policy allows …".
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function readDenial(said: string): Denial {
  const reason = /(?:with an explicit deny|because no) .*/s.exec(said)?.[0] ?? "";
  const policy = kinds.find(([words]) => words.test(reason))?.[1] ?? "unsaid";
  return { policy, explicit: /explicit deny/.test(said) };
}
