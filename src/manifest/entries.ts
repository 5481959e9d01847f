/** The environments of a manifest, each with the defaults filled in and read as the command line's words are. */
import { parseTarget, type Target, type TargetOptions } from "../key/target.js";
import { type Parsed, parsed, refused } from "../problem/parsed.js";
import { type Problem, problem } from "../problem/problem.js";
import { short } from "./bounds.js";
import type { ManifestEntry } from "./entry.js";
import { place, pointer } from "./issues.js";
import type { Part, Parts } from "./parts.js";
import { profilePattern, rolePattern } from "./patterns.js";
import type { Read } from "./read-yaml.js";
import type { EnvironmentFile } from "./shape.js";

type Member = keyof EnvironmentFile;

/** @returns the entries in the file's order, or every problem; one that a default has is told once */
export function readEntries(parts: Parts, read: Read): Parsed<readonly ManifestEntry[]> {
  const entries: ManifestEntry[] = [];
  const problems = new Map<string, Problem>();
  const firstOf = new Map<string, string>();
  if (parts.saysNothing) problems.set("", problem("manifest/nothing", {}, read.at));
  for (const part of parts.environments) {
    const entry = readEntry(part, parts, read);
    const twice = entry.ok ? standsTwice(entry.value, firstOf) : [];
    const found = entry.ok ? twice : entry.problems;
    for (const each of found) problems.set(`${each.code} ${each.at} ${each.what}`, each);
    if (entry.ok) entries.push(entry.value);
  }
  return problems.size > 0 ? refused(...problems.values()) : parsed(entries);
}

function readEntry({ index, value }: Part<EnvironmentFile>, parts: Parts, read: Read): Parsed<ManifestEntry> {
  const whole = { ...parts.defaults, ...value };
  const path = ["environments", index];
  const placeOf = (member: Member) =>
    place(
      Object.hasOwn(value, member) || !Object.hasOwn(parts.defaults, member)
        ? [...path, member]
        : ["defaults", member],
      read,
    );
  const target = parseTarget(optionsOf(whole));
  const problems = [
    ...(target.ok ? [] : target.problems.map((each) => placed(each, whole, path, placeOf))),
    ...credentialProblems(whole, placeOf),
  ];
  if (problems.length > 0 || !target.ok) return refused(...problems);
  const { profile, assumeRole, scope, logGroups = false } = whole;
  return parsed({
    at: place(path, read),
    target: { ...target.value, environment: whole.name } satisfies Target,
    ...(profile === undefined ? {} : { profile }),
    ...(assumeRole === undefined ? {} : { assumeRole }),
    ...(scope === undefined ? {} : { scope }),
    logGroups,
  });
}

function optionsOf(whole: EnvironmentFile): TargetOptions {
  const { key, name, region, account, bucket, executionRole, logTypes, accept } = whole;
  const logType = logTypes === undefined ? undefined : [...new Set(logTypes)];
  return { key, environment: name, region, account, bucket, executionRole, logType, accept };
}

/** The member that a problem of the command line's words is about. */
function memberOf({ code, at }: Problem, whole: EnvironmentFile): Member {
  const options: Readonly<Record<string, Member>> = {
    "--region": "region",
    "--account": "account",
    "--environment": "name",
    "--bucket": "bucket",
    "--execution-role": "executionRole",
    "--log-type": "logTypes",
  };
  if (code === "key/other-region" && whole.region !== undefined) return "region";
  return (at === undefined ? undefined : options[at]) ?? "key";
}

function placed(
  found: Problem,
  whole: EnvironmentFile,
  path: readonly PropertyKey[],
  placeOf: (member: Member) => string,
): Problem {
  if (found.code === "target/no-region") {
    return problem("manifest/no-region", { name: whole.name, pointer: pointer(path) }, placeOf("key"));
  }
  return { ...found, at: placeOf(memberOf(found, whole)) };
}

function credentialProblems(
  { profile, assumeRole }: EnvironmentFile,
  placeOf: (member: Member) => string,
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
