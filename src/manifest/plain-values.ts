/** The nodes of a YAML document as plain values, each with its place. Aliases are followed, and bounded. */
import { isAlias, isMap, isScalar, isSeq, type Node } from "yaml";
import { type Parsed, parsed } from "../problem/parsed.js";
import { type Problem, problem } from "../problem/problem.js";
import { deepest, mostRepeated, short } from "./bounds.js";

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
interface Reading {
  readonly placeOf: PlaceOf;
  readonly anchors: Map<string, Node>;
  readonly spots: WeakMap<object, Spots>;
  readonly problems: Problem[];
  /** How many values came from aliases. */
  repeated: number;
}

/** @returns the values, or what a manifest may not have: tags, members that stand twice, aliases of nothing or without end */
export function plainValues(root: Node, placeOf: PlaceOf): Parsed<Read> {
  const reading: Reading = { placeOf, anchors: new Map(), spots: new WeakMap(), problems: [], repeated: 0 };
  const value = valueIn(root, 1, false, reading);
  if (reading.problems.length > 0) return { ok: false, problems: reading.problems };
  const spotOf = (container: unknown, member: string | number) =>
    typeof container === "object" && container !== null
      ? reading.spots.get(container)?.get(member)
      : undefined;
  return parsed({ value, at: begin(root, reading), spotOf });
}

function valueIn(node: Node | null, depth: number, isRepeated: boolean, reading: Reading): unknown {
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

function wrongNode(node: Node, depth: number, isRepeated: boolean, reading: Reading): Problem | undefined {
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

function listOf(items: readonly Node[], depth: number, isRepeated: boolean, reading: Reading) {
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

function mapOf(pairs: Pairs, depth: number, isRepeated: boolean, reading: Reading) {
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

function begin(node: Node | null, { placeOf }: Reading): string {
  return placeOf(node?.range?.[0] ?? 0);
}

function sourceOf(node: Node | null): { readonly source?: string } {
  return isScalar(node) && node.source !== undefined ? { source: node.source } : {};
}
