/** The words for what a key policy holds that PutKeyPolicy refuses, or may refuse. */
import { ask, edit, entry } from "../define.js";
import { pages } from "../links.js";
import { lintSenseWords } from "./lint-sense.js";

const statement = `The statement /Statement/1 ("Allow use of the key")`;
const pointer = "/Statement/1";
const where = { statement, pointer, more: "" };

/** AWS's own sources differ here; the sentence is the same for Action and Resource. */
const sinceAugust2025 =
  "AWS announced by mail that KMS rejects such a statement since 18 August 2025 (MalformedPolicyDocumentException). The API reference still says that it is accepted and has no effect.";

const invalidPrincipals = `KMS answers "Policy contains a statement with one or more invalid principals."`;

function owner(named: string, sentence: string) {
  return ask(`the owner of ${named.replace(/^The/, "the")}`, sentence);
}

export const lintWords = {
  ...lintSenseWords,
  "lint/orphaned-principal": entry({
    severity: "error",
    title: "A statement names a deleted user or role",
    what: (f) =>
      `${f.statement} names ${f.principal}, the unique id that a deleted user or role leaves behind.${f.more}`,
    why: `${invalidPrincipals} Every write of this policy fails until the id is gone, whatever else changes.`,
    fix: (f) => [
      owner(f.statement, `${f.principal} was deleted: name its successor, or remove it at ${f.pointer}.`),
    ],
    docs: [pages.iamPrincipals, pages.kmsInvalidPrincipals],
    example: { ...where, pointer: "/Statement/1/Principal/AWS/0", principal: "AROACKCEVSQ6C2EXAMPLE" },
  }),
  "lint/principal-pattern": entry({
    severity: "error",
    title: "A principal has a wildcard in its name",
    what: (f) =>
      `${f.statement} names the principal ${f.principal}; a wildcard cannot match part of a name or an ARN.${f.more}`,
    why: `${invalidPrincipals} Only "*" alone stands for every principal; an ARN pattern belongs into the condition aws:PrincipalArn.`,
    fix: (f) => [
      owner(
        f.statement,
        `Name each principal at ${f.pointer}, or use the account with ArnLike aws:PrincipalArn.`,
      ),
    ],
    docs: [pages.iamPrincipals, pages.kmsInvalidPrincipals],
    example: {
      ...where,
      pointer: "/Statement/1/Principal/AWS",
      principal: "arn:aws:iam::111122223333:role/team-*",
    },
  }),
  "lint/principal-form": entry({
    severity: "error",
    title: "A principal is not an account, a user, a role or a session",
    what: (f) => `${f.statement} names ${f.principal} as AWS principal.${f.more}`,
    why: `${invalidPrincipals} A principal is "*", an account id of 12 digits, or the ARN of an account's root, a user, a role or a session; groups, policies and resources are not.`,
    fix: (f) => [owner(f.statement, `Name a principal that IAM knows at ${f.pointer}.`)],
    docs: [pages.iamPrincipals, pages.kmsInvalidPrincipals],
    example: {
      ...where,
      pointer: "/Statement/1/Principal/AWS",
      principal: "arn:aws:iam::111122223333:group/admins",
    },
  }),
  "lint/service-form": entry({
    severity: "error",
    title: "A name is not that of a service principal",
    what: (f) =>
      `${f.statement} names the service principal ${f.principal}; expected a name such as logs.us-east-1.amazonaws.com.${f.more}`,
    why: `KMS answers "Policy contains a statement with one or more invalid service principals." A service principal's name has no wildcard and ends in its partition's suffix.`,
    fix: (f) => [
      owner(f.statement, `Write the service principal's name at ${f.pointer}, as its service documents it.`),
    ],
    docs: [pages.iamPrincipals],
    example: { ...where, pointer: "/Statement/1/Principal/Service", principal: "*.amazonaws.com" },
  }),
  "lint/no-action": entry({
    severity: "error",
    title: "A statement has no Action",
    what: (f) => `${f.statement} has neither Action nor NotAction.${f.more}`,
    why: sinceAugust2025,
    fix: (f) => [owner(f.statement, `Add an Action to ${f.pointer}, or remove it: it has no effect.`)],
    docs: [pages.kmsPutKeyPolicy, pages.kmsKeyPolicy],
    example: where,
  }),
  "lint/action-form": entry({
    severity: "error",
    title: "An action is not one of KMS",
    what: (f) =>
      `${f.statement} has the action ${f.action}; the actions of a key policy begin with "kms:".${f.more}`,
    why: "IAM's grammar wants a service's prefix and an action. A key policy is asked for the actions of KMS alone.",
    fix: (f) => [owner(f.statement, `Write the action of KMS that is meant at ${f.pointer}.`)],
    docs: [pages.iamGrammar, pages.kmsKeyPolicy],
    example: { ...where, pointer: "/Statement/1/Action", action: "kms*" },
  }),
  "lint/no-resource": entry({
    severity: "error",
    title: "A statement has no Resource",
    what: (f) => `${f.statement} has neither Resource nor NotResource.${f.more}`,
    why: sinceAugust2025,
    fix: (f) => [edit(`${f.pointer}/Resource`, "*")],
    docs: [pages.kmsPutKeyPolicy, pages.kmsKeyPolicy],
    example: where,
  }),
  "lint/no-principal": entry({
    severity: "error",
    title: "A statement has no principal",
    what: (f) => `${f.statement} has no Principal, or an empty one.${f.more}`,
    why: `KMS answers "Policy contains a statement with no principal."`,
    fix: (f) => [owner(f.statement, `Name the principals of ${f.pointer}, or remove it.`)],
    docs: [pages.kmsPutKeyPolicy, pages.iamPrincipals],
    example: where,
  }),
  "lint/condition-key": entry({
    severity: "error",
    title: "A condition key is not permitted in a key policy",
    what: (f) => `${f.statement} has a condition on ${f.key}.${f.more}`,
    why: `KMS answers "These condition keys are not permitted in a key policy: aws:ResourceTag, kms:ResourceTag, kms:ResourceAliases".`,
    fix: (f) => [
      owner(
        f.statement,
        `Remove ${f.pointer}, and put the condition into the IAM policies that use the key.`,
      ),
    ],
    docs: [pages.kmsConditions],
    example: {
      ...where,
      pointer: "/Statement/1/Condition/StringEquals/aws:ResourceTag~1team",
      key: "aws:ResourceTag/team",
    },
  }),
  "lint/for-all-values": entry({
    severity: "error",
    title: "ForAllValues is used with a key of one value",
    what: (f) => `${f.statement} has the condition ${f.operator} ${f.key}.${f.more}`,
    why: "KMS rejects it as overly permissive (OverlyPermissiveCondition): ForAllValues is also true where the encryption context or tag is absent.",
    fix: (f) => [
      owner(f.statement, `Write ${f.operator.replace(/^ForAllValues:/i, "")} instead at ${f.pointer}.`),
    ],
    docs: [pages.kmsConditions],
    example: {
      ...where,
      pointer: "/Statement/1/Condition/ForAllValues:StringEquals/kms:EncryptionContext:App",
      key: "kms:EncryptionContext:App",
      operator: "ForAllValues:StringEquals",
    },
  }),
  "lint/operator": entry({
    severity: "error",
    title: "A condition operator does not exist",
    what: (f) =>
      `${f.statement} has the condition operator ${f.operator}, which IAM does not have${f.near === "" ? "" : `; expected ${f.near}`}.${f.more}`,
    why: "IAM's grammar knows a fixed list of condition operators; KMS rejects a policy that does not follow it.",
    fix: (f) => [owner(f.statement, `Use one of IAM's condition operators at ${f.pointer}.`)],
    docs: [pages.iamConditions, pages.iamGrammar],
    example: { ...where, pointer: "/Statement/1/Condition/StringIs", operator: "StringIs", near: "" },
  }),
  "lint/characters": entry({
    severity: "error",
    title: "The key policy has characters that KMS rejects",
    what: (f) =>
      `${f.where} has ${f.character}${f.count > 1 ? ` and ${f.count - 1} more` : ""}, which KMS rejects.${f.more}`,
    why: "A key policy may hold tab, line feed, carriage return and U+0020 to U+00FF. Word processors put others in: long dashes, curly quotes.",
    fix: (f) => [ask("its owner", `Write ${f.character} with a character of Latin-1: ${f.where}.`)],
    docs: [pages.kmsPutKeyPolicy],
    example: {
      where: `The statement /Statement/1 ("Allow use – all")`,
      character: "U+2013 (–)",
      count: 1,
      more: "",
    },
  }),
};
