/** The words for what KMS may refuse, and for what has no effect in a key policy. */
import { ask, entry, run } from "../define.js";
import { pages } from "../links.js";

const where = {
  statement: `The statement /Statement/1 ("Allow use of the key")`,
  pointer: "/Statement/1",
  more: "",
};

const table =
  "The list of names is of 2026-09-26 (AWS's Service Authorization Reference); newer ones are not in it.";

function owner(named: string, sentence: string) {
  return ask(`the owner of ${named.replace(/^The/, "the")}`, sentence);
}

export const lintSenseWords = {
  "lint/resource": entry({
    severity: "warning",
    title: `A statement's Resource is not "*"`,
    what: (f) =>
      `${f.statement} has the ${f.member} ${f.found}; in a key policy, "*" means this key.${f.more}`,
    why: `KMS might reject it: a mail of AWS of 2025 says that only "*" is accepted as Resource, and key policies with the key's own ARN are known to have worked before.`,
    fix: (f) => [
      owner(
        f.statement,
        `Write "*" as Resource if the statement is for this key; otherwise it has no effect.`,
      ),
    ],
    docs: [pages.kmsKeyPolicy],
    example: { ...where, member: "Resource", found: `"arn:aws:kms:us-east-1:111122223333:key/*"` },
  }),
  "lint/not-principal-allow": entry({
    severity: "warning",
    title: "A statement allows every principal but a few",
    what: (f) =>
      `${f.statement} has Effect Allow with NotPrincipal: every other principal is allowed.${f.more}`,
    why: "IAM supports NotPrincipal with Deny only; with Allow it would let in all but those listed, other accounts too. KMS might reject it.",
    fix: (f) => [owner(f.statement, `Name those that ${f.pointer} is for in Principal.`)],
    docs: [pages.iamNotPrincipal],
    example: where,
  }),
  "lint/duplicate-sid": entry({
    severity: "warning",
    title: "Two statements have the same Sid",
    what: (f) => `${f.statement} has the Sid of ${f.first}.${f.more}`,
    why: "Sids are unique within a policy. AWS names equal ones among the causes of MalformedPolicyDocumentException: KMS might reject them.",
    fix: (f) => [owner(f.statement, `Use another Sid than that of ${f.first}.`)],
    docs: [pages.iamGrammar, pages.kmsInvalidPrincipals],
    example: { ...where, first: "/Statement/0" },
  }),
  "lint/size": entry({
    severity: "warning",
    title: "The key policy is larger than the KMS quota",
    what: (f) => `The key policy has ${f.bytes} bytes; KMS's documented quota is ${f.quota}.`,
    why: "The quota cannot be raised. Newer AWS pages do not print it, and the API's model takes more; above it KMS might answer LimitExceededException.",
    fix: () => [run("aws kms get-key-policy --key-id KEY --policy-name default --output text")],
    docs: [pages.kmsLimits, pages.kmsPutKeyPolicy],
    example: { bytes: 34_210, quota: 32_768 },
  }),
  "lint/for-all-values-deny": entry({
    severity: "warning",
    title: "ForAllValues is used with a key of one value in a Deny",
    what: (f) => `${f.statement} has the condition ${f.operator} ${f.key}, and denies.${f.more}`,
    why: "KMS rejects it in an Allow as overly permissive (OverlyPermissiveCondition). AWS does not document it for a Deny: KMS might reject it.",
    fix: (f) => [
      owner(f.statement, `Write ${f.operator.replace(/^ForAllValues:/i, "")} instead at ${f.pointer}.`),
    ],
    docs: [pages.kmsConditions],
    example: { ...where, key: "kms:EncryptionContext:App", operator: "ForAllValues:StringNotEquals" },
  }),
  "lint/operator-case": entry({
    severity: "warning",
    title: "A condition operator is written in another case",
    what: (f) => `${f.statement} has the condition operator ${f.operator}; IAM writes ${f.near}.${f.more}`,
    why: "AWS does not document whether the case of an operator's name counts: KMS might reject it.",
    fix: (f) => [owner(f.statement, `Write ${f.near} at ${f.pointer}.`)],
    docs: [pages.iamConditions],
    example: { ...where, operator: "stringEquals", near: "StringEquals" },
  }),
  "lint/service-unknown": entry({
    severity: "warning",
    title: "A service principal is not known",
    what: (f) =>
      `${f.statement} names the service principal ${f.principal}, which is not known here.${f.more}`,
    why: `KMS answers "Policy contains a statement with one or more invalid service principals." to names that it does not know. ${table}`,
    fix: (f) => [owner(f.statement, `Compare ${f.principal} with the name that the service's pages give.`)],
    docs: [pages.iamPrincipals],
    example: { ...where, principal: "airflwo.us-east-1.amazonaws.com" },
  }),
  "lint/logs-region": entry({
    severity: "warning",
    title: "CloudWatch Logs of another Region has no use for this key",
    what: (f) => `${f.statement} names ${f.principal}; the key is in ${f.region}.${f.more}`,
    why: `CloudWatch Logs uses a key in the key's own Region, under that Region's name. KMS might reject the names of Regions that are disabled by default, with "invalid service principals".`,
    fix: (f) => [owner(f.statement, `Remove ${f.principal} at ${f.pointer}.`)],
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
    title: "An action of KMS does not exist",
    what: (f) => `${f.statement} has the action ${f.action}, which matches no operation of KMS.${f.more}`,
    why: `The statement has no effect for it. ${table}`,
    fix: (f) => [owner(f.statement, `Correct the action at ${f.pointer}, or remove it.`)],
    docs: [pages.kmsPermissions],
    example: { ...where, pointer: "/Statement/1/Action/0", action: "kms:Encrpyt" },
  }),
  "lint/condition-key-unknown": entry({
    severity: "warning",
    title: "A condition key does not exist for KMS",
    what: (f) => `${f.statement} has a condition on ${f.key}, which no request to KMS has.${f.more}`,
    why: `A condition on a key that is absent is false, or true for negated operators and IfExists. ${table}`,
    fix: (f) => [owner(f.statement, `Correct the condition key at ${f.pointer}.`)],
    docs: [pages.kmsConditions, pages.iamContextKeys],
    example: { ...where, key: "aws:PrincipalOrgId2" },
  }),
  "lint/condition-key-operation": entry({
    severity: "warning",
    title: "A condition key is not used by the statement's operations",
    what: (f) => `${f.statement} has a condition on ${f.key}, which none of its operations has.${f.more}`,
    why: `A condition on a key that is absent is false, or true for negated operators and IfExists. ${table}`,
    fix: (f) => [
      owner(
        f.statement,
        `Remove ${f.key} at ${f.pointer}, or put it into a statement for the operations that have it.`,
      ),
    ],
    docs: [pages.kmsPermissions, pages.kmsConditions],
    example: { ...where, key: "kms:GrantIsForAWSResource" },
  }),
  "lint/condition-value": entry({
    severity: "warning",
    title: "A condition's value can never match",
    what: (f) => `${f.statement} compares with ${f.value} by ${f.operator}; expected ${f.wanted}.${f.more}`,
    why: "The operator decides what a value is. One that is not of its kind matches no request.",
    fix: (f) => [owner(f.statement, `Write ${f.wanted} at ${f.pointer}.`)],
    docs: [pages.iamConditions],
    example: { ...where, value: `"yes"`, operator: "Bool", wanted: "true or false" },
  }),
};
