/** How KMS judges the text of a key policy and how it prints it again. Knows no key and decides no access. */
import type { JsonObject } from "./model.js";
import { readArn } from "./names.js";
import { refuse, refuseMember } from "./refusal.js";

/** "Up to 32 kilobytes (32,768 bytes)", the quota of the KMS guide's resource-limits page. */
const maximumBytes = 32_768;

/**
 * The policy that a request carries, as a value.
 * Refuses what KMS refuses; `deleted` are principals that IAM no longer knows.
 */
export function readPolicy(text: string, region: string, deleted: readonly string[]): JsonObject {
  if (!/^[\t\n\r\u0020-\u00ff]+$/.test(text)) {
    const pattern = "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+";
    return refuseMember("policy", text, `satisfy regular expression pattern: ${pattern}`);
  }
  // Assumptions: the limit counts the UTF-8 bytes of the text as sent, and the sentence (only the code is documented).
  if (Buffer.byteLength(text) > maximumBytes) {
    return refuse("LimitExceededException", `The key policy is longer than ${maximumBytes} bytes.`);
  }
  const policy = parse(text);
  for (const statement of statementsOf(policy)) judgeStatement(statement, region, deleted);
  return policy;
}

function parse(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return malformed();
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return malformed();
  const policy = value as JsonObject;
  const version = policy["Version"];
  if (version !== undefined && version !== "2012-10-17" && version !== "2008-10-17") return malformed();
  return policy["Statement"] === undefined ? malformed() : policy;
}

// Assumption: the code is KMS's, the sentence is IAM's; what KMS says to broken JSON was not recorded.
function malformed(text = "Syntax errors in policy."): never {
  return refuse("MalformedPolicyDocumentException", text);
}

function statementsOf(policy: JsonObject): JsonObject[] {
  const statements = policy["Statement"];
  const list: unknown[] = Array.isArray(statements) ? statements : [statements];
  return list.map((item) =>
    typeof item === "object" && item !== null && !Array.isArray(item) ? (item as JsonObject) : malformed(),
  );
}

/** A statement without Resource or Action passes: KMS accepts it, and it has no effect. */
function judgeStatement(statement: JsonObject, region: string, deleted: readonly string[]): void {
  if (statement["Effect"] !== "Allow" && statement["Effect"] !== "Deny") malformed();
  const principal = statement["Principal"] ?? statement["NotPrincipal"];
  if (principal === undefined) malformed("Policy contains a statement with no principal.");
  if (principal === "*") return;
  if (typeof principal !== "object" || principal === null) invalidPrincipals();
  if (Object.keys(principal as object).length === 0)
    malformed("Policy contains a statement with no principal.");
  for (const [kind, value] of Object.entries(principal as object)) {
    const names: unknown[] = Array.isArray(value) ? value : [value];
    const judge = kind === "Service" ? isServicePrincipal : isAwsPrincipal;
    if (kind === "Federated") continue;
    if (names.length > 0 && names.every((name) => typeof name === "string" && judge(name, region))) {
      if (!names.some((name) => deleted.includes(String(name)))) continue;
    }
    invalidPrincipals(kind === "Service" ? "service principals" : "principals");
  }
}

function invalidPrincipals(what = "principals"): never {
  return malformed(`Policy contains a statement with one or more invalid ${what}.`);
}

/**
 * An account, or the ARN of a root, user, role or session. A unique id (AIDA...) is what is left of a deleted one.
 * Assumption of convenience: a role that nobody deleted exists, so that a policy need not be set up role by role.
 */
function isAwsPrincipal(name: string): boolean {
  if (name === "*" || /^\d{12}$/.test(name)) return true;
  const arn = readArn(name);
  if (arn === undefined || !/^\d{12}$/.test(arn.account) || name.includes("*")) return false;
  if (arn.service === "iam") return /^(root|user\/.+|role\/.+)$/.test(arn.resource);
  return arn.service === "sts" && /^(assumed-role|federated-user)\/.+/.test(arn.resource);
}

/** Assumption: a service of another partition's suffix is one that KMS does not know there. */
function isServicePrincipal(name: string, region: string): boolean {
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.test(name)) return false;
  return region.startsWith("cn-") || !name.endsWith(".cn");
}

const scalarWhenSingle = new Set(["Action", "NotAction", "AWS", "Service", "Federated", "CanonicalUser"]);

/**
 * A policy in KMS's own style: two spaces, ` : `, arrays on one line, member order kept.
 * One-item lists of principals and actions come back as plain strings.
 */
export function printPolicy(value: unknown, indent = "", member = ""): string {
  if (Array.isArray(value)) {
    if (value.length === 1 && scalarWhenSingle.has(member)) return printPolicy(value[0], indent);
    return value.length === 0 ? "[ ]" : `[ ${value.map((item) => printPolicy(item, indent)).join(", ")} ]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const lines = Object.entries(value).map(
    ([name, item]) => `${inner}${JSON.stringify(name)} : ${printPolicy(item, inner, name)}`,
  );
  return lines.length === 0 ? "{ }" : `{\n${lines.join(",\n")}\n${indent}}`;
}
