/** Untrusted text made printable and cut to a length, whole characters only; what is cut says so. */
import { printable } from "./printable.js";

/** @returns one printable line of at most `most` UTF-16 units and the sign that it was cut */
export function bounded(text: string, most: number): string {
  // Cut first as well: a text of megabytes need not be made printable to its end.
  const shown = printable(text.slice(0, most + 1));
  if (shown.length <= most) return shown;
  const cut = shown.slice(0, most);
  // A surrogate pair is never halved: half of one is not well-formed text.
  return `${cut.replace(/[\uD800-\uDBFF]$/, "")} … (cut)`;
}
