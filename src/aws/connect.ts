/** Makes a connection to AWS out of the settings and the machine's surroundings. It makes no call itself. */
import type { CallerIdentity } from "../key/facts.js";
import type { Host } from "../platform/host.js";
import { type Problem, problem } from "../problems/problem.js";
import { type Fact, fail, known, ok, type Result } from "../problems/result.js";
import { type Clients, clientsForSandbox, clientsFromSettings } from "./clients.js";
import type { Connection } from "./connection.js";
import { describeSource } from "./credential-source.js";
import { dryRun } from "./dry-run.js";
import {
  describeKey,
  getCallerIdentity,
  getKeyPolicy,
  getKeyRotationStatus,
  listGrants,
  listResourceTags,
} from "./kms.js";
import { neighbours } from "./other-services.js";
import { putKeyPolicy } from "./put-key-policy.js";
import type { ConnectSettings } from "./settings.js";
import { isEndpoint, shown } from "./settings.js";
import { defaultTimeouts, type Timeouts } from "./transport.js";

export type { ConnectSettings } from "./settings.js";

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
): Promise<Result<Connection>> {
  const wrong = settingProblems(settings);
  if (wrong.length > 0) return fail(...wrong);
  // Which Node this tool runs on is its own business, and not the SDK's to print (it does so at the first client).
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  const timeouts = timeoutsOf(settings, host);
  const clients =
    settings.credentials === undefined
      ? await clientsFromSettings(settings, host, timeouts)
      : ok(clientsForSandbox(settings, settings.credentials, timeouts));
  return clients.ok ? ok(connectionOf(clients.value, settings.isSandbox === true)) : clients;
}

function connectionOf(clients: Clients, isSandbox: boolean): Connection {
  const { line, kms, writer, sts, maxAttempts } = clients;
  const source = describeSource(line.identity.source);
  line.debug?.(`credentials: ${source}`);
  // All that is asked through a connection has the same caller. An answer that failed is not kept.
  let asked: Promise<Fact<CallerIdentity>> | undefined;
  const caller = () => {
    asked ??= getCallerIdentity(line, sts).then((fact) => {
      if (fact.known) return known({ ...fact.value, source });
      asked = undefined;
      return fact;
    });
    return asked;
  };
  const around = neighbours(line, clients.configOf, caller, maxAttempts);
  return {
    ...around,
    getCallerIdentity: caller,
    describeKey: (keyId) => describeKey(line, kms, keyId),
    getKeyPolicy: (keyId) => getKeyPolicy(line, kms, keyId),
    putKeyPolicy: (keyId, policy, isUnchanged = async () => true) =>
      putKeyPolicy(line, writer, keyId, policy, maxAttempts, isUnchanged),
    listGrants: (keyId) => listGrants(line, kms, keyId),
    listResourceTags: (keyId) => listResourceTags(line, kms, keyId),
    getKeyRotationStatus: (keyId) => getKeyRotationStatus(line, kms, keyId),
    dryRun: (keyId, grantee) => dryRun(line, kms, keyId, grantee, isSandbox),
    endpoint: () => line.transport.kmsEndpoint(),
    close: () => {
      around.close();
      clients.destroy();
      line.transport.close();
    },
  };
}

/** Milliseconds: the AWS CLI's own read timeout. */
const longestWait = 60_000;

function timeoutsOf(settings: ConnectSettings, { patience }: Pick<Host, "patience">): Timeouts {
  const given = { ...patience, ...settings.timeouts };
  const write = given.request === undefined ? {} : { write: given.request };
  const { limit } = settings;
  // A run that may take longer waits longer for one response too, at most as long as the AWS CLI does.
  const most = limit === undefined ? undefined : Math.min(limit, longestWait);
  const whole = most === undefined ? {} : { request: most, write: most, socket: most, silence: most };
  return { ...defaultTimeouts, ...write, ...given, ...whole };
}

function settingProblems({ region, endpointUrl }: ConnectSettings): readonly Problem[] {
  const problems: Problem[] = [];
  if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(region))
    problems.push(problem("aws/region", { given: region }));
  if (endpointUrl !== undefined && !isEndpoint(endpointUrl)) {
    problems.push(problem("aws/endpoint-url", { given: shown(endpointUrl) }));
  }
  return problems;
}
