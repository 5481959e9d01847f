import { describe, expect, test } from "vitest";
import { operations } from "../../src/policy/evaluate/actions.js";
import { rows } from "../../src/policy/evaluate/context/logs.js";
import { logsContext, looksLikeLogsArn } from "../../src/policy/evaluate/context/lookup.js";
import { logGroupsOf } from "../../src/policy/evaluate/request.js";
import { request } from "./access-case.js";

const groups = logGroupsOf(request);
const [group] = groups;

describe("the context table", () => {
  test("answers alike for every operation and group, where a row does not say that it varies", () => {
    for (const row of rows) {
      const answers = operations.flatMap((operation) =>
        groups.map((each) => JSON.stringify(row.alternatives({ request, operation, group: each }))),
      );
      expect([row.keys[0], new Set(answers).size > 1]).toEqual([row.keys[0], row.varies === true]);
    }
  });

  test("names each key once, with a reason and a page of AWS", () => {
    const keys = rows.flatMap((row) => row.keys.map((key) => key.toLowerCase()));
    expect(new Set(keys).size).toBe(keys.length);
    for (const row of rows) {
      expect(row.why).toMatch(/^[A-Z].*\.$/);
      expect(row.source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
      expect(row.alternatives.length).toBeLessThanOrEqual(1);
    }
  });

  test.each([
    ["kms:encryptioncontext:AWS:logs:ARN", "texts"],
    ["kms:EncryptionContext:aws:s3:arn", "absent"],
    ["kms:EncryptionContext", "absent"],
    ["AWS:PRINCIPALORGID", "absent"],
    ["aws:PrincipalTag/team", "absent"],
    ["aws:PrincipalTag/", "absent"],
    ["aws:NewestKey", "anything"],
    ["s3:prefix", "anything"],
    ["aws:logs:arn", "absent"],
    ["logs:LogGroupArn", "absent"],
    ["aws:CurrentTime", "time"],
    ["aws:PrincipalIsAWSService", "texts"],
  ])("%s is %s", (key, expected) => {
    const fact = group && logsContext(request).look(key, "Encrypt", group);
    expect(fact?.alternatives[0]?.is).toBe(expected);
  });

  test("the same question gets the identical answer", () => {
    const context = logsContext(request);
    if (group === undefined) throw new Error("no group");
    const first = context.look("kms:EncryptionContext:aws:logs:arn", "Encrypt", group);
    expect(context.look("KMS:EncryptionContext:aws:logs:arn", "Decrypt", group)).toBe(first);
    expect(context.look("kms:EncryptionContext:aws:logs:arn", "DescribeKey", group)).not.toBe(first);
  });

  test("only spellings of the logs context are taken for it", () => {
    expect(looksLikeLogsArn("kms:EncryptionContext:aws:logs:arn")).toBe(false);
    expect(looksLikeLogsArn("kms:EncryptionContextKeys")).toBe(false);
    expect(looksLikeLogsArn("aws:SourceArn")).toBe(false);
    expect(looksLikeLogsArn("kms:EncryptionContextKey")).toBe(true);
  });
});

describe("the time", () => {
  test.each([
    ["2026-06-01T00:00:00Z", "time", true],
    ["nonsense", "time", false],
  ])("of the request %s", (at, is, exact) => {
    const [alternative] = group
      ? logsContext({ ...request, at }).look("aws:EpochTime", "Encrypt", group).alternatives
      : [];
    expect(alternative).toMatchObject({ is, exact });
  });
});
