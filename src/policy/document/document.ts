/**
 * A key policy as text: JSON read strictly, with the place of every statement, so that a change can leave every other
 * character alone. It knows where statements stand, not what they mean (statement.ts).
 */

import { createScanner, findNodeAtLocation, getNodeValue, type Node, parseTree, visit } from "jsonc-parser";
import { type Problem, problem } from "../../problems/problem.js";
import { fail, ok, type Result } from "../../problems/result.js";
import { moreOf, mostPlaces } from "./title.js";

/** Any value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json };

/** One statement as it stands in the document. `start` and `end` are offsets into the document's text. */
export interface StatementSource {
  readonly index: number;
  /** RFC 6901: `/Statement/0`, or `/Statement` where Statement is one object. */
  readonly pointer: string;
  readonly sid?: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly value: Json;
}

/** A key policy document: its text, byte for byte, and what was found in it. */
export interface PolicyDocument {
  readonly text: string;
  /** As written; absent means 2008-10-17 to IAM. */
  readonly version?: string;
  /** The names of the document's members, as written. */
  readonly members: readonly string[];
  readonly statements: readonly StatementSource[];
  /** The value of `Statement`: where it stands, and whether it is a list or one object. */
  readonly list: { readonly start: number; readonly end: number; readonly form: "list" | "object" };
}

/** The longest text that the KMS API takes or gives (PolicyType in its model, characters). */
export const longestPolicy = 131_072;

/** A policy needs seven levels; more than this is an attack on whoever walks it. */
const deepest = 32;

/**
 * Reads a key policy's text. JSON only: no comments, no trailing commas, no member twice.
 *
 * @param text the document as KMS or a file gave it; at most 131,072 characters
 * @returns the document, or every problem that keeps it from being one, each with `line:column`
 */
export function parsePolicy(text: string): Result<PolicyDocument> {
  if (text.length > longestPolicy) {
    return fail(problem("policy/too-long", { characters: text.length, limit: longestPolicy }));
  }
  if (text.charCodeAt(0) === 0xfeff) return fail(problem("policy/byte-order-mark", {}, "1:1"));
  const depth = depthOf(text);
  if (depth > deepest) return fail(problem("policy/too-deep", { depth, limit: deepest }));
  const syntax = syntaxProblems(text);
  if (syntax.length > 0) return fail(...syntax);
  const root = parseTree(text, [], { disallowComments: true });
  if (root?.type !== "object") return fail(problem("policy/not-an-object", {}));
  return read(text, root);
}

function read(text: string, root: Node): Result<PolicyDocument> {
  const list = findNodeAtLocation(root, ["Statement"]);
  const version = findNodeAtLocation(root, ["Version"]);
  if (list === undefined) return fail(problem("policy/no-statement", {}));
  if (list.type !== "array" && list.type !== "object") {
    const facts = { found: list.type, more: "" };
    return fail(problem("policy/statement-form", facts, placesIn(text)(list.offset)));
  }
  const items = list.type === "array" ? (list.children ?? []) : [list];
  const wrong = items.filter((item) => item.type !== "object");
  const place = placesIn(text);
  if (wrong.length > 0) {
    const first = wrong[0] ?? list;
    const more = moreOf(
      wrong.slice(1, 1 + mostPlaces).map((item) => place(item.offset)),
      wrong.length - 1,
    );
    return fail(problem("policy/statement-form", { found: first.type, more }, place(first.offset)));
  }
  return ok({
    text,
    ...(version === undefined ? {} : { version: versionOf(text, version) }),
    members: (root.children ?? []).map((member) => String(member.children?.[0]?.value)),
    statements: items.map((item, index) => source(text, item, index, list.type === "array")),
    list: {
      start: list.offset,
      end: list.offset + list.length,
      form: list.type === "array" ? "list" : "object",
    },
  });
}

/** Anything but a text is no version, though it may look like one (`["2012-10-17"]`): it is shown as it is written. */
function versionOf(text: string, node: Node): string {
  return node.type === "string" ? String(node.value) : text.slice(node.offset, node.offset + node.length);
}

function source(text: string, node: Node, index: number, inList: boolean): StatementSource {
  const sid = findNodeAtLocation(node, ["Sid"]);
  const end = node.offset + node.length;
  return {
    index,
    pointer: inList ? `/Statement/${index}` : "/Statement",
    ...(sid?.type === "string" ? { sid: String(sid.value) } : {}),
    text: text.slice(node.offset, end),
    start: node.offset,
    end,
    value: getNodeValue(node) as Json,
  };
}

/** JSON.parse keeps the last of two members of one name and says nothing: a Deny could hide behind an Allow. */
function syntaxProblems(text: string): Problem[] {
  const problems: Problem[] = [];
  const twice = new Map<string, number[]>();
  const members: Set<string>[] = [];
  const place = placesIn(text);
  let isJson = true;
  visit(
    text,
    {
      onObjectBegin: () => {
        members.push(new Set());
      },
      onObjectEnd: () => {
        members.pop();
      },
      onObjectProperty: (name, offset) => {
        const seen = members.at(-1);
        if (seen?.has(name)) {
          const offsets = twice.get(name) ?? [];
          offsets.push(offset);
          twice.set(name, offsets);
        }
        seen?.add(name);
      },
      onError: (_code, offset) => {
        // One error makes the reader stumble over what follows: the first place is the one to mend.
        if (isJson) problems.push(problem("policy/not-json", { place: place(offset) }, place(offset)));
        isJson = false;
      },
    },
    { disallowComments: true },
  );
  const names = [...twice].slice(0, mostNames).map(([name, [first = 0, ...others]]) => {
    const more = moreOf(others.slice(0, mostPlaces).map(place), others.length);
    return problem("policy/member-twice", { name, more }, place(first));
  });
  return [...names, ...problems];
}

/** So many members that stand twice are shown: each is reason enough. */
const mostNames = 20;

/** Counted without recursion, before anything that recurses sees the text. */
function depthOf(text: string): number {
  const scanner = createScanner(text);
  let depth = 0;
  let most = 0;
  for (let token = scanner.scan(); token !== 17; token = scanner.scan()) {
    if (token === 1 || token === 3) most = Math.max(most, ++depth);
    if (token === 2 || token === 4) depth--;
  }
  return most;
}

/** Offsets as `line:column`. The line ends are looked for once: a hostile text has ten thousands of problems. */
function placesIn(text: string): (offset: number) => string {
  const ends = [-1];
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1)) ends.push(end);
  return (offset) => {
    let line = 0;
    let beyond = ends.length;
    while (beyond - line > 1) {
      const middle = (line + beyond) >> 1;
      if ((ends[middle] ?? 0) < offset) line = middle;
      else beyond = middle;
    }
    return `${line + 1}:${offset - (ends[line] ?? 0)}`;
  };
}

/** A JSON text, or a part of one, without white space between its tokens; every token stays as it is written. */
export function withoutTrivia(text: string): string {
  const scanner = createScanner(text, true);
  const tokens: string[] = [];
  while (scanner.scan() !== 17) tokens.push(text.substr(scanner.getTokenOffset(), scanner.getTokenLength()));
  return tokens.join("");
}
