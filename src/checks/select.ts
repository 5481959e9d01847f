/** Which checks run: `--only` and `--skip` name checks or groups of them. */
import leven from "leven";
import { problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";
import { checks } from "./index.js";

/** Checks of one subject, by a name that stands for all of them. */
export const checkGroups: Readonly<Record<string, readonly string[]>> = {
  key: checks.flatMap(({ id }) => (/^(?:identifier|single-region|rotation|key-.*)$/.test(id) ? [id] : [])),
  logs: ["logs-access", "logs-deny", "over-grants", "log-groups"],
  grants: ["grants-create", "grants-use", "grants-quota", "creator-permissions"],
  policy: ["stored-policy", "lockout"],
  bucket: ["bucket-region", "bucket-encryption"],
  role: ["execution-role"],
};

/** Checks that run; absent: all of them. */
export type Selection = ReadonlySet<string> | undefined;

/**
 * @param only checks or groups that run, nothing else; absent: all
 * @param skip checks or groups that do not
 * @returns the checks that run, or the name that is none
 */
export function selectChecks(
  only: readonly string[] | undefined,
  skip: readonly string[] | undefined,
): Result<Selection> {
  if (only === undefined && skip === undefined) return ok(undefined);
  const known = new Set(checks.map(({ id }) => id));
  const names = [...known, ...Object.keys(checkGroups)];
  const [wrong] = [...(only ?? []), ...(skip ?? [])].filter((name) => !names.includes(name));
  if (wrong !== undefined)
    return fail(
      problem(
        "usage/check",
        { given: wrong, near: nearest(wrong, names) },
        only?.includes(wrong) === true ? "--only" : "--skip",
      ),
    );
  const all = (words: readonly string[]) => words.flatMap((word) => checkGroups[word] ?? [word]);
  const skipped = new Set(all(skip ?? []));
  const chosen = new Set(only === undefined ? known : all(only));
  const selected = new Set([...known].filter((id) => chosen.has(id) && !skipped.has(id)));
  return selected.size > 0 ? ok(selected) : fail(problem("usage/no-checks", {}, "--skip"));
}

function nearest(given: string, names: readonly string[]): string {
  const [best] = names
    .map((name) => ({ name, distance: leven(given, name) }))
    .toSorted((one, other) => one.distance - other.distance);
  return best !== undefined && best.distance <= Math.max(2, given.length / 3) ? best.name : "";
}
