/** The sandbox's public face: starts a local KMS, STS, CloudWatch Logs, S3, IAM and MWAA for the real AWS SDKs. Knows nothing of the product. */
import type { AddressInfo } from "node:net";
import { changesOf, keyIn, type SandboxChanges } from "./changes.js";
import type { Fault, SandboxCall } from "./faults.js";
import { homeOf } from "./home.js";
import { plainManners } from "./manners.js";
import type { Home, Manners, State, StoredKey } from "./model.js";
import { quotaCounter } from "./quotas.js";
import { announce, type RunningSandbox, runningOn } from "./running.js";
import { type SeedPrincipal, seedPrincipals } from "./seed-principals.js";
import { type SeedName, seedArns, seedState } from "./seeds.js";
import { listen } from "./server.js";
import { memoryStore, type Store } from "./state.js";
import { folderStore, forgetFolder, stateError } from "./state-folder.js";

export type { SandboxChanges } from "./changes.js";
export type { Fault, SandboxCall } from "./faults.js";
export type { KeyFacts, Manners, StoredBucket, StoredGrant, StoredKey } from "./model.js";
export { quotaCounter } from "./quotas.js";
export type { RunningSandbox } from "./running.js";
export type { SeedPrincipal } from "./seed-principals.js";
export type { SeedName } from "./seeds.js";

export interface SandboxOptions {
  /** The folder that keeps the state; absent: in memory. Several sandboxes may share one. */
  statePath?: string;
  /** Default 0: any free port. Always on 127.0.0.1. */
  port?: number;
  /** Of the seeds, in a state that is new. Default 111122223333. */
  account?: string;
  /** Of the seeds, in a state that is new. Default us-east-1. */
  region?: string;
  /** Stamps what is stored and ends temporary credentials. Signatures are held against the machine's own clock, which the SDK signs with. */
  now?: () => Date;
  /** Asked for each request before it is carried out. */
  fault?: (call: SandboxCall) => Fault | undefined;
  /** How it behaves under load and over time; absent members: at once and in order. */
  manners?: Partial<Manners>;
  /** Requests beyond KMS's quotas are throttled. */
  quotas?: boolean;
  /** Whether it runs for other programs, which may look for it by its `statePath`. */
  lasting?: boolean;
  /** Told of each request and its answer: a line of JSON. */
  log?: (line: string) => void;
}

export interface SandboxCredentials {
  accessKeyId: string;
  secretAccessKey: string;
}

export interface Sandbox extends SandboxChanges {
  readonly url: string;
  readonly region: string;
  readonly account: string;
  /** The administrator's. */
  readonly credentials: SandboxCredentials;
  /** Everyone the sandbox is seeded with. */
  readonly principals: Readonly<Record<SeedPrincipal, SandboxCredentials & { arn: string }>>;
  readonly seeds: Readonly<Record<SeedName, string>>;
  /** Every request so far. */
  readonly calls: readonly SandboxCall[];
  /** ARNs of all keys, in every account and Region. */
  keys(): readonly string[];
  /** An alias of each key that has one, by the key's ARN. */
  aliases(): ReadonlyMap<string, string>;
  /** The stored document, as GetKeyPolicy would print it. */
  policyOf(keyArn: string): string;
  /** The stored facts of a key, and its grants. */
  keyOf(keyArn: string): Readonly<StoredKey>;
  /** Ends every connection and the server. */
  close(): Promise<void>;
}

/**
 * Starts a sandbox.
 * @throws when the port is taken, when `statePath` holds something that is not a sandbox's state, or that of another
 * account or Region than the one that is asked for
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const now = options.now ?? (() => new Date());
  const manners: Manners = { ...plainManners, ...options.manners };
  const store = openStore(options, () => seedState(homeOf(options), now(), manners));
  const { home } = store.read();
  requireHome(home, options);
  const calls: SandboxCall[] = [];
  const closing = new AbortController();
  const server = await listen(
    {
      store,
      calls,
      now,
      manners,
      fault: options.fault ?? (() => undefined),
      quotas: options.quotas === true ? quotaCounter() : undefined,
      log: options.log,
      closing: closing.signal,
    },
    options.port ?? 0,
  );
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const principals = seedPrincipals(home);
  const { accessKeyId, secretAccessKey } = principals.administrator;
  const unannounce =
    options.statePath === undefined
      ? () => undefined
      : announce(options.statePath, {
          pid: process.pid,
          url,
          region: home.region,
          credentials: { accessKeyId, secretAccessKey },
          lasting: options.lasting === true,
        });
  return {
    url,
    region: home.region,
    account: home.account,
    credentials: { accessKeyId, secretAccessKey },
    principals,
    seeds: seedArns(home),
    calls,
    keys: () => Object.keys(store.read().keys),
    aliases: () =>
      new Map(
        Object.entries(store.read().aliases).map(([arn, { target }]) => [
          target,
          arn.slice(arn.indexOf("alias/")),
        ]),
      ),
    policyOf: (keyArn) => keyIn(store.read(), keyArn).Policy,
    keyOf: (keyArn) => keyIn(store.read(), keyArn),
    ...changesOf(store, now, manners),
    close: () =>
      new Promise((resolve) => {
        unannounce();
        closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function openStore({ statePath }: SandboxOptions, seed: () => State): Store {
  return statePath === undefined ? memoryStore(seed) : folderStore(statePath, seed);
}

function requireHome(home: Home, { account, region, statePath }: SandboxOptions): void {
  if ((account ?? home.account) === home.account && (region ?? home.region) === home.region) return;
  throw stateError(
    `The sandbox's state in ${statePath} is of account ${home.account} in ${home.region}. Choose another folder, or "mwaa-kms sandbox reset" starts over.`,
  );
}

/** The sandboxes that run on a folder of state, in this process and in others. */
export async function runningSandboxes(statePath: string): Promise<readonly RunningSandbox[]> {
  return runningOn(statePath);
}

/**
 * Forgets the state in a folder, so that the next start seeds anew. A state that is not there is forgotten already.
 * @throws while a sandbox runs on it
 */
export async function resetSandbox(statePath: string): Promise<void> {
  const running = await runningOn(statePath);
  if (running.length > 0) {
    const who = running.map(({ url, pid }) => `${url} (process ${pid})`).join(", ");
    throw new Error(`A sandbox runs on ${statePath}: ${who}. End it first.`);
  }
  forgetFolder(statePath);
}
