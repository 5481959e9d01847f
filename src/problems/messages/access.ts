/** The words for statements that let CloudWatch Logs, or anybody, do more with the key than MWAA needs. */
import { ask, type Entry, edit, entry, run } from "../define.js";
import { pages } from "../links.js";
import { numberOf } from "../phrases.js";

/** What every over-grant tells: the statement, what is too much, and the statement that suffices. */
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

/** KMS's own sentence, letter for letter: it is what people search for. */
const refusal = "The new key policy will not allow you to update the key policy in the future.";

const why = "KMS accepts a policy only if the caller can change it again.";

const docs = [pages.kmsDefaultPolicy, pages.kmsPutKeyPolicy];

const root = {
  Sid: "Enable IAM User Permissions",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "kms:*",
  Resource: "*",
};

export const lockoutWords = {
  "lockout/caller": entry({
    severity: "error",
    title: "The new policy locks the caller out",
    what: (f) => `The new policy does not allow ${f.caller} kms:PutKeyPolicy. KMS returns: "${refusal}"`,
    why,
    fix: (f) => [edit("/Statement/-", f.statement)],
    docs,
    example: { caller: "arn:aws:iam::111122223333:user/Alice", statement: root as object },
  }),
  "lockout/denied": entry({
    severity: "error",
    title: "The new policy denies the caller further changes",
    what: (f) =>
      `Statement ${numberOf(f.denies)} of the new policy denies ${f.caller} kms:PutKeyPolicy. KMS returns: "${refusal}"`,
    why: `${why} A Deny overrides every Allow.`,
    fix: (f) => [ask(`the owner of statement ${numberOf(f.denies)}`, `Exclude ${f.caller} from it.`)],
    docs: [...docs, pages.iamEvaluation],
    example: { caller: "arn:aws:iam::111122223333:user/Alice", denies: "/Statement/1" },
  }),
  "lockout/other-account": entry({
    severity: "error",
    title: "The caller is not in the key's account",
    what: (f) => `${f.caller} is not in account ${f.account}, which owns the key.`,
    why: "KMS accepts PutKeyPolicy from the key's own account only.",
    fix: (f) => [ask(`an administrator of account ${f.account}`, "Run this command.")],
    docs: [pages.kmsPutKeyPolicy, pages.kmsCrossAccount],
    example: { caller: "arn:aws:iam::444455556666:user/Alice", account: "111122223333" },
  }),
  "lockout/caller-unknown": entry({
    severity: "warning",
    title: "Whether the caller is locked out is unknown",
    what: (f) =>
      `Whether the new policy allows ${f.caller} kms:PutKeyPolicy depends on ${f.statements}. KMS might return: "${refusal}"`,
    why: `${why} Conditions such as MFA or organization cannot be evaluated offline.`,
    fix: (f) => [edit("/Statement/-", f.statement)],
    docs,
    example: {
      caller: "arn:aws:sts::111122223333:assumed-role/Admin/alice",
      statements: "/Statement/1",
      statement: root as object,
    },
  }),
  "lockout/administrators": entry({
    severity: "warning",
    title: "The account cannot change the new key policy",
    what: (f) => `The new policy does not allow account ${f.account} kms:PutKeyPolicy.`,
    why: "Without the account, the key depends on the users and roles in its policy. If they are deleted, only AWS Support can help.",
    fix: (f) => [edit("/Statement/-", f.statement)],
    docs: [pages.kmsDefaultPolicy],
    example: { account: "111122223333", statement: root as object },
  }),
  "lockout/fewer-administrators": entry({
    severity: "warning",
    title: "Fewer principals can change the key policy",
    what: (f) => `After the change ${f.lost} cannot call kms:PutKeyPolicy. Still allowed: ${f.left}.`,
    why: "If no principal can change the policy of a key, only AWS Support can help.",
    fix: (f) => [ask("the owner of the key policy", `Confirm that ${f.lost} must lose kms:PutKeyPolicy.`)],
    docs,
    example: { lost: "roles of account 111122223333", left: "arn:aws:iam::111122223333:role/Admin" },
  }),
  "lockout/one-administrator": entry({
    severity: "warning",
    title: "Only one principal can change the key policy",
    what: (f) => `After the change only ${f.left} can certainly call kms:PutKeyPolicy.`,
    why: "If this principal is deleted, only AWS Support can help.",
    fix: (f) => [
      ask("the owner of the key policy", `Confirm that only ${f.left} must keep kms:PutKeyPolicy.`),
    ],
    docs,
    example: { left: "arn:aws:iam::111122223333:role/Admin" },
  }),
};
