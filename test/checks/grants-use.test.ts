/** Whether MWAA can use its grants: what a Deny of the key policy makes of them. */
import { describe, expect, test } from "vitest";
import { account, type Changes, finding, snapshotWith, told } from "./snapshots.js";

type Members = Readonly<Record<string, unknown>>;

const deny: Members = { Sid: "deny", Effect: "Deny", Principal: "*", Action: "kms:Decrypt", Resource: "*" };
const when = (operator: string, key: string, value: string) => ({
  Condition: { [operator]: { [key]: value } },
});
const by = (...statements: readonly Members[]): Changes => ({
  policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
});
const exempt = { "aws:PrincipalIsAWSService": "false", "aws:ViaAWSService": "false" };
const network = {
  Condition: { NotIpAddressIfExists: { "aws:SourceIp": "203.0.113.0/24" }, BoolIfExists: exempt },
};

const clear = "no Deny statement applies to the 4 grants";
const reaches = (...operations: readonly string[]) => `a Deny statement applies to ${operations.join(", ")}`;
const canReach = (...operations: readonly string[]) =>
  `a Deny statement might apply to ${operations.join(", ")}`;

test.each<[string, Changes, string]>([
  ["no Deny", by(), `pass | ${clear}`],
  ["a certain Deny", by(deny), `fail | ${reaches("kms:Decrypt")} | grants/use-denied`],
  ["a Deny for the account", by({ ...deny, Principal: { AWS: account } }), `pass | ${clear}`],
  [
    "two certain Denies",
    by(deny, { ...deny, Action: "kms:Encrypt" }),
    `fail | ${reaches("kms:Encrypt", "kms:Decrypt")} | grants/use-denied | grants/use-denied`,
  ],
  [
    "a Deny but for services",
    by({ ...deny, ...when("BoolIfExists", "aws:PrincipalIsAWSService", "false") }),
    `unknown | ${canReach("kms:Decrypt")} | grants/use-unknown`,
  ],
  [
    "a Deny of AWS's shape for networks",
    by({ ...deny, ...network }),
    `warn | ${canReach("kms:Decrypt")} | grants/use-assumed`,
  ],
  [
    "that shape, beside another doubt",
    by(
      { ...deny, ...network },
      { ...deny, Action: "kms:Encrypt", ...when("Bool", "aws:FromTheFuture", "true") },
    ),
    `unknown | ${canReach("kms:Encrypt", "kms:Decrypt")} | grants/use-unknown | grants/use-unknown`,
  ],
  [
    "a Deny without TLS: AWS's own common statement",
    by({ ...deny, Action: "kms:*", ...when("Bool", "aws:SecureTransport", "false") }),
    `warn | ${clear} | grants/secure-transport`,
  ],
  [
    "a Deny with TLS, which is none of that",
    by({ ...deny, ...when("Bool", "aws:SecureTransport", "true") }),
    `fail | ${reaches("kms:Decrypt")} | grants/use-denied`,
  ],
  [
    "an Allow with TLS",
    by({ ...deny, Effect: "Allow", ...when("Bool", "aws:SecureTransport", "false") }),
    `pass | ${clear}`,
  ],
  [
    "a Deny that begins within a day",
    by({ ...deny, ...when("DateGreaterThan", "aws:CurrentTime", "2026-11-01T12:00:00Z") }),
    `fail | ${clear} | access/ends-soon`,
  ],
  [
    "a Deny that begins later",
    by({ ...deny, ...when("DateGreaterThan", "aws:CurrentTime", "2027-11-01T12:00:00Z") }),
    `warn | ${clear} | access/ends-later`,
  ],
  [
    "a Deny that has ended",
    by({ ...deny, ...when("DateLessThan", "aws:CurrentTime", "2026-10-01T00:00:00Z") }),
    `pass | ${clear}`,
  ],
  ["no policy", { policy: "<html>" }, "unknown | - | policy/not-json"],
  ["a policy that was refused", { unknown: ["policy"] }, "unknown | - | readiness/not-asked"],
])("%s", (_name, changes, expected) => expect(told("grants-use", changes)).toBe(expected));

describe("what is said", () => {
  const problems = (...statements: readonly Members[]) =>
    finding("grants-use", snapshotWith(by(...statements))).problems;

  test("the statement, and the condition that exempts MWAA", () => {
    const [found] = problems({ ...deny, ...when("NotIpAddress", "aws:SourceIp", "203.0.113.0/24") });
    expect(found?.at).toBe("/Statement/0");
    expect(found?.what).toContain('Statement "deny"');
    const json = {
      NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" },
      BoolIfExists: { "aws:ViaAWSService": "false" },
      StringEquals: { "aws:PrincipalAccount": account },
    };
    expect(found?.fix).toContainEqual(
      expect.objectContaining({ do: "edit", pointer: "/Statement/0/Condition", json }),
    );
    expect(told("grants-use", by({ ...deny, Condition: json }))).toBe(`pass | ${clear}`);
  });

  test("as whom MWAA would be caught, and by what", () => {
    const [service] = problems({ ...deny, ...when("Bool", "aws:PrincipalIsAWSService", "true") });
    expect(service?.what).toContain("an AWS service");
    expect(service?.what).not.toContain("a role of AWS");
    expect(service?.what).toContain(
      'Whether statement "deny" denies MWAA kms:Decrypt as an AWS service depends on which of the two it is.',
    );
    const [both] = problems({ ...deny, ...when("Bool", "aws:FromTheFuture", "true") });
    expect(both?.what).toContain("Bool aws:FromTheFuture");
  });

  test("which assumption a published shape makes", () => {
    expect(problems({ ...deny, ...network })[0]?.what).toContain("MWAA uses its grants as an AWS service");
  });
});
