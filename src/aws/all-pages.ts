/** The pages of a list, one after the other, until the last: a part is never passed off as the whole. It knows no service. */

import { problem } from "../problems/problem.js";
import { type Fact, known, unknown } from "../problems/result.js";

/** One page, and where the next begins. `more` without a `next` is an answer that cannot be. */
export interface AnswerPage<T> {
  readonly items: readonly T[];
  readonly more: boolean;
  readonly next: string | undefined;
}

/**
 * @param action as IAM names it
 * @param most so many items and no more; a longer list is unknown
 * @param ask for one page; undefined: the first
 */
export async function allPages<T>(
  action: string,
  most: number,
  ask: (marker: string | undefined) => Promise<Fact<AnswerPage<T>>>,
): Promise<Fact<readonly T[]>> {
  const items: T[] = [];
  const markers = new Set<string>();
  let marker: string | undefined;
  // A page may be empty although there are more, but not for ever.
  for (let page = 0; page <= most; page++) {
    const fact = await ask(marker);
    if (!fact.known) return fact;
    items.push(...fact.value.items);
    if (items.length > most) break;
    if (!fact.value.more) return known(items);
    marker = fact.value.next;
    if (marker === undefined || markers.has(marker)) {
      const found =
        marker === undefined ? "there are more pages, but no marker" : "a page's marker came twice";
      return unknown(problem("aws/answer", { action, found }));
    }
    markers.add(marker);
  }
  return unknown(problem("aws/too-many", { action, limit: most }));
}
