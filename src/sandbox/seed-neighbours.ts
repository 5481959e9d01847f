/** What stands around the seeded keys: buckets, execution roles, log groups that an earlier environment left. Knows no key. */
import type { State, StoredBucket, StoredLogGroup, StoredPolicy, StoredRole } from "./model.js";
import { logGroupArn } from "./names.js";
import { made, sha256 } from "./seed-grants.js";
import { account, homeRegion } from "./seed-policies.js";

const keyActions = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*", "kms:Encrypt"];
const queue = `sqs.${homeRegion}.amazonaws.com`;

/** What every execution role may besides, so that a role without a KMS statement is not an empty one. */
const airflow = document({
  Effect: "Allow",
  Action: ["s3:GetObject*", "s3:GetBucket*", "s3:List*"],
  Resource: ["arn:aws:s3:::demo-dags", "arn:aws:s3:::demo-dags/*"],
});

/**
 * The statement for a customer managed key, and the one for keys that AWS owns, as the guide has them.
 * https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-create-role.html
 */
const ownKey = (key: string) =>
  document({
    Effect: "Allow",
    Action: keyActions,
    Resource: key,
    Condition: { StringLike: { "kms:ViaService": [queue, `s3.${homeRegion}.amazonaws.com`] } },
  });
const ownedByAws = document({
  Effect: "Allow",
  Action: keyActions,
  NotResource: `arn:aws:kms:*:${account}:key/*`,
  Condition: { StringLike: { "kms:ViaService": [queue] } },
});

const managedArn = `arn:aws:iam::${account}:policy/demo-execution-key`;

/** @param keys the ARNs of the seeds `ready` and `lacks-statement` */
export function seedNeighbours(keys: {
  readonly ready: string;
  readonly lacking: string;
}): Pick<State, "policies" | "buckets" | "logGroups"> & { readonly roles: readonly StoredRole[] } {
  const { ready, lacking } = keys;
  const policy: StoredPolicy = {
    arn: managedArn,
    defaultVersionId: "v2",
    versions: { v1: airflow, v2: ownKey(ready) },
  };
  const buckets: StoredBucket[] = [
    bucket("demo-dags", homeRegion, { algorithm: "aws:kms", kmsKeyId: ready }),
    bucket("demo-plain", homeRegion, { algorithm: "AES256" }),
    bucket("demo-other-key", homeRegion, { algorithm: "aws:kms", kmsKeyId: lacking }),
    bucket("demo-oregon", "us-west-2", { algorithm: "AES256" }),
  ];
  const groups = [
    logGroup("airflow-recreated-Task", lacking),
    logGroup("airflow-recreated-Scheduler", lacking),
    logGroup("airflow-recreated-Worker"),
  ];
  return {
    roles: [
      { ...role("demo-execution", { airflow }), attachedPolicies: [managedArn] },
      role("demo-execution-owned", { airflow, "keys-of-aws": ownedByAws }),
      role("demo-execution-bare", { airflow }),
    ],
    policies: { [managedArn]: policy },
    buckets: Object.fromEntries(buckets.map((one) => [one.name, one])),
    logGroups: Object.fromEntries(groups.map((one) => [logGroupArn(homeRegion, account, one.name), one])),
  };
}

function document(Statement: object) {
  return { Version: "2012-10-17", Statement: [Statement] };
}

function role(name: string, inlinePolicies: NonNullable<StoredRole["inlinePolicies"]>): StoredRole {
  const Service = ["airflow.amazonaws.com", "airflow-env.amazonaws.com"];
  return {
    arn: `arn:aws:iam::${account}:role/${name}`,
    roleId: `AROA${sha256(name).slice(0, 16).toUpperCase()}`,
    trustPolicy: document({ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" }),
    identityPolicy: {},
    inlinePolicies,
    attachedPolicies: [],
  };
}

function bucket(
  name: string,
  region: string,
  encryption: NonNullable<StoredBucket["encryption"]>,
): StoredBucket {
  return { name, region, account, encryption };
}

function logGroup(name: string, kmsKeyId?: string): StoredLogGroup {
  return {
    name,
    region: homeRegion,
    account,
    creationTime: made * 1000,
    logGroupClass: "STANDARD",
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
  };
}
