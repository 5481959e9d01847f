/** What the SDK's clients of one connection are made with: endpoint, Region, credentials, transport, retries. It makes no call. */
import { KMSClient, type KMSClientConfig } from "@aws-sdk/client-kms";
import { STSClient } from "@aws-sdk/client-sts";
import type { Host } from "../platform/host.js";
import { fail, ok, type Result } from "../problems/result.js";
import type { StsCall } from "./assume-role.js";
import type { CallContext } from "./call.js";
import type { Credentials, RoleSource, Source } from "./credential-source.js";
import { fixedIdentity, type Identity, makeIdentity, roleIdentity, silent } from "./credentials.js";
import { requestLines } from "./debug.js";
import { findSource } from "./find-source.js";
import { checkProfile, profileName, readSharedConfig } from "./profile.js";
import { proxyFor, unusedSocks } from "./proxy.js";
import type { AssumeRole, ConnectSettings } from "./settings.js";
import {
  type AwsService,
  defaultRetries,
  type Retries,
  readAuthorities,
  readSurroundings,
} from "./settings.js";
import { makeTransport, type Timeouts } from "./transport.js";

type OwnConfig = Omit<KMSClientConfig, "region" | "credentials" | "requestHandler" | "extensions">;

/** For a client of any service. */
export type ClientConfig = OwnConfig & {
  readonly region: string;
  readonly credentials: Identity["credentials"];
  readonly requestHandler: NonNullable<KMSClientConfig["requestHandler"]>;
};

/** The clients that every run needs, and the settings for the others. */
export interface Clients {
  readonly line: CallContext;
  readonly kms: KMSClient;
  /** It repeats nothing by itself. */
  readonly writer: KMSClient;
  readonly sts: STSClient;
  readonly maxAttempts: number;
  readonly configOf: (service: AwsService) => ClientConfig;
  destroy(): void;
}

/** Milliseconds for a credential_process: on a terminal it may be waiting for a person. */
const processLimits = { terminal: 120_000, elsewhere: 6_500 };

/** Everything as the environment and the shared files say. */
export async function clientsFromSettings(
  settings: ConnectSettings,
  host: Pick<Host, "env" | "files">,
  timeouts: Timeouts,
): Promise<Result<Clients>> {
  const config = await readSharedConfig(host);
  const named = profileName(host, settings.profile);
  const profile = checkProfile(config, named);
  const ca = await readAuthorities(host, config, named);
  const isProfileGiven = settings.profile !== undefined;
  const source = findSource({ env: host.env, config, isProfileGiven }, named);
  const read = readSurroundings(host, config, named, settings);
  if (!profile.ok || !ca.ok || !read.ok || !source.ok) {
    const decisive = profile.ok ? [ca, read, source] : [profile, ca, read];
    return fail(...decisive.flatMap((each) => (each.ok ? [] : each.problems)));
  }
  const { region, debug, ask } = settings;
  const { endpointOf, modes, retries } = read.value;
  const transport = makeTransport({
    timeouts,
    ca: ca.value,
    proxyFor: (url) => proxyFor(url, host.env),
    sent: debug === undefined ? undefined : requestLines(debug),
  });
  const own =
    (option: string | undefined) =>
    (service: AwsService): OwnConfig => {
      const endpoint = option ?? endpointOf(service);
      return {
        ...(named === undefined ? {} : { profile: named }),
        ...(endpoint === undefined ? {} : { endpoint }),
        ignoreConfiguredEndpointUrls: true,
        // An endpoint that is named is called as it is: the SDK would refuse it together with one of these.
        useFipsEndpoint: endpoint === undefined && modes.fips !== undefined,
        useDualstackEndpoint: endpoint === undefined && modes.dualStack !== undefined,
      };
    };
  const configWith = configs(settings, own(settings.endpointUrl), retries, transport.handler);
  // --endpoint-url is for the calls themselves; a profile's role is assumed where the AWS CLI assumes it.
  const sts = stsCall(configs(settings, own(undefined), retries, transport.handler));
  const isOnTerminal = ask !== undefined;
  const processLimit = settings.limit ?? (isOnTerminal ? processLimits.terminal : processLimits.elsewhere);
  const identity = makeIdentity(source.value, { region, host, transport, sts, processLimit, ask });
  const line: CallContext = {
    ...{
      region,
      identity,
      transport,
      timeouts,
      modes,
      debug,
      interrupted: settings.signal,
      pace: settings.pace,
    },
    unusedProxy: unusedSocks(host.env),
    credentialsLimit: timeouts.silence + (needsProcess(source.value) ? processLimit : 0),
  };
  return ok(makeClients(line, retries, configWith, settings));
}

/** Every setting that the SDK would otherwise look up in the environment or in a file is given here. */
export function clientsForSandbox(
  settings: ConnectSettings,
  credentials: NonNullable<ConnectSettings["credentials"]>,
  timeouts: Timeouts,
): Clients {
  const { region, debug, signal, pace } = settings;
  const sent = debug === undefined ? undefined : requestLines(debug);
  const transport = makeTransport({ timeouts, sent });
  const endpoint = settings.endpointUrl === undefined ? {} : { endpoint: settings.endpointUrl };
  const given: OwnConfig = {
    ...endpoint,
    ignoreConfiguredEndpointUrls: true,
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    defaultsMode: "standard",
    authSchemePreference: ["sigv4"],
    userAgentAppId: "mwaa-kms-sandbox",
  };
  const own = (service: AwsService): OwnConfig => {
    const set = service === "sts" || service === "s3" ? { sigv4aSigningRegionSet: [region] } : {};
    return { ...given, ...set };
  };
  const retries = retriesOf(settings);
  const configWith = configs(settings, own, retries, transport.handler);
  const line: CallContext = {
    ...{ region, identity: fixedIdentity(credentials), transport, timeouts, modes: {}, debug },
    ...{ interrupted: signal, pace, credentialsLimit: timeouts.silence },
  };
  return makeClients(line, retries, configWith, settings);
}

function needsProcess(source: Source): boolean {
  return source.kind === "process" || (source.kind === "role" && needsProcess(source.base));
}

function retriesOf({ retries = defaultRetries, maxAttempts }: ConnectSettings): Retries {
  return maxAttempts === undefined ? retries : { ...retries, maxAttempts };
}

type ConfigWith = (credentials: () => Promise<Credentials>) => (service: AwsService) => ClientConfig;

function configs(
  { region }: ConnectSettings,
  own: (service: AwsService) => OwnConfig,
  retries: Retries,
  requestHandler: ClientConfig["requestHandler"],
): ConfigWith {
  return (credentials) => (service) => ({
    ...own(service),
    region,
    credentials,
    requestHandler,
    logger: silent,
    ...retries,
  });
}

function stsCall(configWith: ConfigWith): StsCall {
  return async (credentials, use) => {
    const client = new STSClient(configWith(credentials)("sts"));
    return use(client).finally(() => client.destroy());
  };
}

function makeClients(
  base: CallContext,
  retries: Retries,
  configWith: ConfigWith,
  { assumeRole, ask }: Pick<ConnectSettings, "assumeRole" | "ask">,
): Clients {
  const identity =
    assumeRole === undefined ? base.identity : assuming(base.identity, assumeRole, stsCall(configWith), ask);
  const configOf = configWith(identity.credentials);
  const kms = new KMSClient(configOf("kms"));
  const writer = new KMSClient({ ...configOf("kms"), maxAttempts: 1 });
  const client = new STSClient(configOf("sts"));
  return {
    line: { ...base, identity },
    kms,
    writer,
    sts: client,
    maxAttempts: retries.maxAttempts,
    configOf,
    destroy: () => {
      for (const each of [kms, writer, client]) each.destroy();
    },
  };
}

/** A role that the manifest or an option names. */
function assuming(
  base: Identity,
  role: string | AssumeRole,
  sts: StsCall,
  ask: ConnectSettings["ask"],
): Identity {
  const named = typeof role === "string" ? { roleArn: role } : role;
  const source: RoleSource = { kind: "role", profile: undefined, ...named, base: base.source };
  return roleIdentity(source, base, { sts, ask });
}
