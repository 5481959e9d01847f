/** Findings made by hand, whole: what a view or a verdict is tested with. */
import type { Finding, Outcome } from "../../src/checks/check.js";
import { bearingOf } from "../../src/checks/run-checks.js";

/** A finding with what is given; the rest is as a check of weight `verdict` would have it. */
export function findingWith(outcome: Outcome, given: Partial<Finding> = {}): Finding {
  const weight = given.weight ?? "verdict";
  return {
    check: "key-state",
    title: "The key is enabled",
    page: "https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html",
    weight,
    bearing: bearingOf(outcome, weight),
    outcome,
    problems: [],
    ...given,
  };
}
