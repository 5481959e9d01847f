/** What zod says of a manifest's shape, in our words and with the place. */

import leven from "leven";
import type { core } from "zod";
import { type Problem, problem } from "../problems/problem.js";
import { manifestSchema, membersOf, samples, short } from "./schema.js";
import type { Read, Spot } from "./yaml.js";

/** @returns a problem for each thing that an issue is about */
export function problemsOf(issue: core.$ZodIssue, read: Read): readonly Problem[] {
  const { path } = issue;
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((member) => unknownMember(member, path, read));
    case "invalid_type":
      return [isAbsent(path, read) ? missing(path, read) : otherKind(issue.expected, path, read)];
    case "invalid_value":
      return [isAbsent(path, read) ? missing(path, read) : otherValue(issue.values.map(String), path, read)];
    case "too_small":
      return [wrongLength(path, `at least ${issue.minimum}`, read)];
    case "too_big":
      return [wrongLength(path, `at most ${issue.maximum}`, read)];
    default:
      return [
        problem("manifest/yaml", { reason: `${inWords(path)}: ${issue.message}` }, placeAt(path, read)),
      ];
  }
}

/** @returns the nearest of some words, or "" where none is near */
export function nearest(given: string, all: readonly string[]): string {
  const [near] = all
    .map((word) => ({ word, distance: leven(given.slice(0, 80).toLowerCase(), word.toLowerCase()) }))
    .sort((one, other) => one.distance - other.distance);
  return near !== undefined && near.distance <= Math.max(2, near.word.length / 3) ? near.word : "";
}

function unknownMember(member: string, path: Path, read: Read): Problem {
  const all = membersOf(path);
  const facts = { inside: holderOf(path), near: nearest(member, all), all: all.join(", ") };
  const at = spotAt([...path, member], read)?.nameAt ?? read.at;
  return problem("manifest/unknown-member", { member: short(member), ...facts }, at);
}

function missing(path: Path, read: Read): Problem {
  const member = String(path.at(-1));
  const holder = path.slice(0, -1);
  const inside = holderOf(holder).replace(/^./, (first) => first.toUpperCase());
  const facts = { inside, member, pointer: pointerTo(path), sample: samples[member] ?? "" };
  return problem("manifest/missing", facts, placeAt(holder, read));
}

function otherKind(expected: string, path: Path, read: Read): Problem {
  const value = valueAt(path, read);
  const source = spotAt(path, read)?.source ?? "";
  const [member, found, at] = [inWords(path), kindOf(value), placeAt(path, read)];
  if (expected === "string" && source !== "" && (value === null || typeof value !== "object")) {
    return problem(
      "manifest/unquoted",
      { member, found, source: short(source), pointer: pointerTo(path) },
      at,
    );
  }
  const [meant = expected, how = expected] = kinds[expected] ?? [];
  return problem("manifest/type", { member, found, expected: meant, how }, at);
}

function otherValue(all: readonly string[], path: Path, read: Read): Problem {
  const at = placeAt(path, read);
  const given = short(spotAt(path, read)?.source ?? kindOf(valueAt(path, read)));
  if (all[0] === manifestSchema) return problem("manifest/schema", { given }, at);
  const facts = { given, near: nearest(given, all), all: all.join(", "), pointer: pointerTo(path) };
  return problem("manifest/value", { member: inWords(path), ...facts }, at);
}

function wrongLength(path: Path, bound: string, read: Read): Problem {
  const list = valueAt(path, read);
  const length = Array.isArray(list) ? list.length : 0;
  return problem("manifest/length", { member: inWords(path), length, bound }, placeAt(path, read));
}

/** What zod expects, in YAML's words, and how that is written. */
const kinds: Readonly<Record<string, readonly [string, string]>> = {
  string: ["a text", "a text on the same line"],
  array: ["a list", 'a list, each entry on a line of its own after "- "'],
  object: ["a map", "a map, each member on a line of its own: name, colon, space, value"],
  boolean: ["true or false", "true or false, without quotes"],
};

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  const names: Readonly<Record<string, string>> = { object: "a map", string: "a text", number: "a number" };
  return names[typeof value] ?? String(value);
}

/** A member that is not there at all; one that is there and empty is null. */
function isAbsent(path: Path, read: Read): boolean {
  return path.length > 0 && valueAt(path, read) === undefined;
}

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
