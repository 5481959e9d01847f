/** The words for what a stored key policy holds that PutKeyPolicy would refuse, or that has no effect. */
import { ask, edit, entry, run } from "../entry.js";
import { pages } from "../pages.js";

/** AWS's own sources differ here; the sentence is the same for Action and Resource. */
const sinceAugust2025 =
  "An AWS Health notice says that PutKeyPolicy refuses such a statement since 18 August 2025 (MalformedPolicyDocumentException); KMS's API reference says that it is accepted and has no effect. Either way it does nothing for the key.";

const refusedPrincipal = `KMS answers "Policy contains a statement with one or more invalid principals." to a policy that names a deleted user or role.`;

function owner(statement: string, sentence: string) {
  return ask(`whoever wrote ${statement}`, sentence);
}

export const lintWords = {
  "lint/orphaned-principal": entry({
    severity: "warning",
    title: "A statement names a deleted user or role",
    what: (f) =>
      `${f.statement} names ${f.principal}, the unique id that a deleted user or role leaves behind.`,
    why: `${refusedPrincipal} Any write of this policy fails until the id is gone, whatever else changes.`,
    fix: (f) => [
      owner(f.statement, `${f.principal} was deleted: name its successor, or take it out of ${f.pointer}.`),
    ],
    docs: [pages.iamPrincipals, pages.kmsInvalidPrincipals],
    example: {
      statement: `The statement /Statement/1 ("Allow use of the key")`,
      pointer: "/Statement/1/Principal/AWS",
      principal: "AROACKCEVSQ6C2EXAMPLE",
    },
  }),
  "lint/no-action": entry({
    severity: "warning",
    title: "A statement has no Action",
    what: (f) => `${f.statement} has neither Action nor NotAction.`,
    why: sinceAugust2025,
    fix: (f) => [owner(f.statement, `Give ${f.pointer} an Action, or take it out: it has no effect.`)],
    docs: [pages.kmsPutKeyPolicy, pages.kmsKeyPolicy],
    example: { statement: `The statement /Statement/1 ("Allow use of the key")`, pointer: "/Statement/1" },
  }),
  "lint/no-resource": entry({
    severity: "warning",
    title: "A statement has no Resource",
    what: (f) => `${f.statement} has neither Resource nor NotResource.`,
    why: sinceAugust2025,
    fix: (f) => [edit(`${f.pointer}/Resource`, "*")],
    docs: [pages.kmsPutKeyPolicy, pages.kmsKeyPolicy],
    example: { statement: `The statement /Statement/1 ("Allow use of the key")`, pointer: "/Statement/1" },
  }),
  "lint/resource": entry({
    severity: "warning",
    title: `A statement's Resource is not "*"`,
    what: (f) => `${f.statement} has the ${f.member} ${f.found}; in a key policy, "*" means this key.`,
    why: `An AWS Health notice of 2025 says that KMS accepts only "*" as Resource; key policies with the key's own ARN are known to have worked before. So a write may be refused.`,
    fix: (f) => [
      owner(f.statement, `If this statement is for this key, its Resource is "*"; else it has no effect.`),
    ],
    docs: [pages.kmsKeyPolicy],
    example: {
      statement: `The statement /Statement/1 ("Allow use of the key")`,
      member: "Resource",
      found: `"arn:aws:kms:us-east-1:111122223333:key/*"`,
    },
  }),
  "lint/no-principal": entry({
    severity: "warning",
    title: "A statement has no principal",
    what: (f) => `${f.statement} has no Principal, or one that names nobody.`,
    why: `KMS answers "Policy contains a statement with no principal." when such a policy is written.`,
    fix: (f) => [owner(f.statement, `Name whom ${f.pointer} is for, or take it out.`)],
    docs: [pages.kmsPutKeyPolicy, pages.iamPrincipals],
    example: { statement: `The statement /Statement/1 ("Allow use of the key")`, pointer: "/Statement/1" },
  }),
  "lint/not-principal-allow": entry({
    severity: "warning",
    title: "A statement allows everybody but a few",
    what: (f) => `${f.statement} has Effect Allow with NotPrincipal: everybody else may do what it says.`,
    why: "IAM knows NotPrincipal with Deny only; with Allow it would let in all but those listed, strangers too, and a write may be refused.",
    fix: (f) => [owner(f.statement, `Name those whom ${f.pointer} is for in Principal.`)],
    docs: [pages.iamPrincipals],
    example: { statement: `The statement /Statement/1 ("Allow use of the key")`, pointer: "/Statement/1" },
  }),
  "lint/duplicate-sid": entry({
    severity: "warning",
    title: "Two statements have the same Sid",
    what: (f) => `${f.statement} has the Sid of ${f.first}.`,
    why: "Sids are unique within a policy; AWS names two equal ones among the causes of MalformedPolicyDocumentException.",
    fix: (f) => [owner(f.statement, `Give it another Sid than that of ${f.first}.`)],
    docs: [pages.iamGrammar, pages.kmsInvalidPrincipals],
    example: { statement: `The statement /Statement/2 ("Allow use of the key")`, first: "/Statement/1" },
  }),
  "lint/characters": entry({
    severity: "warning",
    title: "The key policy holds characters that KMS does not take",
    what: (f) =>
      `${f.where} holds ${f.character}${f.count > 1 ? ` and ${f.count - 1} more` : ""}, which KMS does not take.`,
    why: "A key policy may hold tab, line feed, carriage return and U+0020 to U+00FF. Word processors put others in: long dashes, curly quotes.",
    fix: (f) => [ask("whoever wrote it", `Write ${f.character} with a character of Latin-1: ${f.where}.`)],
    docs: [pages.kmsPutKeyPolicy],
    example: {
      where: `The statement /Statement/1 ("Allow use – all")`,
      character: "U+2013 (–)",
      count: 1,
    },
  }),
  "lint/size": entry({
    severity: "warning",
    title: "The key policy is larger than KMS's quota",
    what: (f) => `The key policy has ${f.bytes} bytes; KMS's documented quota is ${f.quota}.`,
    why: "The quota cannot be raised. Newer AWS pages do not print it, and the API's model takes more; above it KMS may answer LimitExceededException.",
    fix: () => [run("aws kms get-key-policy --key-id KEY --policy-name default --output text")],
    docs: [pages.kmsLimits, pages.kmsPutKeyPolicy],
    example: { bytes: 34_210, quota: 32_768 },
  }),
};
