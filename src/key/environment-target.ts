/** The target that MWAA's own account of an environment makes: its key, bucket, execution role and log types. */
import { problem } from "../problems/problem.js";
import { fail, type Result } from "../problems/result.js";
import type { MwaaEnvironment } from "./facts.js";
import { parseTarget, type Target, type TargetOptions } from "./target.js";

/** An environment's name and Region, for sentences. */
export function environmentLabel({ name, region }: Pick<MwaaEnvironment, "name" | "region">): string {
  return `${name} (${region})`;
}

/**
 * Makes a target of what MWAA shows.
 *
 * @param options what was typed, which comes before what MWAA shows; an account that is not the environment's is refused
 * @returns the target; `environment/aws-owned-key` where there is no customer managed key
 */
export function targetOfEnvironment(
  shown: MwaaEnvironment,
  options: Partial<Omit<TargetOptions, "key">> = {},
): Result<Target> {
  const { name, region, account, kmsKey, bucket, executionRole, logTypes } = shown;
  if (options.account !== undefined && options.account !== account) {
    const facts = { name, found: account, asked: options.account };
    return fail(problem("environment/other-account", facts, "--account"));
  }
  if (kmsKey === undefined)
    return fail(problem("environment/aws-owned-key", { environments: environmentLabel(shown) }));
  return parseTarget({
    ...options,
    key: kmsKey,
    region,
    account,
    environment: name,
    bucket: options.bucket ?? bucket,
    executionRole: options.executionRole ?? executionRole,
    logType: options.logType ?? logTypes,
  });
}
