/** The words for MWAA's use of the key through its grants, and for access that is limited in time. */

import { ask, entry, quote, run } from "../define.js";
import { pages } from "../links.js";
import { lower } from "../phrases.js";
import { type DenyFacts, exemptionFixes } from "./creator.js";

const why =
  "A Deny in the key policy overrides a grant. AWS does not document whether MWAA uses its grants as a service or as a role.";

const example: DenyFacts = {
  statement: `Statement "vpce"`,
  calls: "kms:Decrypt, kms:Encrypt",
  account: "111122223333",
  pointer: "/Statement/2/Condition",
  json: {
    StringNotEquals: { "aws:SourceVpce": "vpce-1" },
    BoolIfExists: { "aws:ViaAWSService": "false" },
    StringEquals: { "aws:PrincipalAccount": "111122223333" },
  },
};

const docs = [pages.kmsKeyPolicy, pages.kmsGrants, pages.kmsListGrants];

export const grantsUseWords = {
  "grants/leftover": entry({
    severity: "warning",
    title: "Grants of an environment that does not exist",
    what: (f) =>
      `The key has ${f.grants === 1 ? "1 grant" : `${f.grants} grants`} for environment ${f.environment}. ${f.region} has no environment of this name.`,
    why: "MWAA retires its grants when an environment is deleted. A failed creation might leave some. A grant allows use of the key until it is retired or revoked.",
    fix: (f) => [
      ask(
        "an administrator of the key with kms:RevokeGrant",
        `Make sure that environment ${f.environment} does not exist in any account that uses the key. Then revoke its grants.`,
      ),
      ...f.ids.map((id) =>
        run(
          `aws kms revoke-grant --key-id ${quote(f.key)} --grant-id ${quote(id)} --region ${quote(f.region)}`,
        ),
      ),
    ],
    docs: [pages.mwaaKeys, pages.kmsGrants],
    example: {
      environment: "retired",
      grants: 4,
      ids: ["0c237476b39f8bc44e45212e08498fbe3151305030726c0590dd8d3e9f3d6a60"] as readonly string[],
      key: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      region: "us-east-1",
    },
  }),
  "grants/use-denied": entry<DenyFacts>({
    severity: "error",
    title: "A Deny statement blocks MWAA's use of its grants",
    what: (f) => `${f.statement} denies MWAA ${f.calls} under its grants.`,
    why,
    fix: exemptionFixes,
    docs,
    example,
  }),
  "grants/use-unknown": entry<DenyFacts & { unknown: string; as: string }>({
    severity: "error",
    title: "Whether MWAA can use its grants is unknown",
    what: (f) => `Whether ${lower(f.statement)} denies MWAA ${f.calls} as ${f.as} depends on ${f.unknown}.`,
    why,
    fix: exemptionFixes,
    docs: [...docs, pages.iamContextKeys],
    example: { ...example, as: "a role of AWS", unknown: "StringNotEquals aws:SourceVpce" },
  }),
  "grants/use-assumed": entry({
    severity: "warning",
    title: "A Deny is assumed not to block MWAA's grants",
    what: (f) =>
      `${f.statement} has a form that AWS publishes for use with its services. Assumption: ${f.assumes}.`,
    why,
    fix: (f) => [ask(`the owner of ${lower(f.statement)}`, `Confirm that ${f.assumes}.`)],
    docs: [pages.perimeterSamples, ...docs],
    example: { statement: example.statement, assumes: "MWAA uses its grants as an AWS service" },
  }),
  "grants/secure-transport": entry({
    severity: "note",
    title: "A Deny statement requires encrypted transport",
    what: (f) =>
      `${f.statement} denies requests without TLS. Assumption: requests between AWS services count as encrypted.`,
    why: "KMS accepts requests over TLS only. AWS does not document aws:SecureTransport for requests between services to KMS.",
    fix: (f) => [ask(`the owner of ${lower(f.statement)}`, "Confirm that AWS services can use the key.")],
    docs: [pages.iamContextKeys],
    example: { statement: example.statement },
  }),
  "access/ends-soon": entry({
    severity: "error",
    title: "Access ends within a day",
    what: (f) => `From ${f.date} the key policy no longer allows this: ${f.use}.`,
    why: "MWAA uses the key as long as the environment exists, and cannot change it later.",
    fix: (f) => [ask("the owner of the key policy", `Remove the time limit that ends access on ${f.date}.`)],
    docs: [pages.iamConditions, pages.mwaaKeys],
    example: { use: "CloudWatch Logs uses the key", date: "2026-11-26 18:00:00 UTC" },
  }),
  "access/ends-later": entry({
    severity: "warning",
    title: "Access ends on a later day",
    what: (f) => `From ${f.date} the key policy no longer allows this: ${f.use}.`,
    why: "MWAA uses the key as long as the environment exists, and cannot change it later.",
    fix: (f) => [ask("the owner of the key policy", `Remove the time limit that ends access on ${f.date}.`)],
    docs: [pages.iamConditions, pages.mwaaKeys],
    example: { use: "CloudWatch Logs uses the key", date: "2027-06-30 00:00:00 UTC" },
  }),
};
