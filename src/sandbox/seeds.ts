/** What the sandbox holds when it is new: one key for each situation that a reader may want to try, and who may ask. */
import type { JsonObject, State, StoredKey, StoredPrincipal } from "./model.js";
import { accountOf, keyArn, keyIdOf, rootArn } from "./names.js";
import { printPolicy } from "./policy-text.js";
import { made, mwaaGrants, rdsGrants, sha256 } from "./seed-grants.js";
import { seedNeighbours } from "./seed-neighbours.js";
import {
  account,
  awsManagedPolicy,
  dataPlatformGrants,
  dataPlatformUse,
  homeRegion,
  logsDeny,
  logsStatement,
  nearlyFullPolicy,
  otherAccount,
  otherAccountPolicy,
  policyWith,
} from "./seed-policies.js";
import { seedPrincipals } from "./seed-principals.js";

const ready = policyWith([dataPlatformUse, logsStatement()]);

interface Seed {
  readonly id: string;
  readonly policy: JsonObject;
  readonly facts?: Partial<StoredKey>;
  readonly region?: string;
  readonly owner?: string;
}

const mrk = "mrk-5eed0000000040008000000000000009";
const pair = { PrimaryRegion: homeRegion, ReplicaRegions: ["us-west-2"] };

const table = {
  ready: { id: "01", policy: ready },
  "lacks-statement": { id: "02", policy: policyWith([dataPlatformUse, dataPlatformGrants]) },
  denied: { id: "03", policy: policyWith([dataPlatformUse, logsStatement(), logsDeny]) },
  "wrong-region-statement": { id: "04", policy: policyWith([dataPlatformUse, logsStatement("us-west-2")]) },
  disabled: { id: "05", policy: ready, facts: { KeyState: "Disabled" } },
  "pending-deletion": { id: "06", policy: ready, facts: { KeyState: "PendingDeletion" } },
  "pending-import": { id: "07", policy: ready, facts: { KeyState: "PendingImport", Origin: "EXTERNAL" } },
  rsa: { id: "08", policy: ready, facts: { KeySpec: "RSA_2048", KeyUsage: "ENCRYPT_DECRYPT" } },
  hmac: { id: "0a", policy: ready, facts: { KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC" } },
  "multi-region-primary": { id: mrk, policy: ready, facts: { ...pair, MultiRegionKeyType: "PRIMARY" } },
  "multi-region-replica": {
    id: mrk,
    policy: policyWith([dataPlatformUse, logsStatement("us-west-2")]),
    facts: { ...pair, MultiRegionKeyType: "REPLICA" },
    region: "us-west-2",
  },
  "aws-managed": { id: "0b", policy: awsManagedPolicy, facts: { KeyManager: "AWS" } },
  "other-account": { id: "0c", policy: otherAccountPolicy, owner: otherAccount },
  "nearly-full": { id: "0d", policy: nearlyFullPolicy() },
  "four-grants": { id: "0e", policy: ready, facts: { Grants: [...mwaaGrants("0e"), ...rdsGrants("0e")] } },
  "three-grants": { id: "0f", policy: ready, facts: { Grants: mwaaGrants("0f").slice(0, 3) } },
} satisfies Record<string, Seed>;

export type SeedName = keyof typeof table;

/** Where each seeded key is. */
export const seedArns: Readonly<Record<SeedName, string>> = Object.fromEntries(
  Object.entries<Seed>(table).map(([name, seed]) => [name, arnOf(seed)]),
) as Record<SeedName, string>;

function arnOf({ id, region = homeRegion, owner = account }: Seed): string {
  return keyArn(region, owner, id.startsWith("mrk-") ? id : `5eed0000-0000-4000-8000-0000000000${id}`);
}

function keyOf(name: string, seed: Seed, now: Date): StoredKey {
  const Arn = arnOf(seed);
  const symmetric = (seed.facts?.KeySpec ?? "SYMMETRIC_DEFAULT") === "SYMMETRIC_DEFAULT";
  const leaving = seed.facts?.KeyState === "PendingDeletion";
  return {
    Arn,
    CreationDate: made,
    Description: `Sandbox key: ${name}`,
    KeyManager: "CUSTOMER",
    KeySpec: "SYMMETRIC_DEFAULT",
    KeyUsage: "ENCRYPT_DECRYPT",
    KeyState: "Enabled",
    KeyRotationEnabled: symmetric,
    Origin: "AWS_KMS",
    ...(symmetric ? { CurrentKeyMaterialId: sha256(keyIdOf(Arn)) } : {}),
    ...(leaving ? { DeletionDate: Math.floor(now.getTime() / 1000) + 21 * 86_400 } : {}),
    Policy: printPolicy(seed.policy),
    Grants: [],
    Tags: [{ TagKey: "sandbox", TagValue: name }],
    ...seed.facts,
  };
}

/** A new state; nothing in it is shared with another. */
export function seedState(now: Date): State {
  const keys = Object.entries<Seed>(table).map(([name, seed]) => keyOf(name, seed, now));
  const principals = Object.values<StoredPrincipal>(seedPrincipals);
  const roles = principals.map(({ arn, userId, identityPolicy }) => {
    const owner = accountOf(arn);
    const trusted = [account, otherAccount].map((id) => rootArn(homeRegion, id));
    return {
      arn: `arn:aws:iam::${owner}:role/${arn.split("/")[1]}`,
      roleId: userId.replace(/:.*/, ""),
      identityPolicy,
      trustPolicy: {
        Statement: [{ Effect: "Allow", Principal: { AWS: trusted }, Action: "sts:AssumeRole" }],
      },
    };
  });
  const around = seedNeighbours({ ready: seedArns.ready, lacking: seedArns["lacks-statement"] });
  return structuredClone({
    schema: "mwaa-kms/sandbox/2",
    keys: Object.fromEntries(keys.map((key) => [key.Arn, key])),
    aliases: {
      [`arn:aws:kms:${homeRegion}:${account}:alias/ready`]: seedArns.ready,
      [`arn:aws:kms:${homeRegion}:${account}:alias/aws/airflow`]: seedArns["aws-managed"],
    },
    principals: Object.fromEntries(principals.map((one) => [one.accessKeyId, one])),
    roles: Object.fromEntries([...roles, ...around.roles].map((role) => [role.arn, role])),
    policies: around.policies,
    logGroups: around.logGroups,
    buckets: around.buckets,
    deletedPrincipals: [],
  });
}
