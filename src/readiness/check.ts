/** What a check is: a name, a title, the facts that it needs, and a pure judgement of them. */
import type { Problem } from "../problem/problem.js";
import type { FactName, Facts, Snapshot } from "./snapshot.js";

/** `warn` does not stand in the way of ready; `unknown` is neither yes nor no. */
export type Outcome = "pass" | "fail" | "warn" | "unknown";

/** What a check found. `evidence` is what it saw, in AWS's words. */
export interface Judgement {
  readonly outcome: Outcome;
  readonly evidence?: string;
  readonly problems: readonly Problem[];
}

/** A judgement with the check that made it. */
export interface Finding extends Judgement {
  readonly check: string;
  readonly title: string;
}

export interface Check {
  readonly id: string;
  /** In the present tense, true when the check passes: "The key is enabled". */
  readonly title: string;
  readonly needs: readonly FactName[];
  /** Facts that the check looks at without needing them known: it has its own say on what is unknown. */
  readonly about?: readonly FactName[];
  readonly judge: (facts: Facts, snapshot: Snapshot) => Judgement;
}

/** Defines a check; `judge` sees only the facts that it declares to need, all of them known. */
export function defineCheck<const Needed extends FactName>(check: {
  readonly id: string;
  readonly title: string;
  readonly needs: readonly Needed[];
  readonly about?: readonly FactName[];
  readonly judge: (facts: Pick<Facts, Needed>, snapshot: Snapshot) => Judgement;
}): Check {
  return check;
}

export function pass(evidence?: string): Judgement {
  return { outcome: "pass", ...(evidence === undefined ? {} : { evidence }), problems: [] };
}

/** The judgement that a problem stands for: an error fails, a warning or a note warns. */
export function troubled(problem: Problem, evidence?: string): Judgement {
  return {
    outcome: problem.severity === "error" ? "fail" : "warn",
    ...(evidence === undefined ? {} : { evidence }),
    problems: [problem],
  };
}

export function untold(problem: Problem): Judgement {
  return { outcome: "unknown", problems: [problem] };
}
