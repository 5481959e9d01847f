/** Makes a connection to AWS out of the settings and the machine's surroundings. It makes no call itself. */
import { KMSClient, type KMSClientConfig } from "@aws-sdk/client-kms";
import { STSClient } from "@aws-sdk/client-sts";
import type { Host } from "../host/host.js";
import { type Parsed, parsed, refused } from "../problem/parsed.js";
import { type Problem, problem } from "../problem/problem.js";
import { readAuthorities } from "./authorities.js";
import type { Line } from "./call.js";
import type { Connection } from "./connection.js";
import { chainIdentity, fixedIdentity, silent } from "./credentials.js";
import { describeKey, getKeyPolicy, listGrants, listResourceTags } from "./kms.js";
import { checkProfile, profileName, readSharedConfig, type SharedConfig } from "./profile.js";
import { putKeyPolicy } from "./put-key-policy.js";
import { getCallerIdentity } from "./sts.js";
import { defaultRetries, findRetries, profileEndpoint, type Retries } from "./surroundings.js";
import { defaultTimeouts, makeTransport, type Timeouts, type Transport } from "./transport.js";

export interface ConnectSettings {
  readonly region: string;
  /** `--profile`. */
  readonly profile?: string;
  /** `--endpoint-url`: for KMS and STS, before the environment's and the profile's. */
  readonly endpointUrl?: string;
  /** The sandbox's. With them nothing of the surroundings is read: no AWS_* variable, no shared file, no proxy. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Ends every call. */
  readonly signal?: AbortSignal;
  readonly timeouts?: Partial<Timeouts>;
}

/** The clients, and what they cannot know: for whom and how long. */
interface Clients {
  readonly line: Line;
  readonly kms: KMSClient;
  readonly writer: KMSClient;
  readonly sts: STSClient;
  readonly maxAttempts: number;
}

/**
 * Prepares a connection. No request is made, so wrong credentials show at the first call only.
 *
 * `host.env` must be the process's own environment, for the SDK and the proxy library read that one themselves.
 *
 * @returns a connection, or the problems of the settings: Region, endpoint, profile, CA bundle
 */
export async function connect(
  settings: ConnectSettings,
  host: Pick<Host, "env" | "files" | "patience">,
): Promise<Parsed<Connection>> {
  const wrong = settingProblems(settings);
  if (wrong.length > 0) return refused(...wrong);
  // Which Node this tool runs on is its own business, and not the SDK's to print (it does so at the first client).
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  const clients =
    settings.credentials === undefined
      ? await inSurroundings(settings, host)
      : parsed(cutOff(settings, settings.credentials, timeoutsOf(settings, host)));
  return clients.ok ? parsed(connectionOf(clients.value)) : clients;
}

async function inSurroundings(
  settings: ConnectSettings,
  host: Pick<Host, "env" | "files" | "patience">,
): Promise<Parsed<Clients>> {
  const config = await readSharedConfig(host);
  const named = profileName(host, settings.profile);
  const profile = checkProfile(config, named);
  const ca = await readAuthorities(host, config, named);
  if (!profile.ok || !ca.ok)
    return refused(...(profile.ok ? [] : profile.problems), ...(ca.ok ? [] : ca.problems));
  const timeouts = timeoutsOf(settings, host);
  const transport = makeTransport(timeouts, ca.value, async (url) => {
    const { getProxyForUrl } = await import("proxy-from-env");
    return getProxyForUrl(url);
  });
  const { region } = settings;
  const identity = chainIdentity(region, named, config, transport);
  const line = { region, identity, transport, timeouts, interrupted: settings.signal };
  const endpoint = (service: "kms" | "sts") => endpointOf(settings, host, config, service);
  const base = { ...(named === undefined ? {} : { profile: named }) };
  return parsed(
    makeClients(line, findRetries(host, config, named), {
      kms: { ...base, ...endpoint("kms") },
      sts: { ...base, ...endpoint("sts") },
    }),
  );
}

/** Every setting that the SDK would otherwise look up in the environment or in a file is given here. */
function cutOff(
  settings: ConnectSettings,
  credentials: NonNullable<ConnectSettings["credentials"]>,
  timeouts: Timeouts,
): Clients {
  const { region } = settings;
  const transport = makeTransport(timeouts, undefined, undefined);
  const identity = fixedIdentity(credentials);
  const line = { region, identity, transport, timeouts, interrupted: settings.signal };
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
  const sts = { ...given, sigv4aSigningRegionSet: [region] };
  return makeClients(line, defaultRetries, { kms: given, sts });
}

function makeClients(
  line: Line,
  retries: Retries,
  own: { readonly kms: OwnConfig; readonly sts: OwnConfig },
): Clients {
  const { transport, identity, region } = line;
  const shared = {
    region,
    credentials: identity.credentials,
    requestHandler: transport.handler,
    logger: silent,
  };
  return {
    line,
    kms: new KMSClient({ ...own.kms, ...shared, ...retries }),
    writer: new KMSClient({ ...own.kms, ...shared, ...retries, maxAttempts: 1 }),
    sts: new STSClient({ ...own.sts, ...shared, ...retries }),
    maxAttempts: retries.maxAttempts,
  };
}

type OwnConfig = Omit<KMSClientConfig, "region" | "credentials" | "requestHandler" | "extensions">;

function connectionOf({ line, kms, writer, sts, maxAttempts }: Clients): Connection {
  return {
    getCallerIdentity: () => getCallerIdentity(line, sts),
    describeKey: (keyId) => describeKey(line, kms, keyId),
    getKeyPolicy: (keyId) => getKeyPolicy(line, kms, keyId),
    putKeyPolicy: (keyId, policy, isUnchanged = async () => true) =>
      putKeyPolicy(line, writer, keyId, policy, maxAttempts, isUnchanged),
    listGrants: (keyId) => listGrants(line, kms, keyId),
    listResourceTags: (keyId) => listResourceTags(line, kms, keyId),
    close: () => closeAll(line.transport, [kms, writer, sts]),
  };
}

function closeAll(transport: Transport, clients: readonly { destroy(): void }[]): void {
  for (const client of clients) client.destroy();
  transport.close();
}

function endpointOf(
  settings: ConnectSettings,
  host: Pick<Host, "env">,
  config: SharedConfig,
  service: "kms" | "sts",
): { endpoint?: string } {
  const fromProfile = settings.profile && profileEndpoint(host, config, settings.profile, service);
  const endpoint = settings.endpointUrl ?? fromProfile;
  return endpoint ? { endpoint } : {};
}

function timeoutsOf(settings: ConnectSettings, { patience }: Pick<Host, "patience">): Timeouts {
  return { ...defaultTimeouts, ...patience, ...settings.timeouts };
}

function settingProblems({ region, endpointUrl }: ConnectSettings): readonly Problem[] {
  const problems: Problem[] = [];
  if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(region))
    problems.push(problem("aws/region", { given: region }));
  if (endpointUrl !== undefined && !isEndpoint(endpointUrl)) {
    problems.push(problem("aws/endpoint-url", { given: endpointUrl.replace(/\/\/[^/]*@/, "//") }));
  }
  return problems;
}

function isEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && hostname !== "" && username + password + search + hash === "";
}
