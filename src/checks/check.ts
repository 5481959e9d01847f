/** What a check is: a name, a title, what it asks and needs, and a pure judgement of the facts. */
import type { Code } from "../problems/catalogue.js";
import type { Problem } from "../problems/problem.js";
import type { FactName, Facts, Snapshot } from "./snapshot.js";

/** `warn` does not stand in the way of ready; `unknown` is neither yes nor no. */
export type CheckOutcome = "pass" | "fail" | "warn" | "unknown";

/**
 * What hangs on a check. `verdict`: ready needs it known. `advice`: it is good to know, and MWAA's pages do not ask it of a
 * key; a definite no still counts, but that it could not be told does not.
 */
export type Weight = "verdict" | "advice";

/** What a finding does to the verdict: it stands in the way of ready, leaves it open, or neither. */
export type Impact = "blocks" | "open" | "none";

/** Why a finding does not count, and who said so. */
export interface Exemption {
  readonly by: "waiver" | "allow-unknown";
  readonly reason: string;
  /** The last day, `YYYY-MM-DD`, UTC. */
  readonly until?: string;
}

/** What a check found. `evidence` is what it saw, in AWS's words. */
export interface CheckResult {
  readonly outcome: CheckOutcome;
  readonly evidence?: string;
  readonly problems: readonly Problem[];
}

/** A judgement with the check that made it, and what it does to the verdict. */
export interface Finding extends CheckResult {
  readonly check: string;
  readonly title: string;
  /** The AWS page that the check rests on. */
  readonly page: string;
  readonly weight: Weight;
  readonly bearing: Impact;
  readonly excused?: Exemption;
  /** The id of a failed check that explains this one: repairing that one comes first, and this one is not shown beside it. */
  readonly followsFrom?: string;
}

export interface Check {
  /** Its code: what a waiver names, and `explain` takes. */
  readonly id: string;
  /** In the present tense, true when the check passes: "The key is enabled". */
  readonly title: string;
  /** What it looks at and why, in one sentence. */
  readonly asks: string;
  readonly page: string;
  readonly weight: Weight;
  readonly needs: readonly FactName[];
  /** Facts that the check looks at without needing them known: it has its own say on what is unknown. */
  readonly about?: readonly FactName[];
  /** The problems of its own that it may find; beside them stand those of facts that are unknown. */
  readonly reports?: readonly Code[];
  readonly judge: (facts: Facts, snapshot: Snapshot) => CheckResult;
}

/** Defines a check; `judge` sees only the facts that it declares to need, all of them known. */
export function defineCheck<const Needed extends FactName>(
  check: Omit<Check, "needs" | "judge" | "weight"> & {
    readonly weight?: Weight;
    readonly needs: readonly Needed[];
    readonly judge: (facts: Pick<Facts, Needed>, snapshot: Snapshot) => CheckResult;
  },
): Check {
  return { weight: "verdict", ...check };
}

export function pass(evidence?: string): CheckResult {
  return { outcome: "pass", ...(evidence === undefined ? {} : { evidence }), problems: [] };
}

/** The judgement that a problem stands for: an error fails, a warning or a note warns. */
export function failedResult(problem: Problem, evidence?: string): CheckResult {
  return {
    outcome: problem.severity === "error" ? "fail" : "warn",
    ...(evidence === undefined ? {} : { evidence }),
    problems: [problem],
  };
}

export function unknownResult(...problems: readonly Problem[]): CheckResult {
  return { outcome: "unknown", problems };
}
