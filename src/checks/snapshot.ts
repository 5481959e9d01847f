/** Everything that was asked of AWS for one run, each answer known or unknown. It judges nothing. */

import { logGroupNames } from "../choices.js";
import type { Grant } from "../grants/expected.js";
import { partitionById } from "../key/arn.js";
import type {
  Bucket,
  CallerIdentity,
  DryRun,
  ExecutionRole,
  ExistingLogGroup,
  KeyMetadata,
  Rotation,
} from "../key/facts.js";
import type { Target } from "../key/target.js";
import type { LogsRequest } from "../policy/evaluate/request.js";
import { problem } from "../problems/problem.js";
import { type Fact, known, unknown } from "../problems/result.js";

/** What a check may ask for, by name, once it is known. */
export interface Facts {
  readonly caller: CallerIdentity;
  readonly key: KeyMetadata;
  /** The key policy's text, as GetKeyPolicy printed it. */
  readonly policy: string;
  readonly grants: readonly Grant[];
  /** The key's tags, by name. */
  readonly tags: Readonly<Record<string, string>>;
  readonly rotation: Rotation;
  /** What the caller may do, as KMS's dry runs say; one of each. */
  readonly dryRuns: readonly DryRun[];
  readonly bucket: Bucket;
  readonly executionRole: ExecutionRole;
  /** The role that creates the environment, with its policies. */
  readonly creator: ExecutionRole;
  /** The log groups `airflow-<environment>-*` that are there already. */
  readonly logGroups: readonly ExistingLogGroup[];
}

export type FactName = keyof Facts;

/** The facts of one moment. `takenAt` is ISO 8601, UTC. */
export type Snapshot = {
  readonly takenAt: string;
  readonly target: Target;
  /** The endpoint that answered for KMS: `https://kms.us-east-1.amazonaws.com`. */
  readonly endpoint?: string;
  /** Who calls for the key's account, where that is another identity than `caller`. */
  readonly keyCaller?: Fact<CallerIdentity>;
  /** `file` for a policy that KMS does not have yet, as far as is known. */
  readonly policyFrom?: "file";
} & { readonly [Name in FactName]: Fact<Facts[Name]> };

/** The names of all facts. */
export const factNames = [
  ...["caller", "key", "policy", "grants", "tags", "rotation", "dryRuns"],
  ...["bucket", "executionRole", "creator", "logGroups"],
] as readonly FactName[];

/** A snapshot of the facts that are given; the others were not asked for. */
export function snapshotOf(
  takenAt: string,
  target: Target,
  given: { readonly [Name in FactName]?: Fact<Facts[Name]> },
): Snapshot {
  const absent = Object.fromEntries(factNames.map((name) => [name, notAsked(name)]));
  return { ...absent, ...given, takenAt, target } as Snapshot;
}

/** A fact that this run did not ask for. */
export function notAsked<T>(fact: string): Fact<T> {
  return unknown(problem("readiness/not-asked", { fact }));
}

/** The account of the environment: `--account`, else the caller's. */
export function environmentAccount(snapshot: Pick<Snapshot, "target" | "caller">): Fact<string> {
  const { target, caller } = snapshot;
  if (target.account !== undefined) return known(target.account);
  return caller.known ? known(caller.value.account) : caller;
}

/** Who reads and writes the key policy: the identity for the key's account, else the caller. */
export function policyCaller({
  keyCaller,
  caller,
}: Pick<Snapshot, "keyCaller" | "caller">): Fact<CallerIdentity> {
  return keyCaller ?? caller;
}

/** The account that owns the key: the ARN's, else DescribeKey's, else the caller's (a bare key ID is his own key). */
export function keyAccount(snapshot: Pick<Snapshot, "target" | "caller" | "key">): Fact<string> {
  const { target, caller, key } = snapshot;
  if (target.key.form === "arn") return known(target.key.account);
  if (key.known && key.value.AWSAccountId !== undefined) return known(key.value.AWSAccountId);
  return caller.known ? known(caller.value.account) : caller;
}

/** The key's ARN: as given, else as DescribeKey says, else made of Region and account. Undefined: nobody said. */
export function keyArn(snapshot: Pick<Snapshot, "target" | "caller" | "key">): string | undefined {
  const { target, key } = snapshot;
  if (target.key.form === "arn") return target.key.given;
  if (key.known && key.value.Arn !== undefined) return key.value.Arn;
  const account = keyAccount(snapshot);
  if (!account.known) return undefined;
  return `arn:${target.partition}:kms:${target.region}:${account.value}:key/${target.key.keyId}`;
}

/** Whose use of which key the policy is judged by: CloudWatch Logs, for the environment's log groups. */
export function logsRequest(snapshot: Snapshot): LogsRequest {
  const { target } = snapshot;
  const account = environmentAccount(snapshot);
  const owner = keyAccount(snapshot);
  const arn = keyArn(snapshot);
  return {
    partition: partitionById(target.partition),
    region: target.region,
    at: snapshot.takenAt,
    ...(account.known ? { account: account.value } : {}),
    ...(owner.known ? { keyAccount: owner.value } : {}),
    ...(arn === undefined ? {} : { keyArn: arn }),
    ...(target.environment === undefined ? {} : { environment: target.environment }),
    ...(target.environment === undefined || target.logTypes === undefined
      ? {}
      : { logGroups: logGroupNames(target.environment, target.logTypes) }),
  };
}
