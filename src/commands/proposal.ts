/** What `prepare` and `diff` have in common: look, judge the key, and make the plan. */

import { type Surroundings, takeSnapshot } from "../flows/take-snapshot.js";
import type { ExpectedGrant } from "../grants/expected.js";
import { expectedGrants } from "../grants/expected.js";
import { partitionById } from "../key/partition.js";
import type { Target } from "../key/target.js";
import type { Plan } from "../plan/plan.js";
import { planPrepare } from "../plan/plan-prepare.js";
import type { Scope } from "../policy/logs-statement.js";
import { type Problem, problem } from "../problem/problem.js";
import type { Finding } from "../readiness/check.js";
import { checks } from "../readiness/checks/index.js";
import { judge, readinessOf } from "../readiness/judge.js";
import { type FactName, keyArn, type Snapshot } from "../readiness/snapshot.js";
import type { Verdict } from "../report/verdict.js";
import type { Session } from "./session.js";

/** The facts that judging and preparing a key rest on. */
export const keyFacts: readonly FactName[] = ["caller", "key", "policy"];

/** Before a write, the tags are asked for too: they may tell who else writes the policy. */
export const writeFacts: readonly FactName[] = [...keyFacts, "tags"];

/** The findings as the key is now, and a plan, or why there is none. */
export interface Proposal {
  readonly snapshot: Snapshot;
  readonly findings: readonly Finding[];
  readonly plan?: Plan;
  /** Where there is no plan: what the run comes to, and why. */
  readonly verdict: Verdict;
  readonly problems: readonly Problem[];
}

/** Looks, and proposes. */
export async function propose(
  session: Session,
  scope: Scope | undefined,
  surroundings: Surroundings,
): Promise<Proposal> {
  const snapshot = await takeSnapshot(session.target, session.connection, surroundings, writeFacts);
  return proposeFor(snapshot, scope);
}

/** A key that fails a check of its own is not written to; one that cannot be judged is not either. */
export function proposeFor(snapshot: Snapshot, scope: Scope | undefined): Proposal {
  const findings = judge(snapshot, keyFacts);
  const readiness = readinessOf(ofTheKey(findings));
  const base = { snapshot, findings };
  if (readiness === "not-ready") {
    const key = keyArn(snapshot) ?? snapshot.target.key.given;
    return { ...base, verdict: "not-ready", problems: [problem("plan/key-unfit", { key })] };
  }
  if (readiness === "could-not-tell" || !snapshot.policy.known) {
    return { ...base, verdict: "could-not-tell", problems: [] };
  }
  const plan = planPrepare(snapshot, scope);
  if (plan.ok) return { ...base, plan: plan.value, verdict: readinessOf(findings), problems: [] };
  const now = readinessOf(findings);
  return { ...base, verdict: now === "ready" ? "not-done" : now, problems: plan.problems };
}

/** The findings on the key itself: those that neither a new policy nor anybody else can mend. */
export function ofTheKey(findings: readonly Finding[]): readonly Finding[] {
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

/** The four grants of the target's environment; none where no environment is named. */
export function grantsOf(target: Target): readonly ExpectedGrant[] {
  if (target.environment === undefined) return [];
  return expectedGrants(target.environment, partitionById(target.partition), target.region);
}
