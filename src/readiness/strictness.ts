/** How findings come to bear on the verdict: as they are, strictly, and with what somebody has excused. It judges no fact. */
import type { Bearing, Excuse, Finding, Outcome, Weight } from "./check.js";

/** What the user asked for. `excuseOf` is a waiver that holds for a check, if there is one. */
export interface Strictness {
  /** Warnings stand in the way, and advice that could not be told leaves the verdict open. */
  readonly strict: boolean;
  /** What could not be told is let pass. It is said so, loudly. */
  readonly allowUnknown: boolean;
  readonly excuseOf: (check: string) => Excuse | undefined;
}

/** @returns what an outcome does to the verdict; `strict` is the user's wish */
export function bearingOf(outcome: Outcome, weight: Weight, strict = false): Bearing {
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
export function settle(findings: readonly Finding[], strictness: Strictness): readonly Finding[] {
  return findings.map((finding) => {
    const bearing = bearingOf(finding.outcome, finding.weight, strictness.strict);
    const excused = excuseFor(finding, bearing, strictness);
    return excused === undefined ? { ...finding, bearing } : { ...finding, bearing: "none", excused };
  });
}

function excuseFor(
  { check, outcome, problems }: Finding,
  bearing: Bearing,
  { allowUnknown, excuseOf }: Strictness,
): Excuse | undefined {
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
