/** The checks that share one reading of the key policy: what each of them says, and what it leaves to the others. */
import { describe, expect, test } from "vitest";
import { account, arn, type Changes, finding, goodPolicy, region, snapshotWith, told } from "./snapshots.js";

const good = JSON.parse(goodPolicy).Statement as readonly [object, { readonly [member: string]: unknown }];
const [root, logs] = good;
const policyOf = (...statements: readonly object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** A Deny for everybody, with what a test changes of it. */
const deny = (members: object = {}) => ({
  Sid: "deny",
  Effect: "Deny",
  Principal: "*",
  Action: "kms:Decrypt",
  Resource: "*",
  ...members,
});
const groupArn = (kind: string) => `arn:aws:logs:${region}:${account}:log-group:airflow-demo-${kind}`;
const ofGroup = (kind: string) => ({
  Condition: { StringEquals: { "kms:EncryptionContext:aws:logs:arn": groupArn(kind) } },
});
/** Whether a request has a tag of a principal: nobody knows it of a service. */
const unknowable = { Condition: { StringEquals: { "aws:FromTheFuture": "yes" } } };

describe("logs-access", () => {
  const of = "operations on log groups allowed";
  const by = 'by statement "AllowCloudWatchLogsForMwaa"';
  test.each<[string, string, string]>([
    ["the statement is there", goodPolicy, `pass | 30 of 30 ${of} ${by}`],
    [
      "one operation is denied: it points to logs-deny, and says nothing else",
      policyOf(root, logs, deny()),
      `fail | 25 of 30 ${of}: a Deny statement blocks it (logs-deny)`,
    ],
    [
      "all are denied",
      policyOf(root, logs, deny({ Action: "kms:*" })),
      `fail | 0 of 30 ${of}: a Deny statement blocks it (logs-deny)`,
    ],
    [
      "one log group is denied",
      policyOf(root, logs, deny({ Action: "kms:*", ...ofGroup("Task") })),
      `fail | 24 of 30 ${of}, not all of them for airflow-demo-Task: a Deny statement blocks it (logs-deny)`,
    ],
    [
      "a Deny statement might block it",
      policyOf(root, logs, deny(unknowable)),
      `unknown | 25 of 30 ${of}: a Deny statement might block it (logs-deny)`,
    ],
    [
      "one log group alone is allowed",
      policyOf(root, { ...logs, ...ofGroup("Worker") }),
      `fail | 6 of 30 ${of} ${by}, not all of them for airflow-demo-DAGProcessing, airflow-demo-Scheduler, airflow-demo-Task, airflow-demo-WebServer | logs/missing | logs/context-group`,
    ],
    [
      "an Allow that cannot be judged",
      policyOf(root, { ...logs, ...unknowable }),
      `unknown | 0 of 30 ${of} | logs/unknown`,
    ],
    [
      "an Allow and a Deny that cannot be judged: the Allow's doubt alone is its own",
      policyOf(root, { ...logs, ...unknowable }, deny(unknowable)),
      `unknown | 0 of 30 ${of} | logs/unknown`,
    ],
    [
      "too much is the business of over-grants",
      policyOf(root, { ...logs, Action: "kms:*", Condition: {} }),
      `pass | 30 of 30 ${of} ${by}`,
    ],
    [
      "an Effect that IAM does not know",
      policyOf({ Effect: "Maybe" }),
      `fail | 0 of 0 ${of} | policy/member`,
    ],
  ])("%s", (_name, policy, expected) => expect(told("logs-access", { policy })).toBe(expected));
});

describe("logs-deny", () => {
  const one = "1 statement with Effect Deny";
  test.each<[string, string, string]>([
    ["there is none", goodPolicy, "pass | no statements with Effect Deny"],
    ["one operation", policyOf(root, logs, deny()), `fail | ${one} | logs/denied`],
    [
      "by NotPrincipal",
      policyOf(root, logs, deny({ Principal: undefined, NotPrincipal: { AWS: account } })),
      `fail | ${one} | logs/denied-not-principal`,
    ],
    ["before anything is allowed", policyOf(root, deny()), `fail | ${one} | logs/denied`],
    ["perhaps, by a condition", policyOf(root, logs, deny(unknowable)), `unknown | ${one} | logs/unknown`],
    [
      "perhaps, before anything is allowed",
      policyOf(root, deny(unknowable)),
      `unknown | ${one} | logs/unknown`,
    ],
    [
      "one certainly, one perhaps",
      policyOf(root, logs, deny(unknowable), deny({ Action: "kms:Encrypt" })),
      "fail | 2 statements with Effect Deny | logs/denied | logs/unknown",
    ],
    [
      "of what Logs does not need",
      policyOf(root, logs, deny({ Action: "kms:PutKeyPolicy" })),
      `pass | ${one}`,
    ],
    [
      "of another service",
      policyOf(root, logs, deny({ Principal: { Service: "s3.amazonaws.com" } })),
      `pass | ${one}`,
    ],
    [
      "of people alone",
      policyOf(root, logs, deny({ Condition: { Bool: { "aws:PrincipalIsAWSService": "false" } } })),
      `pass | ${one}`,
    ],
    ["of another log group", policyOf(root, logs, deny(ofGroup("Else"))), `pass | ${one}`],
    [
      "perhaps, of an operation that Logs does not need",
      policyOf(root, logs, deny({ Action: "kms:DescribeKey", ...unknowable })),
      `pass | ${one}`,
    ],
    ["no policy", "<html>", "unknown | - | policy/not-json"],
    ["no statement of IAM", policyOf({ Effect: "Maybe" }), "unknown | - | policy/member"],
  ])("%s", (_name, policy, expected) => expect(told("logs-deny", { policy })).toBe(expected));

  test("names what may deny, and that it may", () => {
    const policy = policyOf(root, logs, deny(unknowable));
    expect(finding("logs-deny", snapshotWith({ policy })).problems).toEqual([
      expect.objectContaining({
        at: "/Statement/2",
        what: expect.stringMatching(/^Whether statement "deny" denies .* aws:FromTheFuture\.$/),
      }),
    ]);
  });
});

describe("over-grants", () => {
  const anyAccount = { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:*:*` } };
  test.each<[string, string, string]>([
    ["none", goodPolicy, "pass | 0 of 2 statements too wide"],
    ["no statement for Logs at all", policyOf(root), "pass | 0 of 1 statement too wide"],
    [
      "any account",
      policyOf(root, { ...logs, Condition: anyAccount }),
      "warn | 1 of 2 statements too wide | logs/any-account",
    ],
    [
      "no condition, and all actions",
      policyOf({ ...logs, Action: "kms:*", Condition: {} }),
      "warn | 1 of 1 statement too wide | logs/administrative | logs/no-condition",
    ],
    [
      "everybody",
      policyOf({ ...logs, Principal: "*", Condition: {} }),
      "warn | 1 of 1 statement too wide | logs/everyone",
    ],
    ["no policy", "[]", "unknown | - | policy/not-an-object"],
    ["no statement of IAM", policyOf({ Effect: "Maybe" }), "unknown | - | policy/member"],
  ])("%s", (_name, policy, expected) => expect(told("over-grants", { policy })).toBe(expected));
});

describe("lockout", () => {
  const can = `account ${account} can call kms:PutKeyPolicy`;
  const cannot = `account ${account} cannot call kms:PutKeyPolicy`;
  const alice = { ...root, Principal: { AWS: `arn:aws:iam::${account}:user/Alice` } };
  test.each<[string, Changes, string]>([
    ["root's statement", {}, `pass | ${can}; the caller can if its IAM policies allow it`],
    ["nobody knows who calls", { unknown: ["caller"] }, `pass | ${can}`],
    [
      "the caller is in another account",
      { callerAccount: "444455556666" },
      `pass | ${can}; the caller cannot`,
    ],
    [
      "one user by name",
      { policy: policyOf(alice, logs) },
      `warn | ${cannot}; the caller can too | readiness/administrators`,
    ],
    ["nobody", { policy: policyOf(logs) }, `warn | ${cannot}; the caller cannot | readiness/administrators`],
    [
      "root under a condition on MFA",
      { policy: policyOf({ ...root, Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }) },
      "unknown | - | readiness/administrators-unknown",
    ],
    [
      "root, and a Deny on MFA for Alice",
      {
        policy: policyOf(root, {
          ...alice,
          Effect: "Deny",
          Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } },
        }),
      },
      `pass | ${can}; whether the caller can is unknown`,
    ],
    ["no policy", { policy: "<html>" }, "unknown | - | policy/not-json"],
    [
      "nobody knows whose key it is",
      { target: { key: arn.split("/")[1] ?? "", region }, unknown: ["caller", "key"] },
      "unknown | - | readiness/not-asked",
    ],
  ])("%s", (_name, changes, expected) => expect(told("lockout", changes)).toBe(expected));

  test("names the statement that decides, and gives the one that mends it", () => {
    const policy = policyOf(logs, { ...root, Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } });
    const [found] = finding("lockout", snapshotWith({ policy })).problems;
    expect(found?.at).toBe("/Statement/1");
    expect(found?.what).toContain(
      "Whether account 111122223333 can call kms:PutKeyPolicy depends on statement 2 (Bool aws:MultiFactorAuthPresent).",
    );
    expect(found?.fix).toEqual([
      {
        do: "edit",
        pointer: "/Statement/-",
        json: {
          Sid: "Enable IAM User Permissions",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${account}:root` },
          Action: "kms:*",
          Resource: "*",
        },
      },
    ]);
  });
});

test("one snapshot, two policies: what was read of the first is not told of the second", () => {
  const snapshot = snapshotWith();
  expect(finding("logs-access", snapshot).outcome).toBe("pass");
  const policy = { known: true, value: policyOf(root) } as const;
  expect(finding("logs-access", { ...snapshot, policy }).outcome).toBe("fail");
  expect(finding("logs-access", snapshot).outcome).toBe("pass");
});
