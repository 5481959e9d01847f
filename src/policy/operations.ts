/** The KMS operations by which CloudWatch Logs uses a key, and which of them an action pattern means. */

import { matches, wildcards } from "./match.js";
import type { Statement } from "./statement.js";
import { opposite, some, type Truth, truthOf } from "./truth.js";

/** What is asked of the key. `ReEncrypt` is two permissions, one on each key: `ReEncryptFrom` and `ReEncryptTo`. */
export type Operation = RequiredOperation | ReportedOperation;

type RequiredOperation = (typeof requiredOperations)[number];
type ReportedOperation = (typeof reportedOperations)[number];

/**
 * What the five action families of the MWAA User Guide mean for a symmetric key: ready needs all six.
 * Source: https://docs.aws.amazon.com/mwaa/latest/userguide/custom-keys-certs.html
 */
export const requiredOperations = [
  "Encrypt",
  "Decrypt",
  "ReEncryptFrom",
  "ReEncryptTo",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
] as const;

/** What the families also cover, but CloudWatch Logs needs nothing of: told, never required. */
export const reportedOperations = [
  "GenerateDataKeyPair",
  "GenerateDataKeyPairWithoutPlaintext",
  "DescribeKey",
] as const;

export const operations: readonly Operation[] = [...requiredOperations, ...reportedOperations];

/** What remains allowed in AWS's narrower form of the statement (no Encrypt, no ReEncrypt). */
export const narrowerOperations: readonly Operation[] = [
  "Decrypt",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
];

/** @returns whether the operation sends an encryption context; DescribeKey takes none */
export function sendsContext(operation: Operation): boolean {
  return operation !== "DescribeKey";
}

/**
 * Judges Action and NotAction. Case does not count; wildcards do, after the service prefix.
 *
 * @param action the KMS action's name without its prefix, `Encrypt`
 * @returns unknown for a wildcard in the service prefix, which AWS does not document
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function coversAction(statement: Statement, action: string): Truth {
  if (statement.action === undefined) return "no";
  const covered = some(statement.action.patterns.map((pattern) => matchAction(pattern, action)));
  return statement.action.not ? opposite(covered) : covered;
}

/** Judges one pattern of Action, `kms:ReEncrypt*`, on one KMS action. */
export function matchAction(pattern: string, action: string): Truth {
  if (pattern === "*") return "yes";
  const lower = pattern.toLowerCase();
  const name = action.toLowerCase();
  if (lower.startsWith("kms:")) {
    const rest = lower.slice(4);
    return truthOf(rest === name || matches(wildcards(rest), name));
  }
  const prefix = lower.split(":", 1)[0] ?? "";
  if (!/[*?]/.test(prefix)) return "no";
  return matches(wildcards(lower), `kms:${name}`) ? "unknown" : "no";
}
