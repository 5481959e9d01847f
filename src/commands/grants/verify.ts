/** `grants --verify`: compares the four grants with those on the key. It creates, retires and revokes no grant. */

import { grantPlaceOf, grantsOf } from "../../apply/assess.js";
import type { Connection } from "../../aws/connection.js";
import { takeSnapshot } from "../../aws/take-snapshot.js";
import { keyArn, type Snapshot } from "../../checks/snapshot.js";
import { type ComparedGrants, compareGrants } from "../../grants/compare.js";
import type { ExpectedGrant, Grant } from "../../grants/expected.js";
import { environmentOf } from "../../grants/others.js";
import { parseEnvironmentName } from "../../key/target.js";
import { type Problem, problem } from "../../problems/problem.js";
import { fail, ok, type Result } from "../../problems/result.js";
import { headOf, usageError } from "../../report/compose.js";
import type { ReportParts } from "../../report/report.js";
import type { Context } from "../../session/context.js";
import { withSession } from "../../session/session.js";
import { type GrantsOptions, withoutEnvironment } from "../offline-target.js";

export async function verifyGrants(
  key: string | undefined,
  options: GrantsOptions,
  context: Context,
): Promise<ReportParts> {
  const existing = parseEnvironments(options.environments);
  if (!existing.ok) return usageError("grants", existing.problems);
  return withSession("grants", key, options, context, async (session) => {
    const { target, connection } = session;
    const expected = grantsOf(target);
    if (expected.length === 0) return withoutEnvironment(key);
    const look = async () => {
      const snapshot = await takeSnapshot(target, connection, context, ["caller", "grants"]);
      const named = existing.value ?? (await existingEnvironments(snapshot, connection));
      return verified(snapshot, expected, named);
    };
    return look();
  });
}

/**
 * Asks MWAA which environments exist, but only where the key has grants for others: it is one more permission.
 *
 * @returns undefined where no other is named, the caller is in another account than the environment, or MWAA does not say
 */
async function existingEnvironments(
  { grants, caller, target }: Snapshot,
  connection: Connection,
): Promise<readonly string[] | undefined> {
  if (!grants.known || !caller.known) return undefined;
  const isNeeded = grants.value.some(
    (grant) => ![undefined, target.environment].includes(environmentOf(grant)),
  );
  if (!isNeeded || caller.value.account !== (target.account ?? caller.value.account)) return undefined;
  const names = await connection.environments();
  return names.known ? names.value : undefined;
}

function verified(
  snapshot: Snapshot,
  expected: readonly ExpectedGrant[],
  existing: readonly string[] | undefined,
): ReportParts {
  const head = { command: "grants", ...headOf(snapshot) } as const;
  if (!snapshot.grants.known) {
    const body = { kind: "grants", expected } as const;
    return { ...head, verdict: "could-not-tell", problems: [snapshot.grants.problem], body };
  }
  const live = compareGrants(expected, snapshot.grants.value, grantPlaceOf(snapshot, existing));
  const isWhole = live.expected.every(({ state }) => state === "present");
  return {
    ...head,
    verdict: isWhole ? "done" : "incomplete",
    problems: leftovers(live, snapshot),
    body: { kind: "grants", expected, live },
  };
}

/** So many grants are named with their commands; a failed creation leaves four. */
const mostCommands = 8;

/** Grants of environments that do not exist: a command for each, for a person to run. */
function leftovers({ environments = [] }: ComparedGrants, snapshot: Snapshot): readonly Problem[] {
  const key = keyArn(snapshot) ?? snapshot.target.key.given;
  const { region } = snapshot.target;
  return environments.flatMap(({ name, grants, state }) => {
    if (state !== "absent") return [];
    const ids = grants.flatMap(({ GrantId }: Grant) => GrantId ?? []);
    const facts = { environment: name, grants: grants.length, ids: ids.slice(0, mostCommands), key, region };
    return [problem("grants/leftover", facts)];
  });
}

/** `--environments a,b,c`; undefined where it is not given. An empty list says that there is no environment. */
function parseEnvironments(text: string | undefined): Result<readonly string[] | undefined> {
  if (text === undefined) return ok(undefined);
  const names = text.split(",").map((name) => name.trim());
  const read = names.filter((name) => name !== "").map(parseEnvironmentName);
  const problems = read.flatMap((each) => (each.ok ? [] : each.problems));
  if (problems.length > 0) return fail(...problems.map((each) => ({ ...each, at: "--environments" })));
  return ok(read.flatMap((each) => (each.ok ? [each.value] : [])));
}
