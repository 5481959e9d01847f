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
    title: "The key policy is not valid JSON",
    what: (f) => `The key policy is not valid JSON at ${f.place} (line:column).`,
    why: "KMS accepts one JSON document without comments and trailing commas.",
    fix: () => [run("python3 -m json.tool <file>")],
    docs: grammar,
    example: { place: "7:12" },
  }),
  "policy/not-a-policy": entry({
    severity: "error",
    title: "The input is not a key policy",
    subject: (f) => f.file,
    what: (f) => `${f.file} is ${f.found}; expected a key policy.`,
    why: "A key policy is one JSON object with Statement. The response of get-key-policy is accepted too.",
    fix: (f) => [run(policyFrom[f.kind] ?? keyPolicy)],
    docs: [pages.kmsGetKeyPolicy, pages.kmsKeyPolicy],
    example: { file: "plan.json", found: "a Terraform plan", kind: "plan" },
  }),
  "policy/unread": entry({
    severity: "error",
    title: "The policy file cannot be read",
    subject: (f) => f.file,
    what: (f) => `${f.file} cannot be read: ${f.reason}.`,
    why: "The operating system rejected the access, or the file is too large or not UTF-8.",
    fix: (f) => [run(f.file === "Standard input" ? keyPolicy : `ls -l ${quote(f.file)}`)],
    docs: [pages.kmsGetKeyPolicy],
    example: { file: "policy.json", reason: "no such file or directory (ENOENT)" },
  }),
  "policy/byte-order-mark": entry<Record<never, never>>({
    severity: "error",
    title: "The key policy starts with a byte order mark",
    what: () => "The key policy starts with a byte order mark (U+FEFF), which is not JSON.",
    why: "KMS accepts the characters U+0020 to U+00FF, tab and line ends only. Some editors add the mark.",
    fix: () => [run("sed -i '1s/^\\xEF\\xBB\\xBF//' <file>")],
    docs: [pages.kmsPutKeyPolicy],
    example: {},
  }),
  "policy/too-long": entry({
    severity: "error",
    title: "The key policy is too long",
    what: (f) =>
      `The key policy has ${f.characters.toLocaleString("en-US")} characters; KMS accepts ${f.limit.toLocaleString("en-US")}.`,
    why: "The KMS API limits the length of a key policy.",
    fix: () => [run("aws kms get-key-policy --key-id KEY --policy-name default --output text")],
    docs: [pages.kmsPutKeyPolicy, pages.kmsLimits],
    example: { characters: 140000, limit: 131072 },
  }),
  "policy/too-deep": entry({
    severity: "error",
    title: "The key policy is nested too deeply",
    what: (f) => `The key policy has ${f.depth.toLocaleString("en-US")} levels; the limit is ${f.limit}.`,
    why: "IAM's grammar needs 7 levels.",
    fix: () => [run("aws kms get-key-policy --key-id KEY --policy-name default --output text")],
    docs: grammar,
    example: { depth: 4000, limit: 32 },
  }),
  "policy/member-twice": entry({
    severity: "error",
    title: "A field occurs twice",
    subject: (f) => f.name,
    what: (f) => `The field "${f.name}" occurs twice in one object of the key policy.${f.more}`,
    why: "JSON readers keep one of the two. AWS does not document which one KMS keeps.",
    fix: (f) => [ask("the owner of the key policy", `Keep one "${f.name}".`)],
    docs: grammar,
    example: { name: "Effect", more: "" },
  }),
  "policy/not-an-object": entry<Record<never, never>>({
    severity: "error",
    title: "The key policy is not a JSON object",
    what: () => "The key policy is JSON, but not an object with Statement.",
    why: "A key policy is one object with Version, Id and Statement.",
    fix: () => [run("mwaa-kms statement --policy --account <account>")],
    docs: grammar,
    example: {},
  }),
  "policy/no-statement": entry<Record<never, never>>({
    severity: "error",
    title: "The key policy has no Statement",
    what: () => `The key policy has no field "Statement".`,
    why: "KMS requires Statement, in this case.",
    fix: () => [run("mwaa-kms statement --policy --account <account>")],
    docs: grammar,
    example: {},
  }),
  "policy/statement-form": entry({
    severity: "error",
    title: "A statement is not an object",
    what: (f) => `Statement has a value of type ${f.found}; expected an object.${f.more}`,
    why: "Statement is a list of objects, or one object.",
    fix: () => [run("mwaa-kms statement --account <account>")],
    docs: grammar,
    example: { found: "string", more: "" },
  }),
  "policy/version": entry({
    severity: "error",
    title: "The Version of the key policy is not valid",
    subject: (f) => f.version,
    what: (f) => `The Version is "${f.version}"; expected "2012-10-17" or "2008-10-17".`,
    why: "Version is that of the policy language, and not of the policy itself.",
    fix: () => [{ do: "edit", pointer: "/Version", json: "2012-10-17" }],
    docs: grammar,
    example: { version: "2024-01-01" },
  }),
  "policy/member": entry({
    severity: "error",
    title: "A field of a statement is not valid",
    subject: (f) => f.member,
    what: (f) => `"${f.member}" of the statement is ${f.found}; expected ${f.wanted}.${f.more}`,
    why: "KMS rejects a policy with such a statement.",
    fix: (f) => [ask("the owner of the key policy", `Write ${f.wanted} as "${f.member}".`)],
    docs: grammar,
    example: { member: "Effect", found: '"allow"', wanted: `"Allow" or "Deny", in this case`, more: "" },
  }),
};
