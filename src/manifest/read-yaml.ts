/** A YAML text as plain values, with the place of each. It bounds depth, length and aliases before it builds anything. */
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
import { type Parsed, parsed, refused } from "../problem/parsed.js";
import { type Problem, problem } from "../problem/problem.js";
import { longestManifest } from "./bounds.js";

/** Where a value of a map or a list stands, and how it was written if it is no map and no list. */
export interface Spot {
  /** `file:line:column` of the value; of its key, where it has none. */
  readonly at: string;
  /** The same of the member's name. */
  readonly keyAt: string;
  readonly source?: string;
}

/** The values, made of maps, lists, texts, numbers, true, false and null alone. */
export interface Read {
  readonly value: unknown;
  /** The place of the whole. */
  readonly at: string;
  /** @param container a map or a list of `value`, the same object */
  readonly spotOf: (container: unknown, member: string | number) => Spot | undefined;
}

/** A manifest needs four levels. */
const deepest = 32;
/** More than a manifest of the longest kind has. The YAML library needs some microseconds for each. */
const mostLexemes = 250_000;
/** So many values may come from aliases. */
const mostRepeated = 50_000;

/**
 * Reads a text.
 *
 * @param text untrusted, of any length
 * @param file its name, for the places
 */
export function readYaml(text: string, file: string): Parsed<Read> {
  if (text.length > longestManifest) {
    return refused(problem("manifest/too-long", { limit: longestManifest, of: "bytes" }, file));
  }
  const lines = new LineCounter();
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  const strange = strangeCharacter(text);
  if (strange !== undefined) return refused(problem("manifest/characters", strange, file));
  const documents = compose(text, lines, at);
  if (!documents.ok) return documents;
  const [document, second] = documents.value;
  if (second !== undefined) {
    const reason = "A second document begins here; a manifest is one.";
    return refused(problem("manifest/yaml", { reason }, at(second.range[0])));
  }
  if (document === undefined || document.contents === null)
    return refused(problem("manifest/empty", {}, file));
  const wrong = [...document.errors, ...document.warnings].map((each) => wordsOf(each, at));
  return wrong.length > 0 ? refused(...wrong) : plain(document.contents, at);
}

/** What YAML calls printable (section 5.1), without U+FFFD: that stands for bytes that are no UTF-8. */
function strangeCharacter(text: string): { found: string } | undefined {
  const found = /[^\t\n\r\x20-\x7e\x85\u00a0-\ud7ff\ue000-\ufffc\u{10000}-\u{10ffff}]/u.exec(text)?.[0];
  if (found === undefined) return undefined;
  return { found: `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}` };
}

/** The parser's own stack is watched, since what comes after it is recursive. */
function compose(
  text: string,
  lines: LineCounter,
  at: (offset: number) => string,
): Parsed<readonly Document.Parsed[]> {
  const parser = new Parser(lines.addNewLine);
  const tokens = [];
  let lexemes = 0;
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    lexemes += 1;
    if (lexemes > mostLexemes) {
      return refused(
        problem("manifest/too-long", { limit: mostLexemes, of: "words and signs" }, at(parser.offset)),
      );
    }
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > 2 * deepest) {
      return refused(problem("manifest/too-deep", { limit: deepest }, at(parser.offset)));
    }
  }
  for (const token of parser.end()) tokens.push(token);
  // Members that stand twice are looked for while reading: the library's search takes quadratic time.
  const composer = new Composer({ version: "1.2", schema: "core", uniqueKeys: false, merge: false });
  return parsed([...composer.compose(tokens, false, text.length)] as readonly Document.Parsed[]);
}

function wordsOf(
  error: Document.Parsed["errors"][number] | Document.Parsed["warnings"][number],
  at: (offset: number) => string,
): Problem {
  const place = at(error.pos[0]);
  if (error.code === "TAB_AS_INDENT") return problem("manifest/tab", {}, place);
  const [, tag] = /^Unresolved tag: (\S+)/.exec(error.message) ?? [];
  if (tag !== undefined) return problem("manifest/tag", { tag: tag.slice(0, 80) }, place);
  return problem("manifest/yaml", { reason: `${error.message.slice(0, 200).replace(/\.$/, "")}.` }, place);
}

/** Makes plain values of nodes. An anchor names what follows it, until the next anchor of that name. */
function plain(root: Node, at: (offset: number) => string): Parsed<Read> {
  const anchors = new Map<string, Node>();
  const spots = new WeakMap<object, Map<string | number, Spot>>();
  const problems: Problem[] = [];
  let repeated = 0;
  const stop = (what: Problem) => {
    problems.push(what);
    return undefined;
  };
  const begin = (node: Node | null) => at(node?.range?.[0] ?? 0);

  const read = (node: Node | null, depth: number, isRepeated: boolean): unknown => {
    if (node === null || repeated > mostRepeated) return null;
    if (depth > deepest) return stop(problem("manifest/too-deep", { limit: deepest }, begin(node)));
    if (isRepeated) repeated += 1;
    if (repeated > mostRepeated)
      return stop(problem("manifest/aliases", { limit: mostRepeated }, begin(node)));
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target === undefined) {
        return stop(problem("manifest/alias", { name: node.source.slice(0, 80) }, begin(node)));
      }
      return read(target, depth + 1, true);
    }
    if (node.anchor !== undefined && !isRepeated) anchors.set(node.anchor, node);
    if (isScalar(node)) return node.value;
    if (isSeq(node)) return listOf(node.items as Node[], depth, isRepeated);
    return isMap(node) ? mapOf(node.items as Pairs, depth, isRepeated) : null;
  };

  const listOf = (items: readonly Node[], depth: number, isRepeated: boolean): readonly unknown[] => {
    const list: unknown[] = [];
    const places = new Map<string | number, Spot>();
    spots.set(list, places);
    for (const [index, item] of items.entries()) {
      places.set(index, { at: begin(item), keyAt: begin(item), ...sourceOf(item) });
      list.push(read(item, depth + 1, isRepeated));
    }
    return list;
  };

  const mapOf = (pairs: Pairs, depth: number, isRepeated: boolean): object => {
    const map: Record<string, unknown> = Object.create(null);
    const places = new Map<string | number, Spot>();
    spots.set(map, places);
    for (const { key, value } of pairs) {
      const name = isScalar(key) ? (key.source ?? String(key.value)) : undefined;
      if (name === undefined) {
        const reason = "A member's name is a plain text.";
        problems.push(problem("manifest/yaml", { reason }, begin(key)));
        continue;
      }
      const first = places.get(name)?.keyAt;
      if (first !== undefined) {
        problems.push(problem("manifest/twice", { member: name.slice(0, 80), first }, begin(key)));
      }
      places.set(name, { at: begin(value ?? key), keyAt: begin(key), ...sourceOf(value) });
      map[name] = read(value, depth + 1, isRepeated);
    }
    return map;
  };

  const value = read(root, 1, false);
  if (problems.length > 0) return refused(...problems);
  const spotOf = (container: unknown, member: string | number) =>
    typeof container === "object" && container !== null ? spots.get(container)?.get(member) : undefined;
  return parsed({ value, at: begin(root), spotOf });
}

type Pairs = readonly { readonly key: Node; readonly value: Node | null }[];

function sourceOf(node: Node | null): { readonly source?: string } {
  return isScalar(node) && node.source !== undefined ? { source: node.source } : {};
}
