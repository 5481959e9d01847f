/** The words for what stands around a key: the environment's bucket, and log groups of an environment of before. */
import { ask, entry, quote, run } from "../define.js";
import { pages } from "../links.js";

const key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const other = "arn:aws:kms:us-east-1:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321";

export const neighbourWords = {
  "bucket/region": entry({
    severity: "error",
    title: "The bucket is in another Region",
    what: (f) => `${f.bucket} is in ${f.bucketRegion}.`,
    why: "MWAA requires key, environment and bucket in one Region.",
    fix: (f) => [ask("you", `Use a bucket in ${f.region}.`)],
    docs: [pages.mwaaKeys, pages.mwaaBucket],
    example: { bucket: "airflow-demo", bucketRegion: "eu-west-1", region: "us-east-1" },
  }),
  "bucket/other-key": entry({
    severity: "warning",
    title: "The bucket is encrypted with another key",
    what: (f) => `${f.bucket} encrypts with ${f.found} by default.`,
    why: "MWAA requires one customer managed key for bucket and environment. AWS does not document whether MWAA rejects another one.",
    fix: (f) => [bucketKey(f)],
    docs: [pages.mwaaBucket, pages.mwaaCreate, pages.s3DefaultEncryption],
    example: { bucket: "airflow-demo", found: other, key },
  }),
  "bucket/not-this-key": entry({
    severity: "note",
    title: "The bucket uses another key",
    what: (f) => `${f.bucket} has ${f.found} by default.`,
    why: "MWAA allows it. The objects in the bucket are then not encrypted with the environment's key.",
    fix: (f) => [bucketKey(f)],
    docs: [pages.mwaaBucket, pages.s3DefaultEncryption],
    example: { bucket: "airflow-demo", found: "AES256", key },
  }),
  "bucket/alias": entry({
    severity: "warning",
    title: "The bucket uses an alias",
    what: (f) => `${f.bucket} encrypts with ${f.found} by default. The key behind the alias was not read.`,
    why: "Amazon S3 follows an alias when it moves to another key, and MWAA does not support aliases.",
    fix: (f) => [
      run(`aws kms describe-key --key-id ${quote(f.found)} --query KeyMetadata.Arn --output text`),
      bucketKey(f),
    ],
    docs: [pages.s3DefaultEncryption, pages.mwaaKeys],
    example: { bucket: "airflow-demo", found: "alias/airflow", key },
  }),
  "logs/group-other-key": entry({
    severity: "error",
    title: "An existing log group has another key",
    what: (f) =>
      `${groupsOf(f.groups)} ${f.groups.length === 1 ? "is" : "are"} encrypted with another key: ${f.found}.`,
    why: "MWAA uses existing log groups with its names and cannot change their key. Environments were created without task logs.",
    fix: (f) => [
      ...f.groups.map((group) => associate(group, f.key)),
      ask("the owner of these logs", "Delete these log groups if their logs are not needed."),
    ],
    docs: [pages.mwaaServiceRole, pages.logsAssociateKey, pages.logsEncryption],
    example: { groups: ["airflow-demo-Task"], found: other, key },
  }),
  "logs/group-no-key": entry({
    severity: "warning",
    title: "An existing log group has no key",
    what: (f) => `${groupsOf(f.groups)} ${f.groups.length === 1 ? "has" : "have"} no customer managed key.`,
    why: "MWAA uses existing log groups with its names and cannot change their key.",
    fix: (f) => [
      ...f.groups.map((group) => associate(group, f.key)),
      ask("the owner of these logs", "Delete these log groups if their logs are not needed."),
    ],
    docs: [pages.mwaaServiceRole, pages.logsAssociateKey, pages.logsEncryption],
    example: { groups: ["airflow-demo-Task"], key },
  }),
};

function groupsOf(groups: readonly string[]): string {
  return groups.length > 3 ? `${groups.length} log groups` : groups.join(", ");
}

function associate(group: string, keyArn: string) {
  return run(`aws logs associate-kms-key --log-group-name ${quote(group)} --kms-key-id ${quote(keyArn)}`);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html */
function bucketKey(facts: { readonly bucket: string; readonly key: string }) {
  const rule = {
    ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: facts.key },
    BucketKeyEnabled: true,
  };
  return run(
    `aws s3api put-bucket-encryption --bucket ${quote(facts.bucket)} --server-side-encryption-configuration ${quote(JSON.stringify({ Rules: [rule] }))}`,
  );
}
