/** What the SDK's clients of one connection are made with: endpoint, Region, credentials, transport, retries. It makes no call. */
import { KMSClient, type KMSClientConfig } from "@aws-sdk/client-kms";
import { STSClient } from "@aws-sdk/client-sts";
import type { Host } from "../host/host.js";
import { type Parsed, parsed, refused } from "../problem/parsed.js";
import { assumedIdentity } from "./assume-role.js";
import { readAuthorities } from "./authorities.js";
import type { Line } from "./call.js";
import { chainIdentity, fixedIdentity, type Identity, silent } from "./credentials.js";
import { checkProfile, profileName, readSharedConfig } from "./profile.js";
import type { ConnectSettings } from "./settings.js";
import { defaultRetries, findRetries, profileEndpoint, type Retries, type Service } from "./surroundings.js";
import { makeTransport, type Timeouts, type Transport } from "./transport.js";

type OwnConfig = Omit<KMSClientConfig, "region" | "credentials" | "requestHandler" | "extensions">;

/** For a client of any service. */
export type ClientConfig = OwnConfig & {
  readonly region: string;
  readonly credentials: Identity["credentials"];
  readonly requestHandler: Transport["handler"];
};

/** The clients that every run needs, what others are made with, and what none can know: for whom and how long. */
export interface Clients {
  readonly line: Line;
  readonly kms: KMSClient;
  /** It repeats nothing by itself. */
  readonly writer: KMSClient;
  readonly sts: STSClient;
  readonly maxAttempts: number;
  readonly configOf: (service: Service) => ClientConfig;
  destroy(): void;
}

/** Everything as the environment and the shared files say. */
export async function inSurroundings(
  settings: ConnectSettings,
  host: Pick<Host, "env" | "files">,
  timeouts: Timeouts,
): Promise<Parsed<Clients>> {
  const config = await readSharedConfig(host);
  const named = profileName(host, settings.profile);
  const profile = checkProfile(config, named);
  const ca = await readAuthorities(host, config, named);
  if (!profile.ok || !ca.ok)
    return refused(...(profile.ok ? [] : profile.problems), ...(ca.ok ? [] : ca.problems));
  const transport = makeTransport(timeouts, ca.value, async (url) => {
    const { getProxyForUrl } = await import("proxy-from-env");
    return getProxyForUrl(url);
  });
  const { region } = settings;
  const identity = chainIdentity(region, named, config, transport);
  const line = lineOf(settings, identity, transport, timeouts);
  const base = { ...(named === undefined ? {} : { profile: named }) };
  const own = (service: Service): OwnConfig => {
    const fromProfile = settings.profile && profileEndpoint(host, config, settings.profile, service);
    const endpoint = settings.endpointUrl ?? fromProfile;
    return { ...base, ...(endpoint ? { endpoint } : {}) };
  };
  return parsed(
    makeClients(line, findRetries(host, config, named, settings.retries), own, settings.assumeRole),
  );
}

/** Every setting that the SDK would otherwise look up in the environment or in a file is given here. */
export function cutOff(
  settings: ConnectSettings,
  credentials: NonNullable<ConnectSettings["credentials"]>,
  timeouts: Timeouts,
): Clients {
  const { region } = settings;
  const transport = makeTransport(timeouts, undefined, undefined);
  const identity = fixedIdentity(credentials);
  const line = lineOf(settings, identity, transport, timeouts);
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
  const own = (service: Service): OwnConfig => {
    const set = service === "sts" || service === "s3" ? { sigv4aSigningRegionSet: [region] } : {};
    return { ...given, ...set };
  };
  return makeClients(line, settings.retries ?? defaultRetries, own, settings.assumeRole);
}

function lineOf(
  { region, signal, pace }: ConnectSettings,
  identity: Identity,
  transport: Transport,
  timeouts: Timeouts,
): Line {
  return { region, identity, transport, timeouts, interrupted: signal, pace };
}

function makeClients(
  base: Line,
  retries: Retries,
  own: (service: Service) => OwnConfig,
  assumeRole: string | undefined,
): Clients {
  const configWith =
    ({ credentials }: Identity) =>
    (service: Service): ClientConfig => ({
      ...own(service),
      region: base.region,
      credentials,
      requestHandler: base.transport.handler,
      logger: silent,
      ...retries,
    });
  const forRole = assumeRole === undefined ? undefined : new STSClient(configWith(base.identity)("sts"));
  const identity =
    forRole === undefined || assumeRole === undefined
      ? base.identity
      : assumedIdentity(base.identity, forRole, assumeRole);
  const configOf = configWith(identity);
  const kms = new KMSClient(configOf("kms"));
  const writer = new KMSClient({ ...configOf("kms"), maxAttempts: 1 });
  const sts = new STSClient(configOf("sts"));
  return {
    line: { ...base, identity },
    kms,
    writer,
    sts,
    maxAttempts: retries.maxAttempts,
    configOf,
    destroy: () => {
      for (const client of [kms, writer, sts, forRole]) client?.destroy();
    },
  };
}
