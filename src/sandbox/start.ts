/** The sandbox's public face: starts a local KMS, STS, CloudWatch Logs, S3 and IAM for the real AWS SDK. Knows nothing of the product. */
import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import type { Fault, SandboxCall } from "./faults.js";
import { memoryStore } from "./memory.js";
import type { JsonObject, KeyFacts, State, StoredBucket, StoredKey, StoredRole } from "./model.js";
import { homeRegion, account as seedAccount } from "./seed-policies.js";
import { type SeedPrincipal, seedPrincipals } from "./seed-principals.js";
import { type SeedName, seedArns, seedState } from "./seeds.js";
import { listen } from "./server.js";
import { fileStore, forgetFile } from "./state.js";

export type { Fault, SandboxCall } from "./faults.js";
export type { KeyFacts, StoredKey } from "./model.js";
export type { SeedPrincipal } from "./seed-principals.js";
export type { SeedName } from "./seeds.js";

export interface SandboxOptions {
  /** The JSON file that keeps the state; absent: in memory. */
  statePath?: string;
  /** Default 0: any free port. Always on 127.0.0.1. */
  port?: number;
  /** Stamps what is stored and ends temporary credentials. Signatures are held against the machine's own clock, which the SDK signs with. */
  now?: () => Date;
  /** Asked for each request before it is carried out. */
  fault?: (call: SandboxCall) => Fault | undefined;
}

export interface SandboxCredentials {
  accessKeyId: string;
  secretAccessKey: string;
}

export interface Sandbox {
  readonly url: string;
  readonly region: "us-east-1";
  readonly account: "111122223333";
  /** The administrator's. */
  readonly credentials: SandboxCredentials;
  /** Everyone the sandbox is seeded with. */
  readonly principals: Readonly<Record<SeedPrincipal, SandboxCredentials & { arn: string }>>;
  readonly seeds: Readonly<Record<SeedName, string>>;
  /** Every request so far. */
  readonly calls: readonly SandboxCall[];
  /** The stored document, as GetKeyPolicy would print it. */
  policyOf(keyArn: string): string;
  /** The stored facts of a key, and its grants. */
  keyOf(keyArn: string): Readonly<StoredKey>;
  /** Stores a policy text as it stands, judged by nobody. */
  putPolicyRaw(keyArn: string, text: string): void;
  /** Changes facts of a key. */
  setKey(keyArn: string, facts: Partial<KeyFacts>): void;
  /** Adds a session of a role, known to IAM from now on. */
  addPrincipal(principal: {
    role: string;
    account?: string;
    identityPolicy?: JsonObject;
  }): SandboxCredentials & {
    arn: string;
  };
  /** Adds a bucket, or replaces the one of that name. */
  putBucket(bucket: StoredBucket): void;
  /** Sets the permission policies of a role that is there. */
  setRole(roleArn: string, policies: Pick<StoredRole, "inlinePolicies" | "attachedPolicies">): void;
  /** Deletes a role or user from IAM: key policies that name it show its unique id from now on, and cannot be put again. */
  deletePrincipal(arn: string): void;
  /** Ends every connection and the server. */
  close(): Promise<void>;
}

/**
 * Starts a sandbox.
 * @throws when the port is taken, or when `statePath` holds something that is not a sandbox's state.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const now = options.now ?? (() => new Date());
  const seed = (): State => seedState(now());
  const store = options.statePath === undefined ? memoryStore(seed) : fileStore(options.statePath, seed);
  const calls: SandboxCall[] = [];
  const closing = new AbortController();
  const parts = { store, calls, now, fault: options.fault ?? (() => undefined), closing: closing.signal };
  const server = await listen(parts, options.port ?? 0);
  const change = <T>(act: (state: State) => T): T => {
    const state = store.read();
    const result = act(state);
    store.write(state);
    return result;
  };
  const { accessKeyId, secretAccessKey } = seedPrincipals.administrator;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: homeRegion,
    account: seedAccount,
    credentials: { accessKeyId, secretAccessKey },
    principals: seedPrincipals,
    seeds: seedArns,
    calls,
    policyOf: (keyArn) => keyIn(store.read(), keyArn).Policy,
    keyOf: (keyArn) => keyIn(store.read(), keyArn),
    putPolicyRaw: (keyArn, text) =>
      change((state) => {
        keyIn(state, keyArn).Policy = text;
      }),
    setKey: (keyArn, facts) => change((state) => void Object.assign(keyIn(state, keyArn), facts)),
    addPrincipal: (principal) => change((state) => addPrincipal(state, principal)),
    putBucket: (bucket) => change((state) => void Object.assign(state.buckets, { [bucket.name]: bucket })),
    setRole: (roleArn, policies) =>
      change((state) => void Object.assign(state.roles[roleArn] ?? {}, policies)),
    deletePrincipal: (arn) => change((state) => deletePrincipal(state, arn)),
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Forgets the state in a file, so that the next start seeds anew. A file that is not there is forgotten already. */
export async function resetSandbox(statePath: string): Promise<void> {
  forgetFile(statePath);
}

function keyIn(state: State, keyArn: string): StoredKey {
  const key = Object.hasOwn(state.keys, keyArn) ? state.keys[keyArn] : undefined;
  if (key === undefined) throw new Error(`The sandbox has no key ${keyArn}`);
  return key;
}

function addPrincipal(
  state: State,
  { role, account = seedAccount, identityPolicy = {} }: Parameters<Sandbox["addPrincipal"]>[0],
) {
  const accessKeyId = `SANDBOXADDED${randomBytes(4).toString("hex").toUpperCase()}`;
  const secretAccessKey = randomBytes(30).toString("base64");
  const arn = `arn:aws:sts::${account}:assumed-role/${role}/sandbox`;
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
