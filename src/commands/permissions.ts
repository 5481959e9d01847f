/** The IAM policy that this tool needs, and no more; a test runs every verb with exactly this. */

/** Each verb adds to those before it. STS GetCallerIdentity needs no permission. */
const permissions = {
  "mwaa-kms check, diff, prepare: look at the key and its policy": ["kms:DescribeKey", "kms:GetKeyPolicy"],
  "mwaa-kms prepare, restore: write the policy": ["kms:PutKeyPolicy"],
  "mwaa-kms grants --verify: look at the grants": ["kms:ListGrants"],
  "mwaa-kms diff, prepare: see whether a deployment tool owns the key (can be left out)": [
    "kms:ListResourceTags",
  ],
} as const;

/**
 * The policy as IAM takes it, one statement for each thing that somebody may be allowed or not.
 *
 * @param key the key's ARN; absent: a placeholder
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html
 */
export function permissionsPolicy(key = "arn:aws:kms:REGION:ACCOUNT:key/KEY_ID"): object {
  const sids = ["Look", "Write", "LookAtGrants", "LookAtTags"];
  return {
    Version: "2012-10-17",
    Statement: Object.values(permissions).map((actions, index) => ({
      Sid: `MwaaKms${sids[index] ?? ""}`,
      Effect: "Allow",
      Action: actions,
      Resource: key,
    })),
  };
}

/** The policy with what each statement is for. */
export function permissionsText(): string {
  const remarks = Object.entries(permissions).map(([what, actions]) => `# ${actions.join(", ")}: ${what}`);
  return [
    "# The key policy must let IAM decide (the statement for the account's root), or name you.",
    "# sts:GetCallerIdentity needs no permission.",
    ...remarks,
    JSON.stringify(permissionsPolicy(), null, 2),
  ].join("\n");
}
