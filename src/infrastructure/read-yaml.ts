/** YAML read as a tree of a template: short forms become their long ones, and scalars stay as they are written. */
import { Composer, isAlias, isMap, isScalar, isSeq, Lexer, type Node, Parser } from "yaml";
import { problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";
import { deepest } from "./guard.js";
import type { Sources, Tree } from "./tree.js";

/** A template has 51,200 bytes inline, and a megabyte at most: this is far beyond. */
const mostLexemes = 1_500_000;

/** @param text untrusted; its length is bounded by who read it */
export function readYamlTree(text: string, file: string, sources: Sources): Result<Tree> {
  const base = sources.add(file, text);
  const place = (offset: number) => sources.placeOf(base + offset);
  const malformed = (reason: string, offset: number) => {
    const command = `aws cloudformation validate-template --template-body file://${file}`;
    return fail<Tree>(problem("iac/malformed", { file, format: "YAML", reason, command }, place(offset)));
  };
  const parser = new Parser();
  const tokens = [];
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (++lexemes > mostLexemes) {
      return fail(problem("iac/too-large", { file, limit: mostLexemes, of: "words and signs" }, file));
    }
    for (const token of parser.next(lexeme)) tokens.push(token);
    // What comes after it calls itself for each level.
    if (parser.stack.length > 2 * deepest)
      return fail(problem("iac/too-deep", { file, limit: deepest }, place(parser.offset)));
  }
  tokens.push(...parser.end());
  const composer = new Composer({ schema: "failsafe", strict: false, uniqueKeys: false, logLevel: "silent" });
  const [document, second] = [...composer.compose(tokens)];
  if (document === undefined || document.contents === null) return malformed("it is empty", 0);
  const [error] = document.errors;
  if (error !== undefined) return malformed(error.code, error.pos[0]);
  if (second !== undefined) return malformed("it has more than one document", second.range[0]);
  return ok(new Conversion(base).treeOf(document.contents));
}

class Conversion {
  readonly #base: number;
  /** The latest node of a name so far: an alias names what stands before it. */
  readonly #anchors = new Map<string, Node>();
  /** An alias stands for the very same tree: what is named often is converted once. */
  readonly #done = new Map<Node, Tree | "begun">();

  constructor(base: number) {
    this.#base = base;
  }

  treeOf(node: Node | null | undefined): Tree {
    const at = this.#base + (node?.range?.[0] ?? 0);
    if (node === null || node === undefined) return { is: "null", at };
    if (!isAlias(node) && node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    const done = this.#done.get(node);
    if (done === "begun") return { is: "strange", at, what: "an alias to itself" };
    if (done !== undefined) return done;
    this.#done.set(node, "begun");
    const tree = this.#convert(node, at);
    this.#done.set(node, tree);
    return tree;
  }

  #convert(node: Node, at: number): Tree {
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source);
      return target === undefined ? { is: "strange", at, what: "an alias to nothing" } : this.treeOf(target);
    }
    const tree = this.#plain(node, at);
    const tag = node.tag;
    if (tag === undefined || tag.startsWith("tag:yaml.org,2002:") || tag === "!") return tree;
    return longForm(tag, tree, at);
  }

  #plain(node: Node, at: number): Tree {
    if (isSeq(node)) return { is: "list", at, items: node.items.map((item) => this.treeOf(item as Node)) };
    if (isMap(node)) return this.#map(node, at);
    if (!isScalar(node)) return { is: "strange", at, what: "a node of no known kind" };
    const isNull = node.type === "PLAIN" && /^(~|null|Null|NULL|)$/.test(String(node.source ?? ""));
    if (isNull && node.tag === undefined) return { is: "null", at };
    return { is: "text", at, text: String(node.value ?? "") };
  }

  #map(node: Node & { items: readonly { key: unknown; value: unknown }[] }, at: number): Tree {
    const entries = new Map<string, Tree>();
    const merged: Tree[] = [];
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value ?? "") : undefined;
      const tree = this.treeOf(value as Node | null);
      if (name === undefined) entries.set("?", { is: "strange", at, what: "a member without a plain name" });
      else if (name === "<<") merged.push(tree);
      else if (entries.has(name))
        entries.set(name, { is: "strange", at: tree.at, what: `the member ${name}, which stands twice,` });
      else entries.set(name, tree);
    }
    for (const tree of merged) {
      if (tree.is !== "map") continue;
      for (const [name, value] of tree.entries) if (!entries.has(name)) entries.set(name, value);
    }
    return { is: "map", at, entries };
  }
}

const functions = new Set([
  ...["Base64", "Cidr", "FindInMap", "ForEach", "GetAtt", "GetAZs", "ImportValue", "Join", "Length"],
  ...["Select", "Split", "Sub", "ToJsonString", "Transform", "If", "Equals", "And", "Or", "Not"],
  ...["Contains", "EachMemberEquals", "EachMemberIn", "RefAll", "ValueOf", "ValueOfAll"],
]);

/** `!GetAtt A.B` is `{"Fn::GetAtt": ["A", "B"]}`. An unknown tag must not vanish: the text behind it means something else. */
function longForm(tag: string, tree: Tree, at: number): Tree {
  const name = tag.slice(1);
  const of = (member: string, value: Tree): Tree => ({ is: "map", at, entries: new Map([[member, value]]) });
  if (name === "Ref" || name === "Condition") return of(name, tree);
  if (!functions.has(name)) return { is: "strange", at, what: `the tag ${tag}` };
  return of(`Fn::${name}`, tree);
}
