/** What the sandbox holds when it is new: one key for each situation that a reader may want to try, and who may ask. */
import { creatingGrants } from "./manners.js";
import type { Home, JsonObject, Manners, State, StoredKey } from "./model.js";
import { sha256 } from "./mwaa-grants.js";
import { accountOf, keyArn, keyIdOf, partitionOf, rootArn } from "./names.js";
import { printPolicy } from "./policy-text.js";
import { made } from "./seed-day.js";
import { seedEnvironments, seedGrants } from "./seed-environments.js";
import {
  awsManagedPolicy,
  dataPlatformGrants,
  dataPlatformUse,
  logsDeny,
  logsStatement,
  nearlyFullPolicy,
  otherAccountPolicy,
  policyWith,
} from "./seed-policies.js";
import { seedPrincipals } from "./seed-principals.js";
import { seedNeighbours } from "./seed-services.js";

interface Seed {
  readonly id: string;
  /** Absent: the documented statement beside a third party's. */
  readonly policy?: (home: Home) => JsonObject;
  readonly facts?: Partial<StoredKey>;
  readonly place?: "other-region" | "other-account";
}

const mrk = "mrk-5eed0000000040008000000000000009";

const table = {
  ready: { id: "01" },
  "lacks-statement": {
    id: "02",
    policy: (home) => policyWith(home, [dataPlatformUse(home), dataPlatformGrants(home)]),
  },
  denied: {
    id: "03",
    policy: (home) => policyWith(home, [dataPlatformUse(home), logsStatement(home), logsDeny(home)]),
  },
  "wrong-region-statement": { id: "04", policy: (home) => elsewhere(home) },
  disabled: { id: "05", facts: { KeyState: "Disabled" } },
  "pending-deletion": { id: "06", facts: { KeyState: "PendingDeletion" } },
  "pending-import": { id: "07", facts: { KeyState: "PendingImport", Origin: "EXTERNAL" } },
  rsa: { id: "08", facts: { KeySpec: "RSA_2048", KeyUsage: "ENCRYPT_DECRYPT" } },
  hmac: { id: "0a", facts: { KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC" } },
  "multi-region-primary": { id: mrk, facts: { MultiRegionKeyType: "PRIMARY" } },
  "multi-region-replica": {
    id: mrk,
    policy: (home) => elsewhere(home),
    facts: { MultiRegionKeyType: "REPLICA" },
    place: "other-region",
  },
  "aws-managed": { id: "0b", policy: awsManagedPolicy, facts: { KeyManager: "AWS" } },
  "other-account": { id: "0c", policy: otherAccountPolicy, place: "other-account" },
  "nearly-full": { id: "0d", policy: nearlyFullPolicy },
  "four-grants": { id: "0e" },
  "three-grants": { id: "0f" },
  "service-grants": { id: "10" },
  "several-environments": { id: "11" },
  "creating-environment": { id: "12" },
} satisfies Record<string, Seed>;

export type SeedName = keyof typeof table;

/** The documented statement, but for the other Region. */
function elsewhere(home: Home): JsonObject {
  const statement = logsStatement({ account: home.account, region: home.otherRegion });
  return policyWith(home, [dataPlatformUse(home), statement]);
}

/** Where each seeded key is. */
export function seedArns(home: Home): Readonly<Record<SeedName, string>> {
  const arns = Object.entries<Seed>(table).map(([name, seed]) => [name, arnOf(home, seed)]);
  return Object.fromEntries(arns);
}

function arnOf(home: Home, { id, place }: Seed): string {
  const region = place === "other-region" ? home.otherRegion : home.region;
  const owner = place === "other-account" ? home.otherAccount : home.account;
  return keyArn(region, owner, id.startsWith("mrk-") ? id : keyIdOfSeed(id));
}

function keyIdOfSeed(number: string): string {
  return `5eed0000-0000-4000-8000-0000000000${number}`;
}

function keyOf(home: Home, name: string, seed: Seed, now: Date): StoredKey {
  const Arn = arnOf(home, seed);
  const symmetric = (seed.facts?.KeySpec ?? "SYMMETRIC_DEFAULT") === "SYMMETRIC_DEFAULT";
  const leaving = seed.facts?.KeyState === "PendingDeletion";
  const isPair = seed.facts?.MultiRegionKeyType !== undefined;
  const policy = seed.policy?.(home) ?? policyWith(home, [dataPlatformUse(home), logsStatement(home)]);
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
    ...(isPair ? { PrimaryRegion: home.region, ReplicaRegions: [home.otherRegion] } : {}),
    Policy: printPolicy(policy),
    Grants: seedGrants(home)[seed.id] ?? [],
    Tags: [{ TagKey: "sandbox", TagValue: name }],
    ...seed.facts,
  };
}

/** A new state; nothing in it is shared with another. */
export function seedState(home: Home, now: Date, manners: Manners): State {
  const keys = Object.entries<Seed>(table).map(([name, seed]) => keyOf(home, name, seed, now));
  const principals = Object.values(seedPrincipals(home));
  const { account, region } = home;
  const roles = principals.map(({ arn, userId, identityPolicy }) => ({
    arn: `arn:${partitionOf(region)}:iam::${accountOf(arn)}:role/${arn.split("/")[1]}`,
    roleId: userId.replace(/:.*/, ""),
    identityPolicy,
    trustPolicy: {
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: [account, home.otherAccount].map((id) => rootArn(region, id)) },
          Action: ["sts:AssumeRole", "sts:TagSession"],
        },
      ],
    },
  }));
  const arns = seedArns(home);
  const around = seedNeighbours(home, { ready: arns.ready, lacking: arns["lacks-statement"] });
  const named = (alias: string) => `arn:${partitionOf(region)}:kms:${region}:${account}:alias/${alias}`;
  const alias = (target: string) => ({ target, created: made, updated: made });
  const state: State = {
    schema: "mwaa-kms/sandbox/3",
    home,
    keys: Object.fromEntries(keys.map((key) => [key.Arn, key])),
    aliases: {
      [named("ready")]: alias(arns.ready),
      [named("aws/airflow")]: alias(arns["aws-managed"]),
    },
    principals: Object.fromEntries(principals.map((one) => [one.accessKeyId, one])),
    roles: Object.fromEntries([...roles, ...around.roles].map((role) => [role.arn, role])),
    policies: around.policies,
    logGroups: around.logGroups,
    buckets: around.buckets,
    environments: seedEnvironments(
      home,
      (number) => keyArn(region, account, keyIdOfSeed(number)),
      now.getTime() + manners.creationMs,
    ),
    deletedPrincipals: [],
    knownPrincipals: [],
  };
  const creating = state.keys[arns["creating-environment"]];
  if (creating !== undefined) creatingGrants(creating, creating.Grants, now, manners);
  return structuredClone(state);
}
