/** The words for a key policy that is no policy. */
import { ask, entry, quote, run } from "../define.js";
import { pages } from "../links.js";

const grammar = [pages.iamGrammar, pages.kmsKeyPolicy];

const keyPolicy =
  "aws kms get-key-policy --key-id KEY --policy-name default --query Policy --output text > policy.json";

/** How a key policy is had from each kind of input. */
const policyFrom: Readonly<Record<string, string>> = {
  plan: `terraform show -json PLAN | jq -r '.. | objects | select(.type? == "aws_kms_key") | .values.policy? // empty' > policy.json`,
  state: `terraform show -json | jq -r '.. | objects | select(.type? == "aws_kms_key") | .values.policy? // empty' > policy.json`,
  statement: `jq '{Version: "2012-10-17", Statement: [.] | flatten}' FILE > policy.json`,
};

export const policyWords = {
  "policy/not-json": entry({
    severity: "error",
    title: "The key policy is not JSON",
    what: (f) => `The key policy is not valid JSON: something else was expected at ${f.place} (line:column).`,
    why: "A key policy is one JSON document. KMS refuses anything else, comments and trailing commas too.",
    fix: () => [run("python3 -m json.tool FILE")],
    docs: grammar,
    example: { place: "7:12" },
  }),
  "policy/not-a-policy": entry({
    severity: "error",
    title: "The input is not a key policy",
    what: (f) => `${f.file} is ${f.found}; expected a key policy.`,
    why: "Nothing is known of the key from it. A key policy is one JSON object with Statement; the response of get-key-policy is accepted too.",
    fix: (f) => [run(policyFrom[f.kind] ?? keyPolicy)],
    docs: [pages.kmsGetKeyPolicy, pages.kmsKeyPolicy],
    example: { file: "plan.json", found: "a Terraform plan", kind: "plan" },
  }),
  "policy/unread": entry({
    severity: "error",
    title: "The policy's file cannot be read",
    what: (f) => `${f.file} cannot be read: ${f.reason}.`,
    why: "The operating system refused it, it is longer than any key policy, or it is not UTF-8.",
    fix: (f) => [run(f.file === "Standard input" ? keyPolicy : `ls -l ${quote(f.file)}`)],
    docs: [pages.kmsGetKeyPolicy],
    example: { file: "policy.json", reason: "no such file or directory (ENOENT)" },
  }),
  "policy/byte-order-mark": entry<Record<never, never>>({
    severity: "error",
    title: "The key policy begins with a byte order mark",
    what: () => "The key policy begins with a byte order mark (U+FEFF), which is not JSON.",
    why: "Some editors write it unasked. KMS takes the characters U+0020 to U+00FF, tab and line ends only.",
    fix: () => [run("sed -i '1s/^\\xEF\\xBB\\xBF//' FILE")],
    docs: [pages.kmsPutKeyPolicy],
    example: {},
  }),
  "policy/too-long": entry({
    severity: "error",
    title: "The key policy is longer than KMS allows",
    what: (f) => `The key policy has ${f.characters} characters; the KMS API takes ${f.limit} at most.`,
    why: "The KMS API model bounds a policy; a longer text cannot be a key policy.",
    fix: () => [run("aws kms get-key-policy --key-id KEY --policy-name default --output text")],
    docs: [pages.kmsPutKeyPolicy, pages.kmsLimits],
    example: { characters: 140000, limit: 131072 },
  }),
  "policy/too-deep": entry({
    severity: "error",
    title: "The key policy is nested too deeply",
    what: (f) => `The key policy is nested ${f.depth} levels deep; ${f.limit} is more than any policy needs.`,
    why: "IAM's grammar needs seven levels. A deeper document is no policy, and may be made to exhaust its reader.",
    fix: () => [run("aws kms get-key-policy --key-id KEY --policy-name default --output text")],
    docs: grammar,
    example: { depth: 4000, limit: 32 },
  }),
  "policy/member-twice": entry({
    severity: "error",
    title: "The key policy has one member twice",
    what: (f) => `The member "${f.name}" stands twice in one object of the key policy.${f.more}`,
    why: "JSON readers keep one of the two and say nothing; which one KMS would keep is not documented, so nothing is judged.",
    fix: (f) => [ask("whoever writes this policy", `Keep one "${f.name}".`)],
    docs: grammar,
    example: { name: "Effect", more: "" },
  }),
  "policy/not-an-object": entry<Record<never, never>>({
    severity: "error",
    title: "The key policy is not a JSON object",
    what: () => "The key policy is JSON, but not an object with a Statement.",
    why: "A policy document is one object: Version, Id and Statement.",
    fix: () => [run("mwaa-kms statement --policy --region REGION --account ACCOUNT")],
    docs: grammar,
    example: {},
  }),
  "policy/no-statement": entry<Record<never, never>>({
    severity: "error",
    title: "The key policy has no Statement",
    what: () => `The key policy has no member "Statement".`,
    why: "IAM's grammar requires it, in this case; KMS keeps no policy without it.",
    fix: () => [run("mwaa-kms statement --policy --region REGION --account ACCOUNT")],
    docs: grammar,
    example: {},
  }),
  "policy/statement-form": entry({
    severity: "error",
    title: "A statement is not an object",
    what: (f) =>
      `Statement holds a value of type ${f.found} where a statement (an object) was expected.${f.more}`,
    why: "Statement is a list of objects, or one object.",
    fix: () => [run("mwaa-kms statement --region REGION --account ACCOUNT")],
    docs: grammar,
    example: { found: "string", more: "" },
  }),
  "policy/version": entry({
    severity: "error",
    title: "The key policy's Version is unknown",
    what: (f) => `The key policy's Version is "${f.version}"; IAM knows "2012-10-17" and "2008-10-17".`,
    why: "Version is the language's, not the policy's own; another one makes the policy invalid.",
    fix: () => [{ do: "edit", pointer: "/Version", json: "2012-10-17" }],
    docs: grammar,
    example: { version: "2024-01-01" },
  }),
  "policy/member": entry({
    severity: "error",
    title: "A part of a statement is not what IAM reads",
    what: (f) => `"${f.member}" of the statement is ${f.found}; IAM wants ${f.wanted}.${f.more}`,
    why: "KMS refuses a policy with such a statement, so no verdict can rest on it.",
    fix: (f) => [ask("whoever writes this policy", `Make "${f.member}" ${f.wanted}.`)],
    docs: grammar,
    example: { member: "Effect", found: '"allow"', wanted: `"Allow" or "Deny", in this case`, more: "" },
  }),
};
