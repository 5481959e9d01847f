/** The words for what stands around a key: the environment's bucket, and log groups of an environment of before. */
import { ask, entry, quote, run } from "../define.js";
import { pages } from "../links.js";

const key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const other = "arn:aws:kms:us-east-1:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321";

export const neighbourWords = {
  "bucket/region": entry({
    severity: "error",
    title: "The bucket lives in another Region",
    what: (f) => `The bucket ${f.bucket} is in ${f.bucketRegion}, the environment in ${f.region}.`,
    why: "Key, environment and bucket must be in one Region, says the MWAA User Guide.",
    fix: (f) => [
      run(`aws s3 mb s3://BUCKET --region ${quote(f.region)}`),
      ask("whoever owns the bucket", `Is there a bucket for these DAGs in ${f.region}?`),
    ],
    docs: [pages.mwaaKeys, pages.mwaaBucket],
    example: { bucket: "airflow-demo", bucketRegion: "eu-west-1", region: "us-east-1" },
  }),
  "bucket/other-key": entry({
    severity: "warning",
    title: "The bucket is encrypted with another key",
    what: (f) => `By default the bucket ${f.bucket} encrypts with ${f.found}, not with this key.`,
    why: "A bucket's own customer managed key must also be the environment's, says the MWAA User Guide. Whether MWAA refuses another one is not documented.",
    fix: (f) => [bucketKey(f)],
    docs: [pages.mwaaBucket, pages.mwaaCreate, pages.s3DefaultEncryption],
    example: { bucket: "airflow-demo", found: other, key },
  }),
  "bucket/not-this-key": entry({
    severity: "note",
    title: "The bucket is not encrypted with this key",
    what: (f) => `The bucket ${f.bucket} has ${f.found} by default, not this key.`,
    why: "MWAA allows it. What lies in the bucket is then not under the key that the environment is under.",
    fix: (f) => [bucketKey(f)],
    docs: [pages.mwaaBucket, pages.s3DefaultEncryption],
    example: { bucket: "airflow-demo", found: "AES256", key },
  }),
  "bucket/alias": entry({
    severity: "warning",
    title: "The bucket names its key by an alias",
    what: (f) =>
      `By default the bucket ${f.bucket} encrypts with ${f.found}; which key that is was not asked.`,
    why: "An alias can be moved to another key at any time; S3 follows it, and MWAA does not take aliases.",
    fix: (f) => [
      run(`aws kms describe-key --key-id ${quote(f.found)} --query KeyMetadata.Arn --output text`),
      bucketKey(f),
    ],
    docs: [pages.s3DefaultEncryption, pages.mwaaKeys],
    example: { bucket: "airflow-demo", found: "alias/airflow", key },
  }),
  "logs/group-other-key": entry({
    severity: "error",
    title: "A log group of before has another key",
    what: (f) =>
      `${f.groups.join(", ")} ${f.groups.length === 1 ? "is" : "are"} there already, encrypted with another key: ${f.found}.`,
    why: "MWAA uses log groups of its names that are there, and its service-linked role may not change their key: environments have come up so, and without task logs. A new key counts for what is logged from then on; the rest stays under the old one.",
    fix: (f) => [
      ...f.groups.map((group) => associate(group, f.key)),
      ask("whoever owns these logs", "May these log groups be deleted, with all that is in them?"),
    ],
    docs: [pages.mwaaServiceRole, pages.logsAssociateKey, pages.logsEncryption],
    example: { groups: ["airflow-demo-Task"], found: other, key },
  }),
  "logs/group-no-key": entry({
    severity: "warning",
    title: "A log group of before has no key",
    what: (f) =>
      `${f.groups.join(", ")} ${f.groups.length === 1 ? "is" : "are"} there already, without a customer managed key.`,
    why: "MWAA uses log groups of its names that are there, and its service-linked role may not change their key: these logs would not be under the environment's key.",
    fix: (f) => [
      ...f.groups.map((group) => associate(group, f.key)),
      ask("whoever owns these logs", "May these log groups be deleted, with all that is in them?"),
    ],
    docs: [pages.mwaaServiceRole, pages.logsAssociateKey, pages.logsEncryption],
    example: { groups: ["airflow-demo-Task"], key },
  }),
};

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
