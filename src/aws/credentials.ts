/** Credentials fetched from their source, kept until shortly before they end, with nothing printed. It judges none of them. */
import type { KMSClientConfig } from "@aws-sdk/client-kms";
import type { Host } from "../platform/host.js";
import { assumedRole, type StsCall, webIdentityRole } from "./assume-role.js";
import type { Credentials, RoleSource, Source } from "./credential-source.js";
import type { Transport } from "./transport.js";

/** Who signs. */
export interface Identity {
  readonly source: Source;
  readonly credentials: () => Promise<Credentials>;
  /** Asks a person for what the source needs, a code of an MFA device; at once where nothing is needed. */
  readonly ready: () => Promise<void>;
  /** Whether the next call needs no new credentials. */
  readonly isFresh: () => boolean;
  /** Whether the credentials that were used last are those of a session. */
  readonly hasToken: () => boolean;
  /** What must never be shown: all that was used so far. */
  secrets(): readonly string[];
}

/** What the sources are fetched with. */
export interface Tools {
  readonly region: string;
  readonly host: Pick<Host, "env" | "files">;
  readonly transport: Transport;
  readonly sts: StsCall;
  /** Milliseconds for a credential_process. */
  readonly processLimit: number;
  /** Asks a person; undefined: there is none. */
  readonly ask?: ((question: string) => Promise<string | undefined>) | undefined;
}

/** The SDK prints to the terminal unless it is given another logger. */
export const silent: NonNullable<KMSClientConfig["logger"]> = {
  trace() {},
  debug() {},
  info() {},
  warn() {},
  error() {},
};

/** Milliseconds before their end at which credentials are fetched anew; the SDK does so too. */
const early = 300_000;

const failedIn = new WeakMap<object, Source>();

/** @returns the source whose fetching failed with this error: of a role that is assumed with another's credentials, either */
export function sourceOfFailure(error: unknown): Source | undefined {
  return typeof error === "object" && error !== null ? failedIn.get(error) : undefined;
}

/** Fixed credentials: nothing of the machine is read. */
export function fixedIdentity(keys: Credentials): Identity {
  return identityOf({ kind: "given" }, async () => keys);
}

/** The identity of a source; roles are assumed one after the other, from the innermost source outwards. */
export function makeIdentity(source: Source, tools: Tools): Identity {
  switch (source.kind) {
    case "role":
      return roleIdentity(source, makeIdentity(source.base, tools), tools);
    case "web-identity":
      return identityOf(source, () => webIdentityRole(source, tools.host, tools.sts));
    default:
      return identityOf(source, () => fetchFrom(source, tools));
  }
}

/** A role that is assumed with the credentials of another identity. */
export function roleIdentity(
  source: RoleSource,
  base: Identity,
  { sts, ask }: Pick<Tools, "sts" | "ask">,
): Identity {
  const serial = source.mfaSerial;
  let code: Promise<string | undefined> | undefined;
  const own = identityOf(source, async () => {
    const given = await code;
    if (serial !== undefined && !given) throw new Error("MFA code needed");
    const found = await assumedRole(source, given, base.credentials, sts);
    code = undefined;
    return found;
  });
  return {
    ...own,
    ready: async () => {
      await base.ready();
      if (serial === undefined || ask === undefined || own.isFresh()) return;
      // A code serves one request. A wrong one is not asked for again: the run fails, and says so.
      code ??= ask(`MFA code for ${serial}: `).then((text) => text?.trim());
      await code;
    },
    secrets: () => [...base.secrets(), ...own.secrets()],
  };
}

function identityOf(source: Source, fetch: () => Promise<Credentials>): Identity {
  const seen = new Set<string>();
  let hasToken = false;
  const { credentials, isFresh } = kept(async () => {
    try {
      const found = await fetch();
      seen.add(found.secretAccessKey);
      hasToken = Boolean(found.sessionToken);
      if (found.sessionToken) seen.add(found.sessionToken);
      return found;
    } catch (error) {
      if (typeof error === "object" && error !== null && !failedIn.has(error)) failedIn.set(error, source);
      throw error;
    }
  });
  return {
    source,
    credentials,
    isFresh,
    ready: async () => undefined,
    hasToken: () => hasToken,
    secrets: () => [...seen],
  };
}

/**
 * Keeps credentials until shortly before their end. Where new ones cannot be had then, the old ones serve to the end itself;
 * a failure is not kept, so the next call tries again.
 */
function kept(fetch: () => Promise<Credentials>): Pick<Identity, "credentials" | "isFresh"> {
  let last: Credentials | undefined;
  let running: Promise<Credentials> | undefined;
  const isValid = (credentials: Credentials, margin: number) =>
    credentials.expiration === undefined || credentials.expiration.getTime() - margin > Date.now();
  const renewed = async () => {
    try {
      last = await fetch();
      return last;
    } catch (error) {
      if (last !== undefined && isValid(last, 0)) return last;
      throw error;
    } finally {
      running = undefined;
    }
  };
  const isFresh = () => last !== undefined && isValid(last, early);
  return {
    isFresh,
    credentials: async () => {
      if (last !== undefined && isFresh()) return last;
      running ??= renewed();
      return running;
    },
  };
}

async function fetchFrom(
  source: Exclude<Source, { kind: "role" | "web-identity" }>,
  tools: Tools,
): Promise<Credentials> {
  const { host, region, transport } = tools;
  const clientConfig = { requestHandler: transport.handler, logger: silent };
  switch (source.kind) {
    case "environment":
      return environmentCredentials(host.env);
    case "keys":
      return profileKeys(source.settings);
    case "process": {
      const { processCredentials } = await import("./credential-process.js");
      return processCredentials(source.settings.get("credential_process") ?? "", tools.processLimit);
    }
    case "container": {
      const { containerCredentials } = await import("./container.js");
      return containerCredentials(source.url, host, transport);
    }
    case "sso": {
      const { fromSSO } = await import("@aws-sdk/credential-provider-sso");
      // The Region goes in as the parent's: given as the client's own it would replace sso_region.
      const parentClientConfig = { region, ...clientConfig };
      return fromSSO({ profile: source.profile, clientConfig, parentClientConfig, logger: silent })();
    }
    case "login": {
      const { fromLoginCredentials } = await import("@aws-sdk/credential-provider-login");
      const callerClientConfig = { region: async () => region, ...clientConfig };
      return fromLoginCredentials({ profile: source.profile, clientConfig, logger: silent })({
        callerClientConfig,
      } as never);
    }
    case "instance": {
      const { fromInstanceMetadata } = await import("@smithy/credential-provider-imds");
      return fromInstanceMetadata({ logger: silent })();
    }
    default:
      throw new Error("No credentials");
  }
}

function environmentCredentials(env: Host["env"]): Credentials {
  const expires = env["AWS_CREDENTIAL_EXPIRATION"];
  const expiration = expires && !Number.isNaN(Date.parse(expires)) ? new Date(expires) : undefined;
  if (expiration !== undefined && expiration.getTime() <= Date.now())
    throw Object.assign(new Error("AWS_CREDENTIAL_EXPIRATION has passed"), { name: "ExpiredToken" });
  const sessionToken = env["AWS_SECURITY_TOKEN"] || env["AWS_SESSION_TOKEN"];
  return {
    accessKeyId: env["AWS_ACCESS_KEY_ID"] ?? "",
    secretAccessKey: env["AWS_SECRET_ACCESS_KEY"] ?? "",
    ...(sessionToken ? { sessionToken } : {}),
  };
}

function profileKeys(settings: ReadonlyMap<string, string>): Credentials {
  const sessionToken = settings.get("aws_security_token") || settings.get("aws_session_token");
  return {
    accessKeyId: settings.get("aws_access_key_id") ?? "",
    secretAccessKey: settings.get("aws_secret_access_key") ?? "",
    ...(sessionToken ? { sessionToken } : {}),
  };
}
