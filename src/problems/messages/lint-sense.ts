/** The words for what KMS may refuse, and for what has no effect in a key policy. */

import { ask, entry, run } from "../define.js";
import { pages } from "../links.js";
import { lower } from "../phrases.js";

const where = {
  statement: `Statement "Allow use of the key"`,
  pointer: "/Statement/1",
  more: "",
};

const table = "The list is AWS's Service Authorization Reference of 2026-09-26.";

function owner(named: string, sentence: string) {
  return ask(`the owner of ${lower(named)}`, sentence);
}

export const lintSenseWords = {
  "lint/resource": entry({
    severity: "warning",
    title: `The Resource of a statement is not "*"`,
    what: (f) => `${f.statement} has the ${f.member} ${f.found}; expected "*".${f.more}`,
    why: 'KMS might reject it: an AWS mail of 2025 says that only "*" is accepted. Key policies with the key\'s own ARN worked before.',
    fix: (f) => [
      owner(f.statement, `Write "*" as Resource. With another value the statement might have no effect.`),
    ],
    docs: [pages.kmsKeyPolicy],
    example: { ...where, member: "Resource", found: `"arn:aws:kms:us-east-1:111122223333:key/*"` },
  }),
  "lint/not-principal-allow": entry({
    severity: "warning",
    title: "An Allow statement uses NotPrincipal",
    what: (f) => `${f.statement} allows every principal except those in NotPrincipal.${f.more}`,
    why: "IAM supports NotPrincipal with Deny only. KMS might reject it.",
    fix: (f) => [owner(f.statement, "List the allowed principals in Principal.")],
    docs: [pages.iamNotPrincipal],
    example: where,
  }),
  "lint/duplicate-sid": entry({
    severity: "warning",
    title: "Two statements have the same Sid",
    what: (f) =>
      `${f.statement} has the same Sid as statement ${f.first.replace(/^\/Statement\/(\d+)$/, (_, at) => String(Number(at) + 1))}.${f.more}`,
    why: "IAM requires unique Sids in a policy. KMS might reject equal ones (MalformedPolicyDocumentException).",
    fix: (f) => [owner(f.statement, "Use another Sid.")],
    docs: [pages.iamGrammar, pages.kmsInvalidPrincipals],
    example: { ...where, first: "/Statement/0" },
  }),
  "lint/size": entry({
    severity: "warning",
    title: "The key policy is too large",
    what: (f) =>
      `The key policy has ${f.bytes.toLocaleString("en-US")} bytes; the documented quota is ${f.quota.toLocaleString("en-US")}.`,
    why: "The quota cannot be raised. AWS's API model accepts more, so KMS might accept it.",
    fix: () => [run("aws kms get-key-policy --key-id KEY --policy-name default --output text")],
    docs: [pages.kmsLimits, pages.kmsPutKeyPolicy],
    example: { bytes: 34_210, quota: 32_768 },
  }),
  "lint/for-all-values-deny": entry({
    severity: "warning",
    title: "A Deny uses ForAllValues with a single-valued key",
    what: (f) => `${f.statement} denies with the condition ${f.operator} ${f.key}.${f.more}`,
    why: "KMS rejects it in an Allow (OverlyPermissiveCondition). AWS does not document it for a Deny: KMS might reject it.",
    fix: (f) => [owner(f.statement, `Use ${f.operator.replace(/^ForAllValues:/i, "")} instead.`)],
    docs: [pages.kmsConditions],
    example: { ...where, key: "kms:EncryptionContext:App", operator: "ForAllValues:StringNotEquals" },
  }),
  "lint/operator-case": entry({
    severity: "warning",
    title: "A condition operator has the wrong case",
    what: (f) => `${f.statement} has the condition operator ${f.operator}; expected ${f.near}.${f.more}`,
    why: "AWS does not document whether case matters: KMS might reject it.",
    fix: (f) => [owner(f.statement, `Write ${f.near}.`)],
    docs: [pages.iamConditions],
    example: { ...where, operator: "stringEquals", near: "StringEquals" },
  }),
  "lint/service-unknown": entry({
    severity: "warning",
    title: "A service principal is unknown",
    subject: (f) => f.principal,
    what: (f) =>
      `${f.statement} has the service principal ${f.principal}, which is not in the list of 2026-09-26.${f.more}`,
    why: `KMS rejects unknown names: "Policy contains a statement with one or more invalid service principals."`,
    fix: (f) => [owner(f.statement, `Correct ${f.principal}, or confirm that the service documents it.`)],
    docs: [pages.iamPrincipals],
    example: { ...where, principal: "airflwo.us-east-1.amazonaws.com" },
  }),
  "lint/logs-region": entry({
    severity: "warning",
    title: "A CloudWatch Logs principal is from another Region",
    subject: (f) => f.principal,
    what: (f) => `${f.statement} has ${f.principal}; the key is in ${f.region}.${f.more}`,
    why: "CloudWatch Logs uses a key in its own Region only. KMS might reject names of Regions that are disabled by default.",
    fix: (f) => [owner(f.statement, `Remove ${f.principal}.`)],
    docs: [pages.logsEncryption],
    example: {
      ...where,
      pointer: "/Statement/1/Principal/Service/2",
      principal: "logs.ap-southeast-4.amazonaws.com",
      region: "ap-southeast-2",
    },
  }),
  "lint/action-unknown": entry({
    severity: "warning",
    title: "A KMS action does not exist",
    subject: (f) => f.action,
    what: (f) => `${f.statement} has the action ${f.action}, which matches no KMS operation.${f.more}`,
    why: `The statement has no effect for it. ${table}`,
    fix: (f) => [owner(f.statement, "Correct or remove the action.")],
    docs: [pages.kmsPermissions],
    example: { ...where, pointer: "/Statement/1/Action/0", action: "kms:Encrpyt" },
  }),
  "lint/condition-key-unknown": entry({
    severity: "warning",
    title: "A condition key does not exist",
    subject: (f) => f.key,
    what: (f) => `${f.statement} has a condition on ${f.key}, which no KMS request has.${f.more}`,
    why: `A condition on an absent key is false, or true with a negated operator or IfExists. ${table}`,
    fix: (f) => [owner(f.statement, "Correct the condition key.")],
    docs: [pages.kmsConditions, pages.iamContextKeys],
    example: { ...where, key: "aws:PrincipalOrgId2" },
  }),
  "lint/condition-key-operation": entry({
    severity: "warning",
    title: "A condition key does not apply to the operations",
    subject: (f) => f.key,
    what: (f) => `${f.statement} has a condition on ${f.key}, which none of its operations has.${f.more}`,
    why: `A condition on an absent key is false, or true with a negated operator or IfExists. ${table}`,
    fix: (f) => [
      owner(f.statement, `Remove ${f.key}, or move it to a statement for operations that have it.`),
    ],
    docs: [pages.kmsPermissions, pages.kmsConditions],
    example: { ...where, key: "kms:GrantIsForAWSResource" },
  }),
  "lint/condition-value": entry({
    severity: "warning",
    title: "A condition value can never match",
    what: (f) => `${f.statement} compares with ${f.value} by ${f.operator}; expected ${f.wanted}.${f.more}`,
    why: "IAM compares each value by the type of its operator.",
    fix: (f) => [owner(f.statement, `Write ${f.wanted}.`)],
    docs: [pages.iamConditions],
    example: { ...where, value: `"yes"`, operator: "Bool", wanted: "true or false" },
  }),
};
