/** How KMS judges the text of a key policy and how it prints it again. Knows no key and decides no access. */

import { refuse, refuseMember } from "./members.js";
import type { JsonObject } from "./model.js";
import { isTooDeep } from "./policy-depth.js";
import { judgeStatement, malformed } from "./policy-refusals.js";

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
  if (isTooDeep(text)) return malformed();
  const policy = parse(text);
  for (const statement of statementsOf(policy)) judgeStatement(statement, region, deleted);
  return policy;
}

function parse(text: string): JsonObject {
  const value = jsonOf(text);
  // KMS's API reference names duplicate elements beside broken JSON; its words were not recorded.
  if (
    namesIn(text) !== countNames(value) ||
    typeof value !== "object" ||
    value === null ||
    Array.isArray(value)
  )
    return malformed();
  const policy = value as JsonObject;
  if (Object.keys(policy).some((name) => !["Version", "Id", "Statement"].includes(name))) return malformed();
  if (policy["Id"] !== undefined && typeof policy["Id"] !== "string") return malformed();
  const version = policy["Version"];
  if (version !== undefined && version !== "2012-10-17" && version !== "2008-10-17") return malformed();
  return policy["Statement"] === undefined ? malformed() : policy;
}

/** How many members the text has, and how many are left of them: of two with one name, the second takes the first's place. */
function namesIn(text: string): number {
  return (text.match(/"(?:[^"\\]|\\.)*"(?:\s*:)?/g) ?? []).filter((token) => token.endsWith(":")).length;
}

function countNames(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const inside = Object.values(value).reduce<number>((sum, item) => sum + countNames(item), 0);
  return inside + (Array.isArray(value) ? 0 : Object.keys(value).length);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function statementsOf(policy: JsonObject): JsonObject[] {
  const statements = policy["Statement"];
  const list: unknown[] = Array.isArray(statements) ? statements : [statements];
  return list.map((item) =>
    typeof item === "object" && item !== null && !Array.isArray(item) ? (item as JsonObject) : malformed(),
  );
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
