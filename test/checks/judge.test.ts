/** The verdict on all findings: what is unknown is never a yes. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CheckOutcome } from "../../src/checks/check.js";
import { checks } from "../../src/checks/index.js";
import { readinessOf, runChecks } from "../../src/checks/run-checks.js";
import { type FactName, factNames } from "../../src/checks/snapshot.js";
import { propertyRuns as numRuns } from "../property-runs.js";
import { findingWith } from "./findings.js";
import { type Changes, goodKey, snapshotWith } from "./snapshots.js";

const all = factNames;

function verdictOf(...outcomes: readonly CheckOutcome[]): string {
  return readinessOf(outcomes.map((outcome) => findingWith(outcome)));
}

describe("the verdict", () => {
  test.each<[string, readonly CheckOutcome[]]>([
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
    const findings = runChecks(snapshotWith(), all);
    expect(findings.map((each) => [each.check, each.outcome])).toEqual(
      checks.map((each) => [each.id, "pass"]),
    );
    expect(readinessOf(findings)).toBe("ready");
  });
});

const ofPolicy = [
  ...["logs-access", "logs-deny", "grants-create", "grants-use", "over-grants", "stored-policy", "lockout"],
];
const ofKey = [
  ...["identifier", "key-exists", "key-account", "key-region", "key-state", "key-deletion", "key-spec"],
  ...["key-usage", "key-manager", "single-region", "key-origin"],
];
const always = [...ofKey, ...ofPolicy, "grants-quota", "creator-permissions", "execution-role"];

describe("a check", () => {
  const ids = (asked: readonly FactName[]) => runChecks(snapshotWith(), asked).map((each) => each.check);

  test.each<[string, readonly FactName[], readonly string[]]>([
    ["nothing", [], ["identifier"]],
    ["the policy", ["policy"], ["identifier", ...ofPolicy, "execution-role"]],
    ["who calls", ["caller"], ["identifier", "key-account"]],
    [
      "key and policy, without grants",
      ["caller", "key", "policy"],
      [...ofKey, ...ofPolicy, "execution-role"],
    ],
    ["the grants", ["grants"], ["identifier", "grants-quota"]],
    ["dry runs alone", ["dryRuns"], ["identifier"]],
    ["dry runs and what they stand beside", ["dryRuns", "caller", "key", "grants", "policy"], always],
    ["the rotation", ["rotation"], ["identifier", "rotation"]],
    ["the bucket", ["bucket"], ["identifier", "bucket-region", "bucket-encryption"]],
    ["the role without the policy", ["executionRole"], ["identifier"]],
    ["the role", ["executionRole", "policy"], ["identifier", ...ofPolicy, "execution-role"]],
    ["the log groups", ["logGroups"], ["identifier", "log-groups"]],
    ["everything", all, checks.map((each) => each.id)],
  ])("is left out where its facts are not asked for: %s", (_name, asked, expected) =>
    expect(ids(asked)).toEqual(expected),
  );

  test("whose fact is unknown is unknown, with the fact's own problem", () => {
    const findings = runChecks(snapshotWith({ unknown: ["key"] }), all).filter(
      (each) => each.outcome !== "pass",
    );
    expect(findings.map((each) => each.check)).toEqual([
      ...[
        "key-exists",
        "key-region",
        "key-state",
        "key-deletion",
        "key-spec",
        "key-usage",
        "key-manager",
        "single-region",
        "key-origin",
        "creator-permissions",
      ],
    ]);
    for (const each of findings) {
      expect([each.outcome, each.problems[0]?.what]).toEqual([
        "unknown",
        "This run did not read from AWS: key.",
      ]);
    }
  });

  test("has an id of its own and a title in the present tense", () => {
    expect(new Set(checks.map((each) => each.id)).size).toBe(checks.length);
    for (const each of checks) {
      expect(each.id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(each.title).toMatch(/^(The|These|No|CloudWatch|Existing|Automatic|MWAA|KMS) [^.]*[^.]$/);
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
        expect(readinessOf(runChecks(snapshotWith(changes), all))).toBe(isWhole ? "ready" : "could-not-tell");
      }),
      { numRuns },
    );
  });

  test.each(checks.flatMap((check) => check.needs.map((need) => [check.id, need] as const)))(
    "%s, where %s is unknown",
    (id, need) => {
      const found = runChecks(snapshotWith({ unknown: [need] }), all).find(({ check }) => check === id);
      expect([found?.outcome, found?.problems[0]?.code]).toEqual(["unknown", "readiness/not-asked"]);
    },
  );

  test("where any facts are unknown, a check that needs one of them never passes", () => {
    fc.assert(
      fc.property(fc.subarray([...factNames]), (lost) => {
        const findings = runChecks(snapshotWith({ unknown: lost }), all);
        const passed = findings.filter(({ outcome }) => outcome === "pass").map(({ check }) => check);
        const needy = checks.filter(({ needs }) => needs.some((need) => lost.includes(need)));
        expect(needy.filter(({ id }) => passed.includes(id))).toEqual([]);
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
          expect(readinessOf(runChecks(snapshotWith({ key: { [member]: value } }), all))).not.toBe("ready");
        },
      ),
      { numRuns: 30 },
    );
  });
});
