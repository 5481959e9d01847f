/** With whose credentials calls are signed: the SDK's chain, on our transport, with nothing printed. It judges none of them. */
import type { KMSClientConfig } from "@aws-sdk/client-kms";
import { defaultProvider } from "@aws-sdk/credential-provider-node";
import { type SharedConfig, setting } from "./profile.js";
import type { Transport } from "./transport.js";

type Credentials = Awaited<ReturnType<ReturnType<typeof defaultProvider>>>;

/** Who signs. */
export interface Identity {
  readonly credentials: () => Promise<Credentials>;
  /** The profile in use, `default` where none was named. */
  readonly profile: string;
  readonly hasProcess: boolean;
  /** What must never be shown: all that was used so far. */
  secrets(): readonly string[];
}

/** The SDK prints to the terminal unless it is given somebody else to tell. */
export const silent: NonNullable<KMSClientConfig["logger"]> = {
  trace() {},
  debug() {},
  info() {},
  warn() {},
  error() {},
};

/** Fixed credentials: nothing of the machine is asked. */
export function fixedIdentity(keys: {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}): Identity {
  return {
    credentials: async () => keys,
    profile: "default",
    hasProcess: false,
    secrets: () => [keys.secretAccessKey],
  };
}

/**
 * The SDK's chain: environment, profile (SSO, role, process), web identity, container, instance. SSO and STS go through our
 * transport, so that proxy, authorities and time-outs hold for them too.
 *
 * The Region goes in as the parent's: given as the chain's own it would also replace `sso_region`.
 *
 * @param named the profile of `--profile` or AWS_PROFILE
 */
export function chainIdentity(
  region: string,
  named: string | undefined,
  config: SharedConfig,
  transport: Transport,
): Identity {
  const hasProcess = setting(config, named, "credential_process") !== undefined;
  const seen = new Set<string>();
  const chain = defaultProvider({
    ...(named === undefined ? {} : { profile: named }),
    logger: silent,
    clientConfig: { requestHandler: transport.handler, logger: silent },
    parentClientConfig: { region, requestHandler: transport.handler, logger: silent },
  });
  const credentials = async () => {
    const found = await chain();
    const secrets = [found.secretAccessKey, found.sessionToken];
    for (const secret of secrets) if (secret !== undefined) seen.add(secret);
    if (hasProcess && fromElsewhere(found)) throw new Error("credential_process failed");
    return found;
  };
  return { credentials, profile: named ?? "default", hasProcess, secrets: () => [...seen] };
}

/**
 * After a failed credential_process the SDK goes on to the container's and the instance's roles: another identity than the one
 * that was asked for, which is no basis for changing a key policy. `$source` says where credentials came from.
 */
function fromElsewhere(credentials: Credentials): boolean {
  const sources = Object.keys(("$source" in credentials && credentials.$source) || {});
  return (
    sources.some((source) => /IMDS|HTTP|WEB_ID|CONTAINER/.test(source)) &&
    !sources.some((source) => source.startsWith("CREDENTIALS_PROFILE"))
  );
}
