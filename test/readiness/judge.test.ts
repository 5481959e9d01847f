/** The verdict on all findings: what is unknown is never a yes. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Outcome } from "../../src/readiness/check.js";
import { checks } from "../../src/readiness/checks/index.js";
import { judge, readinessOf } from "../../src/readiness/judge.js";
import type { FactName } from "../../src/readiness/snapshot.js";
import { propertyRuns as numRuns } from "../property-runs.js";
import { findingWith } from "./findings.js";
import { type Changes, goodKey, snapshotWith } from "./snapshots.js";

const all = ["caller", "key", "policy", "grants"] as const satisfies readonly FactName[];

function verdictOf(...outcomes: readonly Outcome[]): string {
  return readinessOf(outcomes.map((outcome) => findingWith(outcome)));
}

describe("the verdict", () => {
  test.each<[string, readonly Outcome[]]>([
    ["ready", ["pass"]],
    ["ready", ["warn"]],
    ["ready", ["pass", "warn", "pass"]],
    ["could-not-tell", ["unknown"]],
    ["could-not-tell", ["pass", "unknown", "warn"]],
    ["could-not-tell", []],
    ["not-ready", ["fail"]],
    ["not-ready", ["pass", "unknown", "warn", "fail"]],
    ["not-ready", ["fail", "unknown"]],
  ])("is %s for %j", (verdict, outcomes) => expect(verdictOf(...outcomes)).toBe(verdict));

  test("on a key that nothing is wrong with is ready", () => {
    const findings = judge(snapshotWith(), all);
    expect(findings.map((each) => [each.check, each.outcome])).toEqual(
      checks.map((each) => [each.id, "pass"]),
    );
    expect(readinessOf(findings)).toBe("ready");
  });
});

describe("a check", () => {
  const ids = (asked: readonly FactName[]) => judge(snapshotWith(), asked).map((each) => each.check);

  test.each<[string, readonly FactName[], readonly string[]]>([
    ["nothing", [], ["identifier"]],
    ["the policy", ["policy"], ["identifier", "logs-access", "stored-policy"]],
    ["who calls", ["caller"], ["identifier", "key-account"]],
    ["everything", all, checks.map((each) => each.id)],
  ])("is left out where its facts are not asked for: %s", (_name, asked, expected) =>
    expect(ids(asked)).toEqual(expected),
  );

  test("whose fact is unknown is unknown, with the fact's own problem", () => {
    const findings = judge(snapshotWith({ unknown: ["key"] }), all).filter((each) => each.outcome !== "pass");
    expect(findings.map((each) => each.check)).toEqual([
      ...[
        "key-exists",
        "key-region",
        "key-state",
        "key-spec",
        "key-usage",
        "key-manager",
        "single-region",
        "key-origin",
      ],
    ]);
    for (const each of findings) {
      expect([each.outcome, each.problems[0]?.what]).toEqual([
        "unknown",
        "This run did not ask AWS for the key.",
      ]);
    }
  });

  test("has an id of its own and a title in the present tense", () => {
    expect(new Set(checks.map((each) => each.id)).size).toBe(checks.length);
    for (const each of checks) {
      expect(each.id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(each.title).toMatch(/^The [^.]*[^.]$/);
    }
  });
});

describe("never ready", () => {
  const names = ["caller", "key", "policy"] as const;
  const needed = ["Arn", "KeyState", "KeyUsage", "KeySpec", "KeyManager", "Origin"] as const;
  const without = fc
    .record({
      unknown: fc.subarray([...names]),
      members: fc.subarray([...needed]),
      target: fc.constantFrom(
        {},
        { key: goodKey.KeyId, region: "us-east-1" },
        { accept: ["cross-account", "narrower"] as const },
      ),
    })
    .map(({ unknown, members, target }): Changes => {
      return { unknown, target, key: Object.fromEntries(members.map((member) => [member, undefined])) };
    });

  test("with a fact or a member that is unknown", () => {
    fc.assert(
      fc.property(without, (changes) => {
        const isWhole = changes.unknown?.length === 0 && Object.keys(changes.key ?? {}).length === 0;
        expect(readinessOf(judge(snapshotWith(changes), all))).toBe(isWhole ? "ready" : "could-not-tell");
      }),
      { numRuns },
    );
  });

  test("with a member that has another value than the good one, but for what only warns", () => {
    const values = fc.constantFrom("", "Enabled ", "RSA_2048", "AWS", "x", "null");
    fc.assert(
      fc.property(
        fc.constantFrom("KeyState", "KeyUsage", "KeySpec", "KeyManager", "Arn"),
        values,
        (member, value) => {
          expect(readinessOf(judge(snapshotWith({ key: { [member]: value } }), all))).not.toBe("ready");
        },
      ),
      { numRuns: 30 },
    );
  });
});
