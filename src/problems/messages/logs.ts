/** The words for a key policy that does not let CloudWatch Logs use the key, or lets it do too much. */

import { ask, entry, type Fix, run } from "../define.js";
import { pages } from "../links.js";
import { lower } from "../phrases.js";
import { exemptionFixes } from "./creator.js";

const prepare = run("mwaa-kms prepare KEY -e NAME");

/** A Deny for CloudWatch Logs; `json` is its Condition with CloudWatch Logs and MWAA exempted, where that is possible. */
export interface LogsDenied {
  readonly statement: string;
  readonly operations: string;
  readonly groups: string;
  readonly pointer: string;
  readonly json?: unknown;
}

const deniedExample: LogsDenied = {
  statement: `Statement "deny"`,
  operations: "kms:Decrypt",
  groups: "airflow-demo-Task",
  pointer: "/Statement/2/Condition",
  json: {
    BoolIfExists: { "aws:ViaAWSService": "false" },
    StringEquals: { "aws:PrincipalAccount": "111122223333" },
  },
};

const deniedFixes = ({ statement, pointer, json }: LogsDenied): readonly Fix[] =>
  exemptionFixes({ statement, calls: "", account: "", pointer, ...(json === undefined ? {} : { json }) });

export const logsWords = {
  "logs/missing": entry<{ readonly principal: string; readonly lacking?: string }>({
    severity: "error",
    title: "CloudWatch Logs cannot use the key",
    what: (f) =>
      `No statement in the key policy allows ${f.principal}${f.lacking === undefined ? "" : ` ${f.lacking}`}.`,
    why: "MWAA's log groups are encrypted with this key. Without access, the environment fails to create or has no task logs.",
    fix: () => [prepare],
    docs: [pages.mwaaKeys, pages.logsEncryption],
    example: { principal: "logs.us-east-1.amazonaws.com" },
  }),
  "logs/narrower": entry({
    severity: "error",
    title: "CloudWatch Logs has fewer permissions than documented",
    what: (f) =>
      `CloudWatch Logs can Decrypt and GenerateDataKey for every log group, but not ${f.operations}.`,
    why: "Some AWS samples (MDAA) allow only Decrypt and GenerateDataKey; the MWAA and CloudWatch Logs pages list all 5 actions.",
    fix: () => [prepare, run("mwaa-kms check KEY --accept narrower")],
    docs: [pages.mwaaKeys, pages.logsEncryption],
    example: { operations: "kms:Encrypt, kms:ReEncryptFrom, kms:ReEncryptTo" },
  }),
  "logs/unknown": entry({
    severity: "error",
    title: "Whether CloudWatch Logs can use the key is unknown",
    what: (f) => `Whether ${lower(f.statement)} ${f.does} CloudWatch Logs depends on ${f.unknown}.`,
    why: "AWS does not document this value for requests of CloudWatch Logs, or it was not given.",
    fix: () => [run("mwaa-kms check KEY -e NAME --account ACCOUNT"), prepare],
    docs: [pages.iamContextKeys, pages.logsEncryption],
    example: {
      statement: "Statement 2",
      does: "allows",
      unknown: "StringEquals aws:SourceAccount",
    },
  }),
  "logs/denied": entry<LogsDenied>({
    severity: "error",
    title: "A Deny statement blocks CloudWatch Logs",
    what: (f) => `${f.statement} denies ${f.operations} on ${f.groups}.`,
    why: "IAM evaluates a Deny before every Allow, and requests of AWS services often lack the keys that its conditions expect.",
    fix: deniedFixes,
    docs: [pages.iamEvaluation, pages.iamConditions, pages.iamForwarded],
    example: deniedExample,
  }),
  "logs/denied-not-principal": entry<LogsDenied>({
    severity: "error",
    title: "A Deny with NotPrincipal blocks CloudWatch Logs",
    what: (f) => `${f.statement} denies ${f.operations} on ${f.groups}.`,
    why: "A Deny with NotPrincipal applies to every principal that it does not list, also to AWS services.",
    fix: deniedFixes,
    docs: [pages.iamNotPrincipal, pages.iamEvaluation, pages.iamForwarded],
    example: deniedExample,
  }),

  "logs/no-principal": entry({
    severity: "error",
    title: "A statement has no Principal",
    what: (f) => `${f.statement} has neither Principal nor NotPrincipal.`,
    why: "KMS rejects the policy (Policy contains a statement with no principal).",
    fix: (f) => [{ do: "edit", pointer: f.pointer, json: { Service: f.principal } }],
    docs: [pages.iamPrincipals, pages.kmsInvalidPrincipals],
    example: {
      statement: "Statement 2",
      pointer: "/Statement/1/Principal",
      principal: "logs.us-east-1.amazonaws.com",
    },
  }),
  "logs/operator": entry({
    severity: "error",
    title: "A condition operator does not exist",
    subject: (f) => f.operator,
    what: (f) => `${f.statement} has the condition operator ${f.operator}, which IAM does not have.`,
    why: "KMS rejects a policy with a condition operator that IAM does not have.",
    fix: (f) => [
      ask(`the owner of ${lower(f.statement)}`, `Replace ${f.operator} with a condition operator of IAM.`),
    ],
    docs: [pages.iamConditions],
    example: { statement: "Statement 2", operator: "ArnMatches" },
  }),
  "logs/deny-assumed": entry({
    severity: "warning",
    title: "A Deny is assumed not to block CloudWatch Logs",
    what: (f) =>
      `${f.statement} has a form that AWS publishes for use with its services. Assumption: ${f.assumes}.`,
    why: "AWS does not document the value that CloudWatch Logs sends.",
    fix: (f) => [ask(`the owner of ${lower(f.statement)}`, `Confirm that ${f.assumes}.`)],
    docs: [pages.perimeterSamples, pages.logsEncryption],
    example: {
      statement: `Statement "deputy"`,
      assumes: "AWS services send no aws:SourceAccount",
    },
  }),
  "logs/global-principal": entry({
    severity: "warning",
    title: "The CloudWatch Logs principal has no Region",
    what: (f) => `${f.statement} has ${f.found}; expected ${f.principal}.`,
    why: "AWS's MWAA samples use the name without Region, but the CloudWatch Logs page requires the regional name.",
    fix: (f) => [{ do: "edit", pointer: f.pointer, json: f.principal }],
    docs: [pages.logsEncryption],
    example: {
      statement: "Statement 2",
      found: "logs.amazonaws.com",
      principal: "logs.us-east-1.amazonaws.com",
      pointer: "/Statement/1/Principal/Service",
    },
  }),
};
