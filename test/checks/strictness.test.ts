/** How outcomes come to bear on the verdict: as usual, strictly, excused. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CheckOutcome, Exemption, Impact, Weight } from "../../src/checks/check.js";
import { applyStrictness, impactOf, readinessOf } from "../../src/checks/run-checks.js";
import { propertyRuns as numRuns } from "../property-runs.js";
import { findingWith } from "./findings.js";

const outcomes: readonly CheckOutcome[] = ["pass", "fail", "warn", "unknown"];
const weights: readonly Weight[] = ["verdict", "advice"];
const waiver: Exemption = { by: "waiver", reason: "SEC-123", until: "2027-03-31" };
const nobody = () => undefined;

describe("an outcome", () => {
  test.each<[CheckOutcome, Weight, boolean, Impact]>([
    ["pass", "verdict", false, "none"],
    ["pass", "advice", true, "none"],
    ["fail", "verdict", false, "blocks"],
    ["fail", "advice", false, "blocks"],
    ["warn", "verdict", false, "none"],
    ["warn", "verdict", true, "blocks"],
    ["warn", "advice", true, "blocks"],
    ["unknown", "verdict", false, "open"],
    ["unknown", "verdict", true, "open"],
    ["unknown", "advice", false, "none"],
    ["unknown", "advice", true, "open"],
  ])("%s of weight %s, strict %s: %s", (outcome, weight, strict, bearing) =>
    expect(impactOf(outcome, weight, strict)).toBe(bearing),
  );
});

describe("what is excused", () => {
  const settled = (
    outcome: CheckOutcome,
    allowUnknown: boolean,
    excuse?: Exemption,
    weight: Weight = "verdict",
    check = "key-state",
  ) =>
    applyStrictness([findingWith(outcome, { weight, check })], {
      strict: false,
      allowUnknown,
      excuseOf: () => excuse,
    })[0];

  test("a waiver excuses what fails, warns or is unknown, and keeps its outcome", () => {
    for (const outcome of ["fail", "warn", "unknown"] as const)
      expect(settled(outcome, false, waiver)).toMatchObject({ outcome, bearing: "none", excused: waiver });
  });
  test("a check that passes needs no waiver", () =>
    expect(settled("pass", false, waiver)).not.toHaveProperty("excused"));
  test("--allow-unknown excuses what is unknown, and says so", () =>
    expect(settled("unknown", true)).toMatchObject({ bearing: "none", excused: { by: "allow-unknown" } }));
  test("--allow-unknown never excuses that nobody saw the key", () =>
    expect(settled("unknown", true, undefined, "verdict", "key-exists")).toMatchObject({ bearing: "open" }));
  test("--allow-unknown never excuses a no", () =>
    expect(settled("fail", true)).toMatchObject({ bearing: "blocks" }));
  test("advice that would not have counted is not excused by --allow-unknown", () =>
    expect(settled("unknown", true, undefined, "advice")).not.toHaveProperty("excused"));
  test("a waiver comes before --allow-unknown", () =>
    expect(settled("unknown", true, waiver)).toMatchObject({ excused: { by: "waiver" } }));
});

test("strictness never turns a no into a yes, and without an excuse nothing that fails is ready", () => {
  const findings = fc.array(
    fc
      .record({ outcome: fc.constantFrom(...outcomes), weight: fc.constantFrom(...weights) })
      .map(({ outcome, weight }) => findingWith(outcome, { weight })),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(findings, fc.boolean(), (list, allowUnknown) => {
      const of = (strict: boolean) =>
        readinessOf(applyStrictness(list, { strict, allowUnknown, excuseOf: nobody }));
      if (list.some(({ outcome }) => outcome === "fail")) expect(of(false)).toBe("not-ready");
      if (of(false) !== "ready") expect(of(true)).not.toBe("ready");
      if (list.some(({ outcome }) => outcome === "warn")) expect(of(true)).toBe("not-ready");
    }),
    { numRuns },
  );
});
