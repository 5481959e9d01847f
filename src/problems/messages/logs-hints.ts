/** The words for a statement that was meant for CloudWatch Logs and misses it, each by the part that misses. */
import { type Entry, entry } from "../define.js";
import { pages } from "../links.js";

/** The facts of every near miss: the statement, the current and the expected value, and where to put it. */
export interface Miss {
  readonly statement: string;
  readonly found: string;
  readonly wanted: string;
  readonly pointer: string;
  readonly json: unknown;
}

const region = "logs.us-east-1.amazonaws.com";
const pattern = "arn:aws:logs:us-east-1:111122223333:log-group:airflow-demo-*";

/** One near miss: an edit of one value fixes each of them. */
function miss(
  title: string,
  what: (facts: Miss) => string,
  why: string,
  docs: readonly string[],
  example: Partial<Miss>,
): Entry<Miss> {
  return entry<Miss>({
    severity: "error",
    title,
    what,
    why,
    fix: (f) => [{ do: "edit", pointer: f.pointer, json: f.json }],
    docs,
    example: {
      statement: `Statement "logs"`,
      found: "",
      wanted: pattern,
      pointer: "/Statement/1/Condition/ArnLike/kms:EncryptionContext:aws:logs:arn",
      json: example.wanted ?? pattern,
      ...example,
    },
  });
}

const logs = [pages.logsEncryption];
const inPrincipal = { wanted: region, pointer: "/Statement/1/Principal/Service" };

export const nearMissWords = {
  "logs/principal-region": miss(
    "The statement is for another Region's CloudWatch Logs",
    (f) => `${f.statement} is for ${f.found}; expected ${f.wanted}.`,
    "CloudWatch Logs calls KMS with the service principal of its Region, which must be the key's.",
    logs,
    { ...inPrincipal, found: "logs.eu-west-1.amazonaws.com" },
  ),
  "logs/principal-suffix": miss(
    "The service principal has another partition's suffix",
    (f) => `${f.statement} is for ${f.found}; expected ${f.wanted}.`,
    "AWS uses the suffix amazonaws.com.cn in the China Regions only.",
    [pages.iamPartitions, pages.logsEncryption],
    { ...inPrincipal, found: "logs.us-east-1.amazonaws.com.cn" },
  ),
  "logs/principal-wildcard": miss(
    "The service principal has a wildcard",
    (f) => `${f.statement} is for ${f.found}; expected ${f.wanted}.`,
    "IAM does not support wildcards in a part of a principal's name.",
    [pages.iamPrincipals],
    { ...inPrincipal, found: "logs.*.amazonaws.com" },
  ),
  "logs/service-under-aws": miss(
    "The service principal is in AWS instead of Service",
    (f) => `${f.statement} has ${f.found} in "AWS"; expected "Service".`,
    'IAM reads names in "AWS" as accounts, users and roles, so the service does not match.',
    [pages.iamPrincipals],
    { ...inPrincipal, pointer: "/Statement/1/Principal", found: region, json: { Service: region } },
  ),
  "logs/account-principal": miss(
    "The statement is for an account, not for the service",
    (f) => `${f.statement} is for ${f.found}; expected ${f.wanted}.`,
    "IAM does not include service principals in an account, a user or a role.",
    [pages.iamPrincipals, pages.logsEncryption],
    {
      wanted: region,
      pointer: "/Statement/1/Principal",
      found: `"arn:aws:iam::111122223333:root"`,
      json: { Service: region },
    },
  ),
  "logs/context-partition": miss(
    "The log group ARN has another partition",
    (f) => `${f.statement} is for ${f.found}; expected ${f.wanted}.`,
    "IAM compares the parts of an ARN one by one. ARNs start with arn:aws-cn: in China and arn:aws-us-gov: in GovCloud.",
    [pages.iamPartitions, pages.iamConditions],
    { found: "arn:aws-cn:logs:us-east-1:111122223333:*" },
  ),
  "logs/context-region": miss(
    "The log group ARN has another Region",
    (f) => `${f.statement} is for ${f.found}; expected ${f.wanted}.`,
    "CloudWatch Logs sends the ARN of the log group, which is in the environment's Region.",
    logs,
    { found: "arn:aws:logs:eu-west-1:111122223333:*" },
  ),
  "logs/context-account": miss(
    "The log group ARN has another account",
    (f) => `${f.statement} is for ${f.found}; expected ${f.wanted}.`,
    "MWAA creates the log groups in the environment's account, also with a key of another account.",
    [pages.logsEncryption, pages.kmsCrossAccount],
    { found: "arn:aws:logs:us-east-1:444455556666:*" },
  ),
  "logs/context-star": miss(
    "The log group ARN ends in :*",
    (f) => `${f.statement} is for ${f.found}; expected ${f.wanted}.`,
    "Many APIs print log group ARNs with :* at the end, but CloudWatch Logs sends the ARN without it.",
    logs,
    { found: "arn:aws:logs:us-east-1:111122223333:log-group:airflow-demo-Task:*" },
  ),
  "logs/context-group": miss(
    "The ARN does not match the environment's log groups",
    (f) => `${f.statement} is for ${f.found}; expected ${f.wanted}.`,
    "MWAA names its log groups airflow-<environment>-DAGProcessing, -Scheduler, -Task, -WebServer and -Worker.",
    [pages.logsEncryption, pages.mwaaKeys],
    { found: "arn:aws:logs:us-east-1:111122223333:log-group:airflow-other-*" },
  ),
  "logs/literal-wildcard": miss(
    "The condition operator does not support wildcards",
    (f) => `${f.statement} compares a wildcard with ${f.found}; expected ${f.wanted}.`,
    "IAM compares * and ? literally with StringEquals. ArnLike, ArnEquals and StringLike support wildcards.",
    [pages.iamConditions],
    {
      found: "StringEquals",
      wanted: "ArnLike",
      pointer: "/Statement/1/Condition",
      json: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": pattern } },
    },
  ),
  "logs/context-key": miss(
    "The condition key is misspelled",
    (f) => `${f.statement} has a condition on ${f.found}; expected ${f.wanted}.`,
    "IAM treats a condition key that AWS does not have as absent, so the condition is never true.",
    [pages.kmsConditions, pages.logsEncryption],
    {
      found: "aws:logs:arn",
      wanted: "kms:EncryptionContext:aws:logs:arn",
      pointer: "/Statement/1/Condition",
      json: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": pattern } },
    },
  ),
  "logs/condition": miss(
    "A condition is never true for CloudWatch Logs",
    (f) => `${f.statement} requires ${f.found}. ${f.wanted}`,
    "IAM requires all conditions of a statement. AWS documents the encryption context as the condition for log groups.",
    [pages.logsEncryption, pages.iamContextKeys],
    {
      found: "StringEquals kms:ViaService",
      wanted: "It describes calls that a service makes with the credentials of a user or role.",
      pointer: "/Statement/1/Condition",
      json: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": pattern } },
    },
  ),
  "logs/reencrypt-star": miss(
    "kms:ReEncrypt needs a * at the end",
    (f) => `${f.statement} allows ${f.found}; expected ${f.wanted}.`,
    "KMS has the permissions kms:ReEncryptFrom and kms:ReEncryptTo, and none without a suffix.",
    [pages.kmsKeyPolicy, pages.mwaaKeys],
    { found: "kms:ReEncrypt", wanted: "kms:ReEncrypt*", pointer: "/Statement/1/Action/2" },
  ),
  "logs/no-resource": miss(
    "The statement has no Resource",
    (f) => `${f.statement} has ${f.found}, so it has no effect.`,
    "KMS stored such statements without an error. In a key policy, Resource is *.",
    [pages.kmsPutKeyPolicy],
    { found: "no Resource", wanted: "*", pointer: "/Statement/1/Resource" },
  ),
  "logs/no-action": miss(
    "The statement has no Action",
    (f) => `${f.statement} has ${f.found}, so it has no effect.`,
    "KMS stored such statements without an error, but they allow nothing.",
    [pages.kmsPutKeyPolicy],
    { found: "no Action", wanted: "kms:Encrypt*", pointer: "/Statement/1/Action", json: ["kms:Encrypt*"] },
  ),
  "logs/other-resource": miss(
    "The statement's Resource is not this key",
    (f) => `${f.statement} is for ${f.found}; expected "${f.wanted}".`,
    "KMS applies a key policy to its own key only. An alias, a key ID or another key's ARN is not this key.",
    [pages.kmsKeyPolicy],
    {
      found: `"arn:aws:kms:us-east-1:111122223333:alias/airflow"`,
      wanted: "*",
      pointer: "/Statement/1/Resource",
    },
  ),
};
