/** The words for statements that let CloudWatch Logs, or anybody, do more with the key than MWAA needs. */
import { type Entry, entry, run } from "../entry.js";
import { pages } from "../pages.js";

/** What every over-grant tells: the statement, what is too much, and the statement that suffices. */
export interface OverGrant {
  readonly statement: string;
  readonly found: string;
  readonly pointer: string;
  /** The scoped replacement; absent where the account is not known. */
  readonly json?: unknown;
}

const example: OverGrant = {
  statement: `The statement /Statement/1 ("logs")`,
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
        ? [run("mwaa-kms statement --scope account --account ACCOUNT")]
        : [{ do: "edit", pointer: f.pointer, json: f.json }],
    docs,
    example: { ...example, found },
  });
}

export const overGrantWords = {
  "logs/any-account": overGrant(
    "CloudWatch Logs may use the key for any account",
    (f) => `${f.statement} takes log groups of every account: "${f.found}".`,
    "AWS's MWAA page prints this form, but the Logs guide recommends to restrict the key to accounts or log groups of yours.",
    [pages.mwaaKeys, pages.logsEncryption],
    "arn:aws:logs:us-east-1:*:*",
  ),
  "logs/no-condition": overGrant(
    "CloudWatch Logs may use the key without a condition",
    (f) => `${f.statement} lets CloudWatch Logs use the key ${f.found}: any log group, of any account.`,
    "Without the encryption context as a condition, the service may be made to use the key for somebody else's logs.",
    [pages.logsEncryption, pages.kmsServices],
    "without any condition",
  ),
  "logs/administrative": overGrant(
    "CloudWatch Logs may administer the key",
    (f) => `${f.statement} lets CloudWatch Logs do ${f.found}.`,
    "To encrypt logs the service needs the five families of the MWAA page. Actions on the key and its policy are nobody's but an administrator's.",
    [pages.mwaaKeys, pages.kmsServices],
    "kms:PutKeyPolicy",
  ),
  "logs/everyone": overGrant(
    "The statement is for everyone",
    (f) => `${f.statement} names ${f.found}, and no condition says who it may be.`,
    "Everyone includes all principals of all accounts that have kms permissions of their own, and every AWS service.",
    [pages.iamPrincipals, pages.kmsKeyPolicy],
    `"Principal": "*"`,
  ),
};
