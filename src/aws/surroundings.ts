/** What the environment and the profile say about endpoints and retries; a value that no AWS tool takes is refused. */
import type { Host } from "../host/host.js";
import { type Parsed, parsed, refused } from "../problem/parsed.js";
import { type Problem, problem } from "../problem/problem.js";
import type { SharedConfig } from "./profile.js";
import { setting } from "./profile.js";

/** As the shared config names a `services` section's parts, and the environment its variables. */
export type Service = "kms" | "sts" | "s3" | "iam" | "cloudwatch_logs";

const services: readonly Service[] = ["kms", "sts", "s3", "iam", "cloudwatch_logs"];

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
  readonly endpointOf: (service: Service) => string | undefined;
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
): Parsed<Surroundings> {
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
  const endpoints = new Map<Service, string>();
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
  function endpointFor(service: Service): Found | undefined {
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
  if (problems.length > 0) return refused(...problems);
  return parsed({
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
