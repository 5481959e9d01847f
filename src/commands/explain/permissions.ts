/** The IAM policy that this tool needs, and no more; a test runs every verb with exactly this. */

interface Permission {
  readonly sid: string;
  /** What for, and whether it can be left out. */
  readonly for: string;
  readonly actions: readonly string[];
  /** `key` is the key's own ARN; anything else is a placeholder to fill in. */
  readonly resources: readonly string[];
}

/** Each verb adds to those before it. STS GetCallerIdentity needs no permission. */
const permissions: readonly Permission[] = [
  {
    sid: "Look",
    for: "check, diff, prepare: look at the key and its policy",
    actions: ["kms:DescribeKey", "kms:GetKeyPolicy"],
    resources: ["key"],
  },
  {
    sid: "Write",
    for: "prepare, restore: write the policy",
    actions: ["kms:PutKeyPolicy"],
    resources: ["key"],
  },
  {
    sid: "LookAtGrants",
    for: "grants --verify: look at the grants; check: the room for them (advice, can be left out there)",
    actions: ["kms:ListGrants"],
    resources: ["key"],
  },
  {
    sid: "LookAtTags",
    for: "diff, prepare: see whether a deployment tool owns the key (can be left out)",
    actions: ["kms:ListResourceTags"],
    resources: ["key"],
  },
  {
    sid: "LookAtRotation",
    for: "check: see whether the key is rotated (advice, can be left out)",
    actions: ["kms:GetKeyRotationStatus"],
    resources: ["key"],
  },
  {
    sid: "LookAtEnvironment",
    for: "check -e NAME, prepare -e NAME: the key that MWAA shows, where none is typed",
    actions: ["airflow:GetEnvironment"],
    resources: ["arn:aws:airflow:REGION:ACCOUNT:environment/*"],
  },
  {
    sid: "ListEnvironments",
    for: "check --all-environments, manifest init",
    actions: ["airflow:ListEnvironments"],
    resources: ["*"],
  },
  {
    sid: "LookAtBucket",
    for: "check --bucket",
    actions: ["s3:ListBucket", "s3:GetBucketLocation", "s3:GetEncryptionConfiguration"],
    resources: ["arn:aws:s3:::BUCKET"],
  },
  {
    sid: "LookAtRole",
    for: "check --execution-role",
    actions: ["iam:ListRolePolicies", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies"],
    resources: ["arn:aws:iam::ACCOUNT:role/ROLE"],
  },
  {
    sid: "LookAtRolePolicies",
    for: "check --execution-role: the policies attached to the role",
    actions: ["iam:GetPolicy", "iam:GetPolicyVersion"],
    resources: ["arn:aws:iam::ACCOUNT:policy/*", "arn:aws:iam::aws:policy/*"],
  },
  {
    sid: "LookAtLogGroups",
    for: "check --log-groups",
    actions: ["logs:DescribeLogGroups"],
    resources: ["*"],
  },
];

/**
 * The policy as IAM takes it, one statement for each thing that somebody may be allowed or not.
 *
 * @param key the key's ARN; absent: a placeholder
 * Sources: https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html,
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export function permissionsPolicy(key = "arn:aws:kms:REGION:ACCOUNT:key/KEY_ID"): object {
  return {
    Version: "2012-10-17",
    Statement: permissions.map(({ sid, actions, resources: [only = "*", ...more] }) => ({
      Sid: `MwaaKms${sid}`,
      Effect: "Allow",
      Action: actions,
      Resource: more.length > 0 ? [only, ...more] : only === "key" ? key : only,
    })),
  };
}

/** The policy as JSON alone, so that it can be piped. */
export function permissionsText(): string {
  return JSON.stringify(permissionsPolicy(), null, 2);
}
