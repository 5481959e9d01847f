/** Dates of policies: the W3C forms of ISO 8601, or seconds since 1970. */
import { agree, type Truth } from "./truth.js";

/** First and last millisecond that a text can mean; a text without a time zone can mean any of them. */
export type Instant = readonly [first: number, last: number];

const hour = 3_600_000;
const day = 24 * hour;
const form = /^(\d{4})-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d))?)?$/;

export function instant(text: string): Instant | undefined {
  if (/^\d{5,11}$/.test(text) || text === "0") return [Number(text) * 1000, Number(text) * 1000];
  const [, year, month, date, hours] = form.exec(text) ?? [];
  if (year === undefined || Number(month) > 12 || Number(hours ?? 0) > 23) return undefined;
  const start = Date.UTC(Number(year), Number(month) - 1, Number(date ?? 1));
  // The 30th of February becomes the 1st of March: such a text is no date.
  if (Number.isNaN(start) || new Date(start).getUTCMonth() !== Number(month) - 1) return undefined;
  if (hours !== undefined) {
    const exact = Date.parse(text);
    return Number.isNaN(exact) ? undefined : [exact, exact];
  }
  const last = date === undefined ? Date.UTC(Number(year), Number(month), 1) : start + day;
  return [start - 14 * hour, last + 12 * hour];
}

/** Whether one date is at or before another ("before": and not the same). Undecided where a date without a time could be either. */
export function atMost(one: string, other: string, how?: "before"): Truth {
  const a = instant(one);
  const b = instant(other);
  if (a === undefined || b === undefined) throw new Error("not a date");
  const holds = (x: number, y: number) => (how === "before" ? x < y : x <= y);
  return agree(holds(a[1], b[0]), holds(a[0], b[1]), "a date without a time");
}
