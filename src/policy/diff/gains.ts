/**
 * Searches the requests that one policy allows and another did not: one that can be shown, or the certainty that there
 * is none. It knows callers, operations and conditions by what the rules make of them, and writes no sentence.
 */
import { type CallerCell, groundsFor } from "./gain-callers.js";
import { agree, cellsFor, sameKey } from "./gain-keys.js";
import {
  callersIn,
  type GainRule,
  holdsCaller,
  holdsPatterns,
  type OperationCell,
  operationsIn,
  type ResourceCell,
  resourcesIn,
} from "./gain-rules.js";
import type { Holds, KeyCell, KeyTest } from "./key-cells.js";

/** A request that is allowed now and was not before. */
export interface Gained {
  readonly caller: CallerCell;
  /** Without their prefix; none where it is one that KMS does not have today. */
  readonly operations: readonly string[];
  /** The condition keys that it depends on, in lower case; without values, the key is absent. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

/** What a search came to. `whole` is false where it was given up before its end. */
export interface GainSearch {
  readonly found: readonly Gained[];
  readonly whole: boolean;
}

/** Steps of one search: some tens of milliseconds. */
const mostSteps = 300_000;

/** Found requests that are kept. */
const mostFound = 400;

/** Two policies, prepared to be searched. */
export interface StatementPair {
  readonly before: readonly GainRule[];
  readonly after: readonly GainRule[];
  readonly key?: string;
}

/**
 * @param certain whether only requests count that can be shown; without it, all count that may be, and the first ends the search
 */
export function searchGains(pair: StatementPair, certain: boolean): GainSearch {
  const { before, after } = pair;
  const rules = [...before, ...after];
  const keys = keysOf(rules);
  const operations = operationsIn(rules, [...keys.keys()]);
  const resources = resourcesIn(rules, pair.key);
  if (operations === undefined || resources === undefined) return { found: [], whole: false };
  const had = new Set(before.map(({ id }) => id));
  const has = new Set(after.map(({ id }) => id));
  const pivots = [
    ...after.filter(({ id, effect }) => effect === "Allow" && !had.has(id)),
    ...before.filter(({ id, effect }) => effect === "Deny" && !has.has(id)),
  ];
  if (pivots.length === 0) return { found: [], whole: true };
  const budget: Budget = { left: mostSteps };
  const found: Gained[] = [];
  const known: Scene["known"] = new Map();
  for (const caller of callersIn(rules)) {
    if (certain && !caller.real) continue;
    const reach = (list: readonly GainRule[]) =>
      list.flatMap((rule): Reached[] => {
        budget.left--;
        const about = holdsCaller(rule, caller);
        return about === "no" ? [] : [{ rule, about }];
      });
    if (reach(pivots).length === 0) continue;
    const scene: Scene = { caller, certain, budget, keys, cells: new Map(), known, had, has };
    const reached = { before: reach(before), after: reach(after), pivots: reach(pivots) };
    for (const operation of operations) {
      if (certain && operation.names.length === 0) continue;
      for (const resource of resources) {
        if (resource.use === (certain ? "exclude" : "show")) continue;
        const gained = gainOf(scene, reached, operation, resource);
        if (budget.left < 0) return { found, whole: false };
        if (gained === undefined) continue;
        found.push({ caller, operations: operation.names, keys: gained });
        if (!certain || found.length >= mostFound) return { found, whole: true };
        break;
      }
    }
  }
  return { found, whole: true };
}

interface Budget {
  left: number;
}

interface Reached {
  readonly rule: GainRule;
  readonly about: Holds;
}

interface Scene {
  readonly caller: CallerCell;
  readonly certain: boolean;
  readonly budget: Budget;
  readonly keys: ReadonlyMap<string, readonly KeyTest[]>;
  readonly cells: Map<string, readonly KeyCell[] | undefined>;
  readonly known: Map<string, readonly KeyCell[] | undefined>;
  readonly had: ReadonlySet<string>;
  readonly has: ReadonlySet<string>;
}

/** All that both policies ask of each key; the two keys of the caller's account are one where they are both known. */
function keysOf(rules: readonly GainRule[]): ReadonlyMap<string, readonly KeyTest[]> {
  const keys = new Map<string, Map<string, KeyTest>>();
  for (const { key, asked } of rules.flatMap(({ tests }) => tests)) {
    const names = key === "kms:calleraccount" ? [key, "aws:principalaccount"] : [key];
    for (const name of names) {
      const list = keys.get(name) ?? new Map<string, KeyTest>();
      if (asked !== undefined) list.set(asked.id, asked);
      keys.set(name, list);
    }
  }
  return new Map([...keys].map(([key, list]) => [key, [...list.values()]]));
}

/** One thing that a rule needs: a place in the cells of a key. */
interface Need {
  readonly key: string;
  readonly at: number;
}

interface Asks {
  readonly rule: GainRule;
  readonly needs: readonly Need[];
}

type Domains = ReadonlyMap<string, readonly KeyCell[]>;

function gainOf(
  scene: Scene,
  reached: {
    readonly before: readonly Reached[];
    readonly after: readonly Reached[];
    readonly pivots: readonly Reached[];
  },
  operation: OperationCell,
  resource: ResourceCell,
): Gained["keys"] | undefined {
  const read = (list: readonly Reached[]) => list.flatMap((one) => asksOf(scene, one, operation, resource));
  if (read(reached.pivots).length === 0) return undefined;
  const [before, after] = [read(reached.before), read(reached.after)];
  const of = (list: readonly Asks[], effect: GainRule["effect"]) =>
    list.filter(({ rule }) => rule.effect === effect);
  const [allowed, denied] = [of(before, "Allow"), of(before, "Deny")];
  const denies = of(after, "Deny");
  const solve = (must: readonly Asks[], mustNot: readonly Asks[]) =>
    solution(scene, must, mustNot, operation.names[0] ?? "");
  for (const allow of of(after, "Allow")) {
    if (!scene.had.has(allow.rule.id)) {
      const gained = solve([allow], [...denies, ...allowed]);
      if (gained !== undefined) return gained;
    }
    for (const deny of denied) {
      if (scene.has.has(deny.rule.id)) continue;
      const gained = solve([allow, deny], denies);
      if (gained !== undefined) return gained;
    }
  }
  return undefined;
}

/** What a rule asks of a request of this caller, for this operation on this key; nothing where it is about another. */
function asksOf(
  scene: Scene,
  { rule, about }: Reached,
  operation: OperationCell,
  resource: ResourceCell,
): Asks[] {
  scene.budget.left--;
  const { statement } = rule;
  const parts: [string, Holds][] = [["caller", about]];
  if (statement !== undefined) {
    parts.push(["action", holdsPatterns(statement.action, operation, true)]);
    parts.push(["resource", holdsPatterns(statement.resource, resource, false)]);
  }
  if (parts.some(([, holds]) => holds === "no")) return [];
  const open = parts.flatMap(([part, holds]) =>
    holds === "yes" ? [] : [{ key: `?${part} ${textOf(rule, part, scene.caller)}`, at: 0 }],
  );
  const needs = rule.tests.map(({ key, asked }): Need => {
    if (asked === undefined) return { key, at: 0 };
    const name = sameKey(key, scene.caller);
    const cells = cellsOf(scene, name, operation.names[0] ?? "");
    const at = (scene.keys.get(name) ?? []).findIndex(({ id }) => id === asked.id);
    return cells === undefined ? { key: `?${key} ${asked.id}`, at: 0 } : { key: name, at };
  });
  return [{ rule, needs: [...open, ...needs] }];
}

function textOf({ id, statement }: GainRule, part: string, caller: CallerCell): string {
  if (statement === undefined) return id;
  if (part === "caller") return groundsFor(statement, caller) ?? id;
  const found = part === "action" ? statement.action : statement.resource;
  return found === undefined ? id : JSON.stringify(found);
}

/** What nobody can say: in a request that is shown it counts for neither; else it may be so or so. */
const openCells: readonly KeyCell[] = [
  { real: true, values: [], holds: ["unsaid"] },
  { real: false, values: [], holds: ["yes"] },
  { real: false, values: [], holds: ["no"] },
];

function cellsOf(scene: Scene, key: string, operation: string): readonly KeyCell[] | undefined {
  if (key.startsWith("?")) return openCells.filter(({ real }) => real === scene.certain);
  const id = `${operation} ${key}`;
  if (scene.cells.has(id)) return scene.cells.get(id);
  const asked = scene.keys.get(key) ?? [];
  const all = cellsFor(key, asked, scene.caller, operation, scene.known);
  const cells = scene.certain ? all?.filter(({ real }) => real) : all;
  scene.budget.left -= (cells?.length ?? 0) + 10;
  scene.cells.set(id, cells);
  return cells;
}

/** Values of the keys under which all of `must` apply and none of `mustNot` does. */
function solution(
  scene: Scene,
  must: readonly Asks[],
  mustNot: readonly Asks[],
  operation: string,
): Gained["keys"] | undefined {
  let domains: Domains | undefined = new Map();
  for (const need of must.flatMap(({ needs }) => needs)) {
    domains = narrowed(scene, domains, need, "yes", operation);
    if (domains === undefined) return undefined;
  }
  return avoid(scene, domains, mustNot, operation);
}

function narrowed(
  scene: Scene,
  domains: Domains,
  need: Need,
  wanted: Holds,
  operation: string,
): Domains | undefined {
  const cells = domains.get(need.key) ?? cellsOf(scene, need.key, operation) ?? [];
  scene.budget.left -= 1 + cells.length / 8;
  const left = cells.filter(({ holds }) => holds[need.at] === wanted || holds[need.at] === "either");
  return left.length === 0 ? undefined : new Map([...domains, [need.key, left]]);
}

/** Makes one rule after the other not apply, by each of its needs in turn. */
function avoid(
  scene: Scene,
  domains: Domains,
  rules: readonly Asks[],
  operation: string,
): Gained["keys"] | undefined {
  if (scene.budget.left < 0) return undefined;
  const isMissed = ({ needs }: Asks) =>
    needs.some(({ key, at }) => domains.get(key)?.every(({ holds }) => holds[at] === "no") === true);
  const left = rules.filter((rule) => !isMissed(rule));
  scene.budget.left -= rules.length;
  const [first, ...rest] = left.sort((one, other) => one.needs.length - other.needs.length);
  if (first === undefined) return chosen(scene, domains);
  for (const need of first.needs) {
    const next = narrowed(scene, domains, need, "no", operation);
    const keys = next && avoid(scene, next, rest, operation);
    if (keys !== undefined) return keys;
  }
  return undefined;
}

/** One cell of each key, such that keys that go together agree. */
function chosen(scene: Scene, domains: Domains): Gained["keys"] | undefined {
  let choices: ReadonlyMap<string, readonly string[]>[] = [new Map()];
  for (const [key, cells] of domains) {
    if (key.startsWith("?")) continue;
    const values = scene.certain ? cells.slice(0, 12).map((cell) => cell.values) : [cells[0]?.values ?? []];
    choices = choices.flatMap((choice) => values.map((value) => new Map([...choice, [key, value]])));
    if (scene.certain) choices = choices.filter((choice) => agree(choice, scene.caller)).slice(0, 64);
    scene.budget.left -= choices.length;
  }
  return choices[0];
}
