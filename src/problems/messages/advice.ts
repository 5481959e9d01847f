/** The words for what is good to know of a key before an environment is created with it. */
import { ask, edit, entry, quote, run } from "../define.js";
import { pages } from "../links.js";

const key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const caller = "arn:aws:iam::111122223333:user/Alice";

const root = {
  Sid: "Enable IAM User Permissions",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "kms:*",
  Resource: "*",
};

const quotaIncrease = "aws service-quotas list-service-quotas --service-code kms";
const leftGrants = (f: { readonly key: string }) => [
  run(`aws kms list-grants --key-id ${quote(f.key)} --query 'Grants[].[GrantId,Name,GranteePrincipal]'`),
  run(quotaIncrease),
];

export const adviceWords = {
  "readiness/administrators": entry({
    severity: "warning",
    title: "The account's administrators cannot change the key policy",
    what: (f) =>
      `The key policy does not leave kms:PutKeyPolicy to account ${f.account}, whose root it names nowhere or denies.`,
    why: "Without the account's root, the key depends on the users and roles that its policy names. When they are gone, only AWS Support can help.",
    fix: (f) => [edit("/Statement/-", f.statement)],
    docs: [pages.kmsDefaultPolicy],
    example: { account: "111122223333", statement: root as object },
  }),
  "readiness/administrators-unknown": entry({
    severity: "warning",
    title: "Whether the account's administrators can change the key policy cannot be told",
    what: (f) =>
      `Whether account ${f.account} may call kms:PutKeyPolicy depends on ${f.statements}, which cannot be judged from here.`,
    why: "A condition on MFA, organization or address, or an element that AWS does not document there, decides it.",
    fix: (f) => [edit("/Statement/-", f.statement)],
    docs: [pages.kmsDefaultPolicy],
    example: { account: "111122223333", statements: "/Statement/0", statement: root as object },
  }),
  "readiness/grants-full": entry({
    severity: "error",
    title: "The key has no room for MWAA's grants",
    what: (f) =>
      `The key has ${f.count} grants; ${f.needed} more do not fit into the ${f.quota} that KMS allows a key unless the quota was raised.`,
    why: "MWAA creates four grants for an environment, and Amazon RDS at least two more. Grants that AWS services create count too.",
    fix: leftGrants,
    docs: [pages.kmsLimits, pages.mwaaKeys],
    example: { count: 49_998, needed: 4, quota: 50_000, key },
  }),
  "readiness/grants-nearly-full": entry({
    severity: "warning",
    title: "The key has little room for grants",
    what: (f) => `The key has ${f.count} of the ${f.quota} grants that KMS allows a key.`,
    why: "MWAA creates four grants for an environment, and Amazon RDS at least two more. When the quota is used up, the next environment fails.",
    fix: leftGrants,
    docs: [pages.kmsLimits, pages.mwaaKeys],
    example: { count: 47_000, quota: 50_000, key },
  }),
  "readiness/grants-quota-raised": entry({
    severity: "warning",
    title: "The key has more grants than the usual quota",
    what: (f) =>
      `The key has ${f.count} grants, more than the usual quota of ${f.quota}: whether more fit is not known here.`,
    why: "The quota can be raised for an account and Region. What it was raised to is not asked.",
    fix: leftGrants,
    docs: [pages.kmsLimits],
    example: { count: 50_001, quota: 50_000, key },
  }),
  "readiness/creator-refused": entry({
    severity: "warning",
    title: "These credentials lack permissions of a creator",
    what: (f) =>
      `KMS refuses ${f.caller} ${f.operations}, and neither the key policy nor a grant allows it when MWAA asks. AWS lists it among the permissions of an environment's creator.`,
    why: "The key policy names neither these credentials nor their account, or denies them. Another principal of the account can create the environment.",
    fix: (f) => [
      ask("whoever may change the key policy", `Let ${f.caller}, or the account, do ${f.operations}.`),
    ],
    docs: [pages.mwaaAccess, pages.kmsDefaultPolicy],
    example: { caller, operations: "kms:CreateGrant" },
  }),
  "readiness/creator-inconclusive": entry({
    severity: "warning",
    title: "Permission to create the environment is unconfirmed",
    what: (f) =>
      `KMS refuses ${f.caller} ${f.operations} when asked directly; it may allow the same when MWAA asks. This is inconclusive.`,
    why: "Permissions are often bound to kms:ViaService airflow.<Region>.amazonaws.com or kms:GrantIsForAWSResource: they hold when MWAA asks for the caller, and not in a dry run. IAM policies are not looked at.",
    fix: (f) => [
      ask("whoever administers the account", `May ${f.caller} do ${f.operations} on this key through MWAA?`),
    ],
    docs: [pages.mwaaAccess, pages.kmsConditions, pages.kmsDryRun],
    example: { caller, operations: "kms:CreateGrant" },
  }),
  "readiness/no-dry-run": entry({
    severity: "warning",
    title: "KMS was not asked for a dry run",
    what: (f) => `No dry run of ${f.operations} was answered.`,
    why: "What KMS was not asked is unknown, neither yes nor no.",
    fix: () => [run("mwaa-kms check KEY")],
    docs: [pages.kmsDryRun],
    example: { operations: "kms:CreateGrant" },
  }),
  "readiness/rotation-off": entry({
    severity: "note",
    title: "The key is not rotated automatically",
    what: () => "Automatic rotation of the key material is off.",
    why: "Rotation keeps key, ARN and policy, and MWAA notices nothing of it. Neither KMS nor MWAA asks for it; many organizations do.",
    fix: (f) => [run(`aws kms enable-key-rotation --key-id ${quote(f.key)}`)],
    docs: [pages.kmsRotation],
    example: { key },
  }),
  "readiness/rotation-not-offered": entry({
    severity: "note",
    title: "The key cannot be rotated automatically",
    what: (f) =>
      `Automatic rotation is off, and KMS does not offer it for key material of origin ${f.origin}.`,
    why: "KMS rotates only material that it made itself, outside custom key stores.",
    fix: () => [ask("whoever keeps the key material", "Is the key rotated by hand, and does it have to be?")],
    docs: [pages.kmsRotation],
    example: { origin: "EXTERNAL" },
  }),
};
