/** Whether a Deny reaches MWAA under its grants, as an AWS service and as a role of AWS. */
import { describe, expect, test } from "vitest";
import { partitionById } from "../../src/key/arn.js";
import { readStatements } from "../../src/policy/document/statement.js";
import { grantsAccess, grantUse } from "../../src/policy/grants-access.js";
import { type Members, policy, root } from "./difference-policy.js";

const account = "111122223333";
const keyArn = `arn:aws:kms:us-east-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

function verdictOf(...statements: readonly Members[]) {
  const read = readStatements(policy(...statements));
  if (!read.ok) throw new Error("no policy");
  const key = { partition: partitionById("aws"), region: "us-east-1", keyArn, keyAccount: account };
  return grantsAccess({ statements: read.value, version: "2012-10-17" }, key);
}

const deny = (members: Members = {}): Members => ({
  Effect: "Deny",
  Principal: "*",
  Action: "kms:Decrypt",
  Resource: "*",
  ...members,
});
const when = (operator: string, key: string, value: string, ...more: readonly [string, string][]) => ({
  Condition: { [operator]: { [key]: value, ...Object.fromEntries(more) } },
});
const but = (...principals: readonly string[]): Members =>
  JSON.parse(
    JSON.stringify({ ...deny(), Principal: undefined, NotPrincipal: { AWS: principals } }),
  ) as Members;

describe("a Deny", () => {
  test.each<[string, Members, level: string, as: string]>([
    ["for everyone", deny(), "caught", "service denied, aws-role denied"],
    [
      "for every AWS principal",
      deny({ Principal: { AWS: "*" } }),
      "caught",
      "service denied, aws-role denied",
    ],
    ["for the account", deny({ Principal: { AWS: root } }), "clear", ""],
    [
      "for MWAA's service",
      deny({ Principal: { Service: "airflow.us-east-1.amazonaws.com" } }),
      "open",
      "service denied",
    ],
    [
      "for MWAA's service of another Region",
      deny({ Principal: { Service: "airflow.eu-west-1.amazonaws.com" } }),
      "clear",
      "",
    ],
    [
      "for MWAA without a Region",
      deny({ Principal: { Service: "airflow.amazonaws.com" } }),
      "open",
      "service unknown",
    ],
    [
      "for the principal of the execution role's trust",
      deny({ Principal: { Service: "airflow-env.amazonaws.com" } }),
      "open",
      "service unknown",
    ],
    ["for all but the account", but(root), "caught", "service denied, aws-role denied"],
    ["of another operation", deny({ Action: "kms:PutKeyPolicy" }), "clear", ""],
    ["of data key pairs", deny({ Action: "kms:GenerateDataKeyPair*" }), "clear", ""],
    ["of what no grant holds", deny({ Action: ["kms:RevokeGrant", "kms:ListGrants"] }), "clear", ""],
    ["of another key", deny({ Resource: `${keyArn}0` }), "clear", ""],

    [
      "but for services",
      deny(when("BoolIfExists", "aws:PrincipalIsAWSService", "false")),
      "open",
      "aws-role denied",
    ],
    ["of services", deny(when("Bool", "aws:PrincipalIsAWSService", "true")), "open", "service denied"],
    [
      "but for forwarded sessions",
      deny(when("Bool", "aws:ViaAWSService", "false")),
      "open",
      "service unknown, aws-role unknown",
    ],
    [
      "but for the account's own principals",
      deny(when("StringNotEquals", "aws:PrincipalAccount", account)),
      "caught",
      "service denied, aws-role denied",
    ],
    [
      "for the account's own principals",
      deny(when("StringEquals", "aws:PrincipalAccount", account)),
      "clear",
      "",
    ],
    [
      "but for an organization",
      deny(when("StringNotEquals", "aws:PrincipalOrgID", "o-a")),
      "caught",
      "service denied, aws-role denied",
    ],
    [
      "but for an organization that is told",
      deny(when("StringNotEqualsIfExists", "aws:PrincipalOrgID", "o-a")),
      "caught",
      "service denied, aws-role denied",
    ],
    [
      "but from an address",
      deny(when("NotIpAddress", "aws:SourceIp", "203.0.113.0/24")),
      "caught",
      "service denied, aws-role denied",
    ],
    ["from an address", deny(when("IpAddress", "aws:SourceIp", "203.0.113.0/24")), "clear", ""],
    [
      "but from an endpoint",
      deny(when("StringNotEquals", "aws:SourceVpce", "vpce-1")),
      "caught",
      "service denied, aws-role denied",
    ],
    [
      "where an endpoint is told and another",
      deny({
        Condition: { StringNotEquals: { "aws:SourceVpce": "v" }, Null: { "aws:SourceVpce": "false" } },
      }),
      "clear",
      "",
    ],
    [
      "without MFA, or where it is not told",
      deny(when("BoolIfExists", "aws:MultiFactorAuthPresent", "false")),
      "caught",
      "service denied, aws-role denied",
    ],
    [
      "without MFA, where it is told",
      deny(when("Bool", "aws:MultiFactorAuthPresent", "false")),
      "open",
      "service unknown, aws-role unknown",
    ],
    [
      "but for roles of the account",
      deny(when("ArnNotLike", "aws:PrincipalArn", `arn:aws:iam::${account}:role/*`)),
      "caught",
      "service denied, aws-role denied",
    ],
    ["without TLS", deny(when("Bool", "aws:SecureTransport", "false")), "clear", ""],
    [
      "but of CloudWatch Logs' context",
      deny(when("ArnNotLike", "kms:EncryptionContext:aws:logs:arn", "arn:aws:logs:*:*:*")),
      "caught",
      "service denied, aws-role denied",
    ],
    [
      "of another context",
      deny(when("StringEquals", "kms:EncryptionContext:a", "b")),
      "open",
      "service unknown, aws-role unknown",
    ],
    [
      "of a source",
      deny(when("StringNotEquals", "aws:SourceAccount", account)),
      "open",
      "service unknown, aws-role unknown",
    ],
    [
      "of a key that nobody knows",
      deny(when("Bool", "aws:FromTheFuture", "true")),
      "open",
      "service unknown, aws-role unknown",
    ],
    [
      "in Amazon SQS's name",
      deny(when("StringEquals", "kms:ViaService", "sqs.us-east-1.amazonaws.com")),
      "open",
      "aws-role unknown",
    ],
    [
      "of grants for other than AWS's resources",
      deny({ Action: "kms:CreateGrant", ...when("Bool", "kms:GrantIsForAWSResource", "false") }),
      "clear",
      "",
    ],
    [
      "of grants for AWS's resources",
      deny({ Action: "kms:CreateGrant", ...when("Bool", "kms:GrantIsForAWSResource", "true") }),
      "caught",
      "service denied, aws-role denied",
    ],
  ])("%s", (_name, statement, level, as) => {
    const found = verdictOf(statement);
    expect(found.level).toBe(level);
    const calls = new Set(found.calls.map((call) => `${call.as} ${call.decision.answer}`));
    expect([...calls].join(", ")).toBe(as);
  });

  test.each(grantUse.map((operation) => [operation]))("of %s counts", (operation) => {
    const found = verdictOf(deny({ Action: `kms:${operation}` }));
    expect(found.calls.map((call) => [call.operation, call.as])).toEqual([
      [operation, "service"],
      [operation, "aws-role"],
    ]);
  });
});

describe("statements", () => {
  test("an Allow gives nothing that a grant does not give, and takes nothing", () => {
    expect(verdictOf()).toEqual({ level: "clear", calls: [], statements: [] });
    expect(verdictOf({ ...deny(), Effect: "Allow" }).level).toBe("clear");
  });

  test("each that can deny is named once", () => {
    const found = verdictOf(
      deny({ Action: "kms:*" }),
      deny({ Principal: { AWS: root } }),
      deny({ Action: "kms:Encrypt" }),
    );
    expect(found.statements.map(({ index }) => index)).toEqual([0]);
    const two = verdictOf(
      deny({ ...when("Bool", "aws:PrincipalIsAWSService", "true") }),
      deny({ ...when("Bool", "aws:PrincipalIsAWSService", "false") }),
    );
    expect([two.level, two.statements.map(({ index }) => index)]).toEqual(["caught", [0, 1]]);
  });
});
