/** All checks held against a snapshot, and the one verdict that follows. */
import type { Problem } from "../problems/problem.js";
import type { Check, CheckOutcome, Exemption, Finding, Impact, Weight } from "./check.js";
import { checks } from "./index.js";
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
export function runChecks(snapshot: Snapshot, asked: readonly FactName[]): readonly Finding[] {
  const isAsked = (check: Check) =>
    [...check.needs, ...(check.about ?? [])].every((fact) => asked.includes(fact));
  return withFollowers(checks.filter(isAsked).map((check) => runCheck(check, snapshot)));
}

/** What a check that does not pass follows from, where one of these fails too: the first that fails explains it. */
const followsFrom: Readonly<Record<string, readonly string[]>> = {
  "key-state": ["key-deletion"],
  "key-usage": ["key-spec"],
  "key-origin": ["key-spec"],
  "logs-access": ["logs-deny"],
  "creator-permissions": ["key-exists", "key-manager", "key-spec", "key-usage", "key-deletion", "key-state"],
  rotation: ["key-exists", "key-manager", "key-spec", "key-usage", "key-deletion", "key-state"],
  "bucket-encryption": ["bucket-region"],
};

function withFollowers(findings: readonly Finding[]): readonly Finding[] {
  const failed = new Set(findings.flatMap(({ check, outcome }) => (outcome === "fail" ? [check] : [])));
  return findings.map((finding) => {
    const cause = followsFrom[finding.check]?.find((check) => failed.has(check));
    return finding.outcome === "pass" || cause === undefined ? finding : { ...finding, followsFrom: cause };
  });
}

/** A definite no counts more than something unknown; ready needs every check to stand out of its way. */
export function readinessOf(findings: readonly Finding[]): Readiness {
  if (findings.some((finding) => finding.bearing === "blocks")) return "not-ready";
  if (findings.length === 0 || findings.some((finding) => finding.bearing === "open"))
    return "could-not-tell";
  return "ready";
}

function runCheck(check: Check, snapshot: Snapshot): Finding {
  const { id, title, page, weight } = check;
  const judgement = resultOf(check, snapshot);
  const bearing = impactOf(judgement.outcome, weight);
  return { check: id, title, page, weight, bearing, ...judgement };
}

function resultOf(check: Check, snapshot: Snapshot): Pick<Finding, "outcome" | "evidence" | "problems"> {
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

/** What the user asked for. `excuseOf` is a waiver that holds for a check, if there is one. */
export interface Strictness {
  /** Warnings stand in the way, and advice that could not be told leaves the verdict open. */
  readonly strict: boolean;
  /** What could not be told is let pass. It is said so, loudly. */
  readonly allowUnknown: boolean;
  readonly excuseOf: (check: string) => Exemption | undefined;
}

/** @returns what an outcome does to the verdict; `strict` is the user's wish */
export function impactOf(outcome: CheckOutcome, weight: Weight, strict = false): Impact {
  switch (outcome) {
    case "pass":
      return "none";
    case "fail":
      return "blocks";
    case "warn":
      return strict ? "blocks" : "none";
    case "unknown":
      return strict || weight === "verdict" ? "open" : "none";
  }
}

/**
 * Settles what each finding does to the verdict. A waiver excuses what fails, warns or is unknown; `--allow-unknown` only what is
 * unknown, and never that the key is there at all. What would not have counted anyway is not excused.
 */
export function applyStrictness(findings: readonly Finding[], strictness: Strictness): readonly Finding[] {
  return findings.map((finding) => {
    const bearing = impactOf(finding.outcome, finding.weight, strictness.strict);
    const excused = exemptionFor(finding, bearing, strictness);
    return excused === undefined ? { ...finding, bearing } : { ...finding, bearing: "none", excused };
  });
}

function exemptionFor(
  { check, outcome, problems }: Finding,
  bearing: Impact,
  { allowUnknown, excuseOf }: Strictness,
): Exemption | undefined {
  if (outcome === "pass") return undefined;
  const waiver = excuseOf(check);
  if (waiver !== undefined) return waiver;
  // What nobody waited for may still be told: it is not what could not be.
  if (problems.some(({ code }) => code === "aws/interrupted")) return undefined;
  // Where not even the key was seen, nothing is known that could be called ready: wrong credentials, say.
  if (check === "key-exists") return undefined;
  if (outcome !== "unknown" || bearing === "none" || !allowUnknown) return undefined;
  return { by: "allow-unknown", reason: "--allow-unknown" };
}
