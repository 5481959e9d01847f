/** How statements and lists are called in the sentences of a judgement. It knows nothing of what they say. */

import { numberOf } from "../../problems/phrases.js";

/** @returns `Statement "logs"`, or `Statement 2`: the start of a sentence; a long Sid is cut short */
export function describeStatement(statement: { readonly pointer: string; readonly sid?: string }): string {
  if (statement.sid === undefined || statement.sid === "") return `Statement ${numberOf(statement.pointer)}`;
  const sid = statement.sid.length > 60 ? `${statement.sid.slice(0, 59)}…` : statement.sid;
  return `Statement ${JSON.stringify(sid)}`;
}

/** @returns up to 3 items by name, more as a count: `6 operations` */
export function countedOf(items: readonly string[], noun: string): string {
  const all = [...new Set(items)];
  return all.length > 3 ? `${all.length.toLocaleString("en-US")} ${noun}s` : all.join(", ");
}

/** How many items of a list a sentence names. */
const most = 12;

/** @returns the items that a sentence can bear, each once: `a, b, and 7 more` */
export function listSome(items: readonly string[]): string {
  const known = told.get(items) ?? tell(items);
  told.set(items, known);
  return known;
}

/** One list is asked for again and again, for each operation and log group. */
const told = new WeakMap<readonly string[], string>();

function tell(items: readonly string[]): string {
  const all = [...new Set(items)];
  const rest = all.length - most;
  return rest > 0 ? `${all.slice(0, most).join(", ")}, and ${rest} more` : all.join(", ");
}

/** How many places a sentence names. */
export const mostPlaces = 3;

/**
 * @param places the first of those beside the one that the sentence is about
 * @param count how many there are
 * @returns ` The same at 7 more places: /Statement/1, /Statement/2, …`; nothing where there is none
 */
export function moreOf(places: readonly string[], count: number): string {
  if (count === 0) return "";
  const few = places.slice(0, mostPlaces);
  const all = count === 1 ? "1 more place" : `${count.toLocaleString("en-US")} more places`;
  return ` The same at ${all}: ${few.join(", ")}${count > few.length ? ", …" : ""}`;
}
