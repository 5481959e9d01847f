/** The words for a statement of the execution role that was meant to allow it the key and misses it. */
import { ask, edit, entry } from "../define.js";
import { pages } from "../links.js";

const key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const other = "arn:aws:kms:us-east-1:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321";
const roleDocs = [pages.mwaaExecutionRole];
const statement = `The statement /Statement/1 of the policy "airflow-demo"`;
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
    title: "The role's statement is the one for AWS owned keys",
    what: (f) => `${f.statement} allows all keys but ${f.found}, which this key is one of.`,
    why: "AWS's sample for an environment without a key of its own has NotResource with every key of the account. With a customer managed key, Resource is that key.",
    fix: (f) => [
      ask("whoever owns that policy", `Replace NotResource by "Resource": ${JSON.stringify(f.key)}.`),
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
    what: (f) => `${f.statement} is for ${f.found}, which is not this key.`,
    why: "In an IAM policy, Resource is the key's ARN: Region, account and key ID must be this key's.",
    fix: (f) => [{ do: "edit", pointer: f.pointer, was: f.found, json: f.key }],
    docs: [...roleDocs, pages.kmsKeyId],
    example: { statement, found: other, key, pointer: "/Statement/1/Resource" },
  }),
  "role/alias": entry<RoleMiss>({
    severity: "error",
    title: "The role's statement names an alias",
    what: (f) => `${f.statement} is for ${f.found}; an alias's ARN stands for the alias, not for the key.`,
    why: "To allow the use of a key, Resource must be the key's own ARN.",
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
      `${f.statement} asks for kms:ViaService ${f.found}; it never is where the role uses the key through ${f.lacking}.`,
    why: "kms:ViaService has the name of the service with its Region. MWAA's sample names Amazon SQS and Amazon S3 of the environment's Region.",
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
