/** What zod says of a manifest's shape, in our words and with the place. */
import leven from "leven";
import type { core } from "zod";
import { type Problem, problem } from "../problem/problem.js";
import { short } from "./bounds.js";
import type { Read, Spot } from "./read-yaml.js";
import { manifestSchema, membersOf, samples } from "./shape.js";

type Path = readonly PropertyKey[];

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
      return [wrongLength(path, Number(issue.minimum), read)];
    case "too_big":
      return [wrongLength(path, Number(issue.maximum), read)];
    default:
      return [
        problem("manifest/yaml", { reason: `${inWords(path)}: ${short(issue.message)}` }, place(path, read)),
      ];
  }
}

/** @returns the nearest of some words, or "" where none is near */
export function nearest(given: string, all: readonly string[]): string {
  const near = all
    .map((word) => ({ word, distance: leven(given.slice(0, 80).toLowerCase(), word.toLowerCase()) }))
    .sort((one, other) => one.distance - other.distance)[0];
  return near !== undefined && near.distance <= Math.max(2, near.word.length / 3) ? near.word : "";
}

/** `/environments/0/key`: where a fix goes. */
export function pointer(path: Path): string {
  return path.map((part) => `/${short(String(part)).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function unknownMember(member: string, path: Path, read: Read): Problem {
  const all = membersOf(path);
  const facts = {
    member: short(member),
    inside: container(path),
    near: nearest(member, all),
    all: all.join(", "),
  };
  return problem("manifest/unknown-member", facts, spot([...path, member], read)?.keyAt ?? read.at);
}

function missing(path: Path, read: Read): Problem {
  const member = String(path.at(-1));
  const inside = container(path.slice(0, -1));
  const facts = { inside: upper(inside), member, pointer: pointer(path), sample: samples[member] ?? "" };
  return problem("manifest/missing", facts, place(path.slice(0, -1), read));
}

function otherKind(expected: string, path: Path, read: Read): Problem {
  const value = at(path, read);
  const source = spot(path, read)?.source ?? "";
  const [member, found] = [inWords(path), kindOf(value)];
  if (expected === "string" && source !== "" && typeof value !== "object" && typeof value !== "string") {
    return problem(
      "manifest/unquoted",
      { member, source: short(source), found, pointer: pointer(path) },
      place(path, read),
    );
  }
  return problem(
    "manifest/type",
    { member, found, expected: kinds[expected] ?? expected },
    place(path, read),
  );
}

function otherValue(all: readonly string[], path: Path, read: Read): Problem {
  const value = at(path, read);
  const given = short(spot(path, read)?.source ?? kindOf(value));
  if (all[0] === manifestSchema) return problem("manifest/schema", { given }, place(path, read));
  const facts = { given, near: nearest(given, all), all: all.join(", "), pointer: pointer(path) };
  return problem("manifest/value", { member: inWords(path), ...facts }, place(path, read));
}

function wrongLength(path: Path, limit: number, read: Read): Problem {
  const most = Math.max(limit, 5_000);
  return problem("manifest/length", { member: inWords(path), least: 1, most }, place(path, read));
}

const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  array: "a list",
  object: "a map",
  boolean: "true or false",
};

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  return (
    { object: "a map", string: "a text", number: "a number", bigint: "a number" }[typeof value as string] ??
    String(value)
  );
}

function at(path: Path, { value }: Read): unknown {
  return path.reduce<unknown>(
    (inner, part) => (inner as Record<PropertyKey, unknown> | undefined)?.[part],
    value,
  );
}

/** A member that is not there at all; one that is there and empty is null. */
function isAbsent(path: Path, read: Read): boolean {
  return path.length > 0 && at(path, read) === undefined;
}

export function spot(path: Path, read: Read): Spot | undefined {
  const member = path.at(-1);
  return member === undefined || typeof member === "symbol"
    ? undefined
    : read.spotOf(at(path.slice(0, -1), read), member);
}

/** The place of a value, or of the nearest that holds it. */
export function place(path: Path, read: Read): string {
  if (path.length === 0) return read.at;
  return spot(path, read)?.at ?? place(path.slice(0, -1), read);
}

/** `environments[0].key` */
function inWords(path: Path): string {
  if (path.length === 0) return "The manifest";
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${short(String(part))}`))
    .join("")
    .slice(1);
}

function container(path: Path): string {
  const [first, second] = path;
  if (first === "defaults") return "defaults";
  if (first === "environments" && second !== undefined) return "an environment";
  return first === "waivers" && second !== undefined ? "a waiver" : "the manifest";
}

function upper(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
