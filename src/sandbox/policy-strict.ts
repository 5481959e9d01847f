/**
 * The policies that KMS probably refuses, where AWS leaves it open: only under `strict`. No words are known for any of
 * them. Knows no key.
 */

import { refuse } from "./members.js";
import type { JsonObject, State } from "./model.js";
import { readArn, roleOfSession } from "./names.js";

/** Regions that every account has; KMS refused the logs principals of two others on a key elsewhere. */
const enabledByDefault = new Set(
  "us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 sa-east-1 eu-central-1 eu-west-1 eu-west-2 eu-west-3 eu-north-1 ap-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-southeast-1 ap-southeast-2".split(
    " ",
  ),
);

/** @param region the key's */
export function requireStrictly(policy: JsonObject, region: string, state: State): void {
  const statements = listOf(policy["Statement"]).filter(isObject);
  if (statements.length === 0) unlikely();
  const sids = statements.flatMap(({ Sid }) => (Sid === undefined ? [] : [Sid]));
  // re:Post says "remove them" of elements that are there twice; IAM refuses two of one Sid.
  if (new Set(sids).size < sids.length) unlikely();
  for (const statement of statements) {
    // AWS's mail of August 2025: the only Resource that is accepted is "*".
    if (!listOf(statement["Resource"] ?? statement["NotResource"]).every((item) => item === "*")) unlikely();
    requirePrincipals(statement["Principal"] ?? statement["NotPrincipal"], region, state);
    requireConditions(statement["Condition"]);
  }
}

function requirePrincipals(principal: unknown, region: string, state: State): void {
  if (!isObject(principal)) return;
  const { AWS, Service } = principal;
  if (!listOf(AWS).every((name) => exists(String(name), state))) {
    unlikely("Policy contains a statement with one or more invalid principals.");
  }
  const isElsewhere = (name: string): boolean => {
    const [, of = ""] = /\.([a-z]{2,4}(?:-[a-z]+)+-\d)\.amazonaws\./.exec(name) ?? [];
    return of !== "" && of !== region && !enabledByDefault.has(of);
  };
  if (listOf(Service).some((name) => isElsewhere(String(name)))) {
    unlikely("Policy contains a statement with one or more invalid service principals.");
  }
}

/** An account, or somebody whom IAM knows: seeded, added, made by CreateRole, or named as known. */
function exists(name: string, state: State): boolean {
  if (name === "*" || /^\d{12}$/.test(name) || readArn(name)?.resource === "root") return true;
  if (state.knownPrincipals.includes(name)) return true;
  const role = roleOfSession(name) ?? name;
  const sessions = Object.values(state.principals).map(({ arn }) => roleOfSession(arn) ?? arn);
  return Object.hasOwn(state.roles, role) || sessions.includes(role);
}

/** Documented for the set operator; whether a Deny is refused too is not. */
function requireConditions(condition: unknown): void {
  if (!isObject(condition)) return;
  for (const [operator, keys] of Object.entries(condition)) {
    if (!/^ForAllValues:/i.test(operator) || !isObject(keys)) continue;
    if (Object.keys(keys).some((key) => /^(kms:EncryptionContext:|aws:RequestTag\/)./i.test(key))) unlikely();
  }
}

function unlikely(text?: string): never {
  return refuse("MalformedPolicyDocumentException", text);
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
