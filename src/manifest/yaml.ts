/** The nodes of a YAML document as plain values, each with its place. Aliases are followed, and bounded. */

import {
  Composer,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  Parser,
} from "yaml";
import { type Problem, problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";
import { deepest, longestManifest, mostLexemes, mostRepeated, short } from "./schema.js";

/** @returns the place of a character of the text: `file:line:column` */
export type PlaceOf = (offset: number) => string;

/** Where a member's name and its value stand (`file:line:column`), and how a value is written that is no map and no list. */
export interface Spot {
  readonly at: string;
  readonly nameAt: string;
  readonly source?: string;
}

/** The values: maps without a prototype, lists, texts, numbers, true, false and null. */
export interface Read {
  readonly value: unknown;
  /** The place of the whole. */
  readonly at: string;
  /** @param container a map or a list of `value`, the same object */
  readonly spotOf: (container: unknown, member: string | number) => Spot | undefined;
}

type Spots = Map<string | number, Spot>;
type Pairs = readonly { readonly key: Node | null; readonly value: Node | null }[];

/** What reading collects. An anchor names what follows it, until the next anchor of that name. */
interface YamlReading {
  readonly placeOf: PlaceOf;
  readonly anchors: Map<string, Node>;
  readonly spots: WeakMap<object, Spots>;
  readonly problems: Problem[];
  /** How many values came from aliases. */
  repeated: number;
}

/** @returns the values, or what a manifest may not have: tags, members that stand twice, aliases of nothing or without end */
export function plainValues(root: Node, placeOf: PlaceOf): Result<Read> {
  const reading: YamlReading = {
    placeOf,
    anchors: new Map(),
    spots: new WeakMap(),
    problems: [],
    repeated: 0,
  };
  const value = valueIn(root, 1, false, reading);
  if (reading.problems.length > 0) return { ok: false, problems: reading.problems };
  const spotOf = (container: unknown, member: string | number) =>
    typeof container === "object" && container !== null
      ? reading.spots.get(container)?.get(member)
      : undefined;
  return ok({ value, at: begin(root, reading), spotOf });
}

function valueIn(node: Node | null, depth: number, isRepeated: boolean, reading: YamlReading): unknown {
  if (node === null || reading.repeated > mostRepeated) return null;
  const wrong = wrongNode(node, depth, isRepeated, reading);
  if (wrong !== undefined) reading.problems.push(wrong);
  if (wrong !== undefined) return null;
  if (isAlias(node)) return valueIn(reading.anchors.get(node.source) ?? null, depth + 1, true, reading);
  if (node.anchor !== undefined && !isRepeated) reading.anchors.set(node.anchor, node);
  if (isScalar(node)) return node.value;
  if (isSeq(node)) return listOf(node.items as Node[], depth, isRepeated, reading);
  return isMap(node) ? mapOf(node.items as unknown as Pairs, depth, isRepeated, reading) : null;
}

function wrongNode(
  node: Node,
  depth: number,
  isRepeated: boolean,
  reading: YamlReading,
): Problem | undefined {
  const at = begin(node, reading);
  if (depth > deepest) return problem("manifest/too-deep", { limit: deepest }, at);
  if (isRepeated) reading.repeated += 1;
  if (reading.repeated > mostRepeated) return problem("manifest/aliases", { limit: mostRepeated }, at);
  if (isAlias(node) && !reading.anchors.has(node.source)) {
    return problem("manifest/alias", { name: short(node.source) }, at);
  }
  return node.tag === undefined || isRepeated
    ? undefined
    : problem("manifest/tag", { tag: short(node.tag) }, at);
}

function listOf(items: readonly Node[], depth: number, isRepeated: boolean, reading: YamlReading) {
  const list: unknown[] = [];
  const spots: Spots = new Map();
  reading.spots.set(list, spots);
  for (const [index, item] of items.entries()) {
    const at = begin(item, reading);
    spots.set(index, { at, nameAt: at, ...sourceOf(item) });
    list.push(valueIn(item, depth + 1, isRepeated, reading));
  }
  return list;
}

function mapOf(pairs: Pairs, depth: number, isRepeated: boolean, reading: YamlReading) {
  const map: Record<string, unknown> = Object.create(null);
  const spots: Spots = new Map();
  reading.spots.set(map, spots);
  for (const { key, value } of pairs) {
    const nameAt = begin(key, reading);
    const name = isScalar(key) && typeof key.source === "string" ? key.source : undefined;
    if (name === undefined) {
      const reason = "a member's name is a text.";
      reading.problems.push(problem("manifest/yaml", { reason }, nameAt));
      continue;
    }
    const first = spots.get(name)?.nameAt;
    if (first !== undefined && !isRepeated) {
      reading.problems.push(problem("manifest/twice", { member: short(name), first }, nameAt));
    }
    spots.set(name, { at: begin(value ?? key, reading), nameAt, ...sourceOf(value) });
    map[name] = valueIn(value, depth + 1, isRepeated, reading);
  }
  return map;
}

function begin(node: Node | null, { placeOf }: YamlReading): string {
  return placeOf(node?.range?.[0] ?? 0);
}

function sourceOf(node: Node | null): { readonly source?: string } {
  return isScalar(node) && node.source !== undefined ? { source: node.source } : {};
}

/**
 * Reads a text.
 *
 * @param text untrusted, of any length
 * @param file its name, for the places
 */
export function readYaml(text: string, file: string): Result<Read> {
  if (text.length > longestManifest) {
    return fail(problem("manifest/too-long", { limit: longestManifest, of: "characters" }, file));
  }
  const lines = new LineCounter();
  const placeOf = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  const strange = strangeCharacter(text, file);
  if (strange !== undefined) return fail(strange);
  const documents = compose(text, lines, placeOf);
  if (!documents.ok) return documents;
  const [document, second] = documents.value;
  if (document === undefined) return fail(problem("manifest/empty", {}, file));
  const problems = [
    ...problemsOf(document, placeOf),
    ...(second === undefined ? [] : [another(second, placeOf)]),
  ];
  if (problems.length > 0) return { ok: false, problems };
  if (document.contents === null) return fail(problem("manifest/empty", {}, file));
  return plainValues(document.contents, placeOf);
}

/** What YAML calls printable (section 5.1), without U+FFFD: that stands for bytes that are no UTF-8. */
function strangeCharacter(text: string, file: string): Problem | undefined {
  const found = /[^\t\n\r\x20-\x7e\x85\u00a0-\ud7ff\ue000-\ufffc\u{10000}-\u{10ffff}]/u.exec(text);
  if (found === null) return undefined;
  const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const before = text.slice(0, found.index).split("\n");
  const place = `${file}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
  return problem("manifest/characters", { found: `U+${code}` }, place);
}

/** The parser's own stack is watched, since what comes after it calls itself for each level. */
function compose(text: string, lines: LineCounter, placeOf: PlaceOf): Result<readonly Document.Parsed[]> {
  const parser = new Parser(lines.addNewLine);
  const tokens = [];
  let lexemes = 0;
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    lexemes += 1;
    if (lexemes > mostLexemes) {
      const facts = { limit: mostLexemes, of: "words and signs" };
      return fail(problem("manifest/too-long", facts, placeOf(parser.offset)));
    }
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > 2 * deepest) {
      return fail(problem("manifest/too-deep", { limit: deepest }, placeOf(parser.offset)));
    }
  }
  for (const token of parser.end()) tokens.push(token);
  // Members that stand twice are looked for in plain-values.ts: the library's search takes quadratic time.
  const settings = { version: "1.2", schema: "core", uniqueKeys: false, merge: false } as const;
  const composer = new Composer({ ...settings, resolveKnownTags: false, prettyErrors: false });
  return ok([...composer.compose(tokens, false, text.length)] as readonly Document.Parsed[]);
}

/** Tags are told of where the values are read; here only what is no YAML. */
function problemsOf({ errors, directives }: Document.Parsed, placeOf: PlaceOf): readonly Problem[] {
  const { explicit, version } = directives.yaml;
  const older = explicit === true && version !== "1.2";
  const reason = `%YAML ${version} is asked for; a manifest is YAML 1.2.`;
  return [
    ...(older ? [problem("manifest/yaml", { reason }, placeOf(0))] : []),
    ...errors.map((error) => inOurWords(error, placeOf)),
  ];
}

function inOurWords({ code, message, pos }: Document.Parsed["errors"][number], placeOf: PlaceOf): Problem {
  const place = placeOf(pos[0]);
  if (code === "TAB_AS_INDENT") return problem("manifest/tab", {}, place);
  return problem("manifest/yaml", { reason: `${message.slice(0, 200).replace(/\.$/, "")}.` }, place);
}

function another(document: Document.Parsed, placeOf: PlaceOf): Problem {
  const reason = "a second document begins here, and a manifest is one.";
  return problem("manifest/yaml", { reason }, placeOf(document.range[0]));
}
