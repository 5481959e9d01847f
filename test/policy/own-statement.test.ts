/** Which statements can be extended: those whose every element has the documented form, and no other. */
import { describe, expect, test } from "vitest";
import { type PartitionId, partitionById } from "../../src/key/arn.js";
import { findOwnStatements } from "../../src/policy/change/own-statement.js";
import { type Json, parsePolicy } from "../../src/policy/document/document.js";
import type { LogsStatementFor } from "../../src/policy/document/logs-statement.js";

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

/** Their pointers, those with our Sid marked. */
function own(statements: readonly Members[], wanted = wantedIn("aws", "us-east-1")): readonly string[] {
  const read = parsePolicy(JSON.stringify({ Statement: statements }));
  if (!read.ok) throw new Error(read.problems.map((each) => each.what).join(" "));
  return findOwnStatements(read.value.statements, wanted).map(
    ({ source, isNamed }) => `${source.pointer}${isNamed ? " named" : ""}`,
  );
}

const matching = (...patterns: readonly string[]) => ({ Condition: { ArnLike: { [contextKey]: patterns } } });
const asking = (condition: Json) => ({ Condition: condition });

describe("the documented form", () => {
  test.each<[string, Members]>([
    ["as we write it", {}],
    ["numbered", { Sid: "AllowCloudWatchLogsForMwaa2" }],
    [
      "actions in another order and case",
      { Action: ["KMS:describe*", "kms:GenerateDataKey*", "kms:ReEncrypt*", "kms:Decrypt*", "kms:ENCRYPT*"] },
    ],
    ["lists of one", { Resource: ["*"], Principal: { Service: ["logs.us-east-1.amazonaws.com"] } }],
    ["ArnEquals, which means the same", { Condition: { ArnEquals: { [contextKey]: ofAccount } } }],
    ["of the whole Region", matching("arn:aws:logs:us-east-1:*:*")],
    ["of an environment", matching("arn:aws:logs:us-east-1:111122223333:log-group:airflow-a-*")],
    ["of two accounts", matching(ofAccount, "arn:aws:logs:us-east-1:444455556666:*")],
    ["wildcards in every part", matching("arn:aws*:logs:*:4444*:*", ofAccount)],
    ["of another Region", matching("arn:aws:logs:eu-west-1:111122223333:*")],
  ])("%s", (_name, members) => expect(own([{ ...ours, ...members }])).toEqual(["/Statement/0 named"]));

  test.each<[string, Members]>([
    ["without a Sid", { Sid: undefined }],
    ["under another Sid", { Sid: "Allow logs access" }],
    ["with a Sid that only begins like ours", { Sid: "AllowCloudWatchLogsForMwaaTest" }],
  ])("by its meaning alone, %s", (_name, members) =>
    expect(own([{ ...ours, ...members }])).toEqual(["/Statement/0"]),
  );

  test("in China, with either DNS suffix", () => {
    const china = wantedIn("aws-cn", "cn-north-1");
    for (const suffix of ["amazonaws.com.cn", "amazonaws.com"]) {
      const members = {
        Principal: { Service: `logs.cn-north-1.${suffix}` },
        ...matching("arn:aws-cn:logs:cn-north-1:111122223333:*"),
      };
      expect(own([{ ...ours, ...members }], china)).toEqual(["/Statement/0 named"]);
    }
  });

  test("each of several, in their order", () =>
    expect(own([{ ...ours, Sid: "x" }, { ...ours, Effect: "Deny" }, ours])).toEqual([
      "/Statement/0",
      "/Statement/2 named",
    ]));
});

describe("is not extended, even with our Sid", () => {
  test.each<[string, Members]>([
    ["a Deny", { Effect: "Deny" }],
    ["fewer actions", { Action: ["kms:Decrypt*"] }],
    ["more actions", { Action: [...ours.Action, "kms:CreateGrant"] }],
    ["no Action", { Action: undefined }],
    ["NotAction beside it", { NotAction: "kms:PutKeyPolicy" }],
    ["another principal", { Principal: { AWS: "arn:aws:iam::111122223333:root" } }],
    ["two services", { Principal: { Service: ["logs.us-east-1.amazonaws.com", "sns.amazonaws.com"] } }],
    ["two kinds of principals", { Principal: { Service: "logs.us-east-1.amazonaws.com", AWS: "*" } }],
    ["the service of another Region", { Principal: { Service: "logs.eu-west-1.amazonaws.com" } }],
    ["everybody", { Principal: "*" }],
    ["another resource", { Resource: "arn:aws:kms:us-east-1:111122223333:key/x" }],
    ["no resource", { Resource: undefined }],
    ["no condition", { Condition: undefined }],
    ["StringLike", asking({ StringLike: { [contextKey]: ofAccount } })],
    ["ArnLikeIfExists", asking({ ArnLikeIfExists: { [contextKey]: ofAccount } })],
    ["a set operator", asking({ "ForAnyValue:ArnLike": { [contextKey]: ofAccount } })],
    ["an exclusion", asking({ ArnNotLike: { [contextKey]: ofAccount } })],
    [
      "two operators, which are ANDed",
      asking({ ArnLike: { [contextKey]: ofAccount }, ArnNotLike: { [contextKey]: ofAccount } }),
    ],
    [
      "a second key",
      asking({ ArnLike: { [contextKey]: ofAccount, "aws:SourceArn": "arn:aws:logs:us-east-1:*:*" } }),
    ],
    ["another key", asking({ ArnLike: { "aws:SourceArn": ofAccount } })],
    ["a pattern that is no ARN", matching("*", ofAccount)],
    ["an ARN pattern of too few parts", matching("arn:aws:logs:us-east-1:*")],
    ["an ARN of another service", matching("arn:aws:s3:::bucket/x")],
    ["a policy variable", matching(`arn:aws:logs:us-east-1:$\{aws:SourceAccount}:*`.replace("\\", ""))],
    ["no pattern", matching()],
    ["a field that IAM does not know", { Comment: "x" }],
    ["a Sid that is no text", { Sid: 1 }],
  ])("%s", (_name, members) => expect(own([{ ...ours, ...members }])).toEqual([]));
});
