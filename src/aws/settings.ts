/** What a connection is made with. It reads none of it. */
import type { Host } from "../platform/host.js";
import { type Problem, problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";
import type { Debug } from "./debug.js";
import { profileName, readSharedConfig, type SharedConfig, setting } from "./profile.js";
import type { Timeouts } from "./transport.js";

/** A role that a person names, and what its trust policy can ask for. */
export interface AssumeRole {
  readonly roleArn: string;
  readonly externalId?: string;
  readonly sessionName?: string;
  /** The MFA device whose code is asked for at the terminal. */
  readonly mfaSerial?: string;
}

export interface ConnectSettings {
  readonly region: string;
  /** `--profile`: variables with credentials do not count then, as for the AWS CLI. */
  readonly profile?: string;
  /** `--endpoint-url`: for every service, before the environment's and the profile's. */
  readonly endpointUrl?: string;
  /** The sandbox's. With them nothing of the surroundings is read: no AWS_* variable, no shared file, no proxy. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** The server is the sandbox of this program, which understands DryRun. */
  readonly isSandbox?: boolean;
  /** The ARN of a role that is assumed with the credentials at hand, and whose own are used for every call. */
  readonly assumeRole?: string | AssumeRole;
  /** Ends every call. */
  readonly signal?: AbortSignal;
  readonly timeouts?: Partial<Timeouts>;
  /** `--timeout`, in milliseconds: how long to wait for one response. */
  readonly limit?: number;
  /** How calls are repeated where neither the environment nor the profile says it. */
  readonly retries?: Retries;
  /** `--max-attempts`: before the environment's and the profile's. */
  readonly maxAttempts?: number;
  /** Resolves when a call of this action (as IAM names it) may go out. */
  readonly pace?: (action: string) => Promise<void>;
  /** Asks the person at the terminal; absent: there is none. */
  readonly ask?: (question: string) => Promise<string | undefined>;
  /** Takes the lines of `--debug`. */
  readonly debug?: Debug;
}

/** The bundles in use hold some hundred certificates: 300 kB. */
const longestBundle = 8_388_608;

/**
 * Reads the file of AWS_CA_BUNDLE, else of the profile's `ca_bundle`.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-gen-config.html
 *
 * @returns PEM text; undefined where none is named; a problem where the file cannot be used, for to go on without it would
 * be to trust others than were named
 */
export async function readAuthorities(
  host: Pick<Host, "env" | "files">,
  config: SharedConfig,
  profile: string | undefined,
): Promise<Result<string | undefined>> {
  const path = host.env["AWS_CA_BUNDLE"] || setting(config, profile, "ca_bundle");
  if (!path) return ok(undefined);
  try {
    const text = await host.files.read(path, longestBundle);
    return /-----BEGIN (TRUSTED )?CERTIFICATE-----/.test(text)
      ? ok(text)
      : fail(problem("aws/ca-bundle", { path, reason: "it holds no PEM certificate" }));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "it cannot be read";
    return fail(problem("aws/ca-bundle", { path, reason: code }));
  }
}

/**
 * Finds the Region as the AWS CLI does: AWS_REGION, AWS_DEFAULT_REGION (which the SDK for JavaScript ignores), then the
 * profile's `region`. https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html
 *
 * @param profile the one of `--profile`; undefined: AWS_PROFILE's, else `default`
 * @returns undefined where nothing names a Region
 */
export async function findRegion(
  host: Pick<Host, "env" | "files">,
  profile: string | undefined,
): Promise<string | undefined> {
  const region = host.env["AWS_REGION"] || host.env["AWS_DEFAULT_REGION"];
  if (region) return region;
  return setting(await readSharedConfig(host), profileName(host, profile), "region");
}

/** As the shared config names a `services` section's parts, and the environment its variables. */
export type AwsService = "kms" | "sts" | "s3" | "iam" | "cloudwatch_logs" | "mwaa";

const services: readonly AwsService[] = ["kms", "sts", "s3", "iam", "cloudwatch_logs", "mwaa"];

/** How often and in which way calls are repeated. */
export interface Retries {
  readonly maxAttempts: number;
  readonly retryMode: "standard" | "adaptive";
}

/** Adaptive: it slows down for an account whose quota others use too. Five attempts ride out a short throttling. */
export const defaultRetries: Retries = { maxAttempts: 5, retryMode: "adaptive" };

/** Which kind of AWS's own endpoints is called, each with the setting that asks for it. */
export interface EndpointModes {
  readonly fips?: string | undefined;
  readonly dualStack?: string | undefined;
}

export interface Surroundings {
  /** @returns the endpoint that the environment or the profile configures for a service; undefined: AWS's own */
  readonly endpointOf: (service: AwsService) => string | undefined;
  readonly modes: EndpointModes;
  readonly retries: Retries;
}

const endpointWanted = "an http:// or https:// URL without user, password, query and fragment";

/** One setting as it was found: its value, and what it is called where it was found. */
interface Found {
  readonly value: string;
  readonly name: string;
}

/** What decides where neither the environment nor the profile does, or before both. */
interface Given {
  readonly maxAttempts?: number | undefined;
  /** Used where nothing else says it. */
  readonly retries?: Retries | undefined;
}

/**
 * Reads the settings that the SDK would read wrongly, print about, or take from another profile.
 * https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
 *
 * @returns all of them, or a problem for each value that cannot be used
 */
export function readSurroundings(
  { env }: Pick<Host, "env">,
  config: SharedConfig,
  profile: string | undefined,
  given: Given,
): Result<Surroundings> {
  const problems: Problem[] = [];
  const find = (variable: string | undefined, name: string): Found | undefined => {
    const own = variable === undefined ? undefined : env[variable];
    if (variable !== undefined && own) return { value: own, name: variable };
    const value = setting(config, profile, name);
    return value === undefined ? undefined : { value, name: `${name} of profile "${profile ?? "default"}"` };
  };
  const wrong = ({ name, value }: Found, wanted: string) => {
    problems.push(problem("aws/setting", { name, given: shown(value), wanted }));
    return undefined;
  };
  const yes = (found: Found | undefined): string | undefined => {
    const value = found?.value.toLowerCase();
    if (found === undefined || value === "false") return undefined;
    return value === "true" ? found.name : wrong(found, "true or false");
  };
  const fips = yes(find("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint"));
  const dualStack = yes(find("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint"));
  const isIgnored =
    yes(find("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls")) !== undefined;
  const endpoints = new Map<AwsService, string>();
  for (const service of services) {
    const found = isIgnored ? undefined : endpointFor(service);
    if (found !== undefined && isEndpoint(found.value)) endpoints.set(service, found.value);
    else if (found !== undefined && !problems.some(({ what }) => what.startsWith(`${found.name} `)))
      wrong(found, endpointWanted);
  }
  // The SDK reads these itself, for the sessions of profiles.
  for (const variable of ["AWS_ENDPOINT_URL_SSO", "AWS_ENDPOINT_URL_SSO_OIDC", "AWS_ENDPOINT_URL_SIGNIN"]) {
    const found = isIgnored ? undefined : find(variable, "");
    if (found !== undefined && !isEndpoint(found.value)) wrong(found, endpointWanted);
  }
  function endpointFor(service: AwsService): Found | undefined {
    const own = find(`AWS_ENDPOINT_URL_${service.toUpperCase()}`, "");
    const all = find("AWS_ENDPOINT_URL", "");
    if (own !== undefined || all !== undefined) return own ?? all;
    const section = setting(config, profile, "services");
    const value = section && config.services.get(section)?.get(`${service}.endpoint_url`);
    return value
      ? { value, name: `${service}.endpoint_url of services "${section}"` }
      : find(undefined, "endpoint_url");
  }
  const retries = given.retries ?? defaultRetries;
  const attempts = find("AWS_MAX_ATTEMPTS", "max_attempts");
  const mode = find("AWS_RETRY_MODE", "retry_mode");
  const maxAttempts =
    attempts === undefined || /^(?:[1-9]\d?|100)$/.test(attempts.value.trim())
      ? Number(attempts?.value ?? retries.maxAttempts)
      : wrong(attempts, "a whole number from 1 to 100");
  const retryMode =
    mode === undefined
      ? retries.retryMode
      : (modeOf(mode.value) ?? wrong(mode, "standard, adaptive or legacy"));
  if (problems.length > 0) return fail(...problems);
  return ok({
    endpointOf: (service) => endpoints.get(service),
    modes: { fips, dualStack },
    retries: {
      maxAttempts: given.maxAttempts ?? maxAttempts ?? retries.maxAttempts,
      retryMode: retryMode ?? retries.retryMode,
    },
  });
}

/** `legacy` counts as `standard`: the SDK for JavaScript has no other. */
function modeOf(value: string): Retries["retryMode"] | undefined {
  const mode = value.trim().toLowerCase();
  if (mode === "adaptive") return mode;
  return mode === "standard" || mode === "legacy" ? "standard" : undefined;
}

/** An address and nothing else: what is more would be lost, or is a secret. */
export function isEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && hostname !== "" && username + password + search + hash === "";
}

/** A value without the user and password of a URL. */
export function shown(value: string): string {
  return value.replace(/\/\/[^/]*@/, "//").slice(0, 200);
}
