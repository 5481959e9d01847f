/** Whether a key policy lets somebody call KMS through a service, and by itself: what kms:PutKeyPolicy's tables do not ask. */
import { describe, expect, test } from "vitest";
import { readIdentity } from "../../src/policy/identity.js";
import { mayCall, type Question } from "../../src/policy/may-call.js";
import type { Truth } from "../../src/policy/truth.js";
import { allow, deny, type Members, policy } from "./difference-policy.js";

const account = "111122223333";
const alice = readIdentity(`arn:aws:iam::${account}:user/Alice`, account);
const session = readIdentity(`arn:aws:sts::${account}:assumed-role/Airflow/one`, account);
const direct: Question = { operation: "Encrypt", how: "directly" };
const through: Question = { operation: "Encrypt", how: "through-a-service" };
const viaSqs: Question = { ...through, via: "sqs.us-east-1.amazonaws.com" };
const when = (operator: string, key: string, value: string) => ({
  Principal: "*",
  Action: "kms:*",
  Condition: { [operator]: { [key]: value } },
});

describe("a condition", () => {
  test.each<[string, Members, directly: Truth, through: Truth, viaSqs: Truth]>([
    ["none", allow({ Principal: "*", Action: "kms:*" }), "yes", "yes", "yes"],
    [
      "its service",
      allow(when("StringEquals", "kms:ViaService", "sqs.us-east-1.amazonaws.com")),
      "no",
      "unknown",
      "yes",
    ],
    [
      "another service",
      allow(when("StringEquals", "kms:ViaService", "s3.us-east-1.amazonaws.com")),
      "no",
      "unknown",
      "no",
    ],
    ["no service", allow(when("Null", "kms:ViaService", "true")), "yes", "unknown", "no"],
    [
      "resources of AWS",
      allow(when("Bool", "kms:GrantIsForAWSResource", "true")),
      "no",
      "unknown",
      "unknown",
    ],
    [
      "an encryption context",
      allow(when("StringEquals", "kms:EncryptionContext:a", "b")),
      "no",
      "unknown",
      "unknown",
    ],
    ["a source", allow(when("StringEquals", "aws:SourceAccount", account)), "no", "unknown", "unknown"],
    ["a source's ARN", allow(when("ArnLike", "aws:SourceArn", "*")), "no", "unknown", "unknown"],
    ["called via", allow(when("Null", "aws:CalledVia", "false")), "no", "unknown", "unknown"],
    ["via a service of AWS", allow(when("Bool", "aws:ViaAWSService", "true")), "no", "unknown", "unknown"],
    ["by a service of AWS", allow(when("Bool", "aws:PrincipalIsAWSService", "true")), "no", "no", "no"],
    ["over TLS", allow(when("Bool", "aws:SecureTransport", "true")), "yes", "yes", "yes"],
    ["the caller's account", allow(when("StringEquals", "kms:CallerAccount", account)), "yes", "yes", "yes"],
    ["another account", allow(when("StringEquals", "kms:CallerAccount", "444455556666")), "no", "no", "no"],
    [
      "the bypass, which other operations do not have",
      allow(when("Bool", "kms:BypassPolicyLockoutSafetyCheck", "false")),
      "unknown",
      "unknown",
      "unknown",
    ],
  ])("%s", (_name, statement, ...expected) =>
    expect(
      [direct, through, viaSqs].map((question) => mayCall(policy(statement), alice, question).may),
    ).toEqual(expected),
  );

  test("the bypass is one of kms:PutKeyPolicy", () => {
    const statement = allow(when("Bool", "kms:BypassPolicyLockoutSafetyCheck", "false"));
    expect(mayCall(policy(statement), alice, { ...direct, operation: "PutKeyPolicy" }).may).toBe("yes");
  });
});

test("the operation that is asked for counts, and no other", () => {
  const document = policy(allow({ Principal: "*", Action: "kms:Encrypt" }));
  const may = (operation: string) => mayCall(document, alice, { ...direct, operation }).may;
  expect([may("Encrypt"), may("CreateGrant"), may("EncryptMore")]).toEqual(["yes", "no", "no"]);
});

describe("without what is handed over to IAM", () => {
  const itself: Question = { ...through, handedOver: false };
  const root = `arn:aws:iam::${account}:root`;
  const role = `arn:aws:iam::${account}:role/Airflow`;
  const everyAction = (members: Members) => ({ Action: "kms:*", ...members });
  test.each<[string, readonly Members[], Truth]>([
    ["the root's statement", [allow(everyAction({ Principal: { AWS: root } }))], "no"],
    ["the account's ID", [allow(everyAction({ Principal: { AWS: account } }))], "no"],
    ["the role", [allow(everyAction({ Principal: { AWS: role } }))], "yes"],
    ["the role beside the root", [allow(everyAction({ Principal: { AWS: [root, role] } }))], "yes"],
    ["everybody", [allow(everyAction({ Principal: "*" }))], "yes"],
    ["everybody of AWS", [allow(everyAction({ Principal: { AWS: "*" } }))], "yes"],
    [
      "a Deny for the root binds all of the account",
      [allow(everyAction({ Principal: { AWS: role } })), deny(everyAction({ Principal: { AWS: root } }))],
      "no",
    ],
  ])("%s", (_name, statements, expected) => {
    expect(mayCall(policy(...statements), session, itself).may).toBe(expected);
  });

  test("with it, the root's statement is a yes", () => {
    const document = policy(allow(everyAction({ Principal: { AWS: root } })));
    expect(mayCall(document, session, { ...itself, handedOver: true }).may).toBe("yes");
    expect(mayCall(document, session, through).may).toBe("yes");
  });
});
