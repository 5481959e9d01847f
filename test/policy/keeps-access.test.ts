/** The proof before a write, and who loses what where it cannot be made: tables. */
import { describe, expect, test } from "vitest";
import { obstaclesTo } from "../../src/policy/change/keeps-access.js";
import { lossesOf } from "../../src/policy/change/losses.js";
import { composeLogsStatement, logsContextKey } from "../../src/policy/document/logs-statement.js";
import { ofAccount, ofDemo, ofOtherAccount, ofRegion, policyOf } from "./merge-policies.js";

const root = {
  Sid: "root",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "kms:*",
  Resource: "*",
};
const deny = { ...root, Sid: "deny", Effect: "Deny", Action: "kms:Decrypt" };
const region = composeLogsStatement(ofRegion);
const one = composeLogsStatement(ofAccount);
const both = {
  ...one,
  Condition: {
    ArnLike: {
      [logsContextKey]: [
        one.Condition.ArnLike[logsContextKey],
        composeLogsStatement(ofOtherAccount).Condition.ArnLike[logsContextKey],
      ],
    },
  },
};

/** Whether this one covers what ours allows depends on the request. */
const variable = {
  ...root,
  Principal: "*",
  Condition: {
    ArnLike: { [logsContextKey]: "*" },
    ArnEquals: { [logsContextKey]: ["arn:*", "arn:aws:logs:us-*:${aws:SourceAccount}:log-group:other"] },
  },
};

const policy = (...Statement: readonly object[]) =>
  policyOf(JSON.stringify({ Version: "2012-10-17", Statement }));

describe("the proof", () => {
  test.each([
    ["a statement is added", policy(root), policy(root, one)],
    ["ours gets a pattern", policy(root, one), policy(root, both)],
    ["ours gets wider", policy(root, one), policy(root, region)],
    [
      "only white space goes",
      policyOf(JSON.stringify({ Statement: [root] }, null, 2)),
      policyOf(JSON.stringify({ Statement: [root, one] })),
    ],
    ["ours gets a pattern beside a condition with a variable", policy(variable, one), policy(variable, both)],
    ["the order changes", policy(root, deny, one), policy(deny, root, both)],
  ])("is made where %s", (_name, before, after) => expect(obstaclesTo(before, after, false)).toEqual([]));

  test.each([
    ["ours loses a pattern", policy(root, both), policy(root, one)],
    ["ours is narrowed", policy(root, region), policy(root, one)],
    ["ours goes", policy(root, one), policy(root)],
    ["a Deny goes", policy(root, deny), policy(root, one)],
    ["a Deny comes", policy(root), policy(root, deny)],
    ["another's statement changes", policy(root), policy({ ...root, Action: ["kms:*"] }, one)],
    ["one of two equal statements goes", policy(root, root), policy(root, one)],
    ["somebody else gets access", policy(root), policy(root, { ...root, Sid: "new" })],
    [
      "an Allow for Logs and somebody else comes",
      policy(root),
      policy(root, { ...one, Principal: { Service: ["logs.us-east-1.amazonaws.com", "sns.amazonaws.com"] } }),
    ],
    ["an Allow for Logs becomes a Deny", policy(root, one), policy(root, { ...one, Effect: "Deny" })],
    ["the Version changes", policyOf(JSON.stringify({ Statement: [root] })), policy(root, one)],
    [
      "ours loses a condition that is compared with nothing",
      policy(root, { ...one, Condition: { StringLike: { [logsContextKey]: "x*" } } }),
      policy(root, one),
    ],
  ])("is not made where %s", (_name, before, after) =>
    expect(obstaclesTo(before, after, false).length).toBeGreaterThan(0),
  );

  test("lets ours be narrowed where that was asked for, and nothing else", () => {
    expect(obstaclesTo(policy(root, region), policy(root, one), true)).toEqual([]);
    expect(obstaclesTo(policy(root, deny, region), policy(root, one), true)).toHaveLength(1);
  });
});

describe("who loses what", () => {
  const told = (before: ReturnType<typeof policy>, after: ReturnType<typeof policy>) =>
    lossesOf(before, after).map(({ who, what, where }) => `${who} ${what} ${where}`.trim());
  const families = "kms:Encrypt*, kms:Decrypt*, kms:ReEncrypt*, kms:GenerateDataKey*, kms:Describe*";

  test.each([
    ["nobody, where a statement is added", policy(root), policy(root, one), []],
    ["nobody, where another statement allows it", policy(root, one), policy(root, region), []],
    [
      "CloudWatch Logs, by log groups",
      policy(root, region),
      policy(root, composeLogsStatement(ofDemo)),
      [
        `CloudWatch Logs of us-east-1 loses ${families} arn:aws:logs:us-east-1:*:*, except arn:aws:logs:us-east-1:111122223333:log-group:airflow-demo-*`,
      ],
    ],
    [
      "CloudWatch Logs, of another account",
      policy(root, both),
      policy(root, one),
      [`CloudWatch Logs of us-east-1 loses ${families} arn:aws:logs:us-east-1:444455556666:*`],
    ],
    [
      "a principal whose statement goes",
      policy(root, { ...root, Sid: "x", Principal: { AWS: "*" } }),
      policy(root),
      ["* loses kms:*"],
    ],
    [
      "whom a Deny held back",
      policy(root, deny),
      policy(root),
      ["arn:aws:iam::111122223333:root is no longer denied kms:Decrypt"],
    ],
    [
      "whom a new Deny holds back",
      policy(root),
      policy(root, deny),
      ["arn:aws:iam::111122223333:root is now denied kms:Decrypt"],
    ],
  ])("%s", (_name, before, after, expected) => expect(told(before, after)).toEqual(expected));
});
