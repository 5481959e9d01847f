/** How an operation says no: an AWS error code, its text and its status. Knows no error of any one service. */

const mark = Symbol("refusal");

export interface Refusal extends Error {
  readonly code: string;
  /** Absent where AWS sends no message at all. */
  readonly text: string | undefined;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Ends the operation with an AWS error.
 * Client errors of the JSON services are HTTP 400 whatever the API model says (so it was recorded).
 */
export function refuse(
  code: string,
  text?: string,
  status = 400,
  headers: Readonly<Record<string, string>> = {},
): never {
  throw Object.assign(new Error(text ?? code), { [mark]: true, code, text, status, headers });
}

/** Whether a caught value is an AWS error, and not a fault of the sandbox itself. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && mark in error;
}

/**
 * AWS's generic answer to a member that breaks the API model.
 * `member` is in AWS's spelling (`keyId`); `value` is what came, undefined for nothing.
 */
export function refuseMember(
  member: string,
  value: unknown,
  constraint: string,
  code = "ValidationException",
): never {
  const shown = value === undefined || value === null ? "null" : `'${String(value)}'`;
  return refuse(
    code,
    `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: Member must ${constraint}`,
  );
}
