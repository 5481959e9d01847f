/** The execution role's check where no role is named: whether the key policy lets any role of the account. */
import { describe, expect, test } from "vitest";
import { account, type Changes, finding, snapshotWith, told } from "./snapshots.js";

type Members = Readonly<Record<string, unknown>>;

const iam = `arn:aws:iam::${account}:`;
const root: Members = {
  ...{ Sid: "root", Effect: "Allow", Principal: { AWS: `${iam}root` }, Action: "kms:*", Resource: "*" },
};
const deny: Members = { ...root, Sid: "deny", Effect: "Deny", Principal: "*", Action: "kms:Decrypt" };
const when = (operator: string, key: string, value: string) => ({
  Condition: { [operator]: { [key]: value } },
});
const by = (...statements: readonly Members[]): Changes => ({
  policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
  unknown: ["executionRole"],
});

const delegated = `delegated to IAM policies of account ${account} by statement "root"`;
const nobody = `no role of account ${account} is certainly allowed`;
const shape = {
  Condition: {
    StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
    BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
  },
};

test.each<[string, Changes, string]>([
  ["the account's statement", by(root), `pass | ${delegated}`],
  [
    "one role",
    by({ ...root, Principal: { AWS: `${iam}role/airflow` } }),
    `pass | allowed to ${iam}role/airflow by statement "root"`,
  ],
  [
    "users alone",
    by({ ...root, Principal: { AWS: `${iam}user/Alice` } }),
    `fail | ${nobody} | role/account-missing`,
  ],
  [
    "users alone, by a condition",
    by({ ...root, ...when("StringEquals", "aws:PrincipalType", "User") }),
    `fail | ${nobody} | role/account-missing`,
  ],
  ["nobody", by(), `fail | ${nobody} | role/account-missing`],
  [
    "one operation is missing",
    by({ ...root, Action: ["kms:Decrypt", "kms:GenerateDataKey*", "kms:DescribeKey"] }),
    `fail | ${nobody} | role/account-missing`,
  ],
  [
    "another account",
    by({ ...root, Principal: { AWS: "444455556666" } }),
    `fail | ${nobody} | role/account-missing`,
  ],
  ["a Deny for everyone", by(root, deny), `fail | ${nobody} | role/key-policy-denied`],
  [
    "a Deny for the account",
    by(root, { ...deny, Principal: { AWS: account } }),
    `fail | ${nobody} | role/key-policy-denied`,
  ],
  [
    "a Deny of one role alone",
    by(root, { ...deny, Principal: { AWS: `${iam}role/airflow` } }),
    `pass | ${delegated}`,
  ],
  [
    "a Deny of what the role does not need",
    by(root, { ...deny, Action: "kms:CreateGrant" }),
    `pass | ${delegated}`,
  ],
  [
    "a Deny of all but one role",
    by(root, { ...deny, ...when("ArnNotEquals", "aws:PrincipalArn", `${iam}role/airflow`) }),
    `pass | ${delegated}`,
  ],
  [
    "a Deny but through services",
    by(root, { ...deny, ...when("Bool", "aws:ViaAWSService", "false") }),
    `pass | ${delegated}`,
  ],
  [
    "a Deny but from an endpoint, which no forwarded session has",
    by(root, { ...deny, ...when("StringNotEquals", "aws:SourceVpce", "vpce-1") }),
    `fail | ${nobody} | role/key-policy-denied`,
  ],
  [
    "through Amazon SQS alone",
    by({ ...root, ...when("StringEquals", "kms:ViaService", "sqs.us-east-1.amazonaws.com") }),
    `pass | ${delegated}`,
  ],
  [
    "through Amazon S3 alone",
    by({ ...root, ...when("StringEquals", "kms:ViaService", "s3.us-east-1.amazonaws.com") }),
    `fail | ${nobody} | role/account-missing`,
  ],
  [
    "a tag",
    by({ ...root, ...when("StringEquals", "aws:PrincipalTag/a", "b") }),
    `unknown | ${nobody} | role/account-unknown`,
  ],
  [
    "a Deny but from an address",
    by(root, { ...deny, ...when("NotIpAddress", "aws:SourceIp", "203.0.113.0/24") }),
    `unknown | ${nobody} | role/account-unknown`,
  ],
  ["a Deny of AWS's shape", by(root, { ...deny, ...shape }), `warn | ${nobody} | role/assumed`],
  [
    "that shape beside another doubt",
    by(
      root,
      { ...deny, ...shape },
      { ...deny, Action: "kms:Encrypt", ...when("StringEquals", "aws:PrincipalTag/a", "b") },
    ),
    `unknown | ${nobody} | role/account-unknown | role/account-unknown`,
  ],
  [
    "access that ends within a day",
    by({ ...root, ...when("DateLessThan", "aws:CurrentTime", "2026-11-01T12:00:00Z") }),
    `fail | ${delegated} | access/ends-soon`,
  ],
  [
    "access that ends later",
    by({ ...root, ...when("DateLessThan", "aws:CurrentTime", "2027-11-01T12:00:00Z") }),
    `warn | ${delegated} | access/ends-later`,
  ],
  ["no policy", { policy: "<html>", unknown: ["executionRole"] }, "unknown | - | policy/not-json"],
  [
    "a policy that was refused",
    { unknown: ["executionRole", "policy"] },
    "unknown | - | readiness/not-asked",
  ],
  [
    "nobody knows which account",
    { ...by(root), unknown: ["executionRole", "caller"] },
    "unknown | - | readiness/not-asked",
  ],
])("%s", (_name, changes, expected) => expect(told("execution-role", changes)).toBe(expected));

describe("the advice, once followed, lets a role use the key", () => {
  test.each<[string, Changes]>([
    ["nobody is allowed", by()],
    ["another account", { ...by(root), target: { account: "444455556666", accept: ["cross-account"] } }],
  ])("%s", (_name, changes) => {
    const { problems } = finding("execution-role", snapshotWith(changes));
    const added = problems.flatMap(({ fix }) =>
      fix.flatMap((each) => (each.do === "edit" ? [each.json as Members] : [])),
    );
    expect(added.length).toBeGreaterThan(0);
    expect(told("execution-role", { ...changes, ...by(...added) })).toMatch(/^pass \| delegated/);
  });

  test("a Deny", () => {
    const { problems } = finding("execution-role", snapshotWith(by(root, deny)));
    const [fix] = problems.flatMap(({ fix }) => fix.filter((each) => each.do === "edit"));
    expect(fix).toMatchObject({ pointer: "/Statement/1/Condition" });
    const Condition = fix?.do === "edit" ? fix.json : {};
    expect(told("execution-role", by(root, { ...deny, Condition }))).toBe(`pass | ${delegated}`);
  });
});
