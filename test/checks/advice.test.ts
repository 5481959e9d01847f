/** What is good to know before an environment is created: grants, rotation, and what the caller may do. */
import { describe, expect, test } from "vitest";
import type { Facts } from "../../src/checks/snapshot.js";
import type { Grant } from "../../src/grants/expected.js";
import type { DryRun, DryRunAction } from "../../src/key/facts.js";
import { type Problem, problem } from "../../src/problems/problem.js";
import { unknown } from "../../src/problems/result.js";
import { account, arn, type Changes, finding, goodPolicy, region, snapshotWith, told } from "./snapshots.js";

describe("grants-quota", () => {
  const grants = (count: number): Changes => ({
    facts: { grants: Array.from({ length: count }, (): Grant => ({ Operations: [] })) },
  });
  test.each<[count: number, expected: string]>([
    [0, "pass | 0 of 50,000 grants"],
    [44_999, "pass | 44,999 of 50,000 grants"],
    [45_000, "warn | 45,000 of 50,000 grants | readiness/grants-nearly-full"],
    [49_996, "warn | 49,996 of 50,000 grants | readiness/grants-nearly-full"],
    [49_997, "fail | 49,997 of 50,000 grants | readiness/grants-full"],
    [50_000, "fail | 50,000 of 50,000 grants | readiness/grants-full"],
    [50_001, "unknown | 50,001 of 50,000 grants | readiness/grants-quota-raised"],
  ])("%i grants", (count, expected) => expect(told("grants-quota", grants(count))).toBe(expected));

  test("tells how to look at them, by the key's ARN, or by its ID where nobody knows the account", () => {
    const command = (changes: Changes) =>
      finding("grants-quota", snapshotWith({ ...grants(50_000), ...changes })).problems[0]?.fix[0];
    expect(command({})).toMatchObject({ command: expect.stringContaining(`--key-id ${arn} `) });
    const id = arn.split("/")[1] ?? "";
    const bare = { target: { key: id, region }, unknown: ["caller", "key"] as const };
    expect(command(bare)).toMatchObject({ command: expect.stringContaining(`--key-id ${id} `) });
  });
});

describe("rotation", () => {
  const off = { facts: { rotation: { enabled: false } } };
  test.each<[string, Changes, string]>([
    ["on", {}, "pass | on, every 365 days"],
    ["on, and how often is not said", { facts: { rotation: { enabled: true } } }, "pass | on"],
    ["off", off, "warn | off | readiness/rotation-off"],
    ["off, of a key that is not known", { ...off, unknown: ["key"] }, "warn | off | readiness/rotation-off"],
    [
      "off, of imported material",
      { ...off, key: { Origin: "EXTERNAL" } },
      "warn | off | readiness/rotation-not-offered",
    ],
    [
      "off, in a key store",
      { ...off, key: { Origin: "AWS_CLOUDHSM" } },
      "warn | off | readiness/rotation-not-offered",
    ],
    [
      "off, and the origin is not said",
      { ...off, key: { Origin: undefined } },
      "warn | off | readiness/rotation-off",
    ],
  ])("%s", (_name, changes, expected) => expect(told("rotation", changes)).toBe(expected));

  test("is a note: nothing is wrong", () => {
    expect(finding("rotation", snapshotWith(off)).problems[0]?.severity).toBe("note");
  });
});

describe("creator-permissions", () => {
  const alice = `arn:aws:iam::${account}:user/Alice`;
  const refusal = problem("aws/access-denied", {
    who: alice,
    action: "kms:CreateGrant",
    resource: arn,
    because: "no identity-based policy allows the action",
    ask: "the account's administrators",
    said: "",
  });
  const slow = problem("aws/throttled", { action: "kms:CreateGrant" });
  const all: readonly DryRunAction[] = ["kms:CreateGrant", "kms:Encrypt", "kms:GenerateDataKey"];
  /** Dry runs that all answer alike but for some. */
  const runs = (others: { readonly [Action in DryRunAction]?: "refused" | "unknown" }): Partial<Facts> => ({
    dryRuns: all.map((action): DryRun => {
      const answer = others[action];
      if (answer === undefined) return { action, answer: "allowed" };
      return { action, answer, problem: answer === "refused" ? refusal : slow };
    }),
  });
  const named = (...statements: readonly object[]) =>
    JSON.stringify({ Version: "2012-10-17", Statement: statements });
  const statement = (members: object) => ({
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:user/Bob` },
    Action: "kms:*",
    Resource: "*",
    ...members,
  });
  const forBob = named(statement({}));
  const rest = "kms:Encrypt, kms:GenerateDataKey, kms:DescribeKey, kms:ListGrants";
  const others = "kms:CreateGrant, kms:GenerateDataKey, kms:DescribeKey";
  const refusedUse = { facts: runs({ "kms:Encrypt": "refused" }) };
  const refusedGrant = { facts: runs({ "kms:CreateGrant": "refused" }) };
  const evidence = `allowed: ${others}, kms:ListGrants; denied: kms:Encrypt`;
  const inconclusive = `unknown | ${evidence} | readiness/creator-inconclusive`;
  const certain = `warn | ${evidence} | readiness/creator-refused`;
  const grant = (given: Partial<Grant>): Changes => ({
    policy: forBob,
    facts: { ...refusedUse.facts, grants: [{ Operations: ["Encrypt"], ...given }] },
  });

  test.each<[string, Changes, string]>([
    ["all is allowed", {}, `pass | allowed: kms:CreateGrant, ${rest}`],
    ["refused, and the root's statement hands over to IAM", refusedUse, inconclusive],
    ["refused, and the policy names somebody else alone", { ...refusedUse, policy: forBob }, certain],
    [
      "refused, and allowed when MWAA asks",
      {
        ...refusedUse,
        policy: named(
          statement({
            Principal: { AWS: alice },
            Condition: { StringEquals: { "kms:ViaService": `airflow.${region}.amazonaws.com` } },
          }),
        ),
      },
      inconclusive,
    ],
    [
      "refused, and allowed for grants of AWS's resources alone",
      {
        ...refusedUse,
        policy: named(
          statement({
            Principal: { AWS: account },
            Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
          }),
        ),
      },
      certain,
    ],
    [
      "refused, and the policy allows him another operation",
      {
        ...refusedUse,
        policy: named(statement({ Principal: { AWS: alice }, Action: "kms:GenerateDataKey" })),
      },
      certain,
    ],
    [
      "refused, and the policy denies him",
      {
        ...refusedUse,
        policy: named(
          statement({ Principal: { AWS: account } }),
          statement({ Effect: "Deny", Principal: { AWS: alice }, Action: "kms:Encrypt" }),
        ),
      },
      certain,
    ],
    [
      "refused, and a grant may mean him",
      grant({ GranteePrincipal: `arn:aws:iam::${account}:role/any` }),
      inconclusive,
    ],
    [
      "refused, and a grant is for another account",
      grant({ GranteePrincipal: "arn:aws:iam::444455556666:root" }),
      certain,
    ],
    [
      "refused, and a grant is a service's",
      grant({ GranteePrincipal: `airflow.${region}.amazonaws.com` }),
      certain,
    ],
    [
      "refused, and a grant is a service's by its own member",
      grant({ GranteeServicePrincipal: "a.amazonaws.com" }),
      certain,
    ],
    ["refused, and a grant does not say whose it is", grant({}), inconclusive],
    [
      "refused, and a grant is for another operation",
      grant({ GranteePrincipal: `arn:aws:iam::${account}:root`, Operations: ["CreateGrant"] }),
      certain,
    ],
    ["refused, and the policy was refused too", { ...refusedUse, unknown: ["policy"] }, inconclusive],
    [
      "a refused CreateGrant is the business of grants-create",
      refusedGrant,
      `pass | allowed: ${rest}; denied: kms:CreateGrant`,
    ],
    [
      "a refused CreateGrant, and the policy was refused too",
      { ...refusedGrant, unknown: ["policy"] },
      `unknown | allowed: ${rest}; denied: kms:CreateGrant | readiness/creator-inconclusive`,
    ],
    ["refused, and the policy is none", { ...refusedUse, policy: "<html>" }, inconclusive],
    [
      "refused, and nobody knows who calls",
      { ...refusedUse, policy: forBob, unknown: ["caller"] },
      inconclusive,
    ],
    [
      "refused, and the grants could not be seen",
      { ...refusedUse, policy: forBob, unknown: ["grants"] },
      `unknown | allowed: ${others}; denied: kms:Encrypt; unknown: kms:ListGrants | readiness/creator-inconclusive | readiness/not-asked`,
    ],
    [
      "two refused, one certainly",
      {
        facts: runs({ "kms:GenerateDataKey": "refused", "kms:Encrypt": "refused" }),
        policy: named(statement({ Principal: { AWS: account }, Action: "kms:Encrypt" })),
      },
      "warn | allowed: kms:CreateGrant, kms:DescribeKey, kms:ListGrants; denied: kms:Encrypt, kms:GenerateDataKey | readiness/creator-refused | readiness/creator-inconclusive",
    ],
    [
      "not told, twice for one reason",
      { facts: runs({ "kms:CreateGrant": "unknown", "kms:Encrypt": "unknown" }) },
      "unknown | allowed: kms:GenerateDataKey, kms:DescribeKey, kms:ListGrants; unknown: kms:CreateGrant, kms:Encrypt | aws/throttled",
    ],
    [
      "one was not tried",
      {
        facts: {
          dryRuns: [
            { action: "kms:Encrypt", answer: "allowed" },
            { action: "kms:CreateGrant", answer: "allowed" },
          ],
        },
      },
      "unknown | allowed: kms:CreateGrant, kms:Encrypt, kms:DescribeKey, kms:ListGrants; unknown: kms:GenerateDataKey | readiness/no-dry-run",
    ],
    [
      "the good policy for somebody of another account",
      { ...refusedUse, callerAccount: "444455556666" },
      certain,
    ],
    [
      "the good policy, all allowed, for somebody of another account",
      { callerAccount: "444455556666" },
      `pass | allowed: kms:CreateGrant, ${rest}`,
    ],
  ])("%s", (_name, changes, expected) => expect(told("creator-permissions", changes)).toBe(expected));

  test.each<["key" | "grants", string, Problem, string]>([
    ["key", "kms:DescribeKey", refusal, "readiness/creator-inconclusive"],
    ["grants", "kms:ListGrants", refusal, "readiness/creator-inconclusive"],
    ["key", "kms:DescribeKey", slow, "aws/throttled"],
    ["grants", "kms:ListGrants", slow, "aws/throttled"],
  ])("%s unanswered is %s: %#", (fact, action, reason, code) => {
    const snapshot = { ...snapshotWith({ policy: goodPolicy }), [fact]: unknown(reason) };
    const { outcome, evidence: seen, problems } = finding("creator-permissions", snapshot);
    const how = reason === refusal ? "denied" : "unknown";
    expect([outcome, problems.map((each) => each.code)]).toEqual(["unknown", [code]]);
    expect(seen).toContain(`; ${how}: ${action}`);
    expect(problems[0]?.what).toContain(reason === refusal ? `denies ${alice} ${action}` : "");
  });

  test("says no more than that AWS lists the operation", () => {
    const found = finding("creator-permissions", snapshotWith({ ...refusedUse, policy: forBob }));
    expect(found.problems[0]?.what).toMatch(
      /, and neither the key policy nor a grant allows it through MWAA\.$/,
    );
  });

  test("never fails: somebody else may create the environment", () => {
    const refusedAll = runs({
      "kms:CreateGrant": "refused",
      "kms:Encrypt": "refused",
      "kms:GenerateDataKey": "refused",
    });
    for (const policy of [goodPolicy, forBob, "<html>"]) {
      expect(finding("creator-permissions", snapshotWith({ facts: refusedAll, policy })).outcome).not.toBe(
        "fail",
      );
    }
  });
});
