/** Where a value of a statement stands in its policy, as a JSON pointer. It knows no meaning. */
import type { Json, PolicyDocument } from "./document.js";

/** A statement, as far as its place goes. */
interface Placed {
  readonly pointer: string;
}

/** One step of a JSON pointer, escaped (RFC 6901). */
export function step(name: string | number): string {
  return String(name).replaceAll("~", "~0").replaceAll("/", "~1");
}

/** @returns the statement's JSON as it stands in the document; an empty object where it has none */
export function rawStatement(document: PolicyDocument, statement: Placed): { readonly [m: string]: Json } {
  const value = document.statements.find((source) => source.pointer === statement.pointer)?.value;
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as { readonly [m: string]: Json })
    : {};
}

/** @returns what stands at a pointer into the document's statements; undefined where nothing does */
export function valueAt(document: PolicyDocument, pointer: string): Json | undefined {
  const source = document.statements.find(
    (each) => pointer === each.pointer || pointer.startsWith(`${each.pointer}/`),
  );
  if (source === undefined) return undefined;
  const steps = pointer.slice(source.pointer.length).split("/").slice(1);
  return steps.reduce<Json | undefined>(member, source.value);
}

function member(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const plain = name.replaceAll("~1", "/").replaceAll("~0", "~");
  return Object.hasOwn(value, plain) ? (value as { readonly [m: string]: Json })[plain] : undefined;
}

/**
 * The pointer to one text within a member that may be a single text or a list.
 *
 * @param path the members from the statement down, `["Principal", "Service"]`
 * @param value the text itself
 */
export function pointerOf(
  document: PolicyDocument,
  statement: Placed,
  path: readonly string[],
  value: string,
): string {
  let found: Json | undefined = rawStatement(document, statement);
  for (const name of path) {
    found =
      typeof found === "object" && found !== null && !Array.isArray(found)
        ? (found as { readonly [m: string]: Json })[name]
        : undefined;
  }
  const at = [statement.pointer, ...path.map(step)].join("/");
  const index = Array.isArray(found) ? found.indexOf(value) : -1;
  return index < 0 ? at : `${at}/${index}`;
}
