/** Who may do what by the key policy alone: a row for each principal that it names, a column for each operation. */

import type { PolicyDocument } from "./document.js";
import type { LogsRequest } from "./request.js";

/** The operations that a reader of a key policy wants to see, in AWS's words. */
export const matrixOperations = [
  ...["Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey", "DescribeKey"],
  ...["CreateGrant", "ListGrants", "GetKeyPolicy", "PutKeyPolicy", "ScheduleKeyDeletion"],
] as const;

/** `conditional`: it hangs on a condition, which the cell does not judge. `none`: no statement says anything. */
export type MatrixAnswer = "allowed" | "denied" | "conditional" | "none";

export interface MatrixCell {
  readonly answer: MatrixAnswer;
  /** The titles of the statements that decide. */
  readonly by: readonly string[];
}

export interface MatrixRow {
  /** As the policy names it: an ARN, a service, `*`. */
  readonly principal: string;
  /** `account` hands the decision on to the IAM policies of that account. */
  readonly kind: "account" | "role" | "user" | "service" | "everyone" | "other";
  /** One for each of `operations`, in their order. */
  readonly cells: readonly MatrixCell[];
}

export interface AccessMatrix {
  readonly operations: readonly string[];
  readonly rows: readonly MatrixRow[];
}

export function accessMatrix(_document: PolicyDocument, _request: LogsRequest): AccessMatrix | undefined {
  return undefined;
}
