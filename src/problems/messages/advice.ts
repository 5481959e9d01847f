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
    title: "The account cannot change the key policy",
    what: (f) => `The key policy does not allow account ${f.account} kms:PutKeyPolicy.`,
    why: "Without the account, the key depends on the users and roles in its policy. If they are deleted, only AWS Support can help.",
    fix: (f) => [edit("/Statement/-", f.statement)],
    docs: [pages.kmsDefaultPolicy],
    example: { account: "111122223333", statement: root as object },
  }),
  "readiness/administrators-unknown": entry({
    severity: "warning",
    title: "Whether the account can change the policy is unknown",
    what: (f) => `Whether account ${f.account} can call kms:PutKeyPolicy depends on ${f.statements}.`,
    why: "A condition decides it, such as MFA, organization or address, that cannot be evaluated offline.",
    fix: (f) => [edit("/Statement/-", f.statement)],
    docs: [pages.kmsDefaultPolicy],
    example: { account: "111122223333", statements: "/Statement/0", statement: root as object },
  }),
  "readiness/grants-full": entry({
    severity: "error",
    title: "The grant quota of the key is reached",
    what: (f) =>
      `The key has ${f.count.toLocaleString("en-US")} grants; the quota is ${f.quota.toLocaleString("en-US")}, and ${f.needed} more are needed.`,
    why: "MWAA creates 4 grants for an environment, and Amazon RDS at least 2 more.",
    fix: leftGrants,
    docs: [pages.kmsLimits, pages.mwaaKeys],
    example: { count: 49_998, needed: 4, quota: 50_000, key },
  }),
  "readiness/grants-nearly-full": entry({
    severity: "warning",
    title: "The grant quota of the key is nearly reached",
    what: (f) =>
      `The key has ${f.count.toLocaleString("en-US")} of ${f.quota.toLocaleString("en-US")} grants.`,
    why: "MWAA creates 4 grants for an environment, and Amazon RDS at least 2 more.",
    fix: leftGrants,
    docs: [pages.kmsLimits, pages.mwaaKeys],
    example: { count: 47_000, quota: 50_000, key },
  }),
  "readiness/grants-quota-raised": entry({
    severity: "warning",
    title: "The key has more grants than the default quota",
    what: (f) =>
      `The key has ${f.count.toLocaleString("en-US")} grants; the default quota is ${f.quota.toLocaleString("en-US")}.`,
    why: "AWS can raise the quota for an account and Region. The raised value is unknown.",
    fix: leftGrants,
    docs: [pages.kmsLimits],
    example: { count: 50_001, quota: 50_000, key },
  }),
  "readiness/creator-refused": entry({
    severity: "warning",
    title: "These credentials lack permissions to create it",
    what: (f) =>
      `KMS denies ${f.caller} ${f.operations}, and neither the key policy nor a grant allows it through MWAA.`,
    why: "MWAA requires these permissions of the principal that creates the environment. Another principal can create it.",
    fix: (f) => [ask("the key's administrator", `Allow ${f.caller} ${f.operations}.`)],
    docs: [pages.mwaaAccess, pages.kmsDefaultPolicy],
    example: { caller, operations: "kms:CreateGrant" },
  }),
  "readiness/creator-inconclusive": entry({
    severity: "warning",
    title: "Permission to create the environment is unconfirmed",
    what: (f) =>
      `KMS denies ${f.caller} ${f.operations} in a dry run. It might allow the same call through MWAA.`,
    why: "IAM policies often allow these operations only with kms:ViaService or kms:GrantIsForAWSResource, which a dry run does not have.",
    fix: (f) => [
      ask(
        "an administrator of the account",
        `Confirm that ${f.caller} can use ${f.operations} on this key through MWAA.`,
      ),
    ],
    docs: [pages.mwaaAccess, pages.kmsConditions, pages.kmsDryRun],
    example: { caller, operations: "kms:CreateGrant" },
  }),
  "readiness/no-dry-run": entry({
    severity: "warning",
    title: "A dry run could not be run",
    subject: (f) => f.operations,
    what: (f) => `KMS did not respond to a dry run of ${f.operations}.`,
    why: "Without the dry run, this permission is unknown.",
    fix: () => [run("mwaa-kms check KEY")],
    docs: [pages.kmsDryRun],
    example: { operations: "kms:CreateGrant" },
  }),
  "readiness/rotation-off": entry({
    severity: "note",
    title: "Automatic rotation is off",
    what: () => "Automatic rotation of the key material is off.",
    why: "KMS keeps key, ARN and policy when it rotates. Neither KMS nor MWAA requires rotation.",
    fix: (f) => [run(`aws kms enable-key-rotation --key-id ${quote(f.key)}`)],
    docs: [pages.kmsRotation],
    example: { key },
  }),
  "readiness/rotation-not-offered": entry({
    severity: "note",
    title: "Automatic rotation is not available",
    what: (f) => `KMS does not rotate key material of origin ${f.origin}.`,
    why: "KMS rotates only key material that it generated, outside custom key stores.",
    fix: () => [ask("the owner of the key material", "Confirm whether the key must be rotated by hand.")],
    docs: [pages.kmsRotation],
    example: { origin: "EXTERNAL" },
  }),
};
