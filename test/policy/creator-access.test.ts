/** Whether MWAA can create its grants in the name of a principal of the environment's account, by the key policy. */
import { describe, expect, test } from "vitest";
import { expectedGrants } from "../../src/grants/expected.js";
import { partitionById } from "../../src/key/arn.js";
import {
  type CreatorRequest,
  creatorAccess,
  findCreator,
  namedCandidate,
} from "../../src/policy/creator-access.js";
import { readStatements } from "../../src/policy/document/statement.js";
import { readCaller } from "../../src/policy/evaluate/principal.js";
import { type Members, policy } from "./difference-policy.js";

const account = "111122223333";
const region = "us-east-1";
const partition = partitionById("aws");
const keyArn = `arn:aws:kms:${region}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const iam = `arn:aws:iam::${account}:`;
const admin = `${iam}role/team/Admin`;
const via = (service: string) => ({
  StringEquals: { "kms:ViaService": `${service}.${region}.amazonaws.com` },
});

const request: CreatorRequest = {
  key: { partition, region, keyArn, keyAccount: account },
  account,
  grants: expectedGrants("demo", partition, region).map(({ Name, GranteePrincipal, Operations }) => ({
    ...{ name: Name, grantee: GranteePrincipal, operations: Operations },
  })),
};

const allow = (members: Members = {}): Members => ({
  Effect: "Allow",
  Principal: { AWS: `${iam}root` },
  Action: "kms:*",
  Resource: "*",
  ...members,
});
const deny = (members: Members = {}): Members => ({
  ...allow(),
  Effect: "Deny",
  Principal: "*",
  Action: "kms:CreateGrant",
  ...members,
});
const when = (operator: string, key: string, ...values: readonly string[]): Members => ({
  Condition: { [operator]: { [key]: values } },
});

function statementsOf(...statements: readonly Members[]) {
  const read = readStatements(policy(...statements));
  if (!read.ok) throw new Error("no policy");
  return { statements: read.value, version: "2012-10-17" };
}
const found = (...statements: readonly Members[]) => findCreator(statementsOf(...statements), request);

const six = ["Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey"];
const operations = [...six, "GenerateDataKeyWithoutPlaintext", "DescribeKey", "CreateGrant", "RetireGrant"];
const anyRole = `roles of account ${account}`;
const anyUser = `users of account ${account}`;

describe("somebody who can", () => {
  test.each<[string, readonly Members[], truth: string, who: string]>([
    ["the account's statement", [allow()], "yes", anyRole],
    ["no statement", [], "no", anyRole],
    ["another account's statement", [allow({ Principal: { AWS: "444455556666" } })], "no", anyRole],
    ["DescribeKey alone", [allow({ Action: "kms:DescribeKey" })], "no", anyRole],
    ["CreateGrant alone", [allow({ Action: "kms:CreateGrant" })], "no", anyRole],
    ["both, and no more", [allow({ Action: ["kms:CreateGrant", "kms:DescribeKey"] })], "yes", anyRole],
    ["one role", [allow({ Principal: { AWS: admin } })], "yes", admin],
    [
      "one operation for one role, the other for another",
      [
        allow({ Principal: { AWS: admin }, Action: "kms:CreateGrant" }),
        allow({ Principal: { AWS: `${iam}role/Other` }, Action: "kms:DescribeKey" }),
      ],
      "no",
      admin,
    ],
    [
      "one operation for one role, the other for the account",
      [allow({ Principal: { AWS: admin }, Action: "kms:CreateGrant" }), allow({ Action: "kms:DescribeKey" })],
      "yes",
      admin,
    ],
    ["a service", [allow({ Principal: { Service: `airflow.${region}.amazonaws.com` } })], "no", anyRole],

    ["through MWAA alone", [allow({ Condition: via("airflow") })], "yes", anyRole],
    ["through another service alone", [allow({ Condition: via("s3") })], "no", anyRole],
    ["for AWS's resources alone", [allow(when("Bool", "kms:GrantIsForAWSResource", "true"))], "no", anyRole],
    [
      "for AWS's resources, and DescribeKey besides",
      [
        allow({ Action: "kms:CreateGrant", ...when("Bool", "kms:GrantIsForAWSResource", "true") }),
        allow({ Action: "kms:DescribeKey" }),
      ],
      "yes",
      anyRole,
    ],
    ["users alone", [allow(when("StringEquals", "aws:PrincipalType", "User"))], "yes", anyUser],
    ["one role by a condition", [allow(when("ArnEquals", "aws:PrincipalArn", admin))], "yes", admin],
    [
      "roles by a pattern",
      [allow(when("ArnLike", "aws:PrincipalArn", `${iam}role/team/*`))],
      "yes",
      `${iam}role/team/x`,
    ],
    [
      "roles by a pattern over all accounts",
      [allow(when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/team/*"))],
      "yes",
      `${iam}role/team/x`,
    ],
    [
      "a Deny of all but roles by a pattern over all accounts",
      [allow(), deny(when("ArnNotLike", "aws:PrincipalArn", "arn:aws:iam::*:role/team/*"))],
      "yes",
      `${iam}role/team/x`,
    ],
    ["an organization", [allow(when("StringEquals", "aws:PrincipalOrgID", "o-a"))], "unknown", anyRole],
    ["a tag", [allow(when("StringEquals", "aws:PrincipalTag/team", "data"))], "unknown", anyRole],
    ["an address", [allow(when("IpAddress", "aws:SourceIp", "203.0.113.0/24"))], "unknown", anyRole],
    ["an endpoint", [allow(when("StringEquals", "aws:SourceVpce", "vpce-1"))], "no", anyRole],
    ["MFA", [allow(when("Bool", "aws:MultiFactorAuthPresent", "true"))], "unknown", anyRole],
    [
      "everyone but the account",
      [allow({ NotPrincipal: { AWS: "444455556666" } })].map(withoutPrincipal),
      "unknown",
      anyRole,
    ],

    [
      "grants to MWAA's service alone: or to a role of AWS",
      [
        allow(when("StringEquals", "kms:GranteePrincipal", `airflow.${region}.amazonaws.com`)),
        allow({ Action: "kms:DescribeKey" }),
      ],
      "unknown",
      anyRole,
    ],
    [
      "grants to somebody else alone",
      [
        allow(when("StringEquals", "kms:GranteePrincipal", "s3.amazonaws.com")),
        allow({ Action: "kms:DescribeKey" }),
      ],
      "no",
      anyRole,
    ],
    [
      "grants of all operations",
      [allow(when("ForAllValues:StringEquals", "kms:GrantOperations", ...operations))],
      "yes",
      anyRole,
    ],
    [
      "grants without one of the operations",
      [
        allow({
          Action: "kms:CreateGrant",
          ...when("ForAllValues:StringEquals", "kms:GrantOperations", ...six),
        }),
        allow({ Action: "kms:DescribeKey" }),
      ],
      "no",
      anyRole,
    ],

    ["a Deny for everyone", [allow(), deny()], "no", anyRole],
    ["a Deny of DescribeKey", [allow(), deny({ Action: "kms:DescribeKey" })], "no", anyRole],
    ["a Deny of another operation", [allow(), deny({ Action: "kms:RevokeGrant" })], "yes", anyRole],
    [
      "a Deny but for AWS's resources",
      [allow(), deny(when("Bool", "kms:GrantIsForAWSResource", "false"))],
      "yes",
      anyRole,
    ],
    [
      "a Deny but for AWS's resources, as AWS's samples have it",
      [
        allow(),
        deny({
          Condition: {
            BoolIfExists: { "kms:GrantIsForAWSResource": "false", "aws:PrincipalIsAWSService": "false" },
          },
        }),
      ],
      "yes",
      anyRole,
    ],
    ["a Deny of roles", [allow(), deny(when("ArnLike", "aws:PrincipalArn", `${iam}role/*`))], "yes", anyUser],
    [
      "a Deny of all but one role",
      [allow(), deny(when("ArnNotEquals", "aws:PrincipalArn", admin))],
      "yes",
      admin,
    ],
    [
      "a Deny of all but one unique ID",
      [allow(), deny(when("StringNotLike", "aws:userid", "AROAEXAMPLEEXAMPLE1:*"))],
      "yes",
      "the principal with aws:userid AROAEXAMPLEEXAMPLE1:x",
    ],
    [
      "a Deny but from an address",
      [allow(), deny(when("NotIpAddress", "aws:SourceIp", "203.0.113.0/24"))],
      "unknown",
      anyRole,
    ],
    [
      "a Deny but from an endpoint",
      [allow(), deny(when("StringNotEquals", "aws:SourceVpce", "v"))],
      "no",
      anyRole,
    ],
    [
      "a Deny but through services",
      [allow(), deny(when("Bool", "aws:ViaAWSService", "false"))],
      "yes",
      anyRole,
    ],
    [
      "a Deny but of services",
      [allow(), deny(when("Bool", "aws:PrincipalIsAWSService", "false"))],
      "no",
      anyRole,
    ],
    [
      "a Deny of grants with a constraint",
      [allow(), deny(when("Null", "kms:GrantConstraintType", "false"))],
      "unknown",
      anyRole,
    ],
    [
      "a Deny of grants with a context",
      [allow(), deny(when("Null", "kms:EncryptionContextKeys", "false"))],
      "unknown",
      anyRole,
    ],
  ])("%s", (_name, statements, truth, who) => {
    const verdict = found(...statements);
    expect(verdict.truth).toBe(truth);
    expect(verdict.closest.candidate.name).toBe(who);
  });

  test("is told with the others that can", () => {
    const { closest, others } = found(
      ...[admin, `${iam}user/Alice`].map((AWS) => allow({ Principal: { AWS } })),
    );
    expect(closest.candidate.name).toBe(admin);
    expect(others.map(({ candidate }) => candidate.name)).toEqual([`${iam}user/Alice`]);
  });

  test("is not looked for any further where every role can", () => {
    expect(found(allow(), allow({ Principal: { AWS: admin } })).others).toEqual([]);
  });

  test("is unknown where more are named than are looked at, and none of these can", () => {
    const many = Array.from({ length: 160 }, (_, at) => `${iam}role/team-${at}`);
    expect(found(allow({ Principal: { AWS: many }, Action: "kms:CreateGrant" })).truth).toBe("unknown");
    expect(found(allow({ Principal: { AWS: many.slice(0, 9) }, Action: "kms:CreateGrant" })).truth).toBe(
      "no",
    );
  });
});

function withoutPrincipal({ Principal: _, ...members }: Members): Members {
  return members;
}

describe("the calls in one principal's name", () => {
  const calls = (...statements: readonly Members[]) =>
    creatorAccess(
      statementsOf(...statements),
      namedCandidate(readCaller(admin, account), admin),
      request,
    ).calls.map(({ operation, grant, answer, delegated }) => [operation, grant, answer, delegated]);
  const names = request.grants.map(({ name }) => name);

  test("are DescribeKey once, and CreateGrant for each of the four grants", () => {
    expect(calls(allow())).toEqual([
      ["DescribeKey", undefined, "allowed", true],
      ...names.map((name) => ["CreateGrant", name, "allowed", true]),
    ]);
  });

  test("are each decided by the operations of their own grant", () => {
    const limited = allow({
      Principal: { AWS: admin },
      ...when(
        "ForAllValues:StringEquals",
        "kms:GrantOperations",
        ...operations.filter((each) => each !== "CreateGrant"),
      ),
    });
    expect(calls(limited)).toEqual([
      ["DescribeKey", undefined, "allowed", false],
      ["CreateGrant", names[0], "none", undefined],
      ...names.slice(1).map((name) => ["CreateGrant", name, "allowed", false]),
    ]);
  });

  test("go by China's name of MWAA where that is asked", () => {
    const asked = statementsOf(
      allow({ Condition: { StringLike: { "kms:ViaService": "*.amazonaws.com.cn" } } }),
    );
    const candidate = namedCandidate(readCaller(admin, account), admin);
    expect(creatorAccess(asked, candidate, request).truth).toBe("no");
    expect(creatorAccess(asked, candidate, { ...request, suffix: "amazonaws.com.cn" }).truth).toBe("yes");
  });

  test("are unknown where one is and none is refused", () => {
    const tagged = when("StringEquals", "aws:PrincipalTag/a", "b");
    const candidate = namedCandidate(readCaller(admin, account), admin);
    const truth = (...statements: readonly Members[]) =>
      creatorAccess(statementsOf(...statements), candidate, request).truth;
    expect(truth(allow({ Action: "kms:DescribeKey" }), allow({ Action: "kms:CreateGrant", ...tagged }))).toBe(
      "unknown",
    );
    expect(truth(allow({ Action: "kms:CreateGrant", ...tagged }))).toBe("no");
  });
});
