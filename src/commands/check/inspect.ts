/** One key inspected for `check`: the facts, the findings as they are to be taken, the verdict, and what there is to look at. */

import { grantPlaceOf, grantsOf, keyFindings, unfit } from "../../apply/assess.js";
import type { Connection } from "../../aws/connection.js";
import { type SnapshotContext, takeSnapshot } from "../../aws/take-snapshot.js";
import type { Finding } from "../../checks/check.js";
import { applyStrictness, readinessOf, runChecks } from "../../checks/run-checks.js";
import type { Selection } from "../../checks/select.js";
import { type FactName, keyArn, logsRequest, type Snapshot } from "../../checks/snapshot.js";
import { compareGrants } from "../../grants/compare.js";
import type { Target } from "../../key/target.js";
import { excusesFor, type Waiver } from "../../manifest/waivers.js";
import { policyOwnerFinding } from "../../plan/managed-by.js";
import type { Plan } from "../../plan/plan.js";
import { planPrepare } from "../../plan/prepare.js";
import { accessMatrix } from "../../policy/access-matrix.js";
import { parsePolicy } from "../../policy/document/document.js";
import { headOf } from "../../report/compose.js";
import { afterCheck, afterReady, withWorkingFixes } from "../../report/next-steps.js";
import type { Body, ReportParts } from "../../report/report.js";
import { waivedOf } from "../../report/verdict.js";

/** How findings are to be taken. */
export interface Taking {
  readonly strict: boolean;
  readonly allowUnknown: boolean;
  readonly waivers: readonly Waiver[];
  /** The checks that run; absent: all of them. */
  readonly selection?: Selection;
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
  surroundings: SnapshotContext,
  isShown = true,
): Promise<ReportParts> {
  const snapshot = await takeSnapshot(target, connection, surroundings, facts);
  const planned = planPrepare(snapshot, {});
  const plan = planned.ok ? planned.value : undefined;
  const owner = policyOwnerFinding(snapshot);
  const all = [...runChecks(snapshot, facts), ...(owner === undefined ? [] : [owner])];
  const { selection } = taking;
  const found = selection === undefined ? all : all.filter(({ check }) => selection.has(check));
  const findings = withWorkingFixes(settled(found, snapshot, taking), preparable(snapshot, plan));
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
    ...(selection === undefined ? {} : { partial: { ran: found.length, of: all.length } }),
    next: selection === undefined ? nextOf(snapshot, findings, plan, strict) : [],
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
  return applyStrictness(findings, { strict, allowUnknown, excuseOf });
}

/** How to create the environment is told where all that its key rests on is known. */
function nextOf(
  snapshot: Snapshot,
  findings: readonly Finding[],
  plan: Plan | undefined,
  isStrict: boolean,
): readonly string[] {
  const arn = keyArn(snapshot);
  if (readinessOf(findings) !== "ready" || arn === undefined) return mend(findings, plan);
  const isKnown = findings.every(({ excused }) => excused?.by !== "allow-unknown");
  const isWaived = waivedOf(findings, isStrict).length > 0;
  return isKnown && !isWaived ? afterReady(snapshot, arn) : [];
}

/** `prepare` refuses a key that cannot serve, whatever its policy says. */
function preparable(snapshot: Snapshot, plan: Plan | undefined): Plan | undefined {
  return unfit(snapshot) === undefined ? plan : undefined;
}

/** Where the key itself cannot serve, its policy is not what to mend first. */
function mend(findings: readonly Finding[], plan: Plan | undefined): readonly string[] {
  return readinessOf(keyFindings(findings)) === "ready" ? afterCheck(plan) : [];
}

function bodyOf(snapshot: Snapshot, plan: Plan | undefined): Body {
  const { target, policy, grants } = snapshot;
  const expected = grantsOf(target);
  const document = policy.known ? parsePolicy(policy.value) : undefined;
  const access = document?.ok ? accessMatrix(document.value, logsRequest(snapshot)) : undefined;
  const live =
    grants.known && expected.length > 0
      ? compareGrants(expected, grants.value, grantPlaceOf(snapshot))
      : undefined;
  return {
    kind: "inspection",
    ...(plan === undefined ? {} : { plan }),
    expected,
    ...(live === undefined ? {} : { live }),
    ...(access === undefined ? {} : { access }),
  };
}
