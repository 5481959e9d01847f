/** Valid input of each kind, which the fuzzer breaks. */

const account = "111122223333";
const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
export const key = `arn:aws:kms:us-east-1:${account}:key/${keyId}`;

export const keyMetadata = {
  ...{ KeyId: keyId, Arn: key, AWSAccountId: account, Enabled: true, KeyState: "Enabled", Description: "x" },
  ...{ KeyUsage: "ENCRYPT_DECRYPT", KeySpec: "SYMMETRIC_DEFAULT", KeyManager: "CUSTOMER", Origin: "AWS_KMS" },
  ...{ MultiRegion: false, EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"] },
};

const root = {
  ...{
    Sid: "Enable IAM User Permissions",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
  },
  ...{ Action: "kms:*", Resource: "*" },
};
const logs = {
  ...{
    Sid: "AllowCloudWatchLogsForMwaa",
    Effect: "Allow",
    Principal: { Service: "logs.us-east-1.amazonaws.com" },
  },
  Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
  Resource: "*",
  Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:us-east-1:${account}:*` } },
};
const deny = {
  ...{
    Effect: "Deny",
    NotPrincipal: { AWS: [`arn:aws:iam::${account}:role/A`, account] },
    NotAction: ["kms:Describe*"],
  },
  ...{ Resource: [key, "arn:aws:kms:*:*:key/*"] },
  Condition: {
    "ForAnyValue:StringNotLikeIfExists": { "aws:PrincipalOrgPaths": ["o-a/*", "o-b/r-?/*"] },
    NumericLessThan: { "kms:ScheduleKeyDeletionPendingWindowInDays": "30" },
    IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "2001:db8::/32"] },
    Null: { "kms:GrantIsForAWSResource": "false" },
    DateGreaterThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" },
  },
};
const policy = (...Statement: readonly object[]) =>
  JSON.stringify({ Version: "2012-10-17", Id: "x", Statement }, null, 2);

export const policies: readonly [string, ...string[]] = [
  policy(root),
  policy(root, logs),
  policy(root, logs, deny),
  JSON.stringify({ Version: "2008-10-17", Statement: root }),
  policy(root, {
    ...logs,
    Condition: { StringLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:*:*:log-group:*" } },
  }),
];

export const identifiers: readonly [string, ...string[]] = [
  keyId,
  `key/${keyId}`,
  key,
  "mrk-1234abcd12ab34cd56ef1234567890ab",
  `arn:aws-cn:kms:cn-north-1:${account}:key/${keyId}`,
  "alias/airflow",
  `arn:aws:kms:us-east-1:${account}:alias/airflow`,
];

/** A backup of the last policy but one; its digest is put right, or not, by whoever breaks it. */
export const backup = {
  ...{ schema: "mwaa-kms/backup/1", key, takenAt: "2026-11-23T12:00:00.000Z", reason: "prepare" },
  ...{
    caller: `arn:aws:sts::${account}:assumed-role/A/s`,
    tool: "mwaa-kms 0.1.0",
    sha256: "",
    policy: policy(root),
  },
};

export const identityXml = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:sts::${account}:assumed-role/A/s</Arn><UserId>AROA:s</UserId><Account>${account}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;
