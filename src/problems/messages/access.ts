/** The words for statements that let CloudWatch Logs, or anybody, do more with the key than MWAA needs. */
import { ask, type Entry, edit, entry, run } from "../define.js";
import { pages } from "../links.js";

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

/** KMS's own sentence, letter for letter: it is what people search for. */
const refusal = "The new key policy will not allow you to update the key policy in the future.";

const why =
  "KMS takes a policy only where the caller could write the next one. Who is shut out of a key can only turn to AWS Support.";

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
    title: "The policy would shut the caller out",
    what: (f) =>
      `No statement of the new policy allows ${f.caller} kms:PutKeyPolicy. KMS would answer: "${refusal}"`,
    why,
    fix: (f) => [edit("/Statement/-", f.statement)],
    docs,
    example: { caller: "arn:aws:iam::111122223333:user/Alice", statement: root as object },
  }),
  "lockout/denied": entry({
    severity: "error",
    title: "The policy denies the caller the next change",
    what: (f) =>
      `The statement ${f.denies} of the new policy denies ${f.caller} kms:PutKeyPolicy. KMS would answer: "${refusal}"`,
    why: `${why} A Deny goes before every Allow, so no added statement mends it.`,
    fix: (f) => [ask(`whoever wrote the statement ${f.denies}`, `Except ${f.caller} from ${f.denies}.`)],
    docs: [...docs, pages.iamEvaluation],
    example: { caller: "arn:aws:iam::111122223333:user/Alice", denies: "/Statement/1" },
  }),
  "lockout/other-account": entry({
    severity: "error",
    title: "The caller is not of the key's account",
    what: (f) =>
      `${f.caller} is not of account ${f.account}, which owns the key, and so cannot write its policy.`,
    why: "KMS takes PutKeyPolicy from the key's own account only, whatever the policy says.",
    fix: (f) => [ask(`an administrator of account ${f.account}`, "Run this command with your credentials.")],
    docs: [pages.kmsPutKeyPolicy, pages.kmsCrossAccount],
    example: { caller: "arn:aws:iam::444455556666:user/Alice", account: "111122223333" },
  }),
  "lockout/caller-unknown": entry({
    severity: "warning",
    title: "Whether the caller is shut out cannot be told",
    what: (f) =>
      `Whether the new policy lets ${f.caller} call kms:PutKeyPolicy again depends on ${f.statements}. KMS may answer: "${refusal}"`,
    why: `${why} It judges conditions (MFA, organization, address) and paths of roles that cannot be seen from here.`,
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
    title: "The account's administrators cannot change the policy",
    what: (f) =>
      `The new policy does not leave kms:PutKeyPolicy to account ${f.account}, whose root it names nowhere or denies.`,
    why: "Without the account's root, the key depends on the users and roles that its policy names; when they are deleted, nobody can manage it.",
    fix: (f) => [edit("/Statement/-", f.statement)],
    docs: [pages.kmsDefaultPolicy],
    example: { account: "111122223333", statement: root as object },
  }),
  "lockout/fewer-administrators": entry({
    severity: "warning",
    title: "Fewer principals can change the key policy",
    what: (f) => `After the change ${f.lost} can no longer call kms:PutKeyPolicy. Still allowed: ${f.left}.`,
    why: "Without a principal that can change its policy, a key cannot be managed, and only AWS Support can help.",
    fix: (f) => [ask("the owner of the key policy", `Confirm that ${f.lost} must lose kms:PutKeyPolicy.`)],
    docs,
    example: { lost: "roles of account 111122223333", left: "arn:aws:iam::111122223333:role/Admin" },
  }),
  "lockout/one-administrator": entry({
    severity: "warning",
    title: "A single principal can change the key policy",
    what: (f) => `After the change only ${f.left} can call kms:PutKeyPolicy for certain.`,
    why: "When this principal is deleted, the key cannot be managed, and only AWS Support can help.",
    fix: (f) => [
      ask("the owner of the key policy", `Confirm that only ${f.left} must keep kms:PutKeyPolicy.`),
    ],
    docs,
    example: { left: "arn:aws:iam::111122223333:role/Admin" },
  }),
};
