/** The facts of one moment, asked for at the same time. What one call may not see never hides what another saw. */

import {
  type FactName,
  type Facts,
  factNames,
  notAsked,
  type Snapshot,
  snapshotOf,
} from "../checks/snapshot.js";
import type { Bucket, CallerIdentity } from "../key/facts.js";
import type { Target } from "../key/target.js";
import type { Host } from "../platform/host.js";
import { type Fact, known } from "../problems/result.js";
import type { Connection } from "./connection.js";

/** The clock, and where progress is told. */
export interface SnapshotContext {
  readonly host: Pick<Host, "now" | "sleep">;
  readonly say: (progress: string) => void;
}

/** After so many milliseconds without an answer, a person wants to know that somebody still waits. */
const patience = 4_000;

interface SnapshotCall {
  readonly target: Target;
  readonly connection: Connection;
  /** The key, as KMS is told. */
  readonly key: string;
  /** Asked once, whoever wants to know. */
  readonly caller: () => Promise<Fact<CallerIdentity>>;
}

type SnapshotQuestion<T> = (asking: SnapshotCall) => Promise<Fact<T>>;

/** How each fact is asked for. Only one dry run waits for another answer: a grant needs somebody to be for. */
const questions: { readonly [Name in FactName]: SnapshotQuestion<Facts[Name]> } = {
  caller: ({ caller }) => caller(),
  key: ({ connection, key }) => connection.describeKey(key),
  policy: ({ connection, key }) => connection.getKeyPolicy(key),
  grants: ({ connection, key }) => connection.listGrants(key),
  tags: ({ connection, key }) => connection.listResourceTags(key),
  rotation: ({ connection, key }) => connection.getKeyRotationStatus(key),
  dryRuns: ({ connection, key, caller }) => connection.dryRun(key, caller()),
  bucket: async ({ connection, target }) =>
    target.bucket === undefined ? notAsked("bucket") : readBucket(connection, target, target.bucket),
  executionRole: async ({ connection, target: { executionRole } }) =>
    executionRole === undefined ? notAsked("executionRole") : connection.executionRole(executionRole),
  creator: async ({ connection, target: { creator } }) =>
    creator === undefined ? notAsked("creator's IAM policies") : connection.executionRole(roleOf(creator)),
  logGroups: async ({ connection, target: { environment } }) =>
    environment === undefined ? notAsked("logGroups") : connection.logGroups(`airflow-${environment}-`),
};

/** The bucket, and where it names its key by an alias of this Region, the alias's key. */
async function readBucket(connection: Connection, { region }: Target, name: string): Promise<Fact<Bucket>> {
  const bucket = await connection.bucket(name);
  if (!bucket.known || bucket.value.encryption?.kmsKeyId === undefined) return bucket;
  const { encryption } = bucket.value;
  const { kmsKeyId } = bucket.value.encryption;
  const isAlias = /^(?:arn:[^:]+:kms:([^:]+):\d{12}:)?alias\/(?!aws\/)/.exec(kmsKeyId);
  if (isAlias === null || (isAlias[1] ?? bucket.value.region) !== region) return bucket;
  const key = await connection.describeKey(kmsKeyId);
  if (!key.known || key.value.Arn === undefined) return bucket;
  return known({ ...bucket.value, encryption: { ...encryption, aliasOf: key.value.Arn } });
}

/**
 * Takes a snapshot: all calls side by side, and the dry run of CreateGrant as soon as the caller is known. Of KMS and STS these are two
 * round trips.
 *
 * @param asked the facts to ask for; the others are unknown, with the reason
 */
export async function takeSnapshot(
  target: Target,
  connection: Connection,
  { host, say }: SnapshotContext,
  asked: readonly FactName[],
): Promise<Snapshot> {
  let who: Promise<Fact<CallerIdentity>> | undefined;
  const caller = () => {
    who ??= connection.getCallerIdentity();
    return who;
  };
  const asking: SnapshotCall = { target, connection, key: keyName(target), caller };
  const answered = new AbortController();
  void host.sleep(patience, answered.signal).then(() => {
    if (!answered.signal.aborted) say("Waiting for AWS. Ctrl-C stops.");
  });
  const names = factNames.filter((name) => asked.includes(name));
  const facts = await Promise.all(names.map(async (name) => [name, await questions[name](asking)] as const));
  answered.abort();
  const keyCaller = asked.includes("caller") ? await connection.keyCaller?.() : undefined;
  const snapshot = {
    ...snapshotOf(host.now().toISOString(), target, Object.fromEntries(facts)),
    ...(keyCaller === undefined ? {} : { keyCaller }),
  };
  const endpoint = connection.endpoint?.();
  return endpoint === undefined ? snapshot : { ...snapshot, endpoint };
}

/** The role of a session: IAM reads a role by its name, whatever its path. A user's policies are not read. */
function roleOf(creator: string): string {
  const [, partition, account, role] =
    /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(creator) ?? [];
  return role === undefined ? creator : `arn:${partition}:iam::${account}:role/${role}`;
}

/** How KMS is told which key: an ARN as given, else the bare key ID (`key/<id>` is a form that only MWAA takes). */
export function keyName(target: Target): string {
  return target.key.form === "arn" ? target.key.given : target.key.keyId;
}
