/** What zod says of a manifest's shape, in our words and with the place. */
import leven from "leven";
import type { core } from "zod";
import { type Problem, problem } from "../problem/problem.js";
import { short } from "./bounds.js";
import { holderOf, inWords, type Path, placeAt, pointerTo, spotAt, valueAt } from "./paths.js";
import type { Read } from "./plain-values.js";
import { manifestSchema, membersOf, samples } from "./shape.js";

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
