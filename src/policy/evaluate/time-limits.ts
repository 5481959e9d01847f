/** When a policy's answers can change: the dates in its conditions on the time. It evaluates nothing. */

import type { Statement } from "../document/statement.js";
import { dateOf, numberOf } from "./compare.js";
import { readOperator } from "./operators.js";
import { lower } from "./wildcard.js";

/** Access that ends within this many milliseconds is access that an environment does not have: a day. */
export const soon = 24 * 60 * 60 * 1000;

const timeKeys = new Set(["aws:currenttime", "aws:epochtime"]);

/**
 * The moments after `at` for which a condition on the time can change its answer, the next first.
 *
 * @param at ISO 8601; without it there are none
 * @returns ISO 8601, UTC
 */
export function momentsAfter(statements: readonly Statement[], at: string | undefined): readonly string[] {
  const now = at === undefined ? Number.NaN : Date.parse(at);
  if (Number.isNaN(now)) return [];
  const dates = new Set<number>();
  for (const { operator: name, key, values } of statements.flatMap(({ conditions }) => conditions)) {
    if (!timeKeys.has(lower(key))) continue;
    const isDate = readOperator(name)?.comparison === "date";
    for (const value of values) {
      const date = isDate ? dateOf(value) : numberOf(value) * 1000;
      // Before, at and after the date: an operator can include it or not.
      for (const moment of [date, date + 1000]) if (moment > now && moment < 8.64e15) dates.add(moment);
    }
  }
  return [...dates].toSorted((one, other) => one - other).map((date) => new Date(date).toISOString());
}

/** A loss of access that a policy foresees. */
export interface AccessEnd {
  readonly date: string;
  /** Whether it comes within a day. */
  readonly isSoon: boolean;
}

/**
 * Finds the first moment at which access that is there now is not there any more.
 *
 * @param holds whether access is certain at a moment
 */
export function firstLoss(
  statements: readonly Statement[],
  at: string | undefined,
  holds: (moment: string) => boolean,
): AccessEnd | undefined {
  const date = momentsAfter(statements, at).find((moment) => !holds(moment));
  if (date === undefined || at === undefined) return undefined;
  return { date: readable(date), isSoon: Date.parse(date) - Date.parse(at) <= soon };
}

/** `2026-11-25 21:49:41 UTC` */
function readable(date: string): string {
  return `${date.slice(0, 10)} ${date.slice(11, 19)} UTC`;
}
