/** What a test may change in a sandbox behind the back of its clients. Knows no request. */
import { randomBytes } from "node:crypto";
import { creatingGrants } from "./manners.js";
import type {
  JsonObject,
  KeyFacts,
  Manners,
  State,
  StoredBucket,
  StoredGrant,
  StoredKey,
  StoredRole,
} from "./model.js";
import { type GrantShape, mwaaGrants, otherGrants, rdsGrants } from "./mwaa-grants.js";
import { partitionOf, readArn } from "./names.js";
import type { Store } from "./state.js";

export interface SandboxChanges {
  /** Stores a policy text as it stands, checked by nothing. */
  putPolicyRaw(keyArn: string, text: string): void;
  /** Changes facts of a key. */
  setKey(keyArn: string, facts: Partial<KeyFacts>): void;
  /** Replaces the grants of a key. */
  setGrants(keyArn: string, grants: readonly StoredGrant[]): void;
  /**
   * Adds MWAA's four grants for an environment, and Aurora's two.
   * `shape`: where MWAA's name stands. `children`: the grants of SQS, Secrets Manager and DynamoDB too.
   * `overMs`: one after the other in this time. All of it is an assumption: no real ListGrants is public.
   */
  addMwaaGrants(
    keyArn: string,
    environment: string,
    options?: { shape?: GrantShape; children?: boolean; overMs?: number },
  ): void;
  /** Adds a session of a role, known to IAM from now on. */
  addPrincipal(principal: { role: string; account?: string; identityPolicy?: JsonObject }): {
    accessKeyId: string;
    secretAccessKey: string;
    arn: string;
  };
  /** Lets principals exist that nothing else here knows, for policies under `strict`. */
  addKnownPrincipals(...arns: readonly string[]): void;
  /** Adds a bucket, or replaces the one of that name. */
  putBucket(bucket: StoredBucket): void;
  /** Sets the permission policies or the trust policy of a role that is there. */
  setRole(
    roleArn: string,
    policies: Partial<Pick<StoredRole, "inlinePolicies" | "attachedPolicies" | "trustPolicy">>,
  ): void;
  /** Deletes a role or user from IAM: key policies that name it show its unique id from now on, and cannot be put again. */
  deletePrincipal(arn: string): void;
}

export function changesOf(store: Store, now: () => Date, manners: Manners): SandboxChanges {
  const change = <T>(act: (state: State) => T): T => store.change(false, act);
  return {
    putPolicyRaw: (keyArn, text) =>
      change((state) => {
        keyIn(state, keyArn).Policy = text;
      }),
    setKey: (keyArn, facts) => change((state) => void Object.assign(keyIn(state, keyArn), facts)),
    setGrants: (keyArn, grants) =>
      change((state) => {
        keyIn(state, keyArn).Grants = structuredClone([...grants]);
      }),
    addMwaaGrants: (keyArn, environment, { shape, children = false, overMs } = {}) =>
      change((state) => {
        const key = keyIn(state, keyArn);
        const { region = "", account = "" } = readArn(keyArn) ?? {};
        const made = now().getTime() / 1000;
        const about = { name: environment, region, account, key: `${keyArn}/${made}`, made };
        const grants = [
          ...mwaaGrants(about, shape ?? manners.grantShape),
          ...rdsGrants(about),
          ...(children ? otherGrants(about) : []),
        ];
        key.Grants.push(...grants);
        if (overMs !== undefined) creatingGrants(key, grants, now(), { ...manners, creationMs: overMs });
      }),
    addPrincipal: (principal) => change((state) => addPrincipal(state, principal)),
    addKnownPrincipals: (...arns) => change((state) => void state.knownPrincipals.push(...arns)),
    putBucket: (bucket) => change((state) => void Object.assign(state.buckets, { [bucket.name]: bucket })),
    setRole: (roleArn, policies) =>
      change((state) => void Object.assign(state.roles[roleArn] ?? {}, policies)),
    deletePrincipal: (arn) => change((state) => deletePrincipal(state, arn)),
  };
}

export function keyIn(state: State, keyArn: string): StoredKey {
  const key = Object.hasOwn(state.keys, keyArn) ? state.keys[keyArn] : undefined;
  if (key === undefined) throw new Error(`The sandbox has no key ${keyArn}`);
  return key;
}

function addPrincipal(
  state: State,
  { role, account = state.home.account, identityPolicy = {} }: Parameters<SandboxChanges["addPrincipal"]>[0],
) {
  const accessKeyId = `SANDBOXADDED${randomBytes(4).toString("hex").toUpperCase()}`;
  const secretAccessKey = randomBytes(30).toString("base64");
  const arn = `arn:${partitionOf(state.home.region)}:sts::${account}:assumed-role/${role}/sandbox`;
  const userId = `AROA${randomBytes(8).toString("hex").toUpperCase()}:sandbox`;
  state.principals[accessKeyId] = { accessKeyId, secretAccessKey, arn, userId, identityPolicy };
  return { accessKeyId, secretAccessKey, arn };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html ("unique identifiers") */
function deletePrincipal(state: State, arn: string): void {
  const prefix = arn.includes(":user/") ? "AIDA" : "AROA";
  const uniqueId = `${prefix}${randomBytes(8).toString("hex").toUpperCase()}`;
  state.deletedPrincipals.push(arn);
  for (const key of Object.values(state.keys)) {
    key.Policy = key.Policy.replaceAll(JSON.stringify(arn), JSON.stringify(uniqueId));
  }
}
