/** The words for a statement of the execution role that was meant to allow it the key and misses it. */
import { ask, edit, entry } from "../define.js";
import { pages } from "../links.js";

const key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const other = "arn:aws:kms:us-east-1:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321";
const roleDocs = [pages.mwaaExecutionRole];
const statement = `Statement 2 of the policy "airflow-demo"`;
const via = ["sqs.us-east-1.amazonaws.com", "s3.us-east-1.amazonaws.com"];

/** A statement of the role that nearly allows it the key. */
export interface RoleMiss {
  readonly statement: string;
  readonly found: string;
  readonly key: string;
  readonly pointer: string;
}

export const roleNearMissWords = {
  "role/not-resource": entry<RoleMiss>({
    severity: "error",
    title: "The role's statement is for AWS owned keys",
    what: (f) => `${f.statement} excludes ${f.found}, which includes this key.`,
    why: "MWAA's sample for AWS owned keys uses NotResource. A customer managed key needs Resource with its ARN.",
    fix: (f) => [
      ask("the owner of that policy", `Replace NotResource with "Resource": ${JSON.stringify(f.key)}.`),
    ],
    docs: roleDocs,
    example: {
      statement,
      found: "arn:aws:kms:*:111122223333:key/*",
      key,
      pointer: "/Statement/1/NotResource",
    },
  }),
  "role/other-key": entry<RoleMiss>({
    severity: "error",
    title: "The role's statement is for another key",
    what: (f) => `${f.statement} is for ${f.found}.`,
    why: "IAM compares Resource with the key ARN: Region, account and key ID must match.",
    fix: (f) => [{ do: "edit", pointer: f.pointer, was: f.found, json: f.key }],
    docs: [...roleDocs, pages.kmsKeyId],
    example: { statement, found: other, key, pointer: "/Statement/1/Resource" },
  }),
  "role/alias": entry<RoleMiss>({
    severity: "error",
    title: "The role's statement names an alias",
    what: (f) => `${f.statement} is for ${f.found}, an alias.`,
    why: "IAM allows the use of a key only with the ARN of the key.",
    fix: (f) => [{ do: "edit", pointer: f.pointer, was: f.found, json: f.key }],
    docs: [...roleDocs, pages.kmsKeyId],
    example: {
      statement,
      found: "arn:aws:kms:us-east-1:111122223333:alias/airflow",
      key,
      pointer: "/Statement/1/Resource",
    },
  }),
  "role/via-service": entry({
    severity: "error",
    title: "The role's statement is for other services",
    what: (f) =>
      `${f.statement} requires kms:ViaService ${f.found}, which is never true through ${f.lacking}.`,
    why: "MWAA's sample has Amazon SQS and Amazon S3 of the environment's Region in kms:ViaService.",
    fix: (f) => [edit(f.pointer, f.wanted)],
    docs: [...roleDocs, pages.kmsConditions],
    example: {
      statement,
      found: "sqs.eu-west-1.amazonaws.com",
      lacking: "sqs.us-east-1.amazonaws.com",
      wanted: via,
      pointer: "/Statement/1/Condition/StringLike/kms:ViaService",
    },
  }),
};
