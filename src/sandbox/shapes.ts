/**
 * Whether the members of a request are what the API model wants: their JSON types, lengths, patterns and choices.
 * AWS looks at this before it asks who may. Knows no operation.
 */

import { refuse } from "./members.js";
import type { JsonObject } from "./model.js";

interface Bounds {
  readonly min: number;
  readonly max: number;
}

export type InputShape =
  | ({ readonly kind: "text"; readonly pattern?: string } & Bounds)
  | { readonly kind: "choice"; readonly choices: readonly string[] }
  | ({ readonly kind: "whole" | "bytes" } & Bounds)
  | { readonly kind: "flag" }
  | ({ readonly kind: "list"; readonly of: InputShape } & Bounds)
  | ({ readonly kind: "map"; readonly key: InputShape; readonly of: InputShape } & Bounds)
  | {
      readonly kind: "object";
      readonly members: Readonly<Record<string, InputShape>>;
      readonly required: readonly string[];
    };

/** The inputs of a service's operations. */
export type Shapes = Readonly<Record<string, InputShape & { readonly kind: "object" }>>;

/** No upper bound. */
export const none = Number.POSITIVE_INFINITY;

export const flag: InputShape = { kind: "flag" };

/** @param pattern as AWS's model spells it, since AWS's refusal quotes it; the whole text must match */
export function text(min = 0, max = none, pattern?: string): InputShape {
  return { kind: "text", min, max, ...(pattern === undefined ? {} : { pattern }) };
}

export function choice(words: string): InputShape {
  return { kind: "choice", choices: words.split(" ") };
}

export function whole(min = -none, max = none): InputShape {
  return { kind: "whole", min, max };
}

export function bytes(min = 0, max = none): InputShape {
  return { kind: "bytes", min, max };
}

export function list(of: InputShape, min = 0, max = none): InputShape {
  return { kind: "list", of, min, max };
}

export function map(key: InputShape, of: InputShape, min = 0, max = none): InputShape {
  return { kind: "map", key, of, min, max };
}

export function object(
  members: Readonly<Record<string, InputShape>>,
  ...required: readonly string[]
): InputShape & { readonly kind: "object" } {
  return { kind: "object", members, required };
}

/**
 * Refuses a request whose members the model forbids, with AWS's generic sentence for all that is wrong.
 * Members that the model does not know are let be, as AWS does.
 */
export function checkMembers(shape: InputShape, body: JsonObject, code = "ValidationException"): void {
  const wrong = [...faults(shape, body, "")];
  if (wrong.length === 0) return;
  const count = `${wrong.length} validation error${wrong.length === 1 ? "" : "s"} detected: `;
  refuse(code, count + wrong.join("; "));
}

function* faults(shape: InputShape, value: unknown, at: string): Generator<string> {
  switch (shape.kind) {
    case "text":
      return yield* textFaults(shape, typeof value === "string" ? value : wrongType(at, "a string"), at);
    case "choice": {
      const word = typeof value === "string" ? value : wrongType(at, "a string");
      const set = `[${shape.choices.join(", ")}]`;
      if (!shape.choices.includes(word)) yield fault(word, at, `satisfy enum value set: ${set}`);
      return;
    }
    case "flag":
      if (typeof value !== "boolean") wrongType(at, "a boolean");
      return;
    case "whole": {
      const number = Number.isInteger(value) ? (value as number) : wrongType(at, "an integer");
      if (number < shape.min) yield fault(value, at, `have value greater than or equal to ${shape.min}`);
      if (number > shape.max) yield fault(value, at, `have value less than or equal to ${shape.max}`);
      return;
    }
    case "bytes": {
      const base64 = typeof value === "string" && isBase64(value) ? value : wrongType(at, "base64");
      yield* lengthFaults(Buffer.from(base64, "base64").length, shape, value, at);
      return;
    }
    case "list": {
      const items: unknown[] = Array.isArray(value) ? value : wrongType(at, "a list");
      yield* lengthFaults(items.length, shape, `[${items.join(", ")}]`, at);
      for (const [index, item] of items.entries()) yield* faults(shape.of, item, `${at}.${index + 1}.member`);
      return;
    }
    case "map": {
      const entries = Object.entries(isObject(value) ? value : wrongType(at, "an object"));
      yield* lengthFaults(entries.length, shape, "{}", at);
      for (const [name, item] of entries) {
        yield* faults(shape.key, name, `${at}.key`);
        yield* faults(shape.of, item, `${at}.${name}.member`);
      }
      return;
    }
    case "object": {
      const members = isObject(value) ? value : wrongType(at, "an object");
      for (const [name, inner] of Object.entries(shape.members)) {
        const path = at === "" ? spelled(name) : `${at}.${spelled(name)}`;
        const given = Object.hasOwn(members, name) ? members[name] : undefined;
        if (given !== undefined && given !== null) yield* faults(inner, given, path);
        else if (shape.required.includes(name)) yield fault(undefined, path, "not be null");
      }
    }
  }
}

function* textFaults(shape: InputShape & { kind: "text" }, value: string, at: string): Generator<string> {
  yield* lengthFaults(value.length, shape, value, at);
  if (shape.pattern !== undefined && !patternOf(shape.pattern).test(value)) {
    yield fault(value, at, `satisfy regular expression pattern: ${shape.pattern}`);
  }
}

function* lengthFaults(length: number, { min, max }: Bounds, value: unknown, at: string): Generator<string> {
  if (length < min) yield fault(value, at, `have length greater than or equal to ${min}`);
  if (length > max) yield fault(value, at, `have length less than or equal to ${max}`);
}

function fault(value: unknown, at: string, constraint: string): string {
  const shown = value === undefined ? "null" : `'${String(value)}'`;
  return `Value ${shown} at '${at}' failed to satisfy constraint: Member must ${constraint}`;
}

/** AWS spells the members of a request in lower camel case when it complains about them. */
function spelled(member: string): string {
  return member.charAt(0).toLowerCase() + member.slice(1);
}

/** Assumption: the sentence for a member of another JSON type was not recorded. */
function wrongType(at: string, wanted: string): never {
  return refuse("SerializationException", `${at} is not ${wanted}`);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isBase64(value: string): boolean {
  return value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value);
}

const patterns = new Map<string, RegExp>();

/** The patterns are written for Java; those that name Unicode's classes need JavaScript's own mode for them. */
function patternOf(source: string): RegExp {
  const known = patterns.get(source);
  if (known !== undefined) return known;
  const made = new RegExp(`^(?:${source})$`, source.includes("\\p{") ? "u" : "");
  patterns.set(source, made);
  return made;
}
