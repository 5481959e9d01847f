/** All checks held against a snapshot, and the one verdict that follows. */
import type { Problem } from "../problem/problem.js";
import type { Check, Finding } from "./check.js";
import { checks } from "./checks/index.js";
import type { FactName, Facts, Snapshot } from "./snapshot.js";
import { bearingOf } from "./strictness.js";

/** *Ready*, *not ready*, or *could not tell*: unknown is neither yes nor no. */
export type Readiness = "ready" | "not-ready" | "could-not-tell";

/**
 * Judges a snapshot.
 *
 * @param snapshot what AWS said
 * @param asked the facts that this run asks for; a check that is about another one is left out
 * @returns a finding for each check, in the checks' order
 */
export function judge(snapshot: Snapshot, asked: readonly FactName[]): readonly Finding[] {
  const isAsked = (check: Check) =>
    [...check.needs, ...(check.about ?? [])].every((fact) => asked.includes(fact));
  return checks.filter(isAsked).map((check) => judgeOne(check, snapshot));
}

/** A definite no counts more than something unknown; ready needs every check to stand out of its way. */
export function readinessOf(findings: readonly Finding[]): Readiness {
  if (findings.some((finding) => finding.bearing === "blocks")) return "not-ready";
  if (findings.length === 0 || findings.some((finding) => finding.bearing === "open"))
    return "could-not-tell";
  return "ready";
}

function judgeOne(check: Check, snapshot: Snapshot): Finding {
  const { id, title, page, weight } = check;
  const judgement = judgementOf(check, snapshot);
  const bearing = bearingOf(judgement.outcome, weight);
  return { check: id, title, page, weight, bearing, ...judgement };
}

function judgementOf(check: Check, snapshot: Snapshot): Pick<Finding, "outcome" | "evidence" | "problems"> {
  const problems: Problem[] = [];
  const facts: Partial<Record<FactName, unknown>> = {};
  for (const need of check.needs) {
    const fact = snapshot[need];
    if (fact.known) facts[need] = fact.value;
    else problems.push(fact.problem);
  }
  if (problems.length > 0) return { outcome: "unknown", problems };
  return check.judge(facts as unknown as Facts, snapshot);
}
