/** The KMS operations by which CloudWatch Logs uses a key, and which of them an action pattern means. */

import type { Patterns, Statement } from "../document/statement.js";
import { matches, type Shape, wildcards } from "./match.js";
import { opposite, some, type Truth, truthOf } from "./truth.js";
import { lower } from "./wildcard.js";

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
export function sendsContext(operation: string): boolean {
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
  const name = lower(action);
  const covered = some(patternsOf(statement.action).map((pattern) => matchRead(pattern, name)));
  return statement.action.not ? opposite(covered) : covered;
}

/** An action pattern, read: what follows `kms:`, or the whole where the prefix itself has a wildcard. */
interface ActionPattern {
  readonly service: "every" | "kms" | "wild" | "another";
  readonly shape: Shape;
}

const read = new WeakMap<Patterns, readonly ActionPattern[]>();

/** A statement's patterns are read once for all operations. */
function patternsOf(action: Patterns): readonly ActionPattern[] {
  const known = read.get(action) ?? [...new Set(action.patterns)].map(readAction);
  read.set(action, known);
  return known;
}

function readAction(pattern: string): ActionPattern {
  if (pattern === "*") return { service: "every", shape: [] };
  const folded = lower(pattern);
  if (folded.startsWith("kms:")) return { service: "kms", shape: wildcards(folded.slice(4)) };
  const prefix = folded.split(":", 1)[0] ?? "";
  return /[*?]/.test(prefix)
    ? { service: "wild", shape: wildcards(folded) }
    : { service: "another", shape: [] };
}

function matchRead(pattern: ActionPattern, name: string): Truth {
  switch (pattern.service) {
    case "every":
      return "yes";
    case "kms":
      return truthOf(matches(pattern.shape, name));
    case "wild":
      return matches(pattern.shape, `kms:${name}`) ? "unknown" : "no";
    case "another":
      return "no";
  }
}
