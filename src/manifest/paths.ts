/** Where in a manifest something is: as a place in the file, as a JSON pointer, and in words. */
import { short } from "./bounds.js";
import type { Read, Spot } from "./plain-values.js";

export type Path = readonly PropertyKey[];

/** @returns what a path leads to; undefined where there is nothing */
export function valueAt(path: Path, { value }: Pick<Read, "value">): unknown {
  return path.reduce<unknown>(
    (inner, part) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[part],
    value,
  );
}

export function spotAt(path: Path, read: Read): Spot | undefined {
  const member = path.at(-1);
  if (member === undefined || typeof member === "symbol") return undefined;
  return read.spotOf(valueAt(path.slice(0, -1), read), member);
}

/** `file:line:column` of a value, or of the nearest that holds it. */
export function placeAt(path: Path, read: Read): string {
  if (path.length === 0) return read.at;
  return spotAt(path, read)?.at ?? placeAt(path.slice(0, -1), read);
}

/** `/environments/0/key`: where a fix goes. */
export function pointerTo(path: Path): string {
  return path.map((part) => `/${short(String(part)).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** `environments[0].key` */
export function inWords(path: Path): string {
  if (path.length === 0) return "The manifest";
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${short(String(part))}`))
    .join("")
    .slice(1);
}

/** "an environment": what the members at a path are members of. */
export function holderOf(path: Path): string {
  const [first, second] = path;
  if (first === "defaults") return "defaults";
  if (first === "environments" && second !== undefined) return "an environment";
  return first === "waivers" && second !== undefined ? "a waiver" : "the manifest";
}
