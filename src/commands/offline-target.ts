/** Region, account and environment for the verbs that ask nobody: from the words typed, the ARN, and AWS_REGION. */
import type { PartitionId } from "../key/arn.js";
import { parseKeyIdentifier } from "../key/identifier.js";
import { parseAccount, parseEnvironmentName, parseRegion } from "../key/target.js";
import type { Host } from "../platform/host.js";
import { problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";
import { usageError } from "../report/compose.js";
import type { ReportParts } from "../report/report.js";
import type { AwsOptions, KeyOptions } from "../session/context.js";

/** Where the environment is, as far as it was said. */
export interface OfflineTarget {
  readonly partition: PartitionId;
  readonly region: string;
  readonly account?: string;
  readonly environment?: string;
  /** The key's ARN or ID, where one was given. */
  readonly key?: string;
  /** The key's owner, where an ARN was given. */
  readonly keyAccount?: string;
}

/** Reads a place; no file and no service is asked, so these verbs start at once. */
export function parsePlace(
  key: string | undefined,
  options: KeyOptions,
  host: Pick<Host, "env">,
): Result<OfflineTarget> {
  const identifier = key === undefined ? undefined : parseKeyIdentifier(key);
  const named = identifier?.ok && identifier.value.form === "arn" ? identifier.value : undefined;
  const text = options.region ?? named?.region ?? host.env["AWS_REGION"] ?? host.env["AWS_DEFAULT_REGION"];
  const region = text === undefined ? fail<never>(problem("target/no-region", {})) : parseRegion(text);
  const account = options.account === undefined ? undefined : parseAccount(options.account);
  const environment =
    options.environment === undefined ? undefined : parseEnvironmentName(options.environment);
  const all = [identifier, region, account, environment];
  const problems = all.flatMap((each) => (each === undefined || each.ok ? [] : each.problems));
  if (problems.length > 0 || !region.ok) return fail(...problems);
  if (named !== undefined && named.region !== region.value.region) {
    const facts = { given: named.given, keyRegion: named.region, region: region.value.region };
    return fail(problem("key/other-region", facts));
  }
  const owner = account?.ok ? account.value : named?.account;
  return ok({
    ...region.value,
    ...(owner === undefined ? {} : { account: owner }),
    ...(environment?.ok ? { environment: environment.value } : {}),
    ...(key === undefined ? {} : { key }),
    ...(named === undefined ? {} : { keyAccount: named.account }),
  });
}

export interface GrantsOptions extends KeyOptions, AwsOptions {
  readonly verify?: boolean;
  /** The environments that exist, with commas. */
  readonly environments?: string;
}

/** MWAA puts the environment's name into its grants' names, so that nothing can be said without it. */
export function withoutEnvironment(key: string | undefined): ReportParts {
  const facts = { command: "grants", key: key ?? "KEY" };
  return usageError("grants", [problem("environment/missing", facts, "--environment")]);
}
