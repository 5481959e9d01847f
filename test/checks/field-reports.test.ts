/**
 * Public reports of keys that were not ready, rebuilt with example values: each is a table for its class, evaluated as `check` does.
 * A line is the verdict, and each check that does not pass with its codes.
 */
import { describe, expect, test } from "vitest";
import { readinessOf, runChecks } from "../../src/checks/run-checks.js";
import { type FactName, factNames } from "../../src/checks/snapshot.js";
import { account, arn, type Changes, goodPolicy, snapshotWith } from "./snapshots.js";

const offline: readonly FactName[] = ["policy", "caller"];
const good = (JSON.parse(goodPolicy) as { Statement: object[] }).Statement;
const policy = (...more: readonly object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [...good, ...more] });
const deny = (Action: string | readonly string[], Condition?: object) => ({
  ...{ Sid: "Guard", Effect: "Deny", Principal: "*", Action, Resource: "*" },
  ...(Condition === undefined ? {} : { Condition }),
});

/** The checks of the policy, which a file alone allows too. */
const ofPolicy = /^(logs|grants-create|grants-use|execution-role|key-account)/;

function verdictOn(changes: Changes, asked: readonly FactName[] = factNames): string {
  const notAsked = factNames.filter((name) => !asked.includes(name));
  const findings = runChecks(
    snapshotWith({ ...changes, unknown: [...notAsked, ...(changes.unknown ?? [])] }),
    asked,
  );
  const shown = findings
    .filter(({ check, outcome }) => ofPolicy.test(check) && outcome !== "pass")
    .map(
      ({ check, outcome, problems }) => `${check} ${outcome} ${problems.map(({ code }) => code).join(",")}`,
    );
  return [readinessOf(findings), ...shown].join(" | ");
}

describe("a Deny of grants", () => {
  const grants = ["kms:CreateGrant", "kms:RevokeGrant"];
  const denied = "not-ready | grants-create fail creator/denied | grants-use fail grants/use-denied";
  test.each<[string, object, string]>([
    ["of everybody", deny(grants), denied],
    ["of everything that begins so", deny("kms:Create*"), denied],
    ["but not for AWS resources", deny(grants, { Bool: { "kms:GrantIsForAWSResource": "false" } }), "ready"],
    [
      "in the shape of AWS's samples",
      deny(grants, {
        BoolIfExists: { "kms:GrantIsForAWSResource": "false", "aws:PrincipalIsAWSService": "false" },
      }),
      "ready",
    ],
    [
      "of DescribeKey",
      deny("kms:DescribeKey"),
      "not-ready | grants-create fail creator/denied | grants-use fail grants/use-denied | execution-role fail role/key-policy-denied",
    ],
    [
      "of a single role",
      { ...deny(grants), Principal: { AWS: `arn:aws:iam::${account}:role/Intern` } },
      "ready",
    ],
    [
      "of too few operations for a grant",
      deny("kms:CreateGrant", { "ForAnyValue:StringEquals": { "kms:GrantOperations": ["ReEncryptTo"] } }),
      "not-ready | grants-create fail creator/denied | grants-use unknown grants/use-unknown",
    ],
    ["of another operation", deny("kms:ScheduleKeyDeletion"), "ready"],
  ])("%s", (_name, statement, expected) => {
    expect(verdictOn({ policy: policy(statement) })).toBe(expected);
    expect(verdictOn({ policy: policy(statement) }, offline)).toBe(expected);
  });
});

describe("a Deny of a network", () => {
  const endpoint = { "aws:SourceVpce": "vpce-1" };
  const caught = "grants-create fail creator/denied";
  test.each<[string, object, string]>([
    [
      "without exemption",
      { StringNotEquals: endpoint },
      `not-ready | logs-access fail  | logs-deny fail logs/denied | ${caught} | grants-use fail grants/use-denied | execution-role fail role/key-policy-denied`,
    ],
    [
      "that exempts services only, whose forwarded sessions it catches",
      { StringNotEquals: endpoint, Bool: { "aws:PrincipalIsAWSService": "false" } },
      `not-ready | ${caught} | grants-use unknown grants/use-unknown | execution-role fail role/key-policy-denied`,
    ],
    [
      "in the shape that AWS publishes",
      {
        StringNotEqualsIfExists: endpoint,
        BoolIfExists: { "aws:PrincipalIsAWSService": "false", "aws:ViaAWSService": "false" },
      },
      "ready | grants-use warn grants/use-assumed",
    ],
    [
      "with the exemption that this program advises",
      {
        StringNotEquals: endpoint,
        BoolIfExists: { "aws:ViaAWSService": "false" },
        StringEquals: { "aws:PrincipalAccount": account },
      },
      "ready",
    ],
  ])("%s", (_name, condition, expected) => {
    expect(verdictOn({ policy: policy(deny("kms:*", condition)) })).toBe(expected);
  });
});

test("the root statement for the root user alone leaves the creator to it, and no role", () => {
  const [root = {}, logs = {}] = good;
  const limited = { ...root, Condition: { StringEquals: { "aws:PrincipalType": "Account" } } };
  const text = JSON.stringify({ Version: "2012-10-17", Statement: [limited, logs] });
  expect(verdictOn({ policy: text }, offline)).toBe("not-ready | execution-role fail role/account-missing");
});

describe("a key of another account", () => {
  const key = arn.replace(account, "444455556666");
  const foreign = (...more: readonly object[]) =>
    policy(...more).replace(`arn:aws:iam::${account}:root`, "arn:aws:iam::444455556666:root");
  const target = { key, account, accept: ["cross-account"] as const };
  const environment = { AWS: `arn:aws:iam::${account}:root` };
  const use = {
    Effect: "Allow",
    Principal: environment,
    Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
    Resource: "*",
  };
  const grant = {
    Effect: "Allow",
    Principal: environment,
    Action: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
    Resource: "*",
    Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
  };
  test.each<[string, readonly object[], string]>([
    [
      "whose policy gives the environment's account nothing",
      [],
      "not-ready | key-account warn key/cross-account | grants-create fail creator/other-account | execution-role fail role/account-missing",
    ],
    [
      "whose policy gives it use without grants",
      [use],
      "not-ready | key-account warn key/cross-account | grants-create fail creator/other-account",
    ],
    ["with both statements of KMS's page", [use, grant], "ready | key-account warn key/cross-account"],
  ])("%s", (_name, more, expected) => {
    expect(verdictOn({ policy: foreign(...more), target }, offline)).toBe(expected);
  });

  test("is said to be one, without the option that accepts it", () => {
    expect(verdictOn({ policy: foreign(use, grant), target: { key, account } }, offline)).toBe(
      "not-ready | key-account fail key/other-account",
    );
  });
});

describe("time", () => {
  const until = (date: string) => {
    const [root = {}, logs] = good as readonly { Condition?: object }[];
    const limited = { ...logs, Condition: { ...logs?.Condition, DateLessThan: { "aws:CurrentTime": date } } };
    return JSON.stringify({ Version: "2012-10-17", Statement: [root, limited] });
  };
  test.each([
    ["ends in half an hour", "2026-11-01T00:30:00Z", "not-ready | logs-access fail access/ends-soon"],
    ["ends in a day", "2026-11-02T00:00:00Z", "not-ready | logs-access fail access/ends-soon"],
    ["ends in two days", "2026-11-03T00:00:00Z", "ready | logs-access warn access/ends-later"],
    ["ended", "2026-10-31T00:00:00Z", "not-ready | logs-access fail logs/missing,logs/condition"],
  ])("of access that %s", (_name, date, expected) =>
    expect(verdictOn({ policy: until(date) })).toBe(expected),
  );

  test("of a Deny that begins", () => {
    const from = (date: string) => policy(deny("kms:*", { DateGreaterThan: { "aws:CurrentTime": date } }));
    expect(verdictOn({ policy: from("2026-11-01T06:00:00Z") })).toBe(
      "not-ready | logs-access fail access/ends-soon | grants-create fail access/ends-soon | grants-use fail access/ends-soon | execution-role fail access/ends-soon",
    );
    expect(verdictOn({ policy: from("2027-01-01T00:00:00Z") })).toBe(
      "ready | logs-access warn access/ends-later | grants-use warn access/ends-later | execution-role warn access/ends-later",
    );
  });

  test.each([
    ["2026-11-01T12:00:00.000Z", "fail readiness/expires-soon"],
    ["2026-12-01T00:00:00.000Z", "warn readiness/expires"],
  ])("of key material that expires on %s", (ValidTo, expected) => {
    const key = { Origin: "EXTERNAL", ExpirationModel: "KEY_MATERIAL_EXPIRES", ValidTo };
    const found = runChecks(snapshotWith({ key }), factNames).find(({ check }) => check === "key-origin");
    expect(`${found?.outcome} ${found?.problems[0]?.code}`).toBe(expected);
  });
});

describe("a Deny in a shape that AWS publishes", () => {
  const organization = {
    StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
    BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
  };
  const guarded = (...more: readonly object[]) => policy(deny("kms:*", organization), ...more);
  const usual =
    "grants-create warn creator/assumed | grants-use warn grants/use-assumed | execution-role warn role/assumed";

  test("leaves the key ready, with its assumption", () =>
    expect(verdictOn({ policy: guarded() }, offline)).toBe(`ready | ${usual}`));

  test("hides no Deny that begins within a day", () => {
    const begins = deny("kms:*", { DateGreaterThan: { "aws:CurrentTime": "2026-11-01T06:00:00Z" } });
    expect(verdictOn({ policy: guarded(begins) }, offline)).toBe(
      "not-ready | logs-access fail access/ends-soon | grants-create fail access/ends-soon,creator/assumed | grants-use fail access/ends-soon,grants/use-assumed | execution-role fail access/ends-soon,role/assumed",
    );
  });

  test("hides nothing that the creator's IAM policies lack", () => {
    const creator = `arn:aws:iam::${account}:role/Deploy`;
    const facts = { creator: { arn: creator, policies: [] } };
    expect(verdictOn({ policy: guarded(), target: { creator }, facts })).toContain(
      "grants-create fail creator/refused,creator/assumed",
    );
  });
});

describe("answers that contradict themselves", () => {
  test.each<[string, Changes["key"]]>([
    ["enabled and not", { Enabled: false }],
    ["disabled and enabled", { KeyState: "Disabled", Enabled: true }],
    ["enabled with a day of deletion", { DeletionDate: "2026-12-01T00:00:00.000Z" }],
  ])("%s: the state is unknown", (_name, key) => {
    const found = runChecks(snapshotWith({ key: key ?? {} }), factNames).find(
      ({ check }) => check === "key-state",
    );
    expect(`${found?.outcome} ${found?.problems[0]?.code}`).toBe("unknown readiness/contradiction");
  });
});

describe("no finding contradicts the verdict", () => {
  const policies = [
    policy(),
    policy(deny("kms:CreateGrant")),
    policy(deny("kms:*", { StringNotEquals: { "aws:SourceVpce": "vpce-1" } })),
    policy(deny("kms:*", { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } })),
    JSON.stringify({ Version: "2012-10-17", Statement: [] }),
    "{}",
  ];
  const keys: readonly NonNullable<Changes["key"]>[] = [
    {},
    { KeyState: "Disabled" },
    { MultiRegion: true },
    { KeyState: undefined },
  ];
  const cases = policies.flatMap((text) => keys.map((key) => [text, key] as const));

  test.each(cases)("%s, %o", (text, key) => {
    for (const unknownFacts of [[], ["dryRuns"], ["policy"], ["caller", "dryRuns"]] as const) {
      const findings = runChecks(snapshotWith({ policy: text, key, unknown: unknownFacts }), factNames);
      const verdict = readinessOf(findings);
      const blocking = findings.filter(({ outcome }) => outcome === "fail");
      expect(verdict === "not-ready").toBe(blocking.length > 0);
      if (verdict !== "ready") continue;
      const open = findings.filter(({ outcome, weight }) => outcome === "unknown" && weight === "verdict");
      expect(open).toEqual([]);
      // What says that the environment cannot be created, or does not work, is an error of a check of weight verdict.
      for (const { problems } of findings)
        for (const { what, why } of problems)
          expect(`${what} ${why}`).not.toMatch(/environment (cannot|does not)/);
    }
  });
});
