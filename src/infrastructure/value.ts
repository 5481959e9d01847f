/** A value of a template, worked out as far as it is known. An unknown stays an unknown, with its reason. */
import type { Problem } from "../problems/problem.js";

export type Value =
  | { readonly is: "text"; readonly at: number; readonly text: string }
  | { readonly is: "list"; readonly at: number; readonly items: readonly Value[] }
  | { readonly is: "map"; readonly at: number; readonly entries: ReadonlyMap<string, Value> }
  /** Not set: AWS::NoValue takes a property away. */
  | { readonly is: "absent"; readonly at: number }
  /** `start` is what a text certainly begins with. */
  | { readonly is: "unknown"; readonly at: number; readonly reason: Problem; readonly start: string };

export type Unknown = Extract<Value, { is: "unknown" }>;

export function text(value: string, at: number): Value {
  return { is: "text", at, text: value };
}

export function unknownValue(reason: Problem, at: number, start = ""): Unknown {
  return { is: "unknown", at, reason, start };
}

/** Puts texts together; from the first unknown part on, only the beginning is known. */
export function joined(parts: readonly Value[], separator: string, at: number): Value {
  let known = "";
  for (const [index, part] of parts.entries()) {
    if (index > 0) known += separator;
    if (part.is === "unknown") return unknownValue(part.reason, at, known + part.start);
    if (part.is === "text") known += part.text;
  }
  return text(known, at);
}

/** @returns every unknown inside of a value */
export function unknownsIn(value: Value): readonly Unknown[] {
  switch (value.is) {
    case "unknown":
      return [value];
    case "list":
      return value.items.flatMap(unknownsIn);
    case "map":
      return [...value.entries.values()].flatMap(unknownsIn);
    default:
      return [];
  }
}

/** @returns the node that a JSON pointer names in the value; the deepest that is there, where not all of it is */
export function nodeAt(value: Value, pointer: string): Value {
  let found = value;
  for (const step of pointer.split("/").slice(1)) {
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    const next =
      found.is === "list"
        ? found.items[Number(name)]
        : found.is === "map"
          ? found.entries.get(name)
          : undefined;
    if (next === undefined) break;
    found = next;
  }
  return found;
}
