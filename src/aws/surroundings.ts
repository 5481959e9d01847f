/** What the environment and the profile say about endpoints and retries, where the SDK would not look or would print. */
import type { Host } from "../host/host.js";
import type { SharedConfig } from "./profile.js";
import { setting } from "./profile.js";

/** As the shared config names a `services` section's parts, and the environment its variables. */
export type Service = "kms" | "sts" | "s3" | "iam" | "cloudwatch_logs";

/**
 * The endpoint that a profile named by `--profile` configures. The SDK reads `endpoint_url` of AWS_PROFILE's profile only,
 * so with an option it would call AWS itself. The order is the SDKs' own:
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 *
 * @returns undefined where the environment decides (the SDK reads it) or nothing is configured
 */
export function profileEndpoint(
  host: Pick<Host, "env">,
  config: SharedConfig,
  profile: string,
  service: Service,
): string | undefined {
  const ignored =
    host.env["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] ??
    setting(config, profile, "ignore_configured_endpoint_urls");
  if (ignored?.toLowerCase() === "true") return undefined;
  if (host.env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] || host.env["AWS_ENDPOINT_URL"]) return undefined;
  const services = setting(config, profile, "services");
  const own =
    services === undefined ? undefined : config.services.get(services)?.get(`${service}.endpoint_url`);
  return own ?? setting(config, profile, "endpoint_url");
}

/** How often and in which way calls are repeated. */
export interface Retries {
  readonly maxAttempts: number;
  readonly retryMode: "standard" | "adaptive";
}

/** Adaptive: it slows down for an account whose quota others use too. Five attempts ride out a short throttling. */
export const defaultRetries: Retries = { maxAttempts: 5, retryMode: "adaptive" };

/**
 * AWS_MAX_ATTEMPTS and AWS_RETRY_MODE, else the profile's max_attempts and retry_mode, else the default. Read here since
 * the SDK prints to the terminal about a value it does not take. `legacy` counts as `standard`.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export function findRetries(
  host: Pick<Host, "env">,
  config: SharedConfig,
  profile: string | undefined,
  unsaid: Retries = defaultRetries,
): Retries {
  const attempts = Number(host.env["AWS_MAX_ATTEMPTS"] || setting(config, profile, "max_attempts"));
  const mode = host.env["AWS_RETRY_MODE"] || setting(config, profile, "retry_mode");
  return {
    maxAttempts:
      Number.isInteger(attempts) && attempts >= 1 && attempts <= 100 ? attempts : unsaid.maxAttempts,
    retryMode:
      mode === "standard" || mode === "legacy" ? "standard" : mode === "adaptive" ? mode : unsaid.retryMode,
  };
}
