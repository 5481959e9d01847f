/** Findings of the policy's look-over, each kind once: with its first places, and how many there are. It finds nothing itself. */
import type { Problem } from "../../problems/problem.js";
import type { Json, StatementSource } from "./document.js";
import { describeStatement, moreOf, mostPlaces } from "./title.js";

/** Where a problem is, for its sentences. `more` is empty, or says where it is again. */
export interface Where {
  /** It begins a sentence: `The statement /Statement/1 ("logs")`. */
  readonly statement: string;
  readonly pointer: string;
  readonly more: string;
}

/** One place of a problem. Those of one `kind` and one `detail` are one problem. */
export interface Find {
  readonly kind: string;
  readonly detail: string;
  readonly source: StatementSource;
  readonly pointer: string;
  readonly make: (where: Where) => Problem;
}

/** Details that are shown of one kind: the others are counted. */
const mostDetails = 10;

/** @returns a problem for each kind and detail, in the order of their first places */
export function gather(finds: Iterable<Find>): readonly Problem[] {
  const groups = new Map<string, { first: Find; pointers: string[]; count: number }>();
  const details = new Map<string, number>();
  for (const find of finds) {
    const own = `${find.kind} ${find.detail}`;
    const known = groups.get(own) ?? groups.get(find.kind);
    if (known !== undefined) {
      known.count++;
      if (known.pointers.length < mostPlaces) known.pointers.push(find.pointer);
      continue;
    }
    const number = (details.get(find.kind) ?? 0) + 1;
    details.set(find.kind, number);
    groups.set(number > mostDetails ? find.kind : own, { first: find, pointers: [], count: 0 });
  }
  return [...groups.values()].map(({ first, pointers, count }) =>
    first.make({
      statement: describeStatement(first.source),
      pointer: first.pointer,
      more: moreOf(pointers, count),
    }),
  );
}

export function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

/** Each text of a member that is one text or a list of them, with its pointer. */
export function textsAt(value: Json | undefined, pointer: string): readonly (readonly [string, string])[] {
  if (typeof value === "string") return [[value, pointer]];
  if (!Array.isArray(value)) return [];
  return (value as readonly Json[]).flatMap((item, at) =>
    typeof item === "string" ? [[item, `${pointer}/${at}`] as const] : [],
  );
}

export function membersOf(value: Json | undefined): { readonly [member: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as { readonly [member: string]: Json })
    : {};
}

export function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
