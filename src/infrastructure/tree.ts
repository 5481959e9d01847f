/** A template as a tree with the place of every node. All scalars are texts, as they are written. It evaluates nothing. */

/** `at` is an offset into all the sources of a run: see Sources. */
export type Tree =
  | { readonly is: "map"; readonly at: number; readonly entries: ReadonlyMap<string, Tree> }
  | { readonly is: "list"; readonly at: number; readonly items: readonly Tree[] }
  | { readonly is: "text"; readonly at: number; readonly text: string }
  | { readonly is: "null"; readonly at: number }
  /** What cannot be read for what it is: a tag that nobody knows, an alias to itself. */
  | { readonly is: "strange"; readonly at: number; readonly what: string };

/** The texts of a run, one after the other, so that one number names a place in any of them. */
export class Sources {
  readonly #files: { name: string; base: number; ends: readonly number[] }[] = [];
  #length = 0;

  /** @returns the offset at which the file begins */
  add(name: string, text: string): number {
    const base = this.#length;
    const ends = [-1];
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1)) ends.push(end);
    this.#files.push({ name, base, ends });
    this.#length += text.length + 1;
    return base;
  }

  /** @returns `file:line:column` */
  placeOf(at: number): string {
    const file = this.#files.findLast(({ base }) => base <= at);
    if (file === undefined) return "";
    const offset = at - file.base;
    let line = 0;
    let beyond = file.ends.length;
    while (beyond - line > 1) {
      const middle = (line + beyond) >> 1;
      if ((file.ends[middle] ?? 0) < offset) line = middle;
      else beyond = middle;
    }
    return `${file.name}:${line + 1}:${offset - (file.ends[line] ?? 0)}`;
  }
}

/** @returns the member of a map; undefined where there is none, or no map */
export function member(tree: Tree | undefined, name: string): Tree | undefined {
  return tree?.is === "map" ? tree.entries.get(name) : undefined;
}

/** @returns the members of a map; none where it is none */
export function membersOf(tree: Tree | undefined): readonly (readonly [string, Tree])[] {
  return tree?.is === "map" ? [...tree.entries] : [];
}

/** @returns the text of a scalar; undefined where it is none */
export function textOf(tree: Tree | undefined): string | undefined {
  return tree?.is === "text" ? tree.text : undefined;
}
