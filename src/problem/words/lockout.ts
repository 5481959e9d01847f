/** The words for a key policy that would shut its own keepers out. */
import { ask, edit, entry } from "../entry.js";
import { pages } from "../pages.js";
import { numberOf } from "../phrases.js";

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
