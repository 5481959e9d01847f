/**
 * The statements beside that of CloudWatch Logs: for the principal that creates an environment, for its execution role, and for
 * the environment's account where another account owns the key.
 */
import type { Partition } from "../key/arn.js";

/** A statement of an IAM policy, or with a principal, of a key policy. */
export interface AccessStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal?: { readonly AWS: string };
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface AccessPlace {
  readonly partition: Partition;
  readonly region: string;
  /** The environment's account. */
  readonly account: string;
  /** The key's ARN: a key ID would be that of a key in the policy's own account. */
  readonly key: string;
}

/**
 * AWS's statement for the principal that creates environments, bound to one key. AWS's samples have no condition, and MWAA
 * tries the creator's permissions before it creates anything, so that none is added.
 * Source: https://docs.aws.amazon.com/mwaa/latest/userguide/access-policies.html
 */
export function creatorStatements({ key }: Pick<AccessPlace, "key">): readonly AccessStatement[] {
  return [
    {
      Sid: "UseKeyForMwaa",
      Effect: "Allow",
      Action: [
        ...["kms:DescribeKey", "kms:ListGrants", "kms:CreateGrant", "kms:RevokeGrant"],
        ...["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
      ],
      Resource: key,
    },
  ];
}

/**
 * AWS's statement for the execution role of an environment with a customer managed key, and the one for its log groups.
 *
 * The log groups are `airflow-<environment>-*`: the `airflow-<environment>:*` of AWS's page matches none of them. The names in
 * kms:ViaService end in amazonaws.com in every partition, as KMS documents; in China the other suffix is added, because
 * AWS's pages disagree there. CloudWatch Logs documents that it calls KMS for roles too.
 * Source: https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-create-role.html
 */
export function executionRoleStatements(
  { partition, region, account, key }: AccessPlace,
  environment: string,
): readonly AccessStatement[] {
  const suffixes = [
    ...new Set(["amazonaws.com", ...(partition.id === "aws-cn" ? [partition.dnsSuffix] : [])]),
  ];
  const services = ["sqs", "s3", "logs"].flatMap((service) =>
    suffixes.map((suffix) => `${service}.${region}.${suffix}`),
  );
  return [
    {
      Sid: "UseKeyThroughServices",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*", "kms:Encrypt"],
      Resource: key,
      Condition: { StringLike: { "kms:ViaService": services } },
    },
    {
      Sid: "UseLogGroups",
      Effect: "Allow",
      Action: [
        ...["logs:CreateLogStream", "logs:CreateLogGroup", "logs:PutLogEvents", "logs:GetLogEvents"],
        ...["logs:GetLogRecord", "logs:GetLogGroupFields", "logs:GetQueryResults"],
      ],
      Resource: `arn:${partition.id}:logs:${region}:${account}:log-group:airflow-${environment}-*`,
    },
  ];
}

/**
 * The two statements that KMS documents for the use of a key by another account, here the environment's.
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
 */
export function ownerStatements(partition: string, account: string): readonly AccessStatement[] {
  const Principal = { AWS: `arn:${partition}:iam::${account}:root` };
  return [
    {
      Sid: "AllowUseByEnvironmentAccount",
      Effect: "Allow",
      Principal,
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      Resource: "*",
    },
    {
      Sid: "AllowGrantsForAwsResources",
      Effect: "Allow",
      Principal,
      Action: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
      Resource: "*",
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}

/**
 * Lets principals of the environment's account list the grants. The second of KMS's statements does not: its condition is
 * false for a person. It is not in KMS's pair; without it, that account cannot verify the four grants.
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html (kms:GrantIsForAWSResource)
 */
export function listGrantsStatement(partition: string, account: string): AccessStatement {
  return {
    Sid: "AllowListGrantsByEnvironmentAccount",
    Effect: "Allow",
    Principal: { AWS: `arn:${partition}:iam::${account}:root` },
    Action: ["kms:ListGrants"],
    Resource: "*",
  };
}
