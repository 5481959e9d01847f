/** `check --before-deletion`: what still depends on a key, and would be lost with it. It changes nothing. */
import { takeSnapshot } from "../../aws/take-snapshot.js";
import { keyArn } from "../../checks/snapshot.js";
import type { Grant } from "../../grants/expected.js";
import { environmentOf, serviceOf } from "../../grants/others.js";
import type { ExistingLogGroup, MwaaEnvironment } from "../../key/facts.js";
import { listSome } from "../../policy/document/title.js";
import { type Problem, problem } from "../../problems/problem.js";
import { type Fact, known } from "../../problems/result.js";
import { headOf, usageError } from "../../report/compose.js";
import type { Dependents, ReportParts } from "../../report/report.js";
import type { Context, KeyOptions } from "../../session/context.js";
import { type Session, withSession } from "../../session/session.js";
import { beside } from "../unused-options.js";
import type { CheckOptions } from "./check.js";

/** MWAA's log groups; those of other names are not looked at. */
const logGroupPrefix = "airflow-";

const used = [
  ...["region", "account", "profile", "endpointUrl", "sandbox", "maxAttempts"],
  ...["keyProfile", "keyRoleArn", "keyExternalId", "keySessionName", "keyMfaSerial"],
];

export async function checkBeforeDeletion(
  key: string | undefined,
  options: CheckOptions & KeyOptions,
  context: Context,
): Promise<ReportParts> {
  const unused = beside("check", "--before-deletion", { ...options }, used);
  if (unused.length > 0) return usageError("check", unused);
  return withSession("check", key, options, context, async (session) => {
    const { target, connection } = session;
    const [snapshot, environments, logGroups] = await Promise.all([
      takeSnapshot(target, connection, context, ["caller", "key", "grants"]),
      readEnvironments(session),
      connection.logGroups(logGroupPrefix),
    ]);
    const arn = keyArn(snapshot);
    const isThisKey = (named: string | undefined) =>
      named !== undefined && (named === arn || named.replace(/^key\//, "") === target.key.keyId);
    const dependents: Dependents = {
      environments: namesOf(environments, ({ kmsKey }) => isThisKey(kmsKey)),
      grants: snapshot.grants.known ? countGrants(snapshot.grants.value) : [],
      logGroups: namesOf(logGroups, ({ kmsKeyId }) => isThisKey(kmsKeyId)),
    };
    const unknown = [snapshot.key, snapshot.grants, environments, logGroups].flatMap((fact) =>
      fact.known ? [] : [fact.problem],
    );
    const found = problemsOf(dependents);
    return {
      command: "check",
      ...headOf(snapshot),
      verdict: found.length > 0 ? "not-ready" : unknown.length > 0 ? "could-not-tell" : "done",
      problems: [...found, ...unknown],
      body: { kind: "text", text: textOf(found.length, unknown.length, target.region), dependents },
    };
  });
}

/** All or nothing: an environment that could not be read might be the one that uses the key. */
async function readEnvironments({ connection }: Session): Promise<Fact<readonly MwaaEnvironment[]>> {
  const names = await connection.environments();
  if (!names.known) return names;
  const environments: MwaaEnvironment[] = [];
  for (const name of names.value) {
    const environment = await connection.environment(name);
    // It was deleted since the list was made.
    if (!environment.known && environment.problem.code === "environment/not-found") continue;
    if (!environment.known) return environment;
    environments.push(environment.value);
  }
  return known(environments);
}

function namesOf<T extends MwaaEnvironment | ExistingLogGroup>(
  fact: Fact<readonly T[]>,
  uses: (item: T) => boolean,
): readonly string[] {
  return fact.known ? fact.value.filter(uses).map(({ name }) => name) : [];
}

/** MWAA's grants by environment, the others by service. */
function countGrants(grants: readonly Grant[]): Dependents["grants"] {
  const counts = new Map<string, number>();
  for (const grant of grants) {
    const environment = environmentOf(grant);
    const holder = environment === undefined ? serviceOf(grant) : `MWAA for ${environment}`;
    counts.set(holder, (counts.get(holder) ?? 0) + 1);
  }
  return [...counts].map(([holder, count]) => ({ holder, count }));
}

function problemsOf({ environments, grants, logGroups }: Dependents): readonly Problem[] {
  const count = grants.reduce((sum, each) => sum + each.count, 0);
  const holders = grants.map((each) => `${each.holder} (${each.count})`);
  const [first = ""] = logGroups;
  return [
    ...(environments.length === 0
      ? []
      : [problem("deletion/environments", { count: environments.length, names: listSome(environments) })]),
    ...(count === 0 ? [] : [problem("deletion/grants", { count, names: listSome(holders) })]),
    ...(logGroups.length === 0
      ? []
      : [problem("deletion/log-groups", { count: logGroups.length, names: listSome(logGroups), first })]),
  ];
}

function textOf(found: number, unknown: number, region: string): string {
  const seen = `environments of the caller's account in ${region}, grants on the key, log groups named ${logGroupPrefix}*`;
  const verdict =
    found > 0
      ? "Do not delete the key: it is still in use."
      : unknown > 0
        ? "Unknown: not all that can depend on the key could be read."
        : "Nothing found that depends on the key.";
  return `${verdict}\nChecked: ${seen}.\nNot checked: data that other programs encrypted with the key, and objects in buckets (AWS CloudTrail shows who uses the key).\n`;
}
