/** Which Region is meant where neither an option nor an ARN says so. It judges no Region's name. */
import type { Host } from "../host/host.js";
import { profileName, readSharedConfig, setting } from "./profile.js";

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
