/** The words for a key policy that does not let CloudWatch Logs use the key, or lets it do too much. */
import { ask, entry, type Fix, run } from "../define.js";
import { pages } from "../links.js";
import { exemptionFixes } from "./creator.js";

const prepare = run("mwaa-kms prepare KEY --environment NAME");

/** A Deny for CloudWatch Logs; `json` is its Condition with CloudWatch Logs and MWAA exempted, where that is possible. */
export interface LogsDenied {
  readonly statement: string;
  readonly operations: string;
  readonly groups: string;
  readonly pointer: string;
  readonly json?: unknown;
}

const deniedExample: LogsDenied = {
  statement: `The statement /Statement/2 ("deny")`,
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
  "logs/missing": entry({
    severity: "error",
    title: "CloudWatch Logs may not use the key",
    what: (f) =>
      `CloudWatch Logs (${f.principal}) may not do ${f.operations} for ${f.groups}: no statement allows it.`,
    why: "MWAA's log groups are encrypted by CloudWatch Logs itself, which needs its own statement in the key policy; without it the environment fails or has no logs.",
    fix: () => [prepare],
    docs: [pages.mwaaKeys, pages.logsEncryption],
    example: {
      principal: "logs.us-east-1.amazonaws.com",
      operations: "kms:Encrypt, kms:Decrypt",
      groups: "airflow-demo-Task",
    },
  }),
  "logs/narrower": entry({
    severity: "error",
    title: "CloudWatch Logs may do less than AWS documents",
    what: (f) =>
      `CloudWatch Logs may Decrypt and GenerateDataKey for every log group, but not ${f.operations}, which AWS documents.`,
    why: "Some of AWS's own constructs (MDAA) ship Decrypt and GenerateDataKey alone and say that Logs needs no more; the MWAA and Logs guides list all five families.",
    fix: () => [prepare, run("mwaa-kms check KEY --accept narrower")],
    docs: [pages.mwaaKeys, pages.logsEncryption],
    example: { operations: "kms:Encrypt, kms:ReEncryptFrom, kms:ReEncryptTo" },
  }),
  "logs/unknown": entry({
    severity: "error",
    title: "Whether CloudWatch Logs may use the key cannot be told",
    what: (f) =>
      `${f.statement} ${f.does} CloudWatch Logs, or does not: that depends on what this tool cannot know: ${f.unknown}.`,
    why: "AWS does not say which value a request of CloudWatch Logs has there, or it was not given here; unknown is neither yes nor no.",
    fix: () => [prepare, run("mwaa-kms check KEY --environment NAME --account ACCOUNT")],
    docs: [pages.iamContextKeys, pages.logsEncryption],
    example: {
      statement: "The statement /Statement/1",
      does: "allows",
      unknown: "StringEquals aws:SourceAccount",
    },
  }),
  "logs/denied": entry<LogsDenied>({
    severity: "error",
    title: "A Deny keeps CloudWatch Logs from the key",
    what: (f) => `${f.statement} denies CloudWatch Logs ${f.operations} for ${f.groups}.`,
    why: "An explicit Deny overrides every Allow. Conditions such as StringNotEquals are true when the key is missing, and a service's request has no organization, user or VPC endpoint. Exempting AWS services alone is not enough: MWAA also forwards the sessions of the creator and of the execution role.",
    fix: deniedFixes,
    docs: [pages.iamEvaluation, pages.iamConditions, pages.iamForwarded],
    example: deniedExample,
  }),
  "logs/denied-not-principal": entry<LogsDenied>({
    severity: "error",
    title: "A Deny with NotPrincipal keeps CloudWatch Logs from the key",
    what: (f) =>
      `${f.statement} denies CloudWatch Logs ${f.operations} for ${f.groups}: it is for all principals but a few.`,
    why: "A Deny with NotPrincipal is for every principal that it does not list, AWS services too, and for the sessions that MWAA forwards.",
    fix: deniedFixes,
    docs: [pages.iamNotPrincipal, pages.iamEvaluation, pages.iamForwarded],
    example: deniedExample,
  }),

  "logs/no-principal": entry({
    severity: "error",
    title: "A statement has no Principal",
    what: (f) => `${f.statement} has neither Principal nor NotPrincipal.`,
    why: "A key policy's statement must say whom it means; KMS refuses the policy (Policy contains a statement with no principal).",
    fix: (f) => [{ do: "edit", pointer: f.pointer, json: { Service: f.principal } }],
    docs: [pages.iamPrincipals, pages.kmsInvalidPrincipals],
    example: {
      statement: "The statement /Statement/1",
      pointer: "/Statement/1/Principal",
      principal: "logs.us-east-1.amazonaws.com",
    },
  }),
  "logs/operator": entry({
    severity: "error",
    title: "A condition operator does not exist",
    what: (f) => `${f.statement} uses the condition operator "${f.operator}", which IAM does not have.`,
    why: "A policy with an unknown operator is invalid; KMS refuses it, so no verdict can rest on it.",
    fix: (f) => [
      {
        do: "ask",
        who: "whoever wrote that statement",
        sentence: `Replace "${f.operator}" by an operator of IAM.`,
      },
    ],
    docs: [pages.iamConditions],
    example: { statement: "The statement /Statement/1", operator: "ArnMatches" },
  }),
  "logs/deny-assumed": entry({
    severity: "warning",
    title: "A Deny statement leaves CloudWatch Logs alone under an assumption",
    what: (f) =>
      `${f.statement} has a form that AWS publishes for use with its services. It is assumed that ${f.assumes}.`,
    why: "AWS does not document the value that CloudWatch Logs sends there, so this program cannot evaluate the statement for certain.",
    fix: (f) => [ask("the owner of that statement", `Confirm that ${f.assumes} (${f.statement}).`)],
    docs: [pages.perimeterSamples, pages.logsEncryption],
    example: {
      statement: `The statement /Statement/2 ("deputy")`,
      assumes: "AWS services send no aws:SourceAccount",
    },
  }),
  "logs/global-principal": entry({
    severity: "warning",
    title: "CloudWatch Logs is named without its Region",
    what: (f) => `${f.statement} names "${f.found}"; AWS documents the regional name, "${f.principal}".`,
    why: "AWS's own MWAA samples use the name without Region and environments run with it, but the Logs guide says that the principal is regional. Nothing promises that it will go on working.",
    fix: (f) => [{ do: "edit", pointer: f.pointer, json: f.principal }],
    docs: [pages.logsEncryption],
    example: {
      statement: "The statement /Statement/1",
      found: "logs.amazonaws.com",
      principal: "logs.us-east-1.amazonaws.com",
      pointer: "/Statement/1/Principal/Service",
    },
  }),
};
