/** The six parts of an ARN. It does not know which of them a key needs. */

/** An ARN taken apart; the resource may hold further colons. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

type Named = [partition: string, service: string, region: string, account: string];

/**
 * Takes an ARN apart.
 *
 * @returns its parts, or undefined where the text does not begin with `arn:` or has fewer than six parts
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function parseArn(text: string): Arn | undefined {
  const parts = text.split(":");
  if (parts.length < 6 || parts[0] !== "arn") return undefined;
  const [, partition, service, region, account, ...rest] = parts as [string, ...Named, ...string[]];
  return { partition, service, region, account, resource: rest.join(":") };
}

/** One partition, as botocore's partitions.json lists them (2026-08). */
export interface Partition {
  readonly id: PartitionId;
  /** The end of its host names and of its regional service principals: `amazonaws.com.cn` in China. */
  readonly dnsSuffix: string;
  readonly regions: RegExp;
}

export type PartitionId =
  | "aws"
  | "aws-cn"
  | "aws-us-gov"
  | "aws-iso"
  | "aws-iso-b"
  | "aws-iso-e"
  | "aws-iso-f"
  | "aws-eusc";

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html and botocore's partitions.json. */
export const partitions: readonly Partition[] = [
  { id: "aws", dnsSuffix: "amazonaws.com", regions: /^(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d{1,2}$/ },
  { id: "aws-cn", dnsSuffix: "amazonaws.com.cn", regions: /^cn-[a-z]+-\d{1,2}$/ },
  { id: "aws-us-gov", dnsSuffix: "amazonaws.com", regions: /^us-gov-[a-z]+-\d{1,2}$/ },
  { id: "aws-iso", dnsSuffix: "c2s.ic.gov", regions: /^us-iso-[a-z]+-\d{1,2}$/ },
  { id: "aws-iso-b", dnsSuffix: "sc2s.sgov.gov", regions: /^us-isob-[a-z]+-\d{1,2}$/ },
  { id: "aws-iso-e", dnsSuffix: "cloud.adc-e.uk", regions: /^eu-isoe-[a-z]+-\d{1,2}$/ },
  { id: "aws-iso-f", dnsSuffix: "csp.hci.ic.gov", regions: /^us-isof-[a-z]+-\d{1,2}$/ },
  { id: "aws-eusc", dnsSuffix: "amazonaws.eu", regions: /^eusc-[a-z]{2}-[a-z]+-\d{1,2}$/ },
];

/**
 * The Regions with an MWAA endpoint in botocore's endpoints.json of 2026-08-07. A hint, never a gate: AWS adds
 * Regions faster than this list can follow. Source of truth: https://docs.aws.amazon.com/general/latest/gr/mwaa.html
 */
export const mwaaRegions: readonly string[] = [
  "af-south-1",
  "ap-east-1",
  ...["ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2"],
  ...[
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-7",
  ],
  ...["ca-central-1", "ca-west-1", "cn-north-1", "cn-northwest-1"],
  ...[
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
  ],
  ...[
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
  ],
];

/** @returns the partition with that id (`aws-cn`), or undefined where AWS has none */
export function partitionById(id: PartitionId): Partition;
export function partitionById(id: string): Partition | undefined;
export function partitionById(id: string): Partition | undefined {
  return partitions.find((partition) => partition.id === id);
}

/** @returns the partition that a Region belongs to, or undefined where the text is no Region's name */
export function partitionOfRegion(region: string): Partition | undefined {
  return partitions.find((partition) => partition.regions.test(region));
}
