/** Findings made by hand, whole: what a view or a verdict is tested with. */
import type { CheckOutcome, Finding } from "../../src/checks/check.js";
import { impactOf } from "../../src/checks/run-checks.js";

/** A finding with what is given; the rest is as a check of weight `verdict` would have it. */
export function findingWith(outcome: CheckOutcome, given: Partial<Finding> = {}): Finding {
  const weight = given.weight ?? "verdict";
  return {
    check: "key-state",
    title: "The key is enabled",
    page: "https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html",
    weight,
    bearing: impactOf(outcome, weight),
    outcome,
    problems: [],
    ...given,
  };
}
