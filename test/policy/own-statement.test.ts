/** Which statement of a policy is ours: tables of what is, of what is only called so, and of what is somebody else's. */
import { describe, expect, test } from "vitest";
import { type PartitionId, partitionById } from "../../src/key/partition.js";
import { type Json, parsePolicy } from "../../src/policy/document.js";
import type { LogsStatementFor } from "../../src/policy/logs-statement.js";
import { findOwnStatement } from "../../src/policy/own-statement.js";

type Members = { readonly [member: string]: Json | undefined };

const contextKey = "kms:EncryptionContext:aws:logs:arn";
const ofAccount = "arn:aws:logs:us-east-1:111122223333:*";
const ours = {
  Sid: "AllowCloudWatchLogsForMwaa",
  Effect: "Allow",
  Principal: { Service: "logs.us-east-1.amazonaws.com" },
  Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
  Resource: "*",
  Condition: { ArnLike: { [contextKey]: ofAccount } },
};

function wantedIn(partition: PartitionId, region: string): LogsStatementFor {
  return { scope: "account", partition: partitionById(partition), region, account: "111122223333" };
}

/** By what, and which one; `none` where no statement is ours. */
function own(statements: readonly Members[], wanted = wantedIn("aws", "us-east-1")): string {
  const read = parsePolicy(JSON.stringify({ Statement: statements }));
  if (!read.ok) throw new Error(read.problems.map((each) => each.what).join(" "));
  const found = findOwnStatement(read.value.statements, wanted);
  return found === undefined ? "none" : `${found.by} ${found.source.pointer}`;
}

const matching = (...patterns: readonly string[]) => ({ Condition: { ArnLike: { [contextKey]: patterns } } });

describe("by its meaning", () => {
  test.each<[string, Members]>([
    ["as we write it", {}],
    ["as AWS's page prints it, without a Sid", { Sid: undefined }],
    ["under another Sid", { Sid: "Allow logs access" }],
    [
      "actions in another order and case",
      { Action: ["KMS:describe*", "kms:GenerateDataKey*", "kms:ReEncrypt*", "kms:Decrypt*", "kms:ENCRYPT*"] },
    ],
    ["lists of one", { Resource: ["*"], Principal: { Service: ["logs.us-east-1.amazonaws.com"] } }],
    ["ArnEquals, which means the same", { Condition: { ArnEquals: { [contextKey]: ofAccount } } }],
    [
      "the operator and key in lower case",
      { Condition: { arnlike: { [contextKey.toLowerCase()]: ofAccount } } },
    ],
    ["of the whole Region", matching("arn:aws:logs:us-east-1:*:*")],
    ["of an environment", matching("arn:aws:logs:us-east-1:111122223333:log-group:airflow-a-*")],
    ["of two accounts", matching(ofAccount, "arn:aws:logs:us-east-1:444455556666:*")],
    ["Resource left out", { Resource: undefined }],
  ])("%s", (_name, members) => expect(own([{ ...ours, ...members }])).toBe("meaning /Statement/0"));

  test("in China, with either DNS suffix", () => {
    const china = wantedIn("aws-cn", "cn-north-1");
    for (const suffix of ["amazonaws.com.cn", "amazonaws.com"]) {
      const members = {
        Principal: { Service: `logs.cn-north-1.${suffix}` },
        ...matching("arn:aws-cn:logs:cn-north-1:111122223333:*"),
      };
      expect(own([{ ...ours, ...members }], china)).toBe("meaning /Statement/0");
    }
  });
});

describe("by its Sid, though somebody changed it", () => {
  test.each<[string, Members]>([
    ["another Region's principal", { Principal: { Service: "logs.eu-west-1.amazonaws.com" } }],
    ["another Region's pattern", matching("arn:aws:logs:eu-west-1:111122223333:*")],
    ["another partition's pattern", matching("arn:aws-cn:logs:us-east-1:111122223333:*")],
    ["a pattern that no page has", matching("arn:aws:logs:us-east-1:111122223333:log-group:x")],
    ["no condition", { Condition: undefined }],
    ["an operator for texts", { Condition: { StringLike: { [contextKey]: ofAccount } } }],
    ["an action less", { Action: ["kms:Encrypt*", "kms:Decrypt*"] }],
    ["one action", { Action: "kms:Decrypt" }],
    ["no action", { Action: undefined }],
  ])("%s", (_name, members) => {
    expect(own([{ ...ours, ...members }])).toBe("sid /Statement/0");
    expect(own([{ ...ours, ...members, Sid: "Other" }])).toBe("none");
  });
});

describe("somebody else's, whatever its Sid", () => {
  test.each<[string, Members]>([
    ["a Deny", { Effect: "Deny" }],
    ["everyone", { Principal: "*" }],
    ["another service", { Principal: { Service: "rds.amazonaws.com" } }],
    ["a service that only begins like Logs", { Principal: { Service: "logs.us-east-1.amazonaws.com/x" } }],
    [
      "an account beside Logs",
      { Principal: { Service: "logs.us-east-1.amazonaws.com", AWS: "111122223333" } },
    ],
    [
      "two services",
      { Principal: { Service: ["logs.us-east-1.amazonaws.com", "logs.eu-west-1.amazonaws.com"] } },
    ],
    ["nobody", { Principal: {} }],
    ["all but Logs", { Principal: undefined, NotPrincipal: { Service: "logs.us-east-1.amazonaws.com" } }],
    ["all actions but these", { Action: undefined, NotAction: "kms:Encrypt*" }],
    ["all resources but one", { Resource: undefined, NotResource: "x" }],
    ["one resource", { Resource: "arn:aws:kms:us-east-1:111122223333:key/x" }],
    ["an action beyond ours", { Action: [...ours.Action, "kms:CreateGrant"] }],
    ["all actions", { Action: "kms:*" }],
    ["a second condition key", { Condition: { ArnLike: { [contextKey]: ofAccount, "aws:SourceArn": "x" } } }],
    ["another operator's key", { Condition: { ...ours.Condition, Bool: { "aws:SecureTransport": "true" } } }],
    ["a statement that IAM cannot read", { Comment: "x" }],
  ])("%s", (_name, members) => expect(own([{ ...ours, ...members }])).toBe("none"));
});

describe("of several", () => {
  const changed = { ...ours, ...matching("arn:aws:logs:eu-west-1:*:*") };
  test.each<[string, readonly Members[], string]>([
    ["none", [], "none"],
    ["meaning before Sid", [changed, { ...ours, Sid: "Other" }], "meaning /Statement/1"],
    ["meaning with our Sid before meaning", [{ ...ours, Sid: "Other" }, ours], "meaning /Statement/1"],
    [
      "the first of two alike",
      [
        { ...ours, Sid: "A" },
        { ...ours, Sid: "B" },
      ],
      "meaning /Statement/0",
    ],
  ])("%s", (_name, statements, expected) => expect(own(statements)).toBe(expected));
});
