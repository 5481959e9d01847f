/** The words for key identifiers that MWAA could not take. */

import { entry, quote, run } from "../define.js";
import { pages } from "../links.js";
import { regionOption } from "../phrases.js";

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
    title: "The key identifier is empty",
    what: () => "The key identifier is empty.",
    why: "A shell variable that is not set gives an empty argument.",
    fix: () => [listKeys],
    docs: [pages.mwaaKeys, pages.kmsFindKey],
    example: {},
  }),
  "key/too-long": entry({
    severity: "error",
    title: "The key identifier is too long",
    what: (f) =>
      `The key identifier has ${f.length.toLocaleString("en-US")} characters; MWAA accepts ${f.limit.toLocaleString("en-US")}.`,
    why: "A key ARN has about 80 characters. The limit is that of KmsKey in the MWAA API.",
    fix: () => [listKeys],
    docs: [pages.mwaaApiCreate],
    example: { length: 2049, limit: 1224 },
  }),
  "key/characters": entry({
    severity: "error",
    title: "The key identifier has invalid characters",
    what: (f) => `The key identifier has ${f.found}.`,
    why: "Text that is copied from a page or a chat often has invisible characters.",
    fix: (f) => (f.meant === "" ? [listKeys] : [run(`mwaa-kms validate ${quote(f.meant)}`)]),
    docs: [pages.kmsKeyId],
    example: { found: "U+00A0 at character 37", meant: "1234abcd-12ab-34cd-56ef-1234567890ab" },
  }),
  "key/alias": entry({
    severity: "error",
    title: "Aliases are not supported",
    subject: (f) => f.given,
    what: () => "MWAA accepts a key ID or a key ARN.",
    why: "Its API accepts an alias too; the environment fails later.",
    fix: (f) => [run(describe(f.given))],
    docs: [pages.mwaaKeys, pages.kmsFindKey],
    example: { given: "alias/airflow" },
  }),
  "key/resolved": entry({
    severity: "note",
    title: "The alias was turned into a key ARN",
    subject: (f) => f.given,
    what: (f) => `${f.given} is ${f.arn}.`,
    why: "MWAA takes no alias, and an alias can be moved to another key: give MWAA this ARN.",
    fix: (f) => [run(describe(f.given))],
    docs: [pages.mwaaKeys, pages.kmsFindKey],
    example: {
      given: "alias/airflow",
      arn: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    },
  }),
  "key/aws-alias": entry({
    severity: "error",
    title: "AWS managed keys are not supported",
    subject: (f) => f.given,
    what: (f) => `${f.given} is the alias of an AWS managed key, whose policy cannot be changed.`,
    why: "MWAA needs a statement in the policy of a customer managed key.",
    fix: (f) => [
      run(
        `aws kms create-key${regionOption(f.given)} --description 'Amazon MWAA' --query KeyMetadata.Arn --output text`,
      ),
    ],
    docs: [pages.mwaaKeys, pages.kmsTypes],
    example: { given: "alias/aws/airflow" },
  }),
  "key/multi-region": entry({
    severity: "error",
    title: "Multi-Region keys are not supported",
    subject: (f) => f.given,
    what: () => "KMS cannot convert a multi-Region key.",
    why: "Create a single-Region key.",
    fix: (f) => [
      run(
        `aws kms create-key${regionOption(f.given)} --description 'Amazon MWAA' --query KeyMetadata.Arn --output text`,
      ),
    ],
    docs: [pages.mwaaKeys, pages.kmsMultiRegion],
    example: { given: "mrk-1234abcd12ab34cd56ef1234567890ab" },
  }),
  "key/upper-case": entry({
    severity: "error",
    title: "The key identifier has upper-case letters",
    subject: (f) => f.given,
    what: (f) => `${f.given} has upper-case letters.`,
    why: "KMS writes key IDs and ARNs in lower case, and MWAA's API accepts no other.",
    fix: (f) => [run(`mwaa-kms validate ${quote(f.lower)}`)],
    docs: [pages.mwaaApiCreate],
    example: {
      given: "1234ABCD-12AB-34CD-56EF-1234567890AB",
      lower: "1234abcd-12ab-34cd-56ef-1234567890ab",
    },
  }),
  "key/id-form": entry({
    severity: "error",
    title: "Not a key ID or key ARN",
    subject: (f) => f.given,
    what: (f) => `"${f.given}" is not a key ID (8-4-4-4-12 hexadecimal digits) or a key ARN.`,
    why: "MWAA accepts a key ID or a key ARN only.",
    fix: (f) => (f.meant === "" ? [listKeys] : [run(`mwaa-kms validate ${quote(f.meant)}`)]),
    docs: [pages.mwaaApiCreate, pages.kmsKeyId],
    example: { given: "my-airflow-key", meant: "" },
  }),
  "key/arn-form": entry({
    severity: "error",
    title: "Not a key ARN",
    subject: (f) => f.given,
    what: (f) =>
      `"${f.given}" has ${f.parts} parts; expected the 6 parts of arn:partition:kms:region:account:key/id.`,
    why: "A part was lost or added when the ARN was copied.",
    fix: () => [listKeys],
    docs: [pages.iamPartitions, pages.kmsKeyId],
    example: { given: "arn:aws:kms:us-east-1:key/1234abcd-12ab-34cd-56ef-1234567890ab", parts: 5 },
  }),
  "key/other-service": entry({
    severity: "error",
    title: "The ARN is not a key ARN",
    subject: (f) => f.given,
    what: (f) => `${f.given} is an ARN of ${f.service}; expected kms.`,
    why: "MWAA encrypts with a KMS key.",
    fix: () => [listKeys],
    docs: [pages.mwaaKeys],
    example: { given: "arn:aws:s3:::my-airflow-bucket", service: "s3" },
  }),
  "key/partition": entry({
    severity: "error",
    title: "The partition of the ARN does not exist",
    subject: (f) => f.partition,
    what: (f) => `"${f.partition}" is not an AWS partition.`,
    why: "The second part of an ARN is aws, aws-cn, aws-us-gov, aws-eusc or an isolated partition (aws-iso…).",
    fix: () => [listKeys],
    docs: [pages.iamPartitions],
    example: { partition: "amazon" },
  }),
  "key/region": entry({
    severity: "error",
    title: "The Region of the ARN does not exist",
    subject: (f) => f.region,
    what: (f) => `"${f.region}" is not a Region of the partition ${f.partition}.`,
    why: "A key ARN names the Region of the key.",
    fix: () => [listKeys],
    docs: [pages.iamPartitions, pages.mwaaRegions],
    example: { region: "us-west", partition: "aws" },
  }),
  "key/account": entry({
    severity: "error",
    title: "The account of the ARN is not valid",
    subject: (f) => f.account,
    what: (f) => `"${f.account}" is not an account ID of 12 digits.`,
    why: "The fifth part of a key ARN is the account that owns the key.",
    fix: () => [listKeys],
    docs: [pages.iamPartitions],
    example: { account: "1111-2222-3333" },
  }),
  "key/resource": entry({
    severity: "error",
    title: "The ARN is not that of a key",
    subject: (f) => f.resource,
    what: (f) => `The ARN ends in "${f.resource}"; expected key/<key ID>.`,
    why: "KMS has ARNs for keys, aliases and custom key stores. MWAA accepts a key.",
    fix: () => [listKeys],
    docs: [pages.kmsKeyId],
    example: { resource: "1234abcd-12ab-34cd-56ef-1234567890ab" },
  }),
};
