/** The connections of a run on many keys: one for each Region and identity, to AWS or to one sandbox for all. */

import { setMaxListeners } from "node:events";
import type { Connection } from "../aws/connection.js";
import { type Pace, rateLimiterOf } from "../aws/rate-limit.js";
import { problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";
import { runSettings } from "./aws-settings.js";
import type { AwsOptions, Context } from "./context.js";

/** Where and as whom a key is asked about. */
export interface ConnectionKey {
  readonly region: string;
  readonly profile?: string;
  readonly assumeRole?: string;
}

export interface Connections {
  /** The same connection for the same line. */
  connectionFor(line: ConnectionKey): Promise<Result<Connection>>;
  /** Of the sandbox, where it answers. */
  readonly region?: string;
  /** Keeps an interruption from cutting off the calls that follow. */
  readonly holdFast: () => void;
  close(): Promise<void>;
}

/**
 * So many attempts that one throttled call in twenty leaves no key of thousands unjudged. Not the adaptive mode: its
 * limiter takes each throttled call for a sign to slow down by a third, and these calls keep a pace of their own.
 */
const retries = { maxAttempts: 8, retryMode: "standard" } as const;

/** Opens nothing yet but the sandbox, where it is asked for. */
export async function openConnections(options: AwsOptions, context: Context): Promise<Result<Connections>> {
  const sandbox = options.sandbox ? await startSandbox(options, context) : undefined;
  if (sandbox !== undefined && !sandbox.ok) return sandbox;
  const reading = readingSignal(context);
  const made = new Map<string, Promise<Result<Connection>>>();
  const paces = new Map<string, Pace>();
  const { connect } = await import("../aws/connect.js");
  const make = async (line: ConnectionKey): Promise<Result<Connection>> => {
    const pace = paces.get(line.region) ?? rateLimiterOf();
    paces.set(line.region, pace);
    const profile = line.profile ?? options.profile;
    const place =
      sandbox === undefined
        ? {
            ...(profile === undefined ? {} : { profile }),
            ...(options.endpointUrl === undefined ? {} : { endpointUrl: options.endpointUrl }),
          }
        : { endpointUrl: sandbox.value.url, credentials: sandbox.value.credentials, isSandbox: true };
    const role = line.assumeRole === undefined ? {} : { assumeRole: line.assumeRole };
    const own = { region: line.region, signal: reading.signal, retries, pace, ...place, ...role };
    const settings = { ...own, ...runSettings(options, context) };
    return connect(settings, context.host);
  };
  return ok({
    connectionFor: (line) => {
      const name = JSON.stringify([line.region, line.profile, line.assumeRole]);
      const known = made.get(name) ?? make(line);
      made.set(name, known);
      return known;
    },
    ...(sandbox === undefined ? {} : { region: sandbox.value.region }),
    holdFast: reading.holdFast,
    close: async () => {
      reading.holdFast();
      for (const each of made.values()) {
        const connection = await each;
        if (connection.ok) connection.value.close();
      }
      await sandbox?.value.close();
    },
  });
}

async function startSandbox(options: AwsOptions, { host }: Context) {
  const clashing = besideSandbox(options);
  if (clashing !== undefined) return fail<never>(clashing);
  const { startForRun } = await import("./sandbox.js");
  return startForRun(host);
}

/** The sandbox answers instead of AWS: with settings of AWS beside it, nobody could say who was asked. */
export function besideSandbox({ profile, endpointUrl, keyProfile }: AwsOptions) {
  const clashing = [
    ...(profile === undefined ? [] : ["--profile"]),
    ...(endpointUrl === undefined ? [] : ["--endpoint-url"]),
    ...(keyProfile === undefined ? [] : ["--key-profile"]),
  ];
  return clashing.length === 0
    ? undefined
    : problem("usage/beside-sandbox", { options: clashing.join(" and ") });
}

/** Ctrl-C ends reading at once; from the point of no return on, the run must see what is stored, and the second one ends it. */
export function readingSignal({ host }: Pick<Context, "host">): {
  signal: AbortSignal;
  holdFast: () => void;
} {
  const reading = new AbortController();
  // Every call of a run on many keys listens to it, and Node would take so many listeners for a leak.
  setMaxListeners(0, reading.signal);
  const end = () => reading.abort(host.interrupted.reason);
  const follow = (signal: AbortSignal) => {
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  };
  follow(host.interrupted);
  return {
    signal: reading.signal,
    holdFast: () => {
      host.interrupted.removeEventListener("abort", end);
      follow(host.interruptedAgain);
    },
  };
}
