/** The words for what AWS answers about a bucket, a role, log groups and dry runs, instead of what was asked. */
import { ask, entry, quote, run } from "../define.js";
import { pages } from "../links.js";

const key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const who = "arn:aws:iam::111122223333:user/ana";

export const awsNeighbourWords = {
  "aws/neighbour-denied": entry({
    severity: "error",
    title: "Access denied to a related resource",
    subject: (f) => f.action,
    what: (f) => `${f.who} cannot call ${f.action} on ${f.resource}: ${f.because}.`,
    why: "Looking at the environment, the bucket, the execution role and the log groups needs permissions besides those on the key.",
    fix: (f) => [ask(f.ask, `Allow ${f.action} on ${f.resource} for ${f.who}.`)],
    docs: [pages.iamAccessDenied],
    example: {
      who,
      action: "s3:GetEncryptionConfiguration",
      resource: "arn:aws:s3:::demo-dags",
      because: "no identity-based policy allows the action",
      ask: "an administrator of account 111122223333",
    },
  }),
  "aws/bucket-not-found": entry({
    severity: "error",
    title: "The bucket does not exist",
    what: (f) => `Amazon S3 has no bucket ${f.bucket}.`,
    why: "Amazon S3 bucket names are unique across all accounts and Regions of a partition.",
    fix: () => [run("aws s3api list-buckets --query 'Buckets[].Name' --output text")],
    docs: [pages.mwaaBucket, pages.s3BucketNames],
    example: { bucket: "demo-dags" },
  }),
  "aws/bucket-encryption-unread": entry({
    severity: "error",
    title: "The bucket's default encryption could not be read",
    what: (f) => `${f.bucket} is in ${f.region}. ${f.because}`,
    why: "Amazon S3 shows a bucket's Region to any caller, and its encryption only with s3:GetEncryptionConfiguration.",
    fix: (f) => [
      run(`aws s3api get-bucket-encryption --bucket ${quote(f.bucket)} --region ${quote(f.region)}`),
    ],
    docs: [pages.s3DefaultEncryption, pages.mwaaBucket],
    example: {
      bucket: "demo-dags",
      region: "us-east-1",
      because: `${who} cannot call s3:GetEncryptionConfiguration on arn:aws:s3:::demo-dags: no identity-based policy allows the action.`,
    },
  }),
  "aws/role-not-found": entry({
    severity: "error",
    title: "The role does not exist",
    what: (f) => `IAM has no role with the name in ${f.role}.`,
    why: "IAM looks up a role by its name, in the caller's account.",
    fix: (f) => [run(`aws iam get-role --role-name ${quote(f.role.slice(f.role.lastIndexOf("/") + 1))}`)],
    docs: [pages.iamArns, pages.mwaaAccess],
    example: { role: "arn:aws:iam::111122223333:role/demo-execution" },
  }),
  "aws/role-of-another-account": entry({
    severity: "error",
    title: "The role belongs to another account",
    what: (f) => `${f.role} is not in account ${f.account}, the caller's account.`,
    why: "IAM looks up a role by its name, in the caller's account only.",
    fix: (f) => [
      ask(
        `an administrator of account ${f.role.split(":")[4] ?? ""}`,
        `Run mwaa-kms check KEY --execution-role ${quote(f.role)}.`,
      ),
    ],
    docs: [pages.iamArns],
    example: { role: "arn:aws:iam::444455556666:role/demo-execution", account: "111122223333" },
  }),
  "aws/too-many": entry({
    severity: "error",
    title: "The list is too long",
    what: (f) => `${f.action} returns more than ${f.limit} entries.`,
    why: "A part of the list does not show the rest, so nothing was checked. The limit is far above AWS's quotas for one environment.",
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
    title: "A dry run was not sent",
    what: (f) => `The endpoint is not AWS and might not support DryRun, so ${f.action} was not sent.`,
    why: "A server without DryRun would create a real grant on the key.",
    fix: (f) => [run(`aws kms list-grants --key-id ${quote(f.key)}`)],
    docs: [pages.kmsDryRun],
    example: {
      action: "kms:CreateGrant",
      key: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    },
  }),
  "aws/dry-run-answered": entry({
    severity: "warning",
    title: "A dry run might have made a change",
    what: (f) => `The server responded to the dry run of ${f.action} as if it had made the change.`,
    why: "KMS ends each dry run with an error, DryRunOperationException if the call would succeed. A server without DryRun might have made the change.",
    fix: (f) => [run(`aws kms list-grants --key-id ${quote(f.key)}`)],
    docs: [pages.kmsDryRun],
    example: { action: "kms:CreateGrant", key },
  }),
};
