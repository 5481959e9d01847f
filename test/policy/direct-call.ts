/** Asks the evaluator about somebody who calls KMS directly. */
import { partitionById } from "../../src/key/arn.js";
import type { PolicyDocument } from "../../src/policy/document/document.js";
import { readStatements } from "../../src/policy/document/statement.js";
import { callerContext } from "../../src/policy/evaluate/context/callers.js";
import { evaluate } from "../../src/policy/evaluate/evaluate.js";
import type { PrincipalCaller } from "../../src/policy/evaluate/principal.js";
import type { Truth } from "../../src/policy/evaluate/truth.js";

const key = { partition: partitionById("aws"), region: "us-east-1" };

/** @returns unknown for a policy that IAM cannot read */
export function mayCall(document: PolicyDocument, who: PrincipalCaller, operation: string): Truth {
  const read = readStatements(document);
  if (!read.ok) return "unknown";
  const context = callerContext(key, { by: "direct", who });
  const policy = { statements: read.value, version: document.version };
  const { answer } = evaluate(policy, { caller: who, key, context }, operation);
  return ({ allowed: "yes", denied: "no", none: "no", unknown: "unknown" } as const)[answer];
}
