/** Which Regions an account has to enable before it can use them. */
import { partitionOfRegion } from "../key/partition.js";

/** https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html: every Region launched since 2019-03-20 is opt-in. */
const enabledByDefault: ReadonlySet<string> = new Set([
  ...["us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "sa-east-1"],
  ...["eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3", "eu-north-1", "ap-south-1"],
  ...["ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-southeast-1", "ap-southeast-2"],
]);

/** @returns whether the Region is one that an account has to enable: other partitions have none */
export function isOptIn(region: string): boolean {
  return partitionOfRegion(region)?.id === "aws" && !enabledByDefault.has(region);
}
