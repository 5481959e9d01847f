/** The words for key identifiers that MWAA could not take. */
import { ask, entry, quote, run } from "../define.js";
import { pages } from "../links.js";

const listKeys = run("aws kms list-keys --query 'Keys[].KeyArn' --output text");

function describe(key: string): string {
  return `aws kms describe-key --key-id ${quote(key)} --query KeyMetadata.Arn --output text`;
}

export const keyWords = {
  "key/id-of-other-account": entry<{ keyId: string; account?: string }>({
    severity: "error",
    title: "A key ID cannot name a key of another account",
    what: (f) => `${f.keyId} is a key ID, and --key-profile or --key-role-arn is for another account.`,
    why: "KMS takes a key ID for a key of the caller's own account. A key of another account has to be named by its ARN.",
    fix: (f) => [run(`mwaa-kms check arn:aws:kms:<region>:${f.account ?? "<account>"}:key/${f.keyId}`)],
    docs: [pages.kmsCrossAccount, pages.mwaaKeys],
    example: { keyId: "1234abcd-12ab-34cd-56ef-1234567890ab", account: "444455556666" },
  }),
  "key/empty": entry<Record<never, never>>({
    severity: "error",
    title: "No key is named",
    what: () => "The key identifier is empty.",
    why: "A shell variable that is not set often leaves an empty argument. Without a key, MWAA would silently take its own.",
    fix: () => [listKeys],
    docs: [pages.mwaaKeys, pages.kmsFindKey],
    example: {},
  }),
  "key/too-long": entry({
    severity: "error",
    title: "The identifier is too long",
    what: (f) => `The key identifier has ${f.length} characters; MWAA takes ${f.limit} at most.`,
    why: "A key ARN has about 80 characters. The limit is that of KmsKey in the MWAA API.",
    fix: () => [listKeys],
    docs: [pages.mwaaApiCreate],
    example: { length: 2049, limit: 1224 },
  }),
  "key/characters": entry({
    severity: "error",
    title: "The identifier holds characters that no key identifier has",
    what: (f) => `The key identifier holds ${f.found}.`,
    why: "White space, control characters and letters that only look like Latin ones come along when text is copied from a page or a chat.",
    fix: (f) => (f.meant === "" ? [listKeys] : [run(`mwaa-kms validate ${quote(f.meant)}`)]),
    docs: [pages.kmsKeyId],
    example: { found: "U+00A0 at character 37", meant: "1234abcd-12ab-34cd-56ef-1234567890ab" },
  }),
  "key/alias": entry({
    severity: "error",
    title: "An alias is not accepted",
    what: (f) => `"${f.given}" is an alias; MWAA takes a key ID or a key ARN.`,
    why: "The MWAA User Guide says that aliases are not supported. The API's pattern lets one through all the same, and the environment fails later.",
    fix: (f) => [run(describe(f.given))],
    docs: [pages.mwaaKeys, pages.kmsFindKey],
    example: { given: "alias/airflow" },
  }),
  "key/aws-alias": entry({
    severity: "error",
    title: "The alias of an AWS managed key is not accepted",
    what: (f) => `"${f.given}" names an AWS managed key, whose policy nobody can change.`,
    why: "MWAA needs a statement in the policy of a customer managed key. Asking KMS for this alias could even create the AWS managed key, so do not.",
    fix: () => [
      run("aws kms create-key --description 'Amazon MWAA' --query KeyMetadata.Arn --output text"),
      ask("your team", "Will AWS's own key do? Then leave the key out when you create the environment."),
    ],
    docs: [pages.mwaaKeys, pages.kmsTypes],
    example: { given: "alias/aws/airflow" },
  }),
  "key/multi-region": entry({
    severity: "error",
    title: "A multi-Region key is not accepted",
    what: (f) => `"${f.given}" is a multi-Region key (its ID begins with mrk-).`,
    why: "The MWAA User Guide says that multi-Region keys are not supported, and a key stays what it was created as.",
    fix: () => [
      run(
        "aws kms create-key --no-multi-region --description 'Amazon MWAA' --query KeyMetadata.Arn --output text",
      ),
    ],
    docs: [pages.mwaaKeys, pages.kmsMultiRegion],
    example: { given: "mrk-1234abcd12ab34cd56ef1234567890ab" },
  }),
  "key/upper-case": entry({
    severity: "error",
    title: "The identifier is not in lower case",
    what: (f) => `"${f.given}" is written with upper-case letters.`,
    why: "KMS writes key IDs and ARNs in lower case, and the pattern of MWAA's API refuses any other.",
    fix: (f) => [run(`mwaa-kms validate ${quote(f.lower)}`)],
    docs: [pages.mwaaApiCreate],
    example: {
      given: "1234ABCD-12AB-34CD-56EF-1234567890AB",
      lower: "1234abcd-12ab-34cd-56ef-1234567890ab",
    },
  }),
  "key/id-form": entry({
    severity: "error",
    title: "This is no key ID",
    what: (f) => `"${f.given}" is neither a key ID (8-4-4-4-12 hexadecimal digits) nor a key ARN.`,
    why: "MWAA's API takes nothing else, and a name or a description does not identify a key.",
    fix: (f) => (f.meant === "" ? [listKeys] : [run(`mwaa-kms validate ${quote(f.meant)}`)]),
    docs: [pages.mwaaApiCreate, pages.kmsKeyId],
    example: { given: "my-airflow-key", meant: "" },
  }),
  "key/arn-form": entry({
    severity: "error",
    title: "This is no ARN",
    what: (f) =>
      `"${f.given}" has ${f.parts} of the six parts of an ARN (arn:partition:kms:region:account:key/id).`,
    why: "An ARN has six parts with colons between them; a part was lost or added.",
    fix: () => [listKeys],
    docs: [pages.iamPartitions, pages.kmsKeyId],
    example: { given: "arn:aws:kms:us-east-1:key/1234abcd-12ab-34cd-56ef-1234567890ab", parts: 5 },
  }),
  "key/other-service": entry({
    severity: "error",
    title: "The ARN is not one of KMS",
    what: (f) => `"${f.given}" is an ARN of the service "${f.service}", not of kms.`,
    why: "MWAA encrypts with a KMS key; the ARN of a bucket, a role or a secret is easily pasted in its place.",
    fix: () => [listKeys],
    docs: [pages.mwaaKeys],
    example: { given: "arn:aws:s3:::my-airflow-bucket", service: "s3" },
  }),
  "key/partition": entry({
    severity: "error",
    title: "The ARN's partition is not one of AWS",
    what: (f) => `"${f.partition}" is no partition of AWS.`,
    why: "The second part of an ARN is aws, aws-cn, aws-us-gov, aws-eusc, or one of the isolated partitions (aws-iso…).",
    fix: () => [listKeys],
    docs: [pages.iamPartitions],
    example: { partition: "amazon" },
  }),
  "key/region": entry({
    severity: "error",
    title: "The ARN's Region is not one of its partition",
    what: (f) => `"${f.region}" is no Region of the partition ${f.partition}.`,
    why: "A KMS key lives in one Region, and its ARN names it.",
    fix: () => [listKeys],
    docs: [pages.iamPartitions, pages.mwaaRegions],
    example: { region: "us-west", partition: "aws" },
  }),
  "key/account": entry({
    severity: "error",
    title: "The ARN's account is not an account ID",
    what: (f) => `"${f.account}" is no account ID of twelve digits.`,
    why: "The fifth part of a key ARN is the account that owns the key.",
    fix: () => [listKeys],
    docs: [pages.iamPartitions],
    example: { account: "1111-2222-3333" },
  }),
  "key/resource": entry({
    severity: "error",
    title: "The ARN names no key",
    what: (f) => `The ARN ends in "${f.resource}", where key/<key ID> was expected.`,
    why: "KMS has ARNs for keys, aliases and custom key stores; MWAA takes a key.",
    fix: () => [listKeys],
    docs: [pages.kmsKeyId],
    example: { resource: "1234abcd-12ab-34cd-56ef-1234567890ab" },
  }),
};
