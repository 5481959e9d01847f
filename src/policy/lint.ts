/**
 * What would make KMS refuse a policy, or leave a statement without effect, whoever wrote it. It reports and repairs
 * nothing, and asks neither whom the policy lets in nor whether anything has to be written.
 */
import { type Problem, problem } from "../problem/problem.js";
import { type Json, longestPolicy, type PolicyDocument, type StatementSource } from "./document.js";
import { lintCharacters } from "./lint-characters.js";
import { policyQuota } from "./merge.js";
import { statementTitle } from "./title.js";

/**
 * Looks a policy over before a write.
 *
 * @returns warnings, statement by statement (the first 200 or so), then those of the whole; only a policy longer
 * than the API takes is an error (https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html)
 */
export function lintPolicy(document: PolicyDocument): readonly Problem[] {
  const firsts = new Map<string, string>();
  const problems: Problem[] = [];
  for (const source of document.statements) {
    if (problems.length >= most) break;
    problems.push(...lintPrincipal(source), ...lintAction(source));
    problems.push(...lintResource(source), ...lintSid(source, firsts));
  }
  return [...problems, ...lintCharacters(document), ...lintSize(document)];
}

/** Nobody mends more at a time, and a policy of ten thousand empty statements is not to be written out. */
const most = 200;

function lintPrincipal(source: StatementSource): readonly Problem[] {
  const { pointer } = source;
  const statement = statementTitle(source);
  const members = membersOf(source.value);
  const negative = members["NotPrincipal"] !== undefined;
  const member = negative ? "NotPrincipal" : "Principal";
  const found = members[member];
  const kinds = Object.entries(membersOf(found));
  const namesNobody =
    found === undefined || (isObject(found) && kinds.every(([, value]) => listOf(value).length === 0));
  if (namesNobody) return [problem("lint/no-principal", { statement, pointer }, pointer)];
  const orphans = listOf(membersOf(found)["AWS"]).filter(
    (value) => typeof value === "string" && isUniqueId(value),
  );
  const at = `${pointer}/${member}/AWS`;
  const problems = [...new Set(orphans)].map((id) =>
    problem("lint/orphaned-principal", { statement, pointer: at, principal: clip(String(id)) }, at),
  );
  if (!negative || members["Effect"] !== "Allow") return problems;
  return [
    ...problems,
    problem("lint/not-principal-allow", { statement, pointer }, `${pointer}/NotPrincipal`),
  ];
}

function lintAction(source: StatementSource): readonly Problem[] {
  const members = membersOf(source.value);
  const found = [...listOf(members["Action"]), ...listOf(members["NotAction"])];
  if (found.length > 0) return [];
  return [
    problem("lint/no-action", { statement: statementTitle(source), pointer: source.pointer }, source.pointer),
  ];
}

function lintResource(source: StatementSource): readonly Problem[] {
  const { pointer } = source;
  const statement = statementTitle(source);
  const members = membersOf(source.value);
  const member = members["Resource"] === undefined ? "NotResource" : "Resource";
  const found = listOf(members[member]);
  if (found.length === 0) return [problem("lint/no-resource", { statement, pointer }, pointer)];
  if (member === "Resource" && found.every((value) => value === "*")) return [];
  const shown = clip(JSON.stringify(members[member]));
  return [problem("lint/resource", { statement, member, found: shown }, `${pointer}/${member}`)];
}

/** An empty Sid is none: Terraform wrote one into every statement for years, and AWS took them. */
function lintSid(source: StatementSource, firsts: Map<string, string>): readonly Problem[] {
  if (source.sid === undefined || source.sid === "") return [];
  const first = firsts.get(source.sid);
  if (first === undefined) {
    firsts.set(source.sid, source.pointer);
    return [];
  }
  return [
    problem("lint/duplicate-sid", { statement: statementTitle(source), first }, `${source.pointer}/Sid`),
  ];
}

function lintSize(document: PolicyDocument): readonly Problem[] {
  const characters = document.text.length;
  if (characters > longestPolicy) return [problem("policy/too-long", { characters, limit: longestPolicy })];
  const bytes = new TextEncoder().encode(document.text).length;
  return bytes > policyQuota ? [problem("lint/size", { bytes, quota: policyQuota })] : [];
}

/**
 * User, role, group and instance profile: IAM puts such an id in place of a principal's ARN when it is deleted.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
function isUniqueId(value: string): boolean {
  return /^(AIDA|AROA|AGPA|AIPA)[A-Z0-9]{12,}(:.*)?$/.test(value);
}

function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

function membersOf(value: Json | undefined): { readonly [member: string]: Json } {
  return isObject(value) ? value : {};
}

function isObject(value: Json | undefined): value is { readonly [member: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
