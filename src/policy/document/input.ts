/**
 * What a person hands over as a key policy: the policy itself, what the AWS CLI prints around it, or something else that
 * is no key policy. It recognizes the kind, and reads no statement.
 */
import type { Json } from "./document.js";
import { servicePrefixes } from "./kms-names.js";

/** The policy's text, or what the input is instead. */
export type PolicyInput =
  | { readonly is: "policy"; readonly text: string }
  | { readonly is: "other"; readonly kind: OtherKind; readonly found: string };

/** `found` completes "The file is …". */
export type OtherKind = "plan" | "state" | "template" | "statement" | "unresolved" | "empty" | "other";

/** @param text of the file, or of standard input */
export function recognizePolicy(text: string): PolicyInput {
  const plain = text.replace(/^\ufeff/, "");
  if (plain.trim() === "") return other("empty", "empty");
  const value = jsonOf(plain);
  return value === undefined ? ofText(plain) : ofValue(plain, value, 0);
}

/** Undefined where it is not JSON. */
function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

const templateWords: readonly (readonly [RegExp, OtherKind, string])[] = [
  [
    /^\s*(?:resource|data|variable|module|provider|locals|terraform|output)\b[^\n]*\{/m,
    "template",
    "Terraform code",
  ],
  [
    /^(?:AWSTemplateFormatVersion|Transform|Resources|Parameters)\s*:/m,
    "template",
    "a CloudFormation template in YAML",
  ],
  [/\$\{|\{\{|!Sub|!Ref|!GetAtt|<%/, "unresolved", "a template: it has text that is still to be replaced"],
];

/** A policy with a fault in its JSON is one all the same, and its fault is shown. */
function ofText(text: string): PolicyInput {
  const found = templateWords.find(([pattern]) => pattern.test(text));
  if (found !== undefined) return other(found[1], found[2]);
  return /^\s*\{/.test(text) ? policy(text) : other("other", "not JSON");
}

function ofValue(text: string, value: Json, depth: number): PolicyInput {
  if (typeof value === "string") {
    const inner = depth > 1 ? undefined : jsonOf(value);
    return inner === undefined
      ? other("other", "a JSON string that is no policy")
      : ofValue(value, inner, depth + 1);
  }
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    const isStatements = list.length > 0 && list.every((item) => isObject(item) && isStatement(item));
    return isStatements
      ? other("statement", "a list of statements, without a policy around it")
      : other("other", "a JSON list");
  }
  return isObject(value) ? ofObject(text, value, depth) : other("other", "a JSON value that is no object");
}

type InputMembers = { readonly [member: string]: Json };

/** What `aws kms get-key-policy` prints, and what `put-key-policy --cli-input-json` reads. */
const aroundPolicy = new Set([
  "Policy",
  "PolicyName",
  "KeyId",
  "BypassPolicyLockoutSafetyCheck",
  "ResponseMetadata",
]);
const ofPolicy = new Set(["version", "id", "statement"]);

function ofObject(text: string, value: InputMembers, depth: number): PolicyInput {
  const names = Object.keys(value);
  const { Policy, Statement } = value;
  if (typeof Policy === "string" && names.every((name) => aroundPolicy.has(name))) {
    const inner = depth > 1 ? undefined : jsonOf(Policy);
    return inner === undefined ? ofText(Policy) : ofValue(Policy, inner, depth + 1);
  }
  if (Statement === undefined && !names.every((name) => ofPolicy.has(name.toLowerCase())))
    return otherObject(value);
  if (names.length === 0) return other("other", "an empty JSON object");
  const open = unresolvedIn(value, "");
  if (open === undefined) return policy(text);
  return other("unresolved", `a template: ${open.text} at ${open.pointer} is still to be replaced`);
}

const shapes: readonly (readonly [OtherKind, string, (value: InputMembers) => boolean])[] = [
  ["plan", "a Terraform plan", (value) => "planned_values" in value || "resource_changes" in value],
  [
    "state",
    "a Terraform state",
    (value) => "lineage" in value || ("terraform_version" in value && "resources" in value),
  ],
  ["state", "a Terraform state", (value) => "format_version" in value && "values" in value],
  [
    "template",
    "a CloudFormation template",
    (value) => "AWSTemplateFormatVersion" in value || isObject(value["Resources"] ?? null),
  ],
  ["template", "a part of a CloudFormation template", (value) => "KeyPolicy" in value || isIntrinsic(value)],
  ["statement", "one statement, without a policy around it", isStatement],
  ["other", "the description of a key, not its policy", (value) => "KeyMetadata" in value],
];

function otherObject(value: InputMembers): PolicyInput {
  const [kind, found] = shapes.find(([, , fits]) => fits(value)) ?? ["other", "JSON that is no key policy"];
  return other(kind, found);
}

function isStatement(value: InputMembers): boolean {
  return (
    "Effect" in value &&
    ("Action" in value || "NotAction" in value || "Principal" in value || "Resource" in value)
  );
}

/** Far deeper than a policy goes; parsePolicy refuses such a text by itself. */
const deepest = 40;

/** The first text that a template engine should have replaced. */
function unresolvedIn(
  value: Json,
  pointer: string,
  depth = 0,
): { text: string; pointer: string } | undefined {
  if (typeof value === "string") {
    const text = openText(value);
    return text === undefined
      ? undefined
      : { text: text.length > 60 ? `${text.slice(0, 59)}…` : text, pointer };
  }
  if (typeof value !== "object" || value === null || depth > deepest) return undefined;
  if (isObject(value) && isIntrinsic(value)) return { text: Object.keys(value)[0] ?? "", pointer };
  for (const [name, item] of Object.entries(value)) {
    const at = `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const name_ = openText(name);
    const found =
      name_ === undefined ? unresolvedIn(item as Json, at, depth + 1) : { text: name_, pointer: at };
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `{"Ref": …}`, `{"Fn::Sub": …}`: CloudFormation's functions stand alone in their object. */
function isIntrinsic(value: InputMembers): boolean {
  const [name, ...others] = Object.keys(value);
  return name !== undefined && others.length === 0 && /^(?:Ref|Fn::\w+)$/.test(name);
}

function openText(text: string): string | undefined {
  const jinja = /\{\{.*?\}\}/.exec(text)?.[0];
  return jinja ?? (text.match(/\$\{[^}]*\}?/g) ?? []).find((each) => !isVariable(each));
}

/**
 * A policy variable of IAM: a condition key, with a default or without; or a wildcard character for itself.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
function isVariable(text: string): boolean {
  if (/^\$\{[*?$]\}$/.test(text)) return true;
  const prefix = /^\$\{([A-Za-z0-9.-]+(?:\/[^:}\s]*)?):[A-Za-z][^:{}$]*(?::[^:{}$]+)?(?:\s*,\s*'[^']*')?\}$/
    .exec(text)?.[1]
    ?.toLowerCase();
  return (
    prefix !== undefined &&
    (prefix === "aws" || prefix === "saml" || prefix.includes(".") || servicePrefixes.has(prefix))
  );
}

function isObject(value: Json): value is InputMembers {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function policy(text: string): PolicyInput {
  return { is: "policy", text };
}

function other(kind: OtherKind, found: string): PolicyInput {
  return { is: "other", kind, found };
}
