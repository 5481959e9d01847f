/** Who may do what: one row a principal, one answer an operation, and what must hold whatever the policy says. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { partitionById } from "../../src/key/arn.js";
import {
  type AccessMatrix,
  accessMatrix,
  type MatrixAnswer,
  matrixOperations,
} from "../../src/policy/access-matrix.js";
import { parsePolicy } from "../../src/policy/document/document.js";
import type { LogsRequest } from "../../src/policy/evaluate/request.js";
import { propertyRuns } from "../property-runs.js";
import { keyArn, logsStatement, request } from "./access-case.js";

const account = "123456789012";
const root = `arn:aws:iam::${account}:root`;
const role = `arn:aws:iam::${account}:role/data/Platform`;
const plain = `arn:aws:iam::${account}:role/Platform`;
const user = `arn:aws:iam::${account}:user/ada`;
const session = `arn:aws:sts::${account}:assumed-role/Platform/ada`;
const logs = "logs.eu-central-1.amazonaws.com";
const tagged = { StringEquals: { "aws:PrincipalTag/team": "data" } };

function matrixOf(statements: readonly unknown[], asked: LogsRequest = request): AccessMatrix {
  const document = parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement: statements }));
  const matrix = document.ok ? accessMatrix(document.value, asked) : undefined;
  if (matrix === undefined) throw new Error("no policy");
  return matrix;
}

function answer(matrix: AccessMatrix, principal: string, operation: string): MatrixAnswer | undefined {
  const row = matrix.rows.find((each) => each.principal === principal);
  return row?.cells[matrix.operations.indexOf(operation)]?.answer;
}

function allow(principal: unknown, action: unknown = "kms:*", more: object = {}) {
  return { Effect: "Allow", Principal: principal, Action: action, Resource: "*", ...more };
}

function deny(principal: unknown, action: unknown = "kms:*", more: object = {}) {
  return { ...allow(principal, action, more), Effect: "Deny" };
}

const except = (effect: string, principal: unknown) => ({
  Effect: effect,
  NotPrincipal: principal,
  Action: "kms:*",
  Resource: "*",
});

describe("one cell", () => {
  test.each<[why: string, statements: readonly unknown[], principal: string, expected: MatrixAnswer]>([
    ["an Allow by name", [allow({ AWS: role })], role, "allowed"],
    ["an Allow for another operation", [allow({ AWS: role }, "kms:Encrypt")], role, "none"],
    [
      "an Allow by NotAction",
      [allow({ AWS: role }, undefined, { NotAction: "kms:Encrypt" })],
      role,
      "allowed",
    ],
    ["an Allow of everyone", [allow("*"), allow({ AWS: role }, "kms:List*")], role, "allowed"],
    ["an Allow of the account, which hands on to IAM", [allow({ AWS: root })], root, "allowed"],
    ["a role of that account", [allow({ AWS: root }), allow({ AWS: role }, "kms:List*")], role, "none"],
    ["a bare account id", [allow({ AWS: account })], account, "allowed"],
    [
      "an Allow with a condition",
      [allow({ AWS: role }, "kms:*", { Condition: tagged })],
      role,
      "conditional",
    ],
    ["a Deny before an Allow", [allow({ AWS: role }), deny({ AWS: role })], role, "denied"],
    ["a Deny of the account", [allow({ AWS: role }), deny({ AWS: root })], role, "denied"],
    ["a Deny of everyone", [allow({ AWS: user }), deny("*")], user, "denied"],
    [
      "a Deny with a condition",
      [allow({ AWS: role }), deny("*", "kms:*", { Condition: tagged })],
      role,
      "conditional",
    ],
    [
      "a Deny with a condition, and no Allow",
      [deny({ AWS: role }, "kms:*", { Condition: tagged })],
      role,
      "none",
    ],
    ["a Deny of another", [allow({ AWS: role }), deny({ AWS: user })], role, "allowed"],
    ["a session by its role", [allow({ AWS: plain }), deny({ AWS: session }, "s3:*")], session, "allowed"],
    [
      "a session by a role whose path may be another",
      [allow({ AWS: role }), deny({ AWS: session }, "s3:*")],
      session,
      "conditional",
    ],
    ["a session denied by its role", [allow({ AWS: session }), deny({ AWS: plain })], session, "denied"],
    [
      "a session denied by a role whose path may be another",
      [allow({ AWS: session }), deny({ AWS: role })],
      session,
      "conditional",
    ],
    [
      "a role whose session alone is allowed",
      [allow({ AWS: session }), deny({ AWS: role }, "s3:*")],
      role,
      "none",
    ],
    ["another key's ARN", [allow({ AWS: role }, "kms:*", { Resource: `${keyArn}0` })], role, "none"],
    ["this key's ARN", [allow({ AWS: role }, "kms:*", { Resource: keyArn })], role, "allowed"],
    [
      "all but this key",
      [allow({ AWS: role }, "kms:*", { Resource: undefined, NotResource: keyArn })],
      role,
      "none",
    ],
    ["no Resource in an Allow", [allow({ AWS: role }, "kms:*", { Resource: undefined })], role, "none"],
    [
      "no Resource in a Deny",
      [allow({ AWS: role }), deny({ AWS: role }, "kms:*", { Resource: undefined })],
      role,
      "conditional",
    ],
    ["a service by name", [allow({ Service: "s3.amazonaws.com" })], "s3.amazonaws.com", "allowed"],
    [
      "a service with everyone",
      [allow("*"), deny({ Service: "s3.amazonaws.com" }, "s3:*")],
      "s3.amazonaws.com",
      "allowed",
    ],
    [
      "a Deny of a service by a wildcard",
      [allow({ Service: "s3.amazonaws.com" }), deny({ Service: "*.amazonaws.com" })],
      "s3.amazonaws.com",
      "conditional",
    ],
    [
      "a Deny of all but the role alone",
      [allow({ AWS: role }), except("Deny", { AWS: [role, root] })],
      role,
      "conditional",
    ],
    [
      "a Deny of all but the user",
      [allow({ AWS: user }), except("Deny", { AWS: [user, root] })],
      user,
      "conditional",
    ],
    ["a Deny of all but the account", [allow({ AWS: root }), except("Deny", { AWS: root })], root, "allowed"],
    [
      "a Deny of all but somebody else",
      [allow({ AWS: role }), except("Deny", { AWS: user })],
      role,
      "denied",
    ],
    [
      "a Deny of all but a stranger",
      [allow({ AWS: role }), except("Deny", { Service: logs })],
      role,
      "denied",
    ],
    [
      "everyone beside a Deny of all but some",
      [allow("*"), except("Deny", { AWS: [root, user] })],
      "*",
      "denied",
    ],
    ["everyone by an Allow with NotPrincipal", [except("Allow", { AWS: root })], "*", "conditional"],
    ["everyone", [allow({ AWS: "*" })], "*", "allowed"],
    ["everyone beside a Deny of one", [allow("*"), deny({ AWS: user })], "*", "allowed"],
  ])("%s", (_why, statements, principal, expected) => {
    const without = JSON.parse(JSON.stringify(statements)) as readonly Record<string, unknown>[];
    const written = without.map((each) => ("NotAction" in each ? { ...each, Action: undefined } : each));
    expect(answer(matrixOf(written), principal, "CreateGrant")).toBe(expected);
  });
});

describe("CloudWatch Logs of the Region", () => {
  const group = (name: string) => ({
    Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:*:*:log-group:${name}` } },
  });

  test("has the first row, named or not", () => {
    expect(matrixOf([allow({ AWS: root })]).rows[0]).toMatchObject({ principal: logs, kind: "service" });
    expect(answer(matrixOf([allow({ AWS: root })]), logs, "Encrypt")).toBe("none");
  });

  test("is judged with its own requests, for all log groups", () => {
    const whole = matrixOf([logsStatement]);
    expect(answer(whole, logs, "Encrypt")).toBe("allowed");
    expect(answer(whole, logs, "CreateGrant")).toBe("none");
    // DescribeKey sends no encryption context.
    expect(answer(matrixOf([{ ...logsStatement, Action: "kms:*" }]), logs, "DescribeKey")).toBe("none");
    const some = matrixOf([{ ...logsStatement, ...group("airflow-orders-Task") }]);
    expect(answer(some, logs, "Encrypt")).toBe("conditional");
    const oneDenied = matrixOf([logsStatement, { ...deny({ Service: logs }), ...group("*-Task") }]);
    expect(answer(oneDenied, logs, "Encrypt")).toBe("denied");
  });

  test("is one row by whichever of its names in China", () => {
    const asked = { ...request, partition: partitionById("aws-cn"), region: "cn-north-1" };
    const both = ["logs.cn-north-1.amazonaws.com.cn", "logs.cn-north-1.amazonaws.com"];
    const services = matrixOf([allow({ Service: both })], asked).rows.map((row) => row.principal);
    expect(services).toEqual(["logs.cn-north-1.amazonaws.com.cn"]);
  });
});

describe("the table", () => {
  test("has every principal once, with its kind, and the statements that decide", () => {
    const statements = [
      { Sid: "admins", ...allow({ AWS: [role, root, account, "AIDAEXAMPLE"] }) },
      { Sid: "more", ...allow({ AWS: [role, user], Federated: "idp", Service: [logs, "s3.amazonaws.com"] }) },
      { Sid: "all", ...deny("*", "kms:PutKeyPolicy") },
    ];
    const { rows } = matrixOf(statements);
    expect(rows.map(({ principal, kind }) => [principal, kind])).toEqual([
      [logs, "service"],
      ["*", "everyone"],
      [root, "account"],
      [role, "role"],
      ["AIDAEXAMPLE", "other"],
      [user, "user"],
      ["idp", "other"],
      ["s3.amazonaws.com", "service"],
    ]);
    expect(rows[3]?.cells[matrixOperations.indexOf("Encrypt")]).toEqual({
      answer: "allowed",
      by: ['Statement "admins"'],
    });
    expect(rows[3]?.cells[matrixOperations.indexOf("PutKeyPolicy")]).toEqual({
      answer: "denied",
      by: ['Statement "all"'],
    });
  });

  test("names three statements at most, and of eight that say the same the first", () => {
    const ofGroup = (kind: string) => ({
      ...logsStatement,
      Sid: kind,
      Condition: {
        ArnLike: {
          "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:*:*:log-group:airflow-orders-${kind}`,
        },
      },
    });
    const kinds = ["DAGProcessing", "Scheduler", "Task", "WebServer", "Worker"];
    const { rows } = matrixOf([...kinds.map(ofGroup), ...new Array(8).fill(allow({ AWS: role }))]);
    expect(rows[0]?.cells[0]).toEqual({
      answer: "allowed",
      by: [...["DAGProcessing", "Scheduler", "Task"].map((sid) => `Statement "${sid}"`), "and 2 more"],
    });
    expect(rows[1]?.cells[0]?.by).toEqual(["Statement 6"]);
  });

  test("is none where IAM could not read the policy", () => {
    const document = parsePolicy('{"Statement":[{"Effect":"allow"}]}');
    expect(document.ok && accessMatrix(document.value, request)).toBeUndefined();
  });

  test("says how many principals it leaves out, and costs little", () => {
    const many = Array.from({ length: 600 }, (_, at) => `arn:aws:iam::${account}:role/team-${at}`);
    const statements = Array.from({ length: 60 }, (_, at) =>
      allow({ AWS: many.slice(at * 10, at * 10 + 10) }),
    );
    const matrix = matrixOf([...statements, deny({ AWS: many })]);
    expect(matrix.rows).toHaveLength(100);
    expect(matrix.more).toBe(501);
    expect(matrix.rows.map((row) => row.cells.length)).toEqual(new Array(100).fill(matrixOperations.length));
  });
});

const principals = fc.constantFrom<unknown>(
  ...["*", { AWS: "*" }, { AWS: root }, { AWS: role }, { AWS: user }, { AWS: session }, { AWS: account }],
  ...[{ Service: logs }, { Service: "logs.amazonaws.com" }, { Service: "*" }, { Federated: "idp" }],
);
const statement = fc
  .record({
    Effect: fc.constantFrom("Allow", "Deny"),
    who: fc.tuple(fc.constantFrom("Principal", "Principal", "NotPrincipal"), principals),
    Action: fc.subarray(["kms:*", "kms:Encrypt", "kms:*Grant*", "*:Put*", "s3:*"], { minLength: 1 }),
    Resource: fc.constantFrom("*", "*", keyArn, "arn:aws:kms:*", "${aws:x}"),
    Condition: fc.constantFrom({}, {}, tagged, logsStatement.Condition),
  })
  .map(({ who: [member, value], ...rest }) => ({ [member]: value, ...rest }));

function everyCell(matrix: AccessMatrix): ReadonlyMap<string, MatrixAnswer> {
  const cells = matrix.rows.flatMap((row) =>
    row.cells.map(
      (cell, at) => [`${row.kind} ${row.principal} ${matrix.operations[at]}`, cell.answer] as const,
    ),
  );
  return new Map(cells);
}

describe("whatever the policy says", () => {
  const runs = { numRuns: propertyRuns };

  test("a further Deny never allows anything", () =>
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 4 }), statement, fc.nat(4), (others, one, at) => {
        const before = everyCell(matrixOf(others));
        const with_ = others.toSpliced(at, 0, { ...one, Effect: "Deny" });
        for (const [cell, after] of everyCell(matrixOf(with_))) {
          if (after === "allowed" && before.has(cell)) expect(before.get(cell)).toBe("allowed");
        }
      }),
      runs,
    ));

  test("a certain Deny counts before every Allow", () =>
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 4 }), (others) => {
        const all = everyCell(matrixOf([...others, deny("*")]));
        expect(new Set(all.values())).toEqual(new Set(["denied"]));
      }),
      runs,
    ));

  test("without an Allow nothing is allowed or conditional", () =>
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 4 }), (others) => {
        const denies = others.map((each) => ({ ...each, Effect: "Deny" }));
        for (const each of everyCell(matrixOf(denies)).values()) expect(["denied", "none"]).toContain(each);
      }),
      runs,
    ));
});
