/** Which certificate authorities are trusted in place of Node's own. The SDK for JavaScript ignores AWS_CA_BUNDLE. */
import type { Host } from "../host/host.js";
import { type Parsed, parsed, refused } from "../problem/parsed.js";
import { problem } from "../problem/problem.js";
import { type SharedConfig, setting } from "./profile.js";

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
): Promise<Parsed<string | undefined>> {
  const path = host.env["AWS_CA_BUNDLE"] || setting(config, profile, "ca_bundle");
  if (!path) return parsed(undefined);
  try {
    const text = await host.files.read(path, longestBundle);
    return /-----BEGIN (TRUSTED )?CERTIFICATE-----/.test(text)
      ? parsed(text)
      : refused(problem("aws/ca-bundle", { path, reason: "it holds no PEM certificate" }));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "it cannot be read";
    return refused(problem("aws/ca-bundle", { path, reason: code }));
  }
}
