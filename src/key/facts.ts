/** What AWS says a key is: DescribeKey's answer, in AWS's own words. Only KeyId is certain to be there. */
import type { LogGroupKind } from "../choices.js";
import type { Problem } from "../problems/problem.js";

/** DescribeKey's KeyMetadata, as far as this tool reads it. Dates are ISO 8601, UTC. An absent member is unknown. */
export interface KeyMetadata {
  readonly KeyId: string;
  readonly Arn?: string;
  readonly AWSAccountId?: string;
  readonly Description?: string;
  readonly Enabled?: boolean;
  readonly KeyState?: string;
  readonly KeyUsage?: string;
  readonly KeySpec?: string;
  readonly EncryptionAlgorithms?: readonly string[];
  readonly KeyManager?: string;
  readonly Origin?: string;
  readonly MultiRegion?: boolean;
  readonly MultiRegionConfiguration?: {
    readonly MultiRegionKeyType?: string;
    readonly PrimaryKey?: { readonly Arn?: string; readonly Region?: string };
  };
  readonly CustomKeyStoreId?: string;
  readonly ExpirationModel?: string;
  readonly ValidTo?: string;
  readonly DeletionDate?: string;
  readonly CreationDate?: string;
}

/** Who calls, as STS GetCallerIdentity names them. */
export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
  readonly userId?: string;
  /** Where the credentials come from: "environment variables", "profile base, assumed role …". */
  readonly source?: string;
}

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

/** An environment as MWAA shows it. Without `kmsKey` it uses MWAA's own key, which AWS owns. */
export interface MwaaEnvironment {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly account: string;
  readonly status?: string;
  /** Why its latest creation or update failed: LastUpdate.Error. */
  readonly lastError?: { readonly code: string; readonly message: string };
  /** As it was given when the environment was created: key ID, key ARN, or what the API takes besides. */
  readonly kmsKey?: string;
  /** By name. */
  readonly bucket?: string;
  /** By ARN. */
  readonly executionRole?: string;
  /** The log types that are enabled; absent where MWAA says of none that it is, or does not say it. */
  readonly logTypes?: readonly LogGroupKind[];
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
