/** The words for MWAA's four grants, which it creates in the name of the environment's creator. */

import { ask, edit, entry, type Fix, quote, run } from "../define.js";
import { pages } from "../links.js";
import { lower } from "../phrases.js";

const account = "111122223333";
const statement = `Statement "NoGrants"`;
const pointer = "/Statement/2/Condition";
const why =
  "MWAA creates 4 grants as the principal that creates the environment, and a Deny overrides every Allow.";

/** The default statement of KMS, or AWS's two statements for another account. */
export interface Statements {
  readonly statements: readonly object[];
}

/** A Deny of the key policy; `json` is its Condition with MWAA and CloudWatch Logs exempted, where that is possible. */
export interface DenyFacts {
  readonly statement: string;
  readonly calls: string;
  readonly account: string;
  readonly pointer: string;
  readonly json?: unknown;
}

/** The edit, if there is one that works, and the request to the owner of the statement. */
export function exemptionFixes({ statement: named, pointer: at, json }: DenyFacts): readonly Fix[] {
  const owner = ask(`the owner of ${lower(named)}`, "Exempt Amazon MWAA and CloudWatch Logs from it.");
  return json === undefined ? [owner] : [edit(at, json), owner];
}

const denyExample: DenyFacts = {
  statement,
  calls: "kms:CreateGrant for 4 of 4 grants",
  account,
  pointer,
  json: { BoolIfExists: { "kms:GrantIsForAWSResource": "false", "aws:PrincipalIsAWSService": "false" } },
};

const defaultStatement = {
  Sid: "Enable IAM User Permissions",
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: "kms:*",
  Resource: "*",
};

const additions = ({ statements }: Statements): readonly Fix[] =>
  statements.map((each) => edit("/Statement/-", each));

export const creatorWords = {
  "creator/denied": entry<DenyFacts>({
    severity: "error",
    title: "A Deny statement blocks MWAA's grants",
    what: (f) => `${f.statement} denies ${f.calls} to the principals of account ${f.account}.`,
    why,
    fix: exemptionFixes,
    docs: [pages.mwaaKeys, pages.kmsConditions, pages.iamForwarded],
    example: denyExample,
  }),
  "creator/missing": entry<Statements & { account: string; calls: string }>({
    severity: "error",
    title: "No principal of the account can create MWAA's grants",
    what: (f) =>
      `The key policy does not allow ${f.calls} to account ${f.account}, or to one principal of it.`,
    why,
    fix: additions,
    docs: [pages.mwaaKeys, pages.kmsDefaultPolicy],
    example: { account, calls: "kms:CreateGrant, kms:DescribeKey", statements: [defaultStatement] },
  }),
  "creator/other-account": entry<Statements & { account: string; keyAccount: string; calls: string }>({
    severity: "error",
    title: "The key policy does not allow the environment's account",
    what: (f) =>
      `Account ${f.keyAccount} owns the key. Its key policy does not allow account ${f.account} ${f.calls}.`,
    why: "KMS requires an Allow in the key policy and one in the IAM policies of a principal of another account.",
    fix: additions,
    docs: [pages.kmsCrossAccount, pages.mwaaKeys],
    example: {
      account,
      keyAccount: "444455556666",
      calls: "kms:CreateGrant, kms:DescribeKey",
      statements: [
        {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${account}:root` },
          Action: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
          Resource: "*",
          Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
        },
      ],
    },
  }),
  "creator/unknown": entry<DenyFacts & { unknown: string; does: string }>({
    severity: "error",
    title: "Whether MWAA can create its grants is unknown",
    what: (f) => `Whether ${lower(f.statement)} ${f.does} ${f.calls} depends on ${f.unknown}.`,
    why: "AWS does not document this value for MWAA's calls, or it differs between creators.",
    fix: (f) => [
      run("mwaa-kms check KEY --creator <arn>"),
      ...(f.does === "denies" ? exemptionFixes(f) : []),
    ],
    docs: [pages.iamForwarded, pages.iamContextKeys],
    example: { ...denyExample, does: "denies", unknown: "NotIpAddress aws:SourceIp" },
  }),
  "creator/assumed": entry({
    severity: "warning",
    title: "A Deny statement is assumed not to block MWAA's grants",
    what: (f) =>
      `${f.statement} has a form that AWS publishes for use with its services. Assumption: ${f.assumes}.`,
    why: "AWS does not document with which principal MWAA calls KMS.",
    fix: (f) => [ask(`the owner of ${lower(f.statement)}`, `Confirm that ${f.assumes}.`)],
    docs: [pages.perimeterSamples, pages.iamForwarded],
    example: { statement, assumes: "the creator is in this organization" },
  }),
  "creator/caller-refused": entry({
    severity: "warning",
    title: "These credentials cannot create MWAA's grants",
    what: (f) => `KMS denies ${f.caller} kms:CreateGrant: ${f.because}.`,
    why: "MWAA creates its grants as the principal that creates the environment. Another principal of the account can create it.",
    fix: (f) => [
      ask(f.ask, `Allow ${f.caller} kms:CreateGrant on this key through airflow.${f.region}.amazonaws.com.`),
      run("mwaa-kms check KEY --creator <arn>"),
    ],
    docs: [pages.mwaaAccess, pages.kmsDryRun],
    example: {
      caller: "arn:aws:sts::111122223333:assumed-role/Deploy/ci",
      because: "no identity-based policy allows the action",
      ask: "an administrator of account 111122223333",
      key: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      region: "us-east-1",
    },
  }),
  "creator/refused": entry({
    severity: "error",
    title: "The creator cannot create MWAA's grants",
    what: (f) => `${f.creator} cannot call ${f.calls}: ${f.because}.`,
    why,
    fix: (f) => [
      edit("/Statement/-", {
        Effect: "Allow",
        Action: [
          ...["kms:DescribeKey", "kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
          ...["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
        ],
        Resource: f.key,
      }),
      ask(f.ask, `Allow ${f.creator} the KMS actions of Amazon MWAA's page on ${f.key}.`),
    ],
    docs: [pages.mwaaAccess, pages.mwaaKeys],
    example: {
      creator: "arn:aws:iam::111122223333:role/Deploy",
      calls: "kms:CreateGrant",
      because: "no policy of the role allows the action",
      ask: "an administrator of the account",
      key: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    },
  }),
  "creator/contradiction": entry({
    severity: "error",
    title: "KMS denies a grant that the key policy allows",
    what: (f) =>
      `KMS denies ${f.caller} kms:CreateGrant: ${f.because}. The key policy that was read allows it.`,
    why: "The policy in force differs from the one that was read, or mwaa-kms evaluates it wrongly.",
    fix: (f) => [
      run(
        `aws kms get-key-policy --key-id ${quote(f.key)} --policy-name default --query Policy --output text`,
      ),
    ],
    docs: [pages.iamAccessDenied, pages.kmsDryRun],
    example: {
      caller: "arn:aws:sts::111122223333:assumed-role/Deploy/ci",
      because: "the key policy denies the action",
      key: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    },
  }),
  "creator/via-suffix": entry({
    severity: "warning",
    title: "kms:ViaService has the domain suffix of China",
    what: (f) => `kms:ViaService is ${f.found}; expected ${f.wanted}.`,
    why: "KMS documents that names in kms:ViaService end in amazonaws.com in all partitions. AWS does not document MWAA's name in China.",
    fix: (f) => [ask("the owner of the key policy", `Add ${f.wanted} to the values of kms:ViaService.`)],
    docs: [pages.kmsConditions],
    example: {
      found: "airflow.cn-north-1.amazonaws.com.cn",
      wanted: "airflow.cn-north-1.amazonaws.com",
    },
  }),
  "creator/data-key-pairs": entry({
    severity: "note",
    title: "The key policy allows no grants for data key pairs",
    what: () => "The key policy allows MWAA's grants, but no operations for data key pairs.",
    why: "MWAA's page prints kms:GenerateDataKey*, which can include them. AWS does not document that MWAA uses them.",
    fix: () => [
      ask(
        "the owner of the key policy",
        "Add GenerateDataKeyPair and GenerateDataKeyPairWithoutPlaintext to kms:GrantOperations.",
      ),
    ],
    docs: [pages.mwaaKeys, pages.kmsConditions],
    example: {},
  }),
  "creator/policies-unread": entry({
    severity: "error",
    title: "The creator's IAM policies are unknown",
    what: (f) => `The key policy leaves ${f.calls} to the IAM policies of ${f.creator}, which were not read.`,
    why: "A key policy statement for the account allows nothing by itself: the creator's IAM policies decide.",
    fix: (f) => [
      run(
        `aws iam simulate-principal-policy --policy-source-arn ${quote(f.creator)} --action-names kms:CreateGrant kms:DescribeKey --resource-arns ${quote(f.key)}`,
      ),
    ],
    docs: [pages.kmsDefaultPolicy, pages.mwaaAccess],
    example: {
      creator: "arn:aws:iam::111122223333:user/ana",
      calls: "kms:CreateGrant",
      key: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    },
  }),
};
