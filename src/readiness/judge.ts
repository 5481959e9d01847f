/** All checks held against a snapshot, and the one verdict that follows. */
import type { Problem } from "../problem/problem.js";
import type { Check, Finding } from "./check.js";
import { checks } from "./checks/index.js";
import type { FactName, Facts, Snapshot } from "./snapshot.js";

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

/** A definite no counts more than something unknown; ready needs every check to pass or only to warn. */
export function readinessOf(findings: readonly Finding[]): Readiness {
  if (findings.some((finding) => finding.outcome === "fail")) return "not-ready";
  if (findings.length === 0 || findings.some((finding) => finding.outcome === "unknown"))
    return "could-not-tell";
  return "ready";
}

function judgeOne(check: Check, snapshot: Snapshot): Finding {
  const head = { check: check.id, title: check.title };
  const problems: Problem[] = [];
  const facts: Partial<Record<FactName, unknown>> = {};
  for (const need of check.needs) {
    const fact = snapshot[need];
    if (fact.known) facts[need] = fact.value;
    else problems.push(fact.problem);
  }
  if (problems.length > 0) return { ...head, outcome: "unknown", problems };
  return { ...head, ...check.judge(facts as unknown as Facts, snapshot) };
}
