/** The words for what AWS answers about a bucket, a role, log groups and dry runs, instead of what was asked. */
import { ask, entry, quote, run } from "../define.js";
import { pages } from "../links.js";

const key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const who = "arn:aws:iam::111122223333:user/ana";

export const awsNeighbourWords = {
  "aws/neighbour-denied": entry({
    severity: "error",
    title: "AWS refuses the call about an environment, a bucket, a role or log groups",
    what: (f) => `${f.who} may not ${f.action} on ${f.resource}: ${f.because}.`,
    why: "To look at the environment, the bucket, the execution role or the log groups, the caller needs permissions besides those on the key. Without them the check is unknown, and no more than that.",
    fix: (f) => [ask(f.ask, `Please allow ${f.who} the action ${f.action} on ${f.resource}.`)],
    docs: [pages.iamAccessDenied],
    example: {
      who,
      action: "s3:GetEncryptionConfiguration",
      resource: "arn:aws:s3:::demo-dags",
      because: "no identity-based policy allows it",
      ask: "the account's administrators",
    },
  }),
  "aws/bucket-not-found": entry({
    severity: "error",
    title: "The bucket does not exist",
    what: (f) => `S3 knows no bucket "${f.bucket}".`,
    why: "A bucket's name is one in all accounts and Regions of a partition: there is no other place to look.",
    fix: (f) => [run(`aws s3api head-bucket --bucket ${quote(f.bucket)}`), run("aws s3api list-buckets")],
    docs: [pages.mwaaBucket, pages.s3BucketNames],
    example: { bucket: "demo-dags" },
  }),
  "aws/bucket-encryption-unread": entry({
    severity: "error",
    title: "The bucket's default encryption could not be read",
    what: (f) =>
      `The bucket "${f.bucket}" is in ${f.region}; its default encryption could not be read. ${f.because}`,
    why: "S3 tells everybody where a bucket is, and its encryption only to those with s3:GetEncryptionConfiguration.",
    fix: (f) => [
      run(`aws s3api get-bucket-encryption --bucket ${quote(f.bucket)} --region ${quote(f.region)}`),
    ],
    docs: [pages.s3DefaultEncryption, pages.mwaaBucket],
    example: {
      bucket: "demo-dags",
      region: "us-east-1",
      because: `${who} may not s3:GetEncryptionConfiguration on arn:aws:s3:::demo-dags: no identity-based policy allows it.`,
    },
  }),
  "aws/role-not-found": entry({
    severity: "error",
    title: "The role does not exist",
    what: (f) => `IAM knows no role of the name in ${f.role}.`,
    why: "IAM looks for a role by its name, in the caller's account.",
    fix: (f) => [run(`aws iam get-role --role-name ${quote(f.role.slice(f.role.lastIndexOf("/") + 1))}`)],
    docs: [pages.iamArns, pages.mwaaAccess],
    example: { role: "arn:aws:iam::111122223333:role/demo-execution" },
  }),
  "aws/role-of-another-account": entry({
    severity: "error",
    title: "The role belongs to another account than the caller",
    what: (f) => `${f.role} is not a role of account ${f.account}, which asks.`,
    why: "IAM takes a role's name and looks in the caller's account: a role of the same name there would be another one.",
    fix: (f) => [
      ask(
        `account ${f.role.split(":")[4] ?? ""}`,
        `Please run with your credentials: mwaa-kms check KEY --execution-role ${quote(f.role)}.`,
      ),
    ],
    docs: [pages.iamArns],
    example: { role: "arn:aws:iam::444455556666:role/demo-execution", account: "111122223333" },
  }),
  "aws/too-many": entry({
    severity: "error",
    title: "There are more than this tool reads",
    what: (f) => `${f.action} has more than ${f.limit} entries to list.`,
    why: "Everything is judged, or nothing: a part of a list says nothing about the rest. The limit is far above AWS's own quotas for one environment.",
    fix: (f) => [
      run(
        `aws ${f.action.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(":-", " ")} help`,
      ),
    ],
    docs: [pages.mwaaAccess],
    example: { action: "iam:ListRolePolicies", limit: 200 },
  }),
  "aws/dry-run-left-out": entry({
    severity: "note",
    title: "A dry run was left out, because it might have been carried out",
    what: (f) => `The server is not AWS and is not known to understand DryRun, so ${f.action} was not sent.`,
    why: "Another server than AWS can carry out a dry run of CreateGrant, and a grant would be left on the key.",
    fix: (f) => [run(`aws kms list-grants --key-id ${quote(f.key)}`)],
    docs: [pages.kmsDryRun],
    example: {
      action: "kms:CreateGrant",
      key: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    },
  }),
  "aws/dry-run-answered": entry({
    severity: "warning",
    title: "A dry run was answered like a real call",
    what: (f) => `The server answered the dry run of ${f.action} as if it had been carried out.`,
    why: "KMS ends every dry run with an error: DryRunOperationException where the call would have succeeded. A server that stands in for KMS and does not know DryRun may have done what was only to be tried.",
    fix: (f) => [run(`aws kms list-grants --key-id ${quote(f.key)}`)],
    docs: [pages.kmsDryRun],
    example: { action: "kms:CreateGrant", key },
  }),
};
