/** The environments of a manifest, each with the defaults filled in and read as the command line's words are. */

import type { core } from "zod";
import type { Scope } from "../choices.js";
import { parseTarget, type Target, type TargetOptions } from "../key/target.js";
import { type Problem, problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";
import { profilePattern, rolePattern } from "./patterns.js";
import { type EnvironmentFile, type ManifestFile, short, type WaiverFile } from "./schema.js";
import { type Path, placeAt, pointerTo } from "./schema-problems.js";
import type { Read } from "./yaml.js";

type ManifestField = keyof EnvironmentFile;

/** Any key, so that defaults can be read as an environment is. */
const someKey = "1234abcd-12ab-34cd-56ef-1234567890ab";

/** @returns the entries in the file's order, or every problem; one that a default has is told once */
export function readEntries(parts: Parts, read: Read): Result<readonly ManifestEntry[]> {
  const entries: ManifestEntry[] = [];
  const problems = new Map<string, Problem>();
  const firstOf = new Map<string, string>();
  const tell = (found: readonly Problem[]) => {
    for (const each of found) problems.set(`${each.code} ${each.at} ${each.what}`, each);
  };
  if (parts.saysNothing) tell([problem("manifest/nothing", {}, read.at)]);
  tell(problemsOfDefaults(parts, read));
  for (const part of parts.environments) {
    const entry = readEntry(part, parts, read);
    tell(entry.ok ? standsTwice(entry.value, firstOf) : entry.problems);
    if (entry.ok) entries.push(entry.value);
  }
  return problems.size > 0 ? { ok: false, problems: [...problems.values()] } : ok(entries);
}

/** Defaults are looked at by themselves as well: every environment may have its own members. */
function problemsOfDefaults({ defaults }: Parts, read: Read): readonly Problem[] {
  const whole = { region: "us-east-1", ...defaults, name: "default", key: someKey };
  const at = (member: ManifestField) => placeAt(["defaults", member], read);
  return problemsOf(whole, parseTarget(optionsOf(whole)), ["defaults"], at);
}

function readEntry(
  { index, value }: ManifestPart<EnvironmentFile>,
  parts: Parts,
  read: Read,
): Result<ManifestEntry> {
  const whole = { ...parts.defaults, ...value };
  const path = ["environments", index];
  const target = parseTarget(optionsOf(whole));
  const problems = problemsOf(whole, target, path, (member) => {
    const isDefault = !Object.hasOwn(value, member) && Object.hasOwn(parts.defaults, member);
    return placeAt(isDefault ? ["defaults", member] : [...path, member], read);
  });
  if (problems.length > 0 || !target.ok) return fail(...problems);
  const { profile, assumeRole, scope, logGroups = false } = whole;
  return ok({
    at: placeAt(path, read),
    target: { ...target.value, environment: whole.name },
    ...(profile === undefined ? {} : { profile }),
    ...(assumeRole === undefined ? {} : { assumeRole }),
    ...(scope === undefined ? {} : { scope }),
    logGroups,
  });
}

type PlaceOfMember = (member: ManifestField) => string;

function problemsOf(
  whole: EnvironmentFile,
  target: Result<Target>,
  path: Path,
  placeOf: PlaceOfMember,
): readonly Problem[] {
  const wrong = target.ok ? [] : target.problems;
  return [...wrong.map((each) => placed(each, whole, path, placeOf)), ...credentialProblems(whole, placeOf)];
}

function optionsOf(whole: EnvironmentFile): TargetOptions {
  const { key, name, region, account, bucket, executionRole, logTypes, accept } = whole;
  const logType = logTypes === undefined ? undefined : [...new Set(logTypes)];
  return { key, environment: name, region, account, bucket, executionRole, logType, accept };
}

/** The members that the command line's options are called by. A problem without an option is the key's. */
const members: Readonly<Record<string, ManifestField>> = {
  "--region": "region",
  "--account": "account",
  "--environment": "name",
  "--bucket": "bucket",
  "--execution-role": "executionRole",
  "--log-type": "logTypes",
};

/** The command line's words for a problem, with a place in the manifest. */
function placed(found: Problem, { name }: EnvironmentFile, path: Path, placeOf: PlaceOfMember): Problem {
  if (found.code === "target/no-region") {
    return problem("manifest/no-region", { name: short(name), pointer: pointerTo(path) }, placeOf("key"));
  }
  return { ...found, at: placeOf((found.at === undefined ? undefined : members[found.at]) ?? "key") };
}

function credentialProblems(
  { profile, assumeRole }: EnvironmentFile,
  placeOf: PlaceOfMember,
): readonly Problem[] {
  const problems: Problem[] = [];
  if (profile !== undefined && !new RegExp(profilePattern, "u").test(profile)) {
    problems.push(problem("manifest/profile", { given: short(profile) }, placeOf("profile")));
  }
  if (assumeRole !== undefined && !new RegExp(rolePattern, "u").test(assumeRole)) {
    problems.push(problem("manifest/assume-role", { given: short(assumeRole) }, placeOf("assumeRole")));
  }
  return problems;
}

/** Environment names are unique in an account and Region; an account that nobody says is that of the credentials. */
function standsTwice(entry: ManifestEntry, firstOf: Map<string, string>): readonly Problem[] {
  const { target, profile, assumeRole, at } = entry;
  const account = target.account ?? ["whose", assumeRole ?? profile ?? ""];
  const name = JSON.stringify([target.environment, target.region, account]);
  const first = firstOf.get(name);
  if (first === undefined) firstOf.set(name, at);
  if (first === undefined) return [];
  const facts = { name: target.environment, region: target.region, first };
  return [problem("manifest/environment-twice", facts, at)];
}

/** One environment of a manifest, with the defaults filled in. */
export interface ManifestEntry {
  /** Where it stands: `file:line:column`. */
  readonly at: string;
  /** Its Region never comes from the AWS settings: a manifest says the same on every machine. */
  readonly target: Target & { readonly environment: string };
  /** The profile of the AWS settings that asks. */
  readonly profile?: string;
  /** The role that asks, by ARN, assumed with the profile's credentials or those at hand. */
  readonly assumeRole?: string;
  /** For whose log groups `prepare` lets CloudWatch Logs use the key. */
  readonly scope?: Scope;
  /** Whether the log groups that are there already are to be looked at. */
  readonly logGroups: boolean;
}

/** A part, with its place in its list. */
export interface ManifestPart<T> {
  readonly index: number;
  readonly value: T;
}

export interface Parts {
  readonly defaults: NonNullable<ManifestFile["defaults"]>;
  /** None where the defaults are of another shape, since every environment rests on them. */
  readonly environments: readonly ManifestPart<EnvironmentFile>[];
  readonly waivers: readonly ManifestPart<WaiverFile>[];
  /** The lists as they are written. */
  readonly lists: { readonly environments: unknown; readonly waivers: unknown; readonly defaults: unknown };
  readonly saysNothing: boolean;
}

/** @param issues what zod said of the whole */
export function partsOf(value: unknown, issues: readonly core.$ZodIssue[]): Parts {
  const file = (isMap(value) ? value : {}) as Record<string, unknown>;
  const { defaults, environments, waivers } = file;
  const wrong = new Set(issues.map(({ path }) => path.slice(0, 2).join("/")));
  const hasDefaults = ![...wrong].some((path) => path === "defaults" || path.startsWith("defaults/"));
  const whole = <T>(name: string, list: unknown): readonly ManifestPart<T>[] =>
    wrong.has(name) || !Array.isArray(list)
      ? []
      : list.flatMap((each, index) => (wrong.has(`${name}/${index}`) ? [] : [{ index, value: each as T }]));
  return {
    defaults: (hasDefaults && isMap(defaults) ? defaults : {}) as Parts["defaults"],
    environments: hasDefaults ? whole("environments", environments) : [],
    waivers: whole("waivers", waivers),
    lists: { environments, waivers, defaults },
    saysNothing: isMap(value) && environments === undefined && waivers === undefined,
  };
}

function isMap(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
