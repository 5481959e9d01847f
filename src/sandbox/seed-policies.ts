/** The key policies that the seeds are made of, as AWS and third parties write them. Knows no key. */
import { rootStatement } from "./kms-policy.js";
import type { Home, JsonObject } from "./model.js";
import { logsPrincipal, partitionOf, rootArn } from "./names.js";

/** The statement of the MWAA guide, for log groups of one account in one Region. */
export function logsStatement({ account, region }: Pick<Home, "account" | "region">): JsonObject {
  return {
    Sid: "Allow logs access",
    Effect: "Allow",
    Principal: { Service: logsPrincipal(region) },
    Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
    Resource: "*",
    Condition: {
      ArnLike: {
        "kms:EncryptionContext:aws:logs:arn": `arn:${partitionOf(region)}:logs:${region}:${account}:*`,
      },
    },
  };
}

export const logsDeny = ({ region }: Home): JsonObject => ({
  Sid: "Keep the logs service out",
  Effect: "Deny",
  Principal: { Service: logsPrincipal(region) },
  Action: "kms:*",
  Resource: "*",
});

const roleArn = ({ account, region }: Home, name: string): string =>
  `arn:${partitionOf(region)}:iam::${account}:role/${name}`;

export const dataPlatformUse = (home: Home): JsonObject => ({
  Sid: "Allow use of the key by the data platform",
  Effect: "Allow",
  Principal: {
    AWS: [roleArn(home, "DataPlatform"), roleArn(home, "DataScience")],
  },
  Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
  Resource: "*",
});

export const dataPlatformGrants = (home: Home): JsonObject => ({
  Sid: "Allow attachment of persistent resources",
  Effect: "Allow",
  Principal: { AWS: roleArn(home, "DataPlatform") },
  Action: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
  Resource: "*",
  Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
});

/** A document around statements; the root statement of the owner comes first, as the console writes it. */
export function policyWith(
  { account, region }: Home,
  statements: readonly JsonObject[],
  owner = account,
): JsonObject {
  return {
    Version: "2012-10-17",
    Id: "key-consolepolicy-3",
    Statement: [rootStatement(region, owner), ...statements],
  };
}

/** What AWS gives its own keys: use through the service, and no change of the policy for anyone. */
export const awsManagedPolicy = ({ account, region }: Home): JsonObject => ({
  Version: "2012-10-17",
  Id: "auto-airflow-2",
  Statement: [
    {
      Sid: "Allow access through Airflow for all principals in the account that are authorized to use Airflow",
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: [
        "kms:Encrypt",
        "kms:Decrypt",
        "kms:ReEncrypt*",
        "kms:GenerateDataKey*",
        "kms:CreateGrant",
        "kms:DescribeKey",
      ],
      Resource: "*",
      Condition: {
        StringEquals: {
          "kms:CallerAccount": account,
          "kms:ViaService": `airflow.${region}.amazonaws.com`,
        },
      },
    },
    {
      Sid: "Allow direct access to key metadata to the account",
      Effect: "Allow",
      Principal: { AWS: rootArn(region, account) },
      Action: ["kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant"],
      Resource: "*",
    },
  ],
});

export const otherAccountPolicy = (home: Home): JsonObject =>
  policyWith(
    home,
    [
      {
        Sid: "Allow the account of the environment",
        Effect: "Allow",
        Principal: { AWS: rootArn(home.region, home.account) },
        Action: ["kms:DescribeKey", "kms:ListGrants", "kms:CreateGrant"],
        Resource: "*",
      },
    ],
    home.otherAccount,
  );

/** So long (32,500 bytes without spaces) that no further statement fits; few long values, so that spaces add little. */
export function nearlyFullPolicy(home: Home): JsonObject {
  const withValues = (values: readonly string[]) =>
    policyWith(home, [
      { ...dataPlatformUse(home), Condition: { StringEquals: { "kms:EncryptionContext:tenant": values } } },
    ]);
  const wanted = 32_500;
  const values = Array.from(
    { length: 20 },
    (_, at) => `tenant-${String(at).padStart(2, "0")}-${"x".repeat(1400)}`,
  );
  const missing = wanted - JSON.stringify(withValues(values)).length;
  return withValues([...values.slice(1), `${values[0]}${"x".repeat(missing)}`]);
}
