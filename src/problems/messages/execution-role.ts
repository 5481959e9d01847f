/** The words for an execution role that may not use the key, or of which that cannot be told. */

import { ask, type Entry, edit, entry, quote, run } from "../define.js";
import { pages } from "../links.js";
import { lower } from "../phrases.js";
import { type DenyFacts, exemptionFixes } from "./creator.js";

const key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const roleDocs = [pages.mwaaExecutionRole];
const via = ["sqs.us-east-1.amazonaws.com", "s3.us-east-1.amazonaws.com"];

/** The statement of AWS's sample, for the execution role of an environment with a customer managed key. */
function roleStatement(facts: { readonly key: string; readonly services: readonly string[] }): object {
  return {
    Effect: "Allow",
    Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*", "kms:Encrypt"],
    Resource: facts.key,
    Condition: { StringLike: { "kms:ViaService": facts.services } },
  };
}

export interface RoleLacks {
  readonly role: string;
  /** Whether the role has none of the permissions, and how many those are. */
  readonly isNone: boolean;
  readonly count: number;
  readonly operations: string;
  readonly through: string;
  readonly key: string;
  readonly services: readonly string[];
}

const lacks: RoleLacks = {
  role: "arn:aws:iam::111122223333:role/airflow-demo",
  isNone: false,
  count: 2,
  operations: "kms:Decrypt, kms:GenerateDataKey",
  through: "sqs.us-east-1.amazonaws.com",
  key,
  services: via,
};

function roleFixes(facts: RoleLacks): ReturnType<Entry<RoleLacks>["fix"]> {
  const statement = roleStatement(facts);
  const document = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  return [
    ask("you", "Add this key to the role's policy (-v prints the aws iam put-role-policy command)."),
    edit("/Statement/-", statement),
    run(
      `aws iam put-role-policy --role-name ${quote(nameOf(facts.role))} --policy-name mwaa-kms-key --policy-document ${quote(document)}`,
    ),
  ];
}

/** The role's name, without its path. */
function nameOf(role: string): string {
  return role.split("/").at(-1) ?? role;
}

const statement = `Statement 2 of the policy "airflow-demo"`;

const denied: DenyFacts = {
  statement: `Statement "vpce"`,
  calls: "kms:Decrypt, kms:GenerateDataKey",
  account: "111122223333",
  pointer: "/Statement/2/Condition",
  json: {
    StringNotEquals: { "aws:SourceVpce": "vpce-1" },
    BoolIfExists: { "aws:ViaAWSService": "false" },
    StringEquals: { "aws:PrincipalAccount": "111122223333" },
  },
};

export const executionRoleWords = {
  "role/missing": entry<RoleLacks>({
    severity: "error",
    title: "The execution role cannot use the key",
    what: (f) =>
      f.isNone
        ? `${nameOf(f.role)} has none of the ${f.count} KMS permissions that MWAA's queue and bucket need.`
        : `${nameOf(f.role)} lacks ${f.operations} on the key through ${f.through}.`,
    why: "MWAA uses the queue, and a bucket under the key, with the permissions of the execution role.",
    fix: roleFixes,
    docs: [...roleDocs, pages.kmsConditions],
    example: lacks,
  }),
  "role/missing-s3": entry<RoleLacks>({
    severity: "warning",
    title: "The execution role cannot use the key through S3",
    what: (f) => `${nameOf(f.role)} lacks ${f.operations} on the key through ${f.through}.`,
    why: "MWAA's sample policy includes Amazon S3. The role needs it if the bucket uses this key.",
    fix: roleFixes,
    docs: [...roleDocs, pages.kmsConditions],
    example: { ...lacks, through: "s3.us-east-1.amazonaws.com" },
  }),
  "role/denied": entry({
    severity: "error",
    title: "A Deny statement of the role blocks the key",
    what: (f) => `${f.statement} denies the role ${f.operations} on the key.`,
    why: "IAM evaluates a Deny before every Allow.",
    fix: (f) => [ask("the owner of that policy", `Exclude the key ${f.key} from this Deny.`)],
    docs: [pages.iamEvaluation, ...roleDocs],
    example: { statement, operations: "kms:Decrypt", key },
  }),
  "role/unknown": entry({
    severity: "error",
    title: "Whether the execution role can use the key is unknown",
    what: (f) => `Whether ${lower(f.statement)} applies to ${f.operations} depends on ${f.unknown}.`,
    why: "AWS does not document this value for the role's requests.",
    fix: (f) => [
      run(
        `aws iam simulate-principal-policy --policy-source-arn ${quote(f.role)} --action-names kms:Decrypt --resource-arns ${quote(f.key)}`,
      ),
    ],
    docs: [...roleDocs, pages.iamContextKeys],
    example: {
      statement,
      operations: "kms:Decrypt",
      unknown: "StringEquals aws:RequestedRegion",
      role: lacks.role,
      key,
    },
  }),
  "role/unread": entry({
    severity: "error",
    title: "A policy of the execution role cannot be read",
    what: (f) =>
      `The policy ${JSON.stringify(f.policy)} of ${f.role} is not in a form that mwaa-kms can read.`,
    why: "A policy that cannot be read might allow or deny the key.",
    fix: (f) => [
      run(
        f.policy.startsWith("arn:")
          ? `aws iam get-policy --policy-arn ${quote(f.policy)}`
          : `aws iam get-role-policy --role-name ${quote(nameOf(f.role))} --policy-name ${quote(f.policy)}`,
      ),
    ],
    docs: [pages.iamGrammar],
    example: { policy: "airflow-demo", role: lacks.role },
  }),
  "role/key-policy": entry({
    severity: "error",
    title: "The key policy does not allow the execution role",
    what: (f) =>
      `The key policy does not allow ${f.role} ${f.operations}, regardless of the role's policies.`,
    why: "KMS uses IAM policies only if the key policy allows it, with a statement for the account or for the role.",
    fix: (f) => [edit("/Statement/-", f.statement)],
    docs: [pages.kmsDefaultPolicy, ...roleDocs],
    example: {
      role: lacks.role,
      operations: "kms:Decrypt",
      statement: {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: "kms:*",
        Resource: "*",
      } as object,
    },
  }),
  "role/key-policy-unknown": entry({
    severity: "error",
    title: "Whether the key policy allows the role is unknown",
    what: (f) =>
      `Whether the key policy allows ${f.role} ${f.operations} depends on ${f.unknown} in ${f.statement}.`,
    why: "AWS does not document this value for the role's requests, or it differs between roles.",
    fix: (f) => [
      ask(
        "the owner of the key policy",
        `Confirm that ${f.role} can use ${f.operations} through Amazon SQS and Amazon S3.`,
      ),
    ],
    docs: [pages.kmsDefaultPolicy, pages.kmsConditions],
    example: {
      role: lacks.role,
      operations: "kms:Decrypt",
      statement: "statement 2",
      unknown: "StringEquals aws:PrincipalTag/team",
    },
  }),
  "role/key-policy-denied": entry<DenyFacts & { role: string }>({
    severity: "error",
    title: "A Deny statement blocks the execution role",
    what: (f) => `${f.statement} of the key policy denies ${f.role} ${f.calls}.`,
    why: "MWAA uses the queue and the bucket as the execution role, and a Deny overrides every Allow.",
    fix: exemptionFixes,
    docs: [...roleDocs, pages.iamForwarded, pages.iamEvaluation],
    example: { ...denied, role: lacks.role },
  }),
  "role/account-missing": entry({
    severity: "error",
    title: "No role of the account can use the key",
    what: (f) =>
      `The key policy does not allow ${f.operations} through ${f.through} to account ${f.account}, or to a role of it.`,
    why: "MWAA uses the queue and the bucket as the execution role. The key policy must allow the role or its account.",
    fix: (f) => f.statements.map((each) => edit("/Statement/-", each)),
    docs: [...roleDocs, pages.kmsDefaultPolicy, pages.kmsCrossAccount],
    example: {
      account: "111122223333",
      operations: "kms:Decrypt, kms:GenerateDataKey",
      through: "sqs.us-east-1.amazonaws.com",
      statements: [
        {
          Sid: "Enable IAM User Permissions",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::111122223333:root" },
          Action: "kms:*",
          Resource: "*",
        },
      ] as readonly object[],
    },
  }),
  "role/account-unknown": entry<DenyFacts & { unknown: string; does: string }>({
    severity: "error",
    title: "Whether an execution role can use the key is unknown",
    what: (f) =>
      `Whether ${lower(f.statement)} of the key policy ${f.does} the account's roles ${f.calls} depends on ${f.unknown}.`,
    why: "AWS does not document this value for the role's requests, or it differs between roles.",
    fix: (f) => [
      run("mwaa-kms check KEY --execution-role <arn>"),
      ...(f.does === "denies" ? exemptionFixes(f) : []),
    ],
    docs: [...roleDocs, pages.iamForwarded],
    example: { ...denied, does: "denies", unknown: "StringNotEquals aws:PrincipalTag/team" },
  }),
  "role/assumed": entry({
    severity: "warning",
    title: "A Deny is assumed not to block the execution role",
    what: (f) =>
      `${f.statement} has a form that AWS publishes for use with its services. Assumption: ${f.assumes}.`,
    why: "The key policy does not show which organization the account is in.",
    fix: (f) => [ask(`the owner of ${lower(f.statement)}`, `Confirm that ${f.assumes}.`)],
    docs: [pages.perimeterSamples, pages.iamForwarded],
    example: { statement: denied.statement, assumes: "the execution role is in this organization" },
  }),
  "role/logs-service": entry({
    severity: "warning",
    title: "The role cannot use the key through CloudWatch Logs",
    what: (f) => `${nameOf(f.role)} lacks ${f.operations} on the key through ${f.through}.`,
    why: "CloudWatch Logs documents that it calls KMS for roles that use an encrypted log group. AWS does not document whether this applies to MWAA's role.",
    fix: (f) => [
      edit("/Statement/-", {
        Effect: "Allow",
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: f.key,
        Condition: { StringLike: { "kms:ViaService": f.through } },
      }),
    ],
    docs: [pages.logsEncryption, ...roleDocs],
    example: {
      role: lacks.role,
      operations: "kms:Decrypt, kms:GenerateDataKey",
      through: "logs.us-east-1.amazonaws.com",
      key,
    },
  }),
};
