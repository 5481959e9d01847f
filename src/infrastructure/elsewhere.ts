/** A key that the file does not have: what its ARN says of it, and a policy that was given. */
import { parseArn } from "../key/arn.js";
import { type Problem, problem } from "../problems/problem.js";
import { type Fact, unknown } from "../problems/result.js";
import type { PlannedKey } from "./model.js";
import { givenPolicy } from "./template-key.js";

/** The checks of a key's own members, which only AWS could answer. */
const ofTheKey = [
  ...["key-state", "key-spec", "key-usage", "key-manager", "key-origin", "single-region", "rotation"],
];

/**
 * @param identifier as it is written; absent where it is not known
 * @param policy given with --key-policy
 * @param command the options as they are to be typed again
 */
export function elsewhere(
  identifier: string | undefined,
  policy: Fact<string> | undefined,
  command: string,
): PlannedKey {
  const key = identifier ?? "The key";
  const reason: Problem = problem("iac/elsewhere", { key, command });
  const arn = identifier === undefined ? undefined : parseArn(identifier);
  return {
    address: identifier ?? "",
    spot: { address: key },
    metadata: {
      KeyId: arn === undefined ? (identifier ?? "") : arn.resource.slice("key/".length),
      ...(arn === undefined || identifier === undefined
        ? {}
        : { Arn: identifier, AWSAccountId: arn.account }),
    },
    unknown: Object.fromEntries(ofTheKey.map((check) => [check, reason])),
    policy: policy === undefined ? unknown(reason) : givenPolicy(policy, key),
    rotation: unknown(reason),
    spots: {},
  };
}
