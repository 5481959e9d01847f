/** The words for statements that allow CloudWatch Logs, or any principal, more than MWAA needs. */
import { type Entry, entry, run } from "../entry.js";
import { pages } from "../pages.js";

/** The facts of every over-grant: the statement, what is too much, and a statement that is enough. */
export interface OverGrant {
  readonly statement: string;
  readonly found: string;
  readonly pointer: string;
  /** The scoped replacement; absent where the account is not known. */
  readonly json?: unknown;
}

const example: OverGrant = {
  statement: `Statement "logs"`,
  found: "arn:aws:logs:us-east-1:*:*",
  pointer: "/Statement/1",
  json: { Effect: "Allow", Principal: { Service: "logs.us-east-1.amazonaws.com" } },
};

function overGrant(
  title: string,
  what: (facts: OverGrant) => string,
  why: string,
  docs: readonly string[],
  found: string,
): Entry<OverGrant> {
  return entry<OverGrant>({
    severity: "warning",
    title,
    what,
    why,
    fix: (f) =>
      f.json === undefined
        ? [run("mwaa-kms statement --scope account --account <account>")]
        : [{ do: "edit", pointer: f.pointer, json: f.json }],
    docs,
    example: { ...example, found },
  });
}

export const overGrantWords = {
  "logs/any-account": overGrant(
    "CloudWatch Logs can use the key for any account",
    (f) => `${f.statement} allows log groups of every account: ${f.found}.`,
    "AWS's MWAA page prints this form, but the CloudWatch Logs page recommends to limit it to your accounts or log groups.",
    [pages.mwaaKeys, pages.logsEncryption],
    "arn:aws:logs:us-east-1:*:*",
  ),
  "logs/no-condition": overGrant(
    "CloudWatch Logs can use the key without a condition",
    (f) => `${f.statement} allows CloudWatch Logs the key ${f.found}: any log group of any account.`,
    "CloudWatch Logs might be used by another account to use the key, unless the encryption context is a condition.",
    [pages.logsEncryption, pages.kmsServices],
    "without any condition",
  ),
  "logs/administrative": overGrant(
    "CloudWatch Logs can administer the key",
    (f) => `${f.statement} allows CloudWatch Logs ${f.found}.`,
    "CloudWatch Logs needs the 5 actions of the MWAA page only.",
    [pages.mwaaKeys, pages.kmsServices],
    "kms:PutKeyPolicy",
  ),
  "logs/everyone": overGrant(
    "The statement allows any principal",
    (f) => `${f.statement} has ${f.found} without a condition on the caller.`,
    "KMS then allows all principals of all accounts with kms permissions, and every AWS service.",
    [pages.iamPrincipals, pages.kmsKeyPolicy],
    `"Principal": "*"`,
  ),
};
