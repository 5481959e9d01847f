/**
 * What would make KMS refuse a policy, or leave a statement without effect, whoever wrote it. It reports and repairs
 * nothing, and asks neither whom the policy lets in nor whether anything has to be written.
 */
import { type Problem, problem } from "../../problems/problem.js";
import { policyQuota } from "../change/merge.js";
import { type Json, longestPolicy, type PolicyDocument, type StatementSource } from "../document/document.js";
import { clip, type Find, gather, membersOf, textsAt } from "../document/findings.js";
import { readStatements } from "../document/statement.js";
import { describeStatement } from "../document/title.js";
import { lintActions, lintResource, operationsLike } from "./lint-actions.js";
import { lintConditions } from "./lint-conditions.js";
import { lintPrincipals } from "./lint-principals.js";

/**
 * Looks a policy over before a write.
 *
 * @param region of the key, where it is known
 * @returns each problem once. An error is what KMS refuses, as far as AWS documents or was seen to do; what KMS may refuse,
 * and what has no effect, is a warning (https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html)
 */
export function lintPolicy(document: PolicyDocument, region?: string): readonly Problem[] {
  const read = readStatements(document);
  const grammar = read.ok ? [] : read.problems;
  return [
    ...grammar,
    ...lintId(document),
    ...gather(findsOf(document, region)),
    ...lintCharacters(document),
    ...lintSize(document),
  ];
}

function* findsOf(document: PolicyDocument, region: string | undefined): Generator<Find> {
  const firsts = new Map<string, string>();
  const known = new Map<string, readonly Find[]>();
  for (const source of document.statements) {
    // Thousands of equal statements are looked at once.
    const same = known.get(source.text);
    const finds = same?.map((find) => movedTo(source, find)) ?? lintStatement(source, region);
    if (same === undefined) known.set(source.text, finds);
    yield* finds;
    yield* lintSid(source, firsts);
  }
}

function movedTo(source: StatementSource, find: Find): Find {
  return { ...find, source, pointer: source.pointer + find.pointer.slice(find.source.pointer.length) };
}

function lintStatement(source: StatementSource, region: string | undefined): readonly Find[] {
  const actions = textsAt(membersOf(source.value)["Action"], "").flatMap(([pattern]) =>
    operationsLike(pattern),
  );
  return [
    ...lintPrincipals(source, region),
    ...lintActions(source),
    ...lintResource(source),
    ...lintConditions(source, actions),
  ];
}

/** An empty Sid is none: Terraform wrote one into every statement for years, and AWS took them. */
function* lintSid(source: StatementSource, firsts: Map<string, string>): Generator<Find> {
  if (source.sid === undefined || source.sid === "") return;
  const first = firsts.get(source.sid);
  if (first === undefined) {
    firsts.set(source.sid, source.pointer);
    return;
  }
  const pointer = `${source.pointer}/Sid`;
  yield {
    ...{ kind: "sid", detail: source.sid, source, pointer },
    make: (where) => problem("lint/duplicate-sid", { ...where, first }, pointer),
  };
}

function lintId({ text, members }: PolicyDocument): readonly Problem[] {
  const { Id } = members.includes("Id") ? membersOf(JSON.parse(text) as Json) : {};
  if (Id === undefined || typeof Id === "string") return [];
  const facts = { member: "Id", found: clip(JSON.stringify(Id)), wanted: "a text", more: "" };
  return [problem("policy/member", facts, "/Id")];
}

function lintSize(document: PolicyDocument): readonly Problem[] {
  const characters = document.text.length;
  if (characters > longestPolicy) return [problem("policy/too-long", { characters, limit: longestPolicy })];
  const bytes = new TextEncoder().encode(document.text).length;
  return bytes > policyQuota ? [problem("lint/size", { bytes, quota: policyQuota })] : [];
}

/**
 * @returns a problem for each first character of a statement that is outside tab, line feed, carriage return and U+0020 to
 * U+00FF, and one for the rest of the document (source: PolicyType in the KMS API model)
 */
export function lintCharacters(document: PolicyDocument): readonly Problem[] {
  const { text, statements } = document;
  const inside = gather(statements.flatMap((source) => findIn(source)));
  const ends = [0, ...statements.map((source) => source.end)];
  const outside = ends.map((end, index) => text.slice(end, statements[index]?.start)).join("");
  const found = charactersOf(outside);
  if (found === undefined) return inside;
  const where = "The key policy, outside its statements,";
  return [...inside, problem("lint/characters", { where, ...found, more: "" })];
}

function findIn(source: StatementSource): readonly Find[] {
  const found = charactersOf(source.text);
  if (found === undefined) return [];
  const { pointer } = source;
  const where = describeStatement(source);
  return [
    {
      ...{ kind: "characters", detail: found.character, source, pointer },
      make: ({ more }) => problem("lint/characters", { where, ...found, more }, pointer),
    },
  ];
}

function charactersOf(text: string): { readonly character: string; readonly count: number } | undefined {
  const [first, ...others] = text.match(/[^\t\n\r -\u00ff]/gu) ?? [];
  if (first === undefined) return undefined;
  const code = (first.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const shown = /[\p{L}\p{P}\p{S}]/u.test(first) ? ` (${first})` : "";
  return { character: `U+${code}${shown}`, count: 1 + others.length };
}
