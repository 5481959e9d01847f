/** The words for what a key policy holds that PutKeyPolicy refuses, or may refuse. */

import { ask, edit, entry } from "../define.js";
import { pages } from "../links.js";
import { lower } from "../phrases.js";
import { lintSenseWords } from "./lint-sense.js";

const statement = `Statement "Allow use of the key"`;
const pointer = "/Statement/1";
const where = { statement, pointer, more: "" };

/** AWS's own sources differ here; the sentence is the same for Action and Resource. */
const sinceAugust2025 =
  "An AWS mail says that KMS rejects such a statement since 18 August 2025. The API reference still says that it is accepted without effect.";

const invalidPrincipals = `KMS returns "Policy contains a statement with one or more invalid principals."`;

function owner(named: string, sentence: string) {
  return ask(`the owner of ${lower(named)}`, sentence);
}

export const lintWords = {
  ...lintSenseWords,
  "lint/orphaned-principal": entry({
    severity: "error",
    title: "A statement names a deleted user or role",
    subject: (f) => f.principal,
    what: (f) => `${f.statement} has ${f.principal}, the unique ID of a deleted user or role.${f.more}`,
    why: `${invalidPrincipals} KMS rejects each change of this policy until the ID is removed.`,
    fix: (f) => [owner(f.statement, `Remove ${f.principal}, or replace it with its successor.`)],
    docs: [pages.iamPrincipals, pages.kmsInvalidPrincipals],
    example: { ...where, pointer: "/Statement/1/Principal/AWS/0", principal: "AROACKCEVSQ6C2EXAMPLE" },
  }),
  "lint/principal-pattern": entry({
    severity: "error",
    title: "A principal has a wildcard",
    subject: (f) => f.principal,
    what: (f) =>
      `${f.statement} has the principal ${f.principal}; a wildcard cannot match part of a name or an ARN.${f.more}`,
    why: `${invalidPrincipals} An ARN pattern is possible in the condition aws:PrincipalArn only.`,
    fix: (f) => [
      owner(f.statement, "List each principal, or use the account with ArnLike aws:PrincipalArn."),
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
    title: "A principal is not valid",
    subject: (f) => f.principal,
    what: (f) => `${f.statement} has ${f.principal} as AWS principal.${f.more}`,
    why: `${invalidPrincipals} Valid principals are "*", an account, a user, a role or a session.`,
    fix: (f) => [owner(f.statement, "Use the ARN of an account, a user, a role or a session.")],
    docs: [pages.iamPrincipals, pages.kmsInvalidPrincipals],
    example: {
      ...where,
      pointer: "/Statement/1/Principal/AWS",
      principal: "arn:aws:iam::111122223333:group/admins",
    },
  }),
  "lint/service-form": entry({
    severity: "error",
    title: "A service principal is not valid",
    subject: (f) => f.principal,
    what: (f) =>
      `${f.statement} has the service principal ${f.principal}; expected a name such as logs.us-east-1.amazonaws.com.${f.more}`,
    why: `KMS returns "Policy contains a statement with one or more invalid service principals." Service principals have no wildcards.`,
    fix: (f) => [owner(f.statement, "Use the service principal that the service documents.")],
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
    why: `KMS returns "Policy contains a statement with no principal."`,
    fix: (f) => [owner(f.statement, "Add a Principal, or remove the statement.")],
    docs: [pages.kmsPutKeyPolicy, pages.iamPrincipals],
    example: where,
  }),
  "lint/condition-key": entry({
    severity: "error",
    title: "A condition key is not permitted in a key policy",
    subject: (f) => f.key,
    what: (f) => `${f.statement} has a condition on ${f.key}.${f.more}`,
    why: `KMS returns "These condition keys are not permitted in a key policy: aws:ResourceTag, kms:ResourceTag, kms:ResourceAliases".`,
    fix: (f) => [owner(f.statement, `Move the condition on ${f.key} to the IAM policies that use the key.`)],
    docs: [pages.kmsConditions],
    example: {
      ...where,
      pointer: "/Statement/1/Condition/StringEquals/aws:ResourceTag~1team",
      key: "aws:ResourceTag/team",
    },
  }),
  "lint/for-all-values": entry({
    severity: "error",
    title: "An Allow uses ForAllValues with a single-valued key",
    what: (f) => `${f.statement} has the condition ${f.operator} ${f.key}.${f.more}`,
    why: "KMS rejects it (OverlyPermissiveCondition): ForAllValues is also true if the key is absent.",
    fix: (f) => [owner(f.statement, `Use ${f.operator.replace(/^ForAllValues:/i, "")} instead.`)],
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
    subject: (f) => f.operator,
    what: (f) =>
      `${f.statement} has the condition operator ${f.operator}, which IAM does not have${f.near === "" ? "" : `; expected ${f.near}`}.${f.more}`,
    why: "KMS rejects a policy with a condition operator that IAM does not have.",
    fix: (f) => [owner(f.statement, f.near === "" ? "Use a condition operator of IAM." : `Write ${f.near}.`)],
    docs: [pages.iamConditions, pages.iamGrammar],
    example: { ...where, pointer: "/Statement/1/Condition/StringIs", operator: "StringIs", near: "" },
  }),
  "lint/characters": entry({
    severity: "error",
    title: "The key policy has characters that KMS rejects",
    what: (f) =>
      `${f.where} has ${f.character}${f.count > 1 ? ` and ${f.count - 1} more` : ""}, which KMS rejects.${f.more}`,
    why: "KMS accepts tab, line feed, carriage return and U+0020 to U+00FF. Word processors insert others, such as long dashes.",
    fix: (f) => [ask("the owner of the key policy", `Replace ${f.character} with a Latin-1 character.`)],
    docs: [pages.kmsPutKeyPolicy],
    example: {
      where: `Statement "Allow use – all"`,
      character: "U+2013 (–)",
      count: 1,
      more: "",
    },
  }),
};
