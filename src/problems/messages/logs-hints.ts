/** The words for a statement that was meant for CloudWatch Logs and misses it, each by the part that misses. */
import { type Entry, entry } from "../define.js";
import { pages } from "../links.js";

/** What every near miss tells: the statement, what stands there, what should, and where to put it. */
export interface Miss {
  readonly statement: string;
  readonly found: string;
  readonly wanted: string;
  readonly pointer: string;
  readonly json: unknown;
}

const region = "logs.us-east-1.amazonaws.com";
const pattern = "arn:aws:logs:us-east-1:111122223333:log-group:airflow-demo-*";

/** One near miss: all mend themselves by an edit of one value. */
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
      statement: `The statement /Statement/1 ("logs")`,
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
    "The statement names CloudWatch Logs of another Region",
    (f) => `${f.statement} names "${f.found}"; the log groups' Region needs "${f.wanted}".`,
    "CloudWatch Logs calls KMS under the name of its Region, which must be the key's.",
    logs,
    { ...inPrincipal, found: "logs.eu-west-1.amazonaws.com" },
  ),
  "logs/principal-suffix": miss(
    "The service name ends in another partition's domain",
    (f) => `${f.statement} names "${f.found}"; in this partition the name is "${f.wanted}".`,
    "Only the China Regions have names that end in amazonaws.com.cn.",
    [pages.iamPartitions, pages.logsEncryption],
    { ...inPrincipal, found: "logs.us-east-1.amazonaws.com.cn" },
  ),
  "logs/principal-wildcard": miss(
    "The service name has a wildcard",
    (f) => `${f.statement} names "${f.found}"; a principal's name is matched whole: "${f.wanted}".`,
    "IAM takes no wildcard in a part of a principal's name.",
    [pages.iamPrincipals],
    { ...inPrincipal, found: "logs.*.amazonaws.com" },
  ),
  "logs/service-under-aws": miss(
    "The service name stands under AWS",
    (f) => `${f.statement} has "${f.found}" under "AWS"; a service stands under "Service".`,
    "Under AWS stand accounts, users and roles. A service's name there means nobody, or is refused.",
    [pages.iamPrincipals],
    { ...inPrincipal, pointer: "/Statement/1/Principal", found: region, json: { Service: region } },
  ),
  "logs/account-principal": miss(
    "An account does not stand for AWS services",
    (f) => `${f.statement} names ${f.found}, but not the service: "${f.wanted}".`,
    "An account, a user or a role as the principal does not include service principals.",
    [pages.iamPrincipals, pages.logsEncryption],
    {
      wanted: region,
      pointer: "/Statement/1/Principal",
      found: `"arn:aws:iam::111122223333:root"`,
      json: { Service: region },
    },
  ),
  "logs/context-partition": miss(
    "The log-group pattern is of another partition",
    (f) => `${f.statement} asks for "${f.found}", whose partition is not the log groups': "${f.wanted}".`,
    "ARNs begin with arn:aws-cn: in China and arn:aws-us-gov: in GovCloud; the parts are compared one by one.",
    [pages.iamPartitions, pages.iamConditions],
    { found: "arn:aws-cn:logs:us-east-1:111122223333:*" },
  ),
  "logs/context-region": miss(
    "The log-group pattern is of another Region",
    (f) => `${f.statement} asks for "${f.found}", whose Region is not the log groups': "${f.wanted}".`,
    "The encryption context is the log group's ARN, and the log groups are in the environment's Region.",
    logs,
    { found: "arn:aws:logs:eu-west-1:111122223333:*" },
  ),
  "logs/context-account": miss(
    "The log-group pattern is of another account",
    (f) => `${f.statement} asks for "${f.found}", whose account is not the environment's: "${f.wanted}".`,
    "The log groups are in the environment's account, whoever owns the key.",
    [pages.logsEncryption, pages.kmsCrossAccount],
    { found: "arn:aws:logs:us-east-1:444455556666:*" },
  ),
  "logs/context-star": miss(
    "The log-group pattern ends in :*",
    (f) =>
      `${f.statement} asks for "${f.found}"; the encryption context has nothing after the log group's name: "${f.wanted}".`,
    "APIs print log-group ARNs with :* at the end, but CloudWatch Logs sends the ARN without it.",
    logs,
    { found: "arn:aws:logs:us-east-1:111122223333:log-group:airflow-demo-Task:*" },
  ),
  "logs/context-group": miss(
    "The log-group pattern does not match the environment's log groups",
    (f) => `${f.statement} asks for "${f.found}"; the environment's log groups need "${f.wanted}".`,
    "MWAA names its log groups airflow-<environment>-DAGProcessing, -Scheduler, -Task, -WebServer and -Worker.",
    [pages.logsEncryption, pages.mwaaKeys],
    { found: "arn:aws:logs:us-east-1:111122223333:log-group:airflow-other-*" },
  ),
  "logs/literal-wildcard": miss(
    "The operator takes the wildcard literally",
    (f) =>
      `${f.statement} compares with ${f.found}, to which * and ? are plain characters; "${f.wanted}" reads them as wildcards.`,
    "StringEquals compares character by character. ArnLike, ArnEquals and StringLike know wildcards.",
    [pages.iamConditions],
    {
      found: "StringEquals",
      wanted: "ArnLike",
      pointer: "/Statement/1/Condition",
      json: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": pattern } },
    },
  ),
  "logs/context-key": miss(
    "The condition key is misspelt",
    (f) => `${f.statement} asks for "${f.found}", which no request has; the key is "${f.wanted}".`,
    "A condition on a key that AWS does not know is a condition on nothing: the key is always missing.",
    [pages.kmsConditions, pages.logsEncryption],
    {
      found: "aws:logs:arn",
      wanted: "kms:EncryptionContext:aws:logs:arn",
      pointer: "/Statement/1/Condition",
      json: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": pattern } },
    },
  ),
  "logs/condition": miss(
    "A condition is never true of CloudWatch Logs",
    (f) =>
      `${f.statement} has the condition ${f.found}, which no request of CloudWatch Logs meets: ${f.wanted}`,
    "All conditions of a statement must hold. AWS documents the encryption context as the condition for log groups.",
    [pages.logsEncryption, pages.iamContextKeys],
    {
      found: "StringEquals kms:ViaService",
      wanted: "It describes calls that a service makes with the credentials of a user or role.",
      pointer: "/Statement/1/Condition",
      json: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": pattern } },
    },
  ),
  "logs/reencrypt-star": miss(
    "kms:ReEncrypt needs its *",
    (f) => `${f.statement} allows "${f.found}", which is no permission; "${f.wanted}" is meant.`,
    "ReEncrypt is two permissions, kms:ReEncryptFrom and kms:ReEncryptTo. Without the star, neither is allowed.",
    [pages.kmsKeyPolicy, pages.mwaaKeys],
    { found: "kms:ReEncrypt", wanted: "kms:ReEncrypt*", pointer: "/Statement/1/Action/2" },
  ),
  "logs/no-resource": miss(
    "The statement has no Resource",
    (f) => `${f.statement} has ${f.found}, so it has no effect.`,
    "KMS has stored such statements without a word, but they allow nothing. In a key policy, Resource is *.",
    [pages.kmsPutKeyPolicy],
    { found: "no Resource", wanted: "*", pointer: "/Statement/1/Resource" },
  ),
  "logs/no-action": miss(
    "The statement has no Action",
    (f) => `${f.statement} has ${f.found}, so it has no effect.`,
    "KMS has stored such statements without a word, but they allow nothing.",
    [pages.kmsPutKeyPolicy],
    { found: "no Action", wanted: "kms:Encrypt*", pointer: "/Statement/1/Action", json: ["kms:Encrypt*"] },
  ),
  "logs/other-resource": miss(
    "The statement's Resource is not this key",
    (f) => `${f.statement} is for ${f.found}, which is not this key; in a key policy, "${f.wanted}" is.`,
    "A key policy governs its own key only. An alias, a bare key id or another key's ARN do not name it.",
    [pages.kmsKeyPolicy],
    {
      found: `"arn:aws:kms:us-east-1:111122223333:alias/airflow"`,
      wanted: "*",
      pointer: "/Statement/1/Resource",
    },
  ),
};
