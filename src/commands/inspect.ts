/** One key inspected for `check`: the facts, the findings as they are to be taken, the verdict, and what there is to look at. */
import type { Connection } from "../aws/connection.js";
import { type Surroundings, takeSnapshot } from "../flows/take-snapshot.js";
import { compareGrants } from "../grants/compare.js";
import { partitionById } from "../key/partition.js";
import type { Target } from "../key/target.js";
import { excusesFor, type Waiver } from "../manifest/waivers.js";
import type { Plan } from "../plan/plan.js";
import { planPrepare } from "../plan/plan-prepare.js";
import { policyOwnerFinding } from "../plan/policy-owner.js";
import { accessMatrix } from "../policy/access-matrix.js";
import { parsePolicy } from "../policy/document.js";
import type { Finding } from "../readiness/check.js";
import { judge, readinessOf } from "../readiness/judge.js";
import { type FactName, keyArn, logsRequest, type Snapshot } from "../readiness/snapshot.js";
import { settle } from "../readiness/strictness.js";
import { headOf } from "../report/compose.js";
import type { Body, ReportParts } from "../report/report.js";
import { afterCheck, afterReady } from "./next-steps.js";
import { grantsOf, ofTheKey } from "./proposal.js";

/** How findings are to be taken. */
export interface Taking {
  readonly strict: boolean;
  readonly allowUnknown: boolean;
  readonly waivers: readonly Waiver[];
}

/** What is asked of AWS for a key when nothing more is wished. */
const always: readonly FactName[] = ["caller", "key", "policy", "grants", "rotation", "dryRuns"];

/** @param logGroups whether the log groups that are there already are to be looked at */
export function factsFor(target: Target, logGroups: boolean): readonly FactName[] {
  return [
    ...always,
    ...(target.bucket === undefined ? [] : (["bucket"] as const)),
    ...(target.executionRole === undefined ? [] : (["executionRole"] as const)),
    ...(target.creator === undefined ? [] : (["creator"] as const)),
    ...(logGroups ? (["logGroups"] as const) : []),
  ];
}

/**
 * Looks and judges. Waivers of other keys are not this inspection's business.
 *
 * @param isShown whether there is to be something to look at beside the findings
 */
export async function inspect(
  target: Target,
  connection: Connection,
  facts: readonly FactName[],
  taking: Taking,
  surroundings: Surroundings,
  isShown = true,
): Promise<ReportParts> {
  const snapshot = await takeSnapshot(target, connection, surroundings, facts);
  const planned = planPrepare(snapshot, undefined);
  const plan = planned.ok ? planned.value : undefined;
  const owner = policyOwnerFinding(snapshot);
  const found = [...judge(snapshot, facts), ...(owner === undefined ? [] : [owner])];
  const findings = settled(found, snapshot, taking);
  const verdict = readinessOf(findings);
  const isUsual = !taking.strict && !taking.allowUnknown;
  const { strict, allowUnknown } = taking;
  return {
    command: "check",
    ...headOf(snapshot),
    verdict,
    findings,
    ...(isUsual ? {} : { strictness: { strict, allowUnknown } }),
    ...(isShown ? { body: bodyOf(snapshot, plan) } : {}),
    next: nextOf(snapshot, findings, plan),
  };
}

function settled(
  findings: readonly Finding[],
  snapshot: Snapshot,
  { strict, allowUnknown, waivers }: Taking,
): readonly Finding[] {
  const arn = keyArn(snapshot);
  const subject = { keyId: snapshot.target.key.keyId, ...(arn === undefined ? {} : { arn }) };
  const today = snapshot.takenAt.slice(0, 10);
  const excuseOf = excusesFor(waivers, subject, today);
  return settle(findings, { strict, allowUnknown, excuseOf });
}

/** How to create the environment is told where all that its key rests on is known. */
function nextOf(snapshot: Snapshot, findings: readonly Finding[], plan: Plan | undefined): readonly string[] {
  const arn = keyArn(snapshot);
  if (readinessOf(findings) !== "ready" || arn === undefined) return mend(snapshot, findings, plan);
  const isKnown = findings.every(({ excused }) => excused?.by !== "allow-unknown");
  return isKnown ? afterReady(snapshot, arn) : [];
}

/** Where the key itself cannot serve, its policy is not what to mend first. */
function mend(snapshot: Snapshot, findings: readonly Finding[], plan: Plan | undefined): readonly string[] {
  return readinessOf(ofTheKey(findings)) === "ready" ? afterCheck(plan, snapshot) : [];
}

function bodyOf(snapshot: Snapshot, plan: Plan | undefined): Body {
  const { target, policy, grants } = snapshot;
  const expected = grantsOf(target);
  const document = policy.known ? parsePolicy(policy.value) : undefined;
  const access = document?.ok ? accessMatrix(document.value, logsRequest(snapshot)) : undefined;
  const live =
    grants.known && expected.length > 0
      ? compareGrants(expected, grants.value, partitionById(target.partition))
      : undefined;
  return {
    kind: "inspection",
    ...(plan === undefined ? {} : { plan }),
    expected,
    ...(live === undefined ? {} : { live }),
    ...(access === undefined ? {} : { access }),
  };
}
