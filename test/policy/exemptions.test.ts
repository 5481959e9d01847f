/** The shapes of Deny that AWS publishes for use with its services, and the exemption that this program advises. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectedGrants } from "../../src/grants/expected.js";
import { partitionById } from "../../src/key/arn.js";
import { creatorAccess, namedCandidate } from "../../src/policy/creator-access.js";
import type { Json } from "../../src/policy/document/document.js";
import { readStatements, type Statement } from "../../src/policy/document/statement.js";
import type { PolicyStatements } from "../../src/policy/evaluate/evaluate.js";
import {
  exemptingCondition,
  grantExemption,
  isOnlyGrants,
  publishedShape,
} from "../../src/policy/evaluate/exemptions.js";
import { readCaller } from "../../src/policy/evaluate/principal.js";
import { keyPolicyForRole, roleOperations } from "../../src/policy/execution-role.js";
import { grantsAccess } from "../../src/policy/grants-access.js";
import { evaluateLogsAccess } from "../../src/policy/logs-decisions.js";
import { propertyRuns } from "../property-runs.js";
import { type Members, policy } from "./difference-policy.js";

const account = "111122223333";
const region = "us-east-1";
const partition = partitionById("aws");
const keyArn = `arn:aws:kms:${region}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const key = { partition, region, account, keyArn, keyAccount: account };

function read(...members: readonly Members[]): PolicyStatements {
  const statements = readStatements(policy(...members));
  if (!statements.ok) throw new Error("no policy");
  return { statements: statements.value, version: "2012-10-17" };
}

function denyOf(members: Members): Statement {
  const [statement] = read({
    Effect: "Deny",
    Principal: "*",
    Action: "kms:*",
    Resource: "*",
    ...members,
  }).statements;
  if (statement === undefined) throw new Error("no statement");
  return statement;
}

describe("the published shape", () => {
  const network = { NotIpAddressIfExists: { "aws:SourceIp": "203.0.113.0/24" } };
  const services = { "aws:PrincipalIsAWSService": "false" };
  const both = { ...services, "aws:ViaAWSService": "false" };
  const organization = { StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } };
  const source = {
    StringNotEqualsIfExists: { "aws:SourceOrgID": "o-a1b2c3d4e5" },
    Null: { "aws:SourceAccount": "false" },
    Bool: { "aws:PrincipalIsAWSService": "true" },
  };
  test.each<[string, Members, string | undefined]>([
    ["a network with both exemptions", { Condition: { ...network, BoolIfExists: both } }, "network"],
    [
      "a VPC endpoint's organization",
      { Condition: { StringNotEqualsIfExists: { "aws:VpceOrgID": "o-a" }, BoolIfExists: both } },
      "network",
    ],
    ["a network without exemptions", { Condition: network }, undefined],
    [
      "a network with one for services alone",
      { Condition: { ...network, BoolIfExists: services } },
      undefined,
    ],
    [
      "a network with one for forwarded sessions alone",
      { Condition: { ...network, BoolIfExists: { "aws:ViaAWSService": "false" } } },
      undefined,
    ],
    [
      "a network that is denied, not excepted",
      { Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" }, BoolIfExists: both } },
      undefined,
    ],
    ["no network", { Condition: { BoolIfExists: both } }, undefined],
    [
      "an organization with the exemption of services",
      { Condition: { ...organization, BoolIfExists: services } },
      "organization",
    ],
    [
      "an organization's paths, in another case",
      {
        Condition: {
          "ForAllValues:StringNotLike": { "AWS:PrincipalOrgPaths": "o-a/*" },
          Bool: { "AWS:PRINCIPALISAWSSERVICE": "FALSE" },
        },
      },
      "organization",
    ],
    ["an organization without an exemption", { Condition: organization }, undefined],
    [
      "an organization that is denied",
      { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a" }, BoolIfExists: services } },
      undefined,
    ],
    ["a confused deputy", { Condition: source }, "confused-deputy"],
    [
      "a confused deputy for services of any source",
      { Condition: { ...source, Null: { "aws:SourceAccount": "true" } } },
      undefined,
    ],
    [
      "a confused deputy without the question for the account",
      { Condition: { ...source, Null: { "aws:SourceArn": "false" } } },
      undefined,
    ],
    ["a confused deputy for all but services", { Condition: { ...source, Bool: services } }, undefined],
    ["an Allow in the shape", { Effect: "Allow", Condition: { ...network, BoolIfExists: both } }, undefined],
    ["no condition", {}, undefined],
  ])("%s", (_name, members, id) => {
    const shape = publishedShape(denyOf(members));
    expect(shape?.id).toBe(id);
    if (shape !== undefined) expect(shape.page).toMatch(/^https:\/\/github\.com\/aws-samples\//);
  });
});

describe("the exempting condition", () => {
  const exempt = { BoolIfExists: { "aws:ViaAWSService": "false" } };
  const own = { StringEquals: { "aws:PrincipalAccount": account } };
  test.each<[string, Json | undefined, readonly string[], Json | undefined]>([
    ["of a Deny without one", undefined, [account], { ...exempt, ...own }],
    [
      "for two accounts",
      undefined,
      [account, "444455556666"],
      { ...exempt, StringEquals: { "aws:PrincipalAccount": [account, "444455556666"] } },
    ],
    ["for no account", undefined, [], undefined],
    [
      "keeps what is there",
      {
        Bool: { "aws:SecureTransport": "false" },
        StringEquals: { "aws:x": "y" },
        BoolIfExists: { "aws:z": "true" },
      },
      [account],
      {
        Bool: { "aws:SecureTransport": "false" },
        StringEquals: { "aws:x": "y", "aws:PrincipalAccount": account },
        BoolIfExists: { "aws:z": "true", "aws:ViaAWSService": "false" },
      },
    ],
    [
      "adds nothing that is there, in whatever case",
      { Bool: { "AWS:viaawsservice": ["false"] } },
      [account],
      { Bool: { "AWS:viaawsservice": ["false"] }, ...own },
    ],
    ["where forwarded sessions are denied", { Bool: { "aws:ViaAWSService": "true" } }, [account], undefined],
    ["where it asks otherwise", { Null: { "aws:ViaAWSService": "false" } }, [account], undefined],
    [
      "where another account is asked for",
      { StringNotEquals: { "AWS:PrincipalAccount": account } },
      [account],
      undefined,
    ],
  ])("%s", (_name, condition, accounts, expected) =>
    expect(exemptingCondition(condition, accounts)).toEqual(expected),
  );
});

describe("the exemption of a Deny of grants", () => {
  const exempt = { "kms:GrantIsForAWSResource": "false", "aws:PrincipalIsAWSService": "false" };
  test.each<[string, Json | undefined, Json | undefined]>([
    ["of a Deny without a condition", undefined, { BoolIfExists: exempt }],
    [
      "keeps what is there",
      { BoolIfExists: { "aws:x": "true" }, StringEquals: { a: "b" } },
      { BoolIfExists: { "aws:x": "true", ...exempt }, StringEquals: { a: "b" } },
    ],
    ["where one is there", { BoolIfExists: { "kms:GrantIsForAWSResource": "true" } }, undefined],
    ["where the other is there", { BoolIfExists: { "aws:PrincipalIsAWSService": "true" } }, undefined],
  ])("%s", (_name, condition, expected) => expect(grantExemption(condition)).toEqual(expected));

  test.each<[Json | undefined, boolean]>([
    ["kms:CreateGrant", true],
    [["kms:CreateGrant", "KMS:RevokeGrant", "kms:ListGrants"], true],
    ["kms:CreateGrant*", true],
    ["kms:Create*", false],
    [["kms:CreateGrant", "kms:Decrypt"], false],
    ["kms:CreateKey", false],
    ["*", false],
    [undefined, false],
  ])("is for actions on grants alone: %j", (action, expected) => {
    const members = { Action: action, ...(action === undefined ? { NotAction: "kms:CreateGrant" } : {}) };
    expect(isOnlyGrants(denyOf(members as Members))).toBe(expected);
  });
});

describe("the advice, once followed", () => {
  const root: Members = { Effect: "Allow", Principal: { AWS: account }, Action: "kms:*", Resource: "*" };
  const logs: Members = {
    Effect: "Allow",
    Principal: { Service: `logs.${region}.amazonaws.com` },
    Action: "kms:*",
    Resource: "*",
  };
  const roleArn = `arn:aws:iam::${account}:role/service-role/airflow`;
  const grants = expectedGrants("demo", partition, region).map(({ Name, GranteePrincipal, Operations }) => ({
    ...{ name: Name, grantee: GranteePrincipal, operations: Operations },
  }));

  /** What a Deny does to each of MWAA's uses of the key. */
  function uses(deny: Members): readonly string[] {
    const asked = read(root, logs, deny);
    const creator = namedCandidate(readCaller(roleArn, account), "creator");
    const decide = keyPolicyForRole(asked, { roleArn, key }, "sqs");
    const cells = evaluateLogsAccess(asked.statements, asked.version, key);
    return [
      `logs ${cells.filter(({ required, answer }) => required && answer !== "allowed").length}`,
      `creator ${creatorAccess(asked, creator, { key, account, grants }).truth}`,
      `grants ${grantsAccess(asked, key).level}`,
      `role ${roleOperations.filter((operation) => decide(operation).answer !== "allowed").length}`,
    ];
  }
  const clear = ["logs 0", "creator yes", "grants clear", "role 0"];

  const keys = [
    "SourceIp",
    "SourceVpc",
    "SourceVpce",
    "PrincipalOrgID",
    "PrincipalArn",
    "x",
    "SourceAccount",
  ];
  const one = fc
    .record({
      operator: fc.constantFrom(
        ...["StringEquals", "StringNotEquals", "StringNotEqualsIfExists", "StringLike", "Bool", "Null"],
        ...["BoolIfExists", "ArnNotLike", "NotIpAddress", "ForAnyValue:StringNotLike", "stringequals"],
      ),
      key: fc.constantFrom(...keys.map((name) => `aws:${name}`), "kms:ViaService", "kms:CallerAccount"),
      value: fc.constantFrom("true", "false", "o-a", "vpc-1", "203.0.113.0/24", "arn:aws:iam::*:role/*"),
    })
    .map(({ operator, key: name, value }) => ({ [operator]: { [name]: value } }));
  const condition = fc.array(one, { maxLength: 3 }).map((all) => Object.assign({}, ...all) as Members);
  const deny = fc.record({
    Effect: fc.constant("Deny"),
    Principal: fc.constantFrom<Json>("*", { AWS: "*" }, { AWS: account }),
    Action: fc.constantFrom<Json>("*", "kms:*", ["kms:Encrypt", "kms:CreateGrant"], "kms:D*"),
    Resource: fc.constant("*"),
    Condition: condition,
  });

  test("leaves every use of MWAA alone", () => {
    fc.assert(
      fc.property(deny, (statement) => {
        const advised = exemptingCondition(statement.Condition, [account]);
        fc.pre(advised !== undefined);
        expect(uses({ ...statement, Condition: advised })).toEqual(clear);
      }),
      { numRuns: propertyRuns },
    );
  });

  test.each<[string, Json, Json]>([
    ["CreateGrant", "kms:CreateGrant", {}],
    [
      "CreateGrant under a condition",
      "kms:CreateGrant",
      { StringNotEquals: { "aws:PrincipalOrgID": "o-a" } },
    ],
    ["all on grants", ["kms:CreateGrant", "kms:RevokeGrant", "kms:ListGrants"], {}],
  ])("leaves every use of MWAA alone where the Deny is of grants: %s", (_name, action, given) => {
    const statement = { Effect: "Deny", Principal: "*", Action: action, Resource: "*" };
    const advised = grantExemption(given);
    expect(advised).toBeDefined();
    expect(isOnlyGrants(denyOf(statement))).toBe(true);
    expect(uses({ ...statement, Condition: given })).not.toEqual(clear);
    expect(uses({ ...statement, Condition: advised ?? {} })).toEqual(clear);
  });

  test("is the general one where RetireGrant is denied, which has no kms:GrantIsForAWSResource", () => {
    const actions = ["kms:CreateGrant", "kms:RetireGrant"];
    const statement = { Effect: "Deny", Principal: "*", Action: actions, Resource: "*" };
    expect(isOnlyGrants(denyOf(statement))).toBe(false);
    expect(uses({ ...statement, Condition: grantExemption({}) ?? {} })).not.toEqual(clear);
  });
});
