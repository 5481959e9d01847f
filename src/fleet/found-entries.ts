/** What MWAA shows of environments, as entries: those with a key to check, and those about which something else is to be said. */
import { environmentLabel, targetOfEnvironment } from "../key/environment-target.js";
import type { MwaaEnvironment } from "../key/facts.js";
import type { ManifestEntry } from "../manifest/manifest.js";
import { type Problem, problem } from "../problems/problem.js";
import type { FoundEnvironments } from "./find-environments.js";

export interface FoundEntries {
  readonly entries: readonly ManifestEntry[];
  /** Environments whose key is not known: MWAA did not show it, or shows one of a form that it should not take. */
  readonly unknown: readonly { readonly label: string; readonly problems: readonly Problem[] }[];
  /** What is to be said of the whole: environments with the AWS owned key, Regions left out or not listed. */
  readonly notes: readonly Problem[];
  /** Environments that use the AWS owned key. */
  readonly ownKey: readonly MwaaEnvironment[];
}

/** @param logGroups whether the log groups that are there already are to be looked at */
export function entriesOf(found: FoundEnvironments, logGroups: boolean): FoundEntries {
  const entries: ManifestEntry[] = [];
  const unknown = found.unread.map((each) => ({ label: environmentLabel(each), problems: [each.problem] }));
  const ownKey = found.environments.filter(({ kmsKey }) => kmsKey === undefined);
  for (const shown of found.environments) {
    if (shown.kmsKey === undefined) continue;
    const target = targetOfEnvironment(shown);
    if (target.ok)
      entries.push({ at: shown.arn, target: { ...target.value, environment: shown.name }, logGroups });
    else unknown.push({ label: environmentLabel(shown), problems: [...target.problems] });
  }
  return { entries, unknown, ownKey, notes: notesOf(found, ownKey) };
}

function notesOf(
  { unlisted, leftOut }: FoundEnvironments,
  ownKey: readonly MwaaEnvironment[],
): readonly Problem[] {
  const environments = ownKey.map(environmentLabel).join(", ");
  return [
    ...unlisted,
    ...(ownKey.length === 0 ? [] : [problem("environment/aws-owned-key", { environments })]),
    ...(leftOut.length === 0
      ? []
      : [problem("environment/regions-left-out", { regions: leftOut.join(", ") })]),
  ];
}
