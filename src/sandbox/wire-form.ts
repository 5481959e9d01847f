/** The members in a form or a query, where all is text: nested by their dotted names, and of the types that the shape wants. Knows no service. */
import type { JsonObject } from "./model.js";
import type { InputShape } from "./shapes.js";

type Nested = { [name: string]: Nested | string };

/** `Tags.member.1.Key=a` becomes `{ Tags: { member: { 1: { Key: "a" } } } }`. */
export function nested(form: URLSearchParams): JsonObject {
  const root: Nested = Object.create(null);
  for (const [name, value] of form) {
    const path = name.split(".");
    const last = path.pop() ?? "";
    let at: Nested = root;
    for (const part of path) {
      const next = at[part];
      const inner: Nested = typeof next === "object" ? next : Object.create(null);
      at[part] = inner;
      at = inner;
    }
    at[last] = value;
  }
  return root;
}

/** Text as numbers, booleans and lists, where the shape has them. What does not fit stays as it is, and is refused for it. */
export function typed(shape: InputShape, value: unknown): unknown {
  switch (shape.kind) {
    case "whole":
      return typeof value === "string" && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
    case "flag":
      return value === "true" ? true : value === "false" ? false : value;
    case "list": {
      const members = typeof value === "object" && value !== null ? (value as Nested)["member"] : undefined;
      if (typeof members !== "object") return value === "" ? [] : value;
      return Object.keys(members)
        .sort((one, other) => Number(one) - Number(other))
        .map((index) => typed(shape.of, members[index]));
    }
    case "object": {
      if (typeof value !== "object" || value === null) return value;
      const entries = Object.entries(value).map(([name, item]) => {
        const inner = Object.hasOwn(shape.members, name) ? shape.members[name] : undefined;
        return [name, inner === undefined ? item : typed(inner, item)];
      });
      return Object.fromEntries(entries);
    }
    default:
      return value;
  }
}
