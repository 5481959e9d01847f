/** The words for MWAA's use of the key through its grants, and for access that is limited in time. */

import { ask, entry } from "../define.js";
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
