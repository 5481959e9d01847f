/** What `prepare` and `diff` have in common: look, judge the key, and make the plan. */

import { type SnapshotContext, takeSnapshot } from "../aws/take-snapshot.js";
import type { Finding } from "../checks/check.js";
import { checks } from "../checks/index.js";
import { readinessOf, runChecks } from "../checks/run-checks.js";
import { environmentAccount, type FactName, keyArn, type Snapshot } from "../checks/snapshot.js";
import type { ExpectedGrant, GrantPlace } from "../grants/expected.js";
import { expectedGrants } from "../grants/expected.js";
import { partitionById } from "../key/arn.js";
import type { Target } from "../key/target.js";
import type { Plan } from "../plan/plan.js";
import { planPrepare, type Wish } from "../plan/prepare.js";
import { type Problem, problem } from "../problems/problem.js";
import type { Result } from "../problems/result.js";
import { withWorkingFixes } from "../report/next-steps.js";
import type { Verdict } from "../report/verdict.js";
import type { Session } from "../session/session.js";

/** The facts that judging and preparing a key rest on. */
export const keyFacts: readonly FactName[] = ["caller", "key", "policy"];

/** Before a write, the tags are asked for too: they may tell who else writes the policy. */
export const writeFacts: readonly FactName[] = [...keyFacts, "tags"];

/** The findings as the key is now, and a plan, or why there is none. */
export interface Assessment {
  readonly snapshot: Snapshot;
  readonly findings: readonly Finding[];
  readonly plan?: Plan;
  /** Where there is no plan: what the run comes to, and why. */
  readonly verdict: Verdict;
  readonly problems: readonly Problem[];
}

/** Looks, and proposes. */
export async function assess(
  session: Session,
  wish: Wish,
  surroundings: SnapshotContext,
): Promise<Assessment> {
  const snapshot = await takeSnapshot(session.target, session.connection, surroundings, writeFacts);
  return assessSnapshot(snapshot, wish);
}

/** A key that fails a check of its own is not written to; one that cannot be judged is not either. */
export function assessSnapshot(snapshot: Snapshot, wish: Wish): Assessment {
  return unfit(snapshot) ?? assessmentOf(snapshot, planPrepare(snapshot, wish));
}

/** @returns what the run comes to where no plan is made for the key; undefined for a key that a policy can make ready */
export function unfit(snapshot: Snapshot): Assessment | undefined {
  const findings = runChecks(snapshot, keyFacts);
  const readiness = readinessOf(keyFindings(findings));
  const base = { snapshot, findings: withWorkingFixes(findings, undefined) };
  if (readiness === "not-ready") {
    const key = keyArn(snapshot) ?? snapshot.target.key.given;
    return { ...base, verdict: "not-ready", problems: [problem("plan/key-unfit", { key })] };
  }
  const isUnknown = readiness === "could-not-tell" || !snapshot.policy.known;
  return isUnknown ? { ...base, verdict: "could-not-tell", problems: [] } : undefined;
}

/** The proposal for a key that is fit, with its plan, or why there is none. */
export function assessmentOf(snapshot: Snapshot, plan: Result<Plan>): Assessment {
  const findings = runChecks(snapshot, keyFacts);
  const now = readinessOf(findings);
  if (plan.ok) return { snapshot, findings, plan: plan.value, verdict: now, problems: [] };
  const working = withWorkingFixes(findings, undefined);
  return {
    snapshot,
    findings: working,
    verdict: now === "ready" ? "not-done" : now,
    problems: plan.problems,
  };
}

/** The findings on the key itself: those that neither a new policy nor anybody else can mend. */
export function keyFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ check }) => ofKey.has(check));
}

/** What the checks of the key look at: who asks, and the key as DescribeKey shows it. */
const ofKey = new Set(
  checks
    .filter(({ needs, about = [] }) =>
      [...needs, ...about].every((fact) => fact === "caller" || fact === "key"),
    )
    .map(({ id }) => id),
);

/**
 * What the grants of a key are compared with.
 *
 * @param existing the environments that exist in the account and Region, where that is known
 */
export function grantPlaceOf(snapshot: Snapshot, existing?: readonly string[]): GrantPlace {
  const { target } = snapshot;
  const account = environmentAccount(snapshot);
  return {
    partition: partitionById(target.partition),
    region: target.region,
    environment: target.environment ?? "",
    account: account.known ? account.value : undefined,
    keyArn: keyArn(snapshot),
    existing,
  };
}

/** The four grants of the target's environment; none where no environment is named. */
export function grantsOf(target: Target): readonly ExpectedGrant[] {
  if (target.environment === undefined) return [];
  return expectedGrants(target.environment, partitionById(target.partition), target.region);
}
