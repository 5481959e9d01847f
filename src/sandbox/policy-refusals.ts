/**
 * The statements of a key policy that KMS refuses to store, as far as AWS documents it or it was recorded; where nobody
 * recorded KMS's words, the answer has none. Knows no key, and shares nothing with the rest of the tool.
 */

import { refuse } from "./members.js";
import type { JsonObject } from "./model.js";
import { readArn } from "./names.js";

/** Ends the operation. Assumption: the code, where it was not recorded with the words. */
export function malformed(text?: string): never {
  return refuse("MalformedPolicyDocumentException", text);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
const members = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

export function judgeStatement(statement: JsonObject, region: string, deleted: readonly string[]): void {
  if (Object.keys(statement).some((name) => !members.includes(name))) malformed();
  if (statement["Effect"] !== "Allow" && statement["Effect"] !== "Deny") malformed();
  if (statement["Sid"] !== undefined && typeof statement["Sid"] !== "string") malformed();
  for (const name of ["Principal", "Action", "Resource"]) {
    if (statement[name] !== undefined && statement[`Not${name}`] !== undefined) malformed();
  }
  judgePrincipals(statement["Principal"] ?? statement["NotPrincipal"], region, deleted);
  judgeActions(statement["Action"] ?? statement["NotAction"]);
  // Since 18 August 2025, as a mail of AWS says; the words are not known.
  if (listOf(statement["Resource"] ?? statement["NotResource"]).length === 0) malformed();
  if (!listOf(statement["Resource"] ?? statement["NotResource"]).every(isText)) malformed();
  if (statement["Condition"] !== undefined) judgeConditions(statement["Condition"], statement["Effect"]);
}

function judgePrincipals(principal: unknown, region: string, deleted: readonly string[]): void {
  const nobody = "Policy contains a statement with no principal.";
  if (principal === undefined) malformed(nobody);
  if (principal === "*") return;
  if (!isObject(principal)) malformed();
  const kinds = Object.entries(principal);
  if (kinds.every(([, names]) => listOf(names).length === 0)) malformed(nobody);
  for (const [kind, value] of kinds) {
    if (!["AWS", "Service", "Federated", "CanonicalUser"].includes(kind) || !listOf(value).every(isText))
      malformed();
    const names = listOf(value).map(String);
    if (kind === "AWS" && !names.every((name) => isAwsPrincipal(name) && !deleted.includes(name))) {
      malformed("Policy contains a statement with one or more invalid principals.");
    }
    if (kind === "Service" && !names.every((name) => isServicePrincipal(name, region))) {
      malformed("Policy contains a statement with one or more invalid service principals.");
    }
  }
}

/**
 * An account, or the ARN of a root, user, role or session. A unique id (AIDA...) is what is left of a deleted one.
 * Assumption of convenience: a role that nobody deleted exists, so that a policy need not be set up role by role.
 */
function isAwsPrincipal(name: string): boolean {
  if (name === "*" || /^\d{12}$/.test(name)) return true;
  const arn = readArn(name);
  if (arn === undefined || !/^\d{12}$/.test(arn.account) || /[*?]/.test(name)) return false;
  if (arn.service === "iam") return /^(root|user\/.+|role\/.+)$/.test(arn.resource);
  return arn.service === "sts" && /^(assumed-role|federated-user)\/.+/.test(arn.resource);
}

/** Recorded for a key in ap-southeast-2: github.com/awslabs/landing-zone-accelerator-on-aws/issues/1054. */
const refusedElsewhere = ["ap-southeast-4", "ap-south-2"];

/** Assumption: a service of another partition's suffix is one that KMS does not know there. */
function isServicePrincipal(name: string, region: string): boolean {
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.test(name)) return false;
  const logs = /^logs\.([a-z0-9-]+)\./.exec(name)?.[1];
  if (logs !== undefined && logs !== region && refusedElsewhere.includes(logs)) return false;
  return region.startsWith("cn-") || !name.endsWith(".cn");
}

/** Assumption: an action of another service, or without a service, is none in a key policy. */
function judgeActions(actions: unknown): void {
  const names = listOf(actions);
  if (names.length === 0 || !names.every(isText)) malformed();
  if (!names.every((name) => name === "*" || /^kms:/i.test(String(name)))) malformed();
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const operators = new Set(
  [
    ...["String", "Arn", "Numeric", "Date"].flatMap((kind) => [`${kind}Equals`, `${kind}NotEquals`]),
    ...[
      "StringEqualsIgnoreCase",
      "StringNotEqualsIgnoreCase",
      "StringLike",
      "StringNotLike",
      "ArnLike",
      "ArnNotLike",
    ],
    ...["Numeric", "Date"].flatMap((kind) =>
      ["LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"].map(
        (relation) => `${kind}${relation}`,
      ),
    ),
    ...["Bool", "BinaryEquals", "IpAddress", "NotIpAddress"],
  ].map((name) => name.toLowerCase()),
);

function judgeConditions(condition: unknown, effect: unknown): void {
  if (!isObject(condition)) malformed();
  for (const [operator, keys] of Object.entries(condition)) {
    // Assumption: the case of an operator's name does not count.
    const [, set, name = ""] = /^(ForAllValues:|ForAnyValue:)?(.+?)(?:IfExists)?$/i.exec(operator) ?? [];
    const isNull = operator.toLowerCase() === "null";
    if ((!operators.has(name.toLowerCase()) && !isNull) || !isObject(keys)) malformed();
    for (const [key, value] of Object.entries(keys)) judgeKey(key, value, set?.toLowerCase(), effect);
  }
}

/** The sentence of the KMS guide, conditions-kms; recorded keys: github.com/awsdocs/aws-kms-developer-guide/pull/47. */
function judgeKey(key: string, value: unknown, set: string | undefined, effect: unknown): void {
  const isValue = (each: unknown) => ["string", "number", "boolean"].includes(typeof each);
  if (listOf(value).length === 0 || !listOf(value).every(isValue)) malformed();
  if (/^(aws:ResourceTag|kms:ResourceTag)(\/|$)|^kms:ResourceAliases$/i.test(key)) {
    malformed(
      "These condition keys are not permitted in a key policy: aws:ResourceTag, kms:ResourceTag, kms:ResourceAliases",
    );
  }
  const what = /^kms:EncryptionContext:./i.test(key) ? "encryption context" : "tag";
  // Whether KMS refuses it in a Deny is not documented: it passes.
  if (
    set !== "forallvalues:" ||
    effect === "Deny" ||
    !/^(kms:EncryptionContext:|aws:RequestTag\/)./i.test(key)
  )
    return;
  malformed(
    `OverlyPermissiveCondition: Using the ForAllValues set operator with a single-valued condition key matches requests without the specified ${what} or with an unspecified ${what}. To fix, remove ForAllValues.`,
  );
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
