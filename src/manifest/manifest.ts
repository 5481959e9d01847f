/** A manifest read whole: the environments with their keys, and the waivers, or every problem with its place. */

import { type Problem, problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";
import type { ManifestEntry } from "./environments.js";
import { partsOf, readEntries } from "./environments.js";
import { readWaivers } from "./read-waivers.js";
import { longestManifest, manifestShape, mostProblems } from "./schema.js";
import { problemsOf } from "./schema-problems.js";
import type { Waiver } from "./waivers.js";
import { readYaml } from "./yaml.js";

export type { ManifestEntry } from "./environments.js";
export { longestManifest } from "./schema.js";

export interface Manifest {
  /** The file's name, as it was given. */
  readonly file: string;
  /** In the file's order; none where it has only waivers. */
  readonly environments: readonly ManifestEntry[];
  readonly waivers: readonly Waiver[];
}

/**
 * Reads a manifest.
 *
 * @param text untrusted, of any length
 * @param file its name, for the places
 * @returns the manifest, or every problem that it has, each with its place, in the file's order
 */
export function parseManifest(text: string, file: string): Result<Manifest> {
  const read = readYaml(text, file);
  if (!read.ok) return bounded(read.problems);
  const shaped = manifestShape.safeParse(read.value.value);
  const issues = shaped.success ? [] : shaped.error.issues;
  const parts = partsOf(read.value.value, issues);
  const environments = readEntries(parts, read.value);
  const waivers = readWaivers(parts, read.value);
  const problems = [
    ...issues.flatMap((issue) => problemsOf(issue, read.value)),
    ...(environments.ok ? [] : environments.problems),
    ...(waivers.ok ? [] : waivers.problems),
  ];
  if (problems.length > 0 || !environments.ok || !waivers.ok) return bounded(problems);
  return ok({ file, environments: environments.value, waivers: waivers.value });
}

function bounded(problems: readonly Problem[]): Result<never> {
  const inOrder = [...problems].sort((one, other) => orderOf(one) - orderOf(other));
  const more = inOrder.length - mostProblems;
  if (more <= 0) return { ok: false, problems: inOrder };
  return fail(...inOrder.slice(0, mostProblems), problem("manifest/more", { count: more }));
}

/** Lines are shorter than a manifest is long. */
function orderOf({ at }: Problem): number {
  const [, line = "0", column = "0"] = /:(\d+):(\d+)$/.exec(at ?? "") ?? [];
  return Number(line) * 2 * longestManifest + Number(column);
}
