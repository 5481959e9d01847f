/** The checks of account, identifier and policy: what passes, what fails, and what only warns. */
import { describe, expect, test } from "vitest";
import { arn, type Changes, goodPolicy, told } from "./snapshots.js";

describe("key-account", () => {
  const bare = { key: "1234abcd-12ab-34cd-56ef-1234567890ab", region: "us-east-1" };
  test.each<[string, Changes, string]>([
    ["the caller's", {}, "pass | 111122223333"],
    [
      "--account before the caller's",
      { callerAccount: "444455556666", target: { account: "111122223333" } },
      "pass | 111122223333; the caller is in 444455556666",
    ],
    ["another account calls", { callerAccount: "444455556666" }, "fail | 111122223333 | key/other-account"],
    [
      "--account is another",
      { target: { account: "444455556666" } },
      "fail | 111122223333; the caller is in 111122223333 | key/other-account",
    ],
    [
      "accepted",
      { target: { account: "444455556666", accept: ["cross-account"] } },
      "warn | 111122223333; the caller is in 111122223333 | key/cross-account",
    ],
    [
      "another thing was accepted",
      { target: { account: "444455556666", accept: ["narrower"] } },
      "fail | 111122223333; the caller is in 111122223333 | key/other-account",
    ],
    ["nobody knows who calls", { unknown: ["caller"] }, "unknown | - | readiness/not-asked"],
    [
      "nobody knows who calls, but --account is said",
      { unknown: ["caller"], target: { account: "111122223333" } },
      "pass | 111122223333",
    ],
    [
      "of a key ID, as DescribeKey says",
      { target: bare, key: { AWSAccountId: "444455556666" } },
      "fail | 444455556666 | key/other-account",
    ],
    [
      "of a key ID that DescribeKey does not tell: the caller's",
      { target: bare, key: { AWSAccountId: undefined } },
      "pass | 111122223333",
    ],
    [
      "of a key ID, and nobody knows who calls",
      { target: bare, unknown: ["caller", "key"] },
      "unknown | - | readiness/not-asked",
    ],
  ])("%s", (_name, changes, expected) => expect(told("key-account", changes)).toBe(expected));
});

describe("identifier", () => {
  const id = "1234abcd-12ab-34cd-56ef-1234567890ab";
  test.each<[string, Changes, string]>([
    ["a key ARN", {}, "pass | key ARN"],
    ["a key ID", { target: { key: id, region: "us-east-1" } }, "pass | key ID"],
    ["key/<key ID>", { target: { key: `key/${id}`, region: "us-east-1" } }, "pass | key/<key ID>"],
    [
      "a Region without MWAA",
      { target: { key: id, region: "mx-central-1" } },
      "warn | key ID | key/mwaa-region",
    ],
    [
      "GovCloud",
      { target: { key: arn.replace("aws", "aws-us-gov").replace("us-east-1", "us-gov-west-1") } },
      "warn | key ARN | key/pattern | key/mwaa-region",
    ],
  ])("%s", (_name, changes, expected) => expect(told("identifier", changes)).toBe(expected));
});

describe("the policy", () => {
  const narrow = goodPolicy.replace('"kms:Encrypt*",', "").replace('"kms:ReEncrypt*",', "");
  const required = "of 30 operations on log groups allowed";
  const by = 'by statement "AllowCloudWatchLogsForMwaa"';
  test.each<[string, Changes, string]>([
    ["allows all", {}, `pass | 30 ${required} ${by}`],
    ["lacks the statement", { policy: '{"Statement":[]}' }, `fail | 0 ${required} | logs/missing`],
    ["is narrower", { policy: narrow }, `fail | 15 ${required} ${by} | logs/narrower`],
    [
      "is narrower, which was accepted",
      { policy: narrow, target: { accept: ["narrower"] } },
      `warn | 15 ${required} ${by} | logs/narrower`,
    ],
    ["is no policy", { policy: "<html>" }, "unknown | - | policy/not-json"],
    ["was refused", { unknown: ["policy"] }, "unknown | - | readiness/not-asked"],
  ])("%s", (_name, changes, expected) => expect(told("logs-access", changes)).toBe(expected));

  test.each<[string, Changes, string]>([
    ["can be written again", {}, `pass | 2 statements, ${goodPolicy.length} characters`],
    [
      "of one statement",
      { policy: '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"}]}' },
      "pass | 1 statement, 82 characters",
    ],
    [
      "has a principal that is gone: KMS keeps it",
      { policy: goodPolicy.replace("111122223333:root", "111122223333:group/a") },
      `warn | 2 statements, ${goodPolicy.length + 3} characters | lint/principal-form`,
    ],
    [
      "is a file with such a principal",
      { policy: goodPolicy.replace("111122223333:root", "111122223333:group/a"), policyFrom: "file" },
      `fail | 2 statements, ${goodPolicy.length + 3} characters | lint/principal-form`,
    ],
    ["is no policy", { policy: "[]" }, "unknown | - | policy/not-an-object"],
    ["was refused", { unknown: ["policy"] }, "unknown | - | readiness/not-asked"],
  ])("that is stored: %s", (_name, changes, expected) =>
    expect(told("stored-policy", changes)).toBe(expected),
  );

  test("that is stored with a principal that is gone: a warning only", () => {
    const policy = goodPolicy.replace(`arn:aws:iam::111122223333:root`, "AIDACKCEVSQ6C2EXAMPLE");
    expect(told("stored-policy", { policy })).toMatch(/^warn .* \| lint\/orphaned-principal/);
  });
});
