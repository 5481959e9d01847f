/** The words for a key policy that KMS refused to store: what KMS said decides what to do. */
import { ask, entry, run } from "../define.js";
import { pages } from "../links.js";

const action = "kms:PutKeyPolicy";
const showPolicy = run("aws kms get-key-policy --key-id KEY --policy-name default --output text");
const said = (f: { readonly said: string; readonly places: string }) =>
  `KMS rejected the policy: ${f.said}${f.places === "" ? "" : ` ${f.places}`}`;

export const policyRefusalWords = {
  "aws/policy-principals": entry({
    severity: "error",
    title: "KMS rejects a principal in the policy",
    what: said,
    why: "KMS checks all principals of the policy, also in statements that did not change. A deleted user or role shows as AIDA… or AROA… and cannot be stored again.",
    fix: () => [ask("the owner of the key policy", "Correct or remove these principals."), showPolicy],
    docs: [pages.kmsInvalidPrincipals, pages.iamPrincipals],
    example: {
      action,
      said: "Policy contains a statement with one or more invalid principals.",
      places:
        "Statement 2 names AROACKCEVSQ6C2EXAMPLE, the unique id that a deleted user or role leaves behind.",
    },
  }),
  "aws/policy-principal-unseen": entry({
    severity: "error",
    title: "KMS does not see a principal in the policy",
    what: (f) => `KMS rejected the policy: ${f.said}${f.places === "" ? "" : ` It names ${f.places}.`}`,
    why: "Each user, role and account in a key policy must exist. KMS accepts a new one after some minutes.",
    fix: () => [
      run("mwaa-kms prepare KEY"),
      ask(
        "the owner of the key policy",
        "If it fails again, remove the user, role or account that does not exist.",
      ),
      showPolicy,
    ],
    docs: [pages.kmsInvalidPrincipals, pages.iamPrincipals],
    example: {
      action,
      said: "Policy contains a statement with one or more invalid principals.",
      places: "arn:aws:iam::111122223333:role/new (statement 2)",
    },
  }),
  "aws/policy-services": entry({
    severity: "error",
    title: "KMS rejects a service principal in the policy",
    what: said,
    why: "KMS accepts the service principals that it knows in the key's Region. Others reported rejections for names of Regions that are disabled by default.",
    fix: () => [
      ask(
        "the owner of the key policy",
        "Remove the service principals of other Regions and correct misspelled ones.",
      ),
      showPolicy,
    ],
    docs: [pages.logsEncryption, pages.iamPrincipals],
    example: {
      action,
      said: "Policy contains a statement with one or more invalid service principals.",
      places: "Statement 2 names logs.ap-southeast-4.amazonaws.com; the key is in ap-southeast-2.",
    },
  }),
  "aws/policy-condition-keys": entry({
    severity: "error",
    title: "KMS rejects a condition key in the policy",
    what: said,
    why: "Some condition keys are valid in IAM policies only.",
    fix: () => [
      ask(
        "the owner of the key policy",
        "Move the conditions on these keys to the IAM policies that use the key.",
      ),
      showPolicy,
    ],
    docs: [pages.kmsConditions],
    example: {
      action,
      said: "These condition keys are not permitted in a key policy: aws:ResourceTag, kms:ResourceTag, kms:ResourceAliases",
      places: "Statement 2 has a condition on aws:ResourceTag/team.",
    },
  }),
  "aws/policy-refused": entry({
    severity: "error",
    title: "KMS rejects the policy",
    what: said,
    why: "KMS checks the grammar of a policy before it stores it.",
    fix: (f) => [
      ...(f.places === "" ? [] : [ask("the owner of the key policy", "Correct these statements.")]),
      showPolicy,
    ],
    docs: [pages.kmsPutKeyPolicy, pages.iamGrammar],
    example: {
      action,
      said: "Policy contains a statement with no principal.",
      places: "Statement 2 has no Principal, or an empty one.",
    },
  }),
};
