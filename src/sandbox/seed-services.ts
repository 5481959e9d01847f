/** What stands around the seeded keys: buckets, execution roles, log groups that an earlier environment left. Knows no key. */
import type { Home, State, StoredBucket, StoredLogGroup, StoredPolicy, StoredRole } from "./model.js";
import { sha256 } from "./mwaa-grants.js";
import { logGroupArn, partitionOf } from "./names.js";
import { made } from "./seed-day.js";

const keyActions = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*", "kms:Encrypt"];

/** What every execution role may besides, so that a role without a KMS statement is not an empty one. */
const airflow = (partition: string) =>
  document({
    Effect: "Allow",
    Action: ["s3:GetObject*", "s3:GetBucket*", "s3:List*"],
    Resource: [`arn:${partition}:s3:::demo-dags`, `arn:${partition}:s3:::demo-dags/*`],
  });

/**
 * The statement for a customer managed key, and the one for keys that AWS owns, as the guide has them.
 * https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-create-role.html
 */
const ownKey = (region: string, key: string) =>
  document({
    Effect: "Allow",
    Action: keyActions,
    Resource: key,
    Condition: {
      StringLike: { "kms:ViaService": [`sqs.${region}.amazonaws.com`, `s3.${region}.amazonaws.com`] },
    },
  });
const ownedByAws = ({ account, region }: Home) =>
  document({
    Effect: "Allow",
    Action: keyActions,
    NotResource: `arn:${partitionOf(region)}:kms:*:${account}:key/*`,
    Condition: { StringLike: { "kms:ViaService": [`sqs.${region}.amazonaws.com`] } },
  });

/** @param keys the ARNs of the seeds `ready` and `lacks-statement` */
export function seedNeighbours(
  home: Home,
  keys: { readonly ready: string; readonly lacking: string },
): Pick<State, "policies" | "buckets" | "logGroups"> & { readonly roles: readonly StoredRole[] } {
  const { ready, lacking } = keys;
  const { account, region } = home;
  const partition = partitionOf(region);
  const managedArn = `arn:${partition}:iam::${account}:policy/demo-execution-key`;
  const reading = airflow(partition);
  const bucket = (name: string, place: string, encryption: NonNullable<StoredBucket["encryption"]>) => ({
    name,
    region: place,
    account,
    encryption,
  });
  const role = (name: string, inlinePolicies: NonNullable<StoredRole["inlinePolicies"]>): StoredRole => ({
    arn: `arn:${partition}:iam::${account}:role/${name}`,
    roleId: `AROA${sha256(name).slice(0, 16).toUpperCase()}`,
    trustPolicy: trust,
    identityPolicy: {},
    inlinePolicies,
    attachedPolicies: [],
  });
  const logGroup = (name: string, kmsKeyId?: string): StoredLogGroup => ({
    name,
    region,
    account,
    creationTime: made * 1000,
    logGroupClass: "STANDARD",
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
  });
  const policy: StoredPolicy = {
    arn: managedArn,
    defaultVersionId: "v2",
    versions: { v1: reading, v2: ownKey(region, ready) },
  };
  const buckets: StoredBucket[] = [
    bucket("demo-dags", region, { algorithm: "aws:kms", kmsKeyId: ready }),
    bucket("demo-plain", region, { algorithm: "AES256" }),
    bucket("demo-other-key", region, { algorithm: "aws:kms", kmsKeyId: lacking }),
    bucket("demo-oregon", home.otherRegion, { algorithm: "AES256" }),
  ];
  const groups = [
    logGroup("airflow-recreated-Task", lacking),
    logGroup("airflow-recreated-Scheduler", lacking),
    logGroup("airflow-recreated-Worker"),
  ];
  return {
    roles: [
      role("DataPlatform", {}),
      role("DataScience", {}),
      { ...role("demo-execution", { airflow: reading }), attachedPolicies: [managedArn] },
      role("demo-execution-owned", { airflow: reading, "keys-of-aws": ownedByAws(home) }),
      role("demo-execution-bare", { airflow: reading }),
    ],
    policies: { [managedArn]: policy },
    buckets: Object.fromEntries(buckets.map((one) => [one.name, one])),
    logGroups: Object.fromEntries(groups.map((one) => [logGroupArn(region, account, one.name), one])),
  };
}

const trust = document({
  Effect: "Allow",
  Principal: { Service: ["airflow.amazonaws.com", "airflow-env.amazonaws.com"] },
  Action: "sts:AssumeRole",
});

function document(Statement: object) {
  return { Version: "2012-10-17", Statement: [Statement] };
}
