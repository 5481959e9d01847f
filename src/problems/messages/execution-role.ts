/** The words for an execution role that may not use the key, or of which that cannot be told. */
import { ask, type Entry, edit, entry, quote, run } from "../define.js";
import { pages } from "../links.js";
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
  readonly operations: string;
  readonly through: string;
  readonly key: string;
  readonly services: readonly string[];
}

const lacks: RoleLacks = {
  role: "arn:aws:iam::111122223333:role/airflow-demo",
  operations: "kms:Decrypt, kms:GenerateDataKey",
  through: "sqs.us-east-1.amazonaws.com",
  key,
  services: via,
};

function roleFixes(facts: RoleLacks): ReturnType<Entry<RoleLacks>["fix"]> {
  const statement = roleStatement(facts);
  const document = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  return [
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

const statement = `The statement /Statement/1 of the policy "airflow-demo"`;

const denied: DenyFacts = {
  statement: `The statement /Statement/2 ("vpce")`,
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
    title: "The execution role may not use the key",
    what: (f) => `No policy of ${f.role} allows ${f.operations} on the key through ${f.through}.`,
    why: "With a customer managed key the execution role needs a statement of its own for that key: the environment's queue, and a bucket under the key, are used with the role's permissions.",
    fix: roleFixes,
    docs: [...roleDocs, pages.kmsConditions],
    example: lacks,
  }),
  "role/missing-s3": entry<RoleLacks>({
    severity: "warning",
    title: "The execution role may not use the key through S3",
    what: (f) => `No policy of ${f.role} allows ${f.operations} on the key through ${f.through}.`,
    why: "AWS's sample names Amazon S3 beside Amazon SQS. The role needs it where the environment's bucket is encrypted with this key.",
    fix: roleFixes,
    docs: [...roleDocs, pages.kmsConditions],
    example: { ...lacks, through: "s3.us-east-1.amazonaws.com" },
  }),
  "role/denied": entry({
    severity: "error",
    title: "A Deny keeps the execution role from the key",
    what: (f) => `${f.statement} denies the role ${f.operations} on the key.`,
    why: "An explicit Deny wins over every Allow, in whichever policy of the role it stands.",
    fix: (f) => [ask("whoever owns that policy", `Except the key ${f.key} from this Deny.`)],
    docs: [pages.iamEvaluation, ...roleDocs],
    example: { statement, operations: "kms:Decrypt", key },
  }),
  "role/unknown": entry({
    severity: "error",
    title: "Whether the execution role may use the key cannot be told",
    what: (f) => `${f.statement} decides about ${f.operations}, by what this tool cannot know: ${f.unknown}.`,
    why: "AWS does not say which value the role's requests have there; unknown is neither yes nor no.",
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
      `The policy ${JSON.stringify(f.policy)} of ${f.role} is no policy that this version can read.`,
    why: "What a policy says that cannot be read is unknown; it may allow the key, or deny it.",
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
    title: "The key policy shuts the execution role out",
    what: (f) =>
      `The key policy does not let ${f.role} do ${f.operations}, whatever the role's policies say.`,
    why: "IAM policies count for a key only where its key policy says so: by the statement for the account's root, or by one for the role.",
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
    title: "Whether the key policy lets the execution role in cannot be told",
    what: (f) =>
      `Whether the key policy lets ${f.role} do ${f.operations} depends on ${f.unknown} in ${f.statement}.`,
    why: "A statement for the role or its account, or a Deny, has a condition whose value in the role's requests is not known here.",
    fix: (f) => [
      ask(
        "whoever wrote the key policy",
        `May ${f.role} do ${f.operations} through Amazon SQS and Amazon S3?`,
      ),
    ],
    docs: [pages.kmsDefaultPolicy, pages.kmsConditions],
    example: {
      role: lacks.role,
      operations: "kms:Decrypt",
      statement: "the statement /Statement/1",
      unknown: "StringEquals aws:PrincipalTag/team",
    },
  }),
  "role/key-policy-denied": entry<DenyFacts & { role: string }>({
    severity: "error",
    title: "A Deny statement blocks the execution role",
    what: (f) => `${f.statement} of the key policy denies ${f.role} ${f.calls}.`,
    why: "The environment's queue and bucket use the key in the execution role's name, and an explicit Deny overrides every Allow. An environment whose role is denied the key does not work.",
    fix: exemptionFixes,
    docs: [...roleDocs, pages.iamForwarded, pages.iamEvaluation],
    example: { ...denied, role: lacks.role },
  }),
  "role/account-missing": entry({
    severity: "error",
    title: "No role of the account can use the key",
    what: (f) =>
      `The key policy allows ${f.operations} through ${f.through} neither to account ${f.account} nor to one role of it.`,
    why: "The environment's queue and bucket use the key in the execution role's name. The key policy must allow the role, or leave the decision to the IAM policies of its account.",
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
      `${f.statement} of the key policy ${f.does} the account's roles ${f.calls}, or not: that depends on ${f.unknown}.`,
    why: "AWS does not document that value for the role's forwarded requests, or it differs from role to role.",
    fix: (f) => [
      run("mwaa-kms check KEY --execution-role <arn>"),
      ...(f.does === "denies" ? exemptionFixes(f) : []),
    ],
    docs: [...roleDocs, pages.iamForwarded],
    example: { ...denied, does: "denies", unknown: "StringNotEquals aws:PrincipalTag/team" },
  }),
  "role/assumed": entry({
    severity: "warning",
    title: "A Deny statement leaves the execution role alone under an assumption",
    what: (f) =>
      `${f.statement} has a form that AWS publishes for use with its services. It is assumed that ${f.assumes}.`,
    why: "The key policy does not say which organization the account is in, so this program cannot evaluate the statement for certain.",
    fix: (f) => [ask("the owner of that statement", `Confirm that ${f.assumes} (${f.statement}).`)],
    docs: [pages.perimeterSamples, pages.iamForwarded],
    example: { statement: denied.statement, assumes: "the execution role is in this organization" },
  }),
  "role/logs-service": entry({
    severity: "warning",
    title: "The execution role cannot use the key through CloudWatch Logs",
    what: (f) => `No policy of ${f.role} allows ${f.operations} on the key through ${f.through}.`,
    why: "CloudWatch Logs documents that it calls KMS in the name of roles that use an encrypted log group, and that kms:ViaService must allow it for them. MWAA's page does not say so. Whether it is enforced for MWAA's role is unknown.",
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
