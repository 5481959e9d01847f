/** What AWS says of what stands around a key: bucket, execution role, log groups, and what the caller may do. */
import type { Problem } from "../problem/problem.js";

/** The environment's bucket. `region` is AWS's name of it; S3 calls us-east-1 by no name at all. */
export interface Bucket {
  readonly name: string;
  readonly region: string;
  /** The default encryption; absent where S3 says that there is none. */
  readonly encryption?: {
    /** `AES256`, `aws:kms` or `aws:kms:dsse`. */
    readonly algorithm: string;
    /** As it was set: key ID, key ARN or alias. Absent with `aws:kms`: the AWS managed key aws/s3. */
    readonly kmsKeyId?: string;
    /** Where that is an alias: the ARN of its key, as KMS says. */
    readonly aliasOf?: string;
  };
  /** Why the default encryption could not be read, though the Region could. */
  readonly encryptionUnread?: Problem;
}

/** One policy of a role: its name or ARN, and its text as JSON (decoded). */
export interface RolePolicy {
  readonly name: string;
  readonly kind: "inline" | "attached";
  readonly document: string;
}

/** An execution role with its permission policies, all of them. */
export interface ExecutionRole {
  readonly arn: string;
  readonly policies: readonly RolePolicy[];
}

/** A log group, as DescribeLogGroups shows it. Without `kmsKeyId` it is encrypted with a key of CloudWatch Logs. */
export interface ExistingLogGroup {
  readonly name: string;
  readonly kmsKeyId?: string;
}

/** The operations that whoever creates the environment needs on the key, and that KMS can try without carrying out. */
export const dryRunActions = ["kms:CreateGrant", "kms:Encrypt", "kms:GenerateDataKey"] as const;

export type DryRunAction = (typeof dryRunActions)[number];

/** The kind of policy that refuses a call, as far as AWS says it. */
export interface Denial {
  readonly policy:
    | ("identity" | "boundary" | "session" | "vpc-endpoint" | "service-control" | "resource-control")
    | ("key" | "unsaid");
  /** A Deny statement, and not a missing Allow. */
  readonly explicit: boolean;
}

/** What KMS said to a dry run: it would have succeeded; the caller is refused; or it could not be told. */
export type DryRun =
  | { readonly action: DryRunAction; readonly answer: "allowed" }
  | { readonly action: DryRunAction; readonly answer: "unknown"; readonly problem: Problem }
  | {
      readonly action: DryRunAction;
      readonly answer: "refused";
      readonly problem: Problem;
      readonly denial?: Denial;
    };

/** GetKeyRotationStatus's answer. */
export interface Rotation {
  readonly enabled: boolean;
  readonly periodInDays?: number;
}
