/**
 * Which statement of one policy became which of the other: equal ones, then those of one Sid, then the likest.
 * It pairs, and leaves what a pair differs in to difference.ts.
 */
import type { NormalForm } from "./normal-form.js";

/** For each statement of `after`, the index of the one it was in `before`, or undefined where it is new. */
export type Pairing = readonly (number | undefined)[];

/** Two statements of different Effect are never one changed statement, unless their Sid says so. */
const leastLikeness = 0.4;

/** What more statements than this have in common (`Resource` of `"*"`) tells none of them apart, and costs time. */
const mostSharing = 128;

/** Pairs kept for each statement before the likest are chosen: keeps the choice in step with the policy's size. */
const mostRivals = 8;

/**
 * Pairs the statements of two policies, each at most once. The same two policies always give the same pairs.
 */
export function pair(before: readonly NormalForm[], after: readonly NormalForm[]): Pairing {
  const pairs: (number | undefined)[] = after.map(() => undefined);
  const free = new Set(before.map((_, index) => index));
  const join = (from: number | undefined, to: number) => {
    if (from === undefined || pairs[to] !== undefined || !free.delete(from)) return;
    pairs[to] = from;
  };
  pairBy(before, after, pairs, free, (form) => form.key, join);
  pairBy(before, after, pairs, free, (form) => form.source.sid, join);
  const open = after.flatMap((_, index) => (pairs[index] === undefined ? [index] : []));
  for (const { from, to } of likest(before, after, [...free], open)) join(from, to);
  return pairs;
}

/** Joins the statements that have one text in common, the first with the first. */
function pairBy(
  before: readonly NormalForm[],
  after: readonly NormalForm[],
  pairs: Pairing,
  free: ReadonlySet<number>,
  textOf: (form: NormalForm) => string | undefined,
  join: (from: number | undefined, to: number) => void,
): void {
  const waiting = new Map<string, number[]>();
  before.forEach((form, index) => {
    const text = textOf(form);
    if (text === undefined || !free.has(index)) return;
    const list = waiting.get(text);
    if (list === undefined) waiting.set(text, [index]);
    else list.push(index);
  });
  for (const list of waiting.values()) list.reverse();
  after.forEach((form, index) => {
    const text = textOf(form);
    if (text !== undefined && pairs[index] === undefined) join(waiting.get(text)?.pop(), index);
  });
}

interface Likeness {
  readonly from: number;
  readonly to: number;
  readonly share: number;
}

/** Pairs that share enough of their parts, the likest first; of equals, those that stand first. */
function likest(
  before: readonly NormalForm[],
  after: readonly NormalForm[],
  free: readonly number[],
  open: readonly number[],
): readonly Likeness[] {
  if (free.length === 0 || open.length === 0) return [];
  const partsBefore = new Map(free.map((index) => [index, partsOf(before[index])]));
  const holders = new Map<string, number[]>();
  for (const [index, parts] of partsBefore) {
    for (const part of parts) {
      const list = holders.get(part);
      if (list === undefined) holders.set(part, [index]);
      else list.push(index);
    }
  }
  const pairs = open.flatMap((to) => {
    const parts = partsOf(after[to]);
    const shared = new Map<number, number>();
    for (const part of parts) {
      const list = holders.get(part) ?? [];
      if (list.length > mostSharing) continue;
      for (const from of list) shared.set(from, (shared.get(from) ?? 0) + 1);
    }
    if (shared.size === 0) return [];
    const effect = effectOf(after[to]);
    return [...shared]
      .filter(([from]) => effectOf(before[from]) === effect)
      .map(([from, count]) => {
        const all = parts.length + (partsBefore.get(from)?.length ?? 0);
        return { from, to, share: (2 * count) / all };
      })
      .filter((likeness) => likeness.share >= leastLikeness)
      .sort(likestFirst)
      .slice(0, mostRivals);
  });
  return pairs.sort(likestFirst);
}

function likestFirst(one: Likeness, two: Likeness): number {
  return two.share - one.share || one.to - two.to || one.from - two.from;
}

/** What tells statements apart. The Effect is asked for by itself, a Sid before; nearly every Resource is `"*"`. */
function partsOf(form: NormalForm | undefined): readonly string[] {
  const parts: string[] = [];
  for (const [id, member] of form?.members ?? []) {
    if (id === `["Sid"]` || id === `["Effect"]`) continue;
    for (const value of member.values.keys())
      if (id !== `["Resource"]` || value !== "*") parts.push(id + value);
  }
  return parts;
}

function effectOf(form: NormalForm | undefined): string | undefined {
  const effect = form?.members.get(`["Effect"]`)?.values;
  return effect === undefined ? undefined : [...effect.keys()].join();
}
