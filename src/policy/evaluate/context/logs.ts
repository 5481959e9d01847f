/**
 * The one table of what CloudWatch Logs brings along when it calls KMS as a service principal: which condition key of the
 * request has which value, which is absent, and which nobody can know. Its rows for `kms:...` are here, those for `aws:...` in
 * context-global.ts. It judges nothing (condition.ts does).
 */
import { pages } from "../../../problems/links.js";
import { sendsContext } from "../actions.js";
import { textOf } from "../match.js";
import { callerNames, type LogsAsked } from "../request.js";
import { globalRows } from "./global.js";
import { keyRows } from "./key.js";
import { absent, anything, present, type Row, words } from "./row.js";

const kmsRows: readonly Row<LogsAsked>[] = [
  {
    keys: ["kms:EncryptionContext:aws:logs:arn"],
    varies: true,
    alternatives: (asked) => [sendsContext(asked.operation) ? present(asked.group.arn) : absent],
    why: "CloudWatch Logs sends the log group's ARN as its encryption context; DescribeKey takes no context.",
    source: pages.logsEncryption,
  },
  {
    keys: ["kms:EncryptionContextKeys"],
    varies: true,
    alternatives: (asked) => (sendsContext(asked.operation) ? words("aws:logs:arn") : [absent]),
    why: "The encryption context of CloudWatch Logs has one key, aws:logs:arn.",
    source: pages.logsEncryption,
  },
  {
    keys: ["kms:EncryptionContext:", "kms:EncryptionContext"],
    alternatives: () => [absent],
    why: "The encryption context of CloudWatch Logs has no other key than aws:logs:arn.",
    source: pages.logsEncryption,
  },
  {
    keys: ["kms:ViaService"],
    alternatives: (asked) => [absent, ...callerNames(asked.request).map((name) => present(textOf(name)))],
    documented: true,
    why: "It describes calls that a service makes with the credentials of a user or role, not calls of a service principal.",
    source: pages.kmsConditions,
  },
  {
    keys: ["kms:EncryptionAlgorithm"],
    varies: true,
    alternatives: (asked) => (asked.operation === "DescribeKey" ? [absent] : words("SYMMETRIC_DEFAULT")),
    why: "A symmetric key has one algorithm, and the condition sees it also where the request does not name it.",
    source: pages.kmsConditions,
  },
  {
    keys: ["kms:ReEncryptOnSameKey"],
    varies: true,
    alternatives: (asked) =>
      asked.operation.startsWith("ReEncrypt") ? [...words("true"), ...words("false")] : [absent],
    why: "Present for ReEncrypt; whether CloudWatch Logs re-encrypts to the same key depends on the change of key.",
    source: pages.kmsConditions,
  },
  {
    keys: ["kms:DataKeyPairSpec"],
    varies: true,
    alternatives: (asked) => (asked.operation.startsWith("GenerateDataKeyPair") ? [anything] : [absent]),
    why: "Present for data key pairs only.",
    source: pages.kmsConditions,
  },
  {
    keys: ["kms:RequestAlias"],
    alternatives: () => [absent, anything],
    documented: true,
    why: "Present where the request names the key by an alias; a log group stores the key's ARN.",
    source: pages.kmsConditions,
  },
];

/** The table. The first row that names a key counts. */
export const rows: readonly Row<LogsAsked>[] = [...kmsRows, ...keyRows, ...globalRows];

/** Said of a key that means the encryption context, in a spelling that AWS does not read. */
export const misspelt: Row<unknown> = {
  keys: [],
  alternatives: () => [absent],
  why: "AWS has no condition key of this name, so no request has it.",
  source: pages.kmsConditions,
};

/** Said of a key that stands in no row: it may be AWS's newest. */
export const unlisted: Row<unknown> = {
  keys: [],
  alternatives: () => [anything],
  why: "Whether the request has this key is not known.",
  source: pages.iamContextKeys,
};
