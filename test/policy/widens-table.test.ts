/** Every one of some statements replaced by every other: what a difference says of it, as a table that a change shows in. */
import { describe, expect, test } from "vitest";
import { differ, sameMeaning } from "../../src/policy/diff/difference.js";
import { allow, deny, type Members, policy } from "./difference-policy.js";

const account = "111122223333";
const arn = (name: string) => `arn:aws:iam::${account}:${name}`;
const condition = (operator: string, key: string, value: unknown) =>
  allow({ Condition: { [operator]: { [key]: value as string } } });

const statements: readonly Members[] = [
  ...[arn("root"), account, arn("user/Alice"), arn("user/Bob"), "*", `arn:aws-cn:iam::${account}:root`].map(
    (who) => allow({ Principal: { AWS: who } }),
  ),
  ...[
    "*",
    { Service: "logs.amazonaws.com" },
    { AWS: [arn("user/Alice"), arn("user/Bob")] },
    { AWS: [] },
    {},
  ].map((who) => allow({ Principal: who })),
  ...["*", { AWS: arn("user/Alice") }, { AWS: [arn("user/Alice"), arn("user/Bob")] }].map((who) =>
    allow({ Principal: undefined, NotPrincipal: who }),
  ),
  ...[
    "kms:*",
    "*",
    "kms:Dec*",
    "KMS:DECRYPT",
    "kms:Decryp?",
    "kms:Encrypt",
    ["kms:Encrypt", "kms:Decrypt"],
    "${a}",
  ].map((action) => allow({ Action: action })),
  ...["kms:Decrypt", "kms:D*", ["kms:Encrypt", "kms:Decrypt"], "*"].map((action) =>
    allow({ Action: undefined, NotAction: action }),
  ),
  ...["arn:aws:kms:us-east-1:1:key/a", "arn:aws:kms:*", ["arn:aws:kms:us-east-1:1:key/a", "*"]].map(
    (resource) => allow({ Resource: resource }),
  ),
  allow({ Resource: undefined, NotResource: "arn:aws:kms:*" }),
  allow({ Resource: undefined }),
  allow({ Action: undefined }),
  allow({ Sid: "a" }),
  allow({ Sid: "b", Action: "kms:Encrypt" }),
  condition("StringEquals", "aws:PrincipalOrgID", "o-a"),
  condition("StringEquals", "AWS:PRINCIPALORGID", ["o-a", "o-b"]),
  condition("StringEqualsIfExists", "aws:PrincipalOrgID", "o-a"),
  condition("StringNotEquals", "aws:PrincipalOrgID", "o-a"),
  condition("StringNotEquals", "aws:PrincipalOrgID", ["o-a", "o-b"]),
  condition("StringLike", "aws:PrincipalOrgID", "o-*"),
  condition("StringLike", "aws:PrincipalOrgID", "o-?"),
  condition("StringLike", "aws:PrincipalOrgID", "o-a"),
  condition("StringEqualsIgnoreCase", "aws:PrincipalOrgID", "O-A"),
  condition("ForAnyValue:StringLike", "aws:PrincipalOrgID", "o-*"),
  condition("ForAllValues:StringLike", "aws:PrincipalOrgID", "o-*"),
  condition("StringEquals", "aws:PrincipalOrgID", "${aws:x}"),
  condition("ArnLike", "aws:SourceArn", "arn:aws:logs:us-east-1:1:*"),
  condition("ArnLike", "aws:SourceArn", "arn:aws:logs:*:1:*"),
  condition("ArnLike", "aws:SourceArn", "arn:aws:logs:us-east-1:1:a:b"),
  condition("ArnEquals", "aws:SourceArn", "a:b"),
  condition("ArnNotLike", "aws:SourceArn", "arn:aws:logs:us-east-1:1:*"),
  condition("Bool", "aws:SecureTransport", true),
  condition("Bool", "aws:SecureTransport", "TRUE"),
  condition("Null", "aws:SecureTransport", "false"),
  condition("NumericLessThan", "aws:MultiFactorAuthAge", 5),
  condition("NumericLessThan", "aws:MultiFactorAuthAge", ["5"]),
  condition("NumericLessThanEquals", "aws:MultiFactorAuthAge", 5),
  condition("NumericLessThanIfExists", "aws:MultiFactorAuthAge", 5),
  condition("NumericLessThan", "aws:MultiFactorAuthAge", 2 ** 60),
  condition("Nonsense", "aws:SecureTransport", "true"),
  condition("nonsense", "aws:SecureTransport", "true"),
  allow({ Condition: { StringEquals: { "aws:a": "1", "aws:b": "2" } } }),
  allow({ Condition: { StringEquals: { "aws:b": ["2"] }, stringequals: { "AWS:A": "1" } } }),
  allow({ Condition: { StringEquals: { "aws:a": "1", "AWS:A": "2" } } }),
  allow({ Condition: {} }),
  allow({ Condition: "none" }),
  deny({}),
  deny({ Action: "kms:*" }),
  deny({ Action: ["kms:Decrypt", "kms:Encrypt"] }),
  deny({ Condition: { Bool: { "aws:SecureTransport": "false" } } }),
  deny({ Principal: "*" }),
  { Effect: "Other", Unknown: { b: 1, a: [null, "x"] } },
  { Unknown: { a: [null, "x"], b: 1 }, Effect: "Other" },
  {},
];

/** A policy of the statement, beside one that stays. */
const beside = (statement: Members) => policy(allow({ Sid: "stays", Action: "kms:List*" }), statement);
const letters = { yes: "w", no: ".", unknown: "?" };

describe("each statement becomes each other", () => {
  const policies = statements.map(beside);

  test("whether that widens anything; = where both mean the same", async () => {
    const lines = policies.map((before, row) => {
      // Each becomes every fifth of the others.
      const others = policies.filter((_, column) => column % 5 === row % 5);
      const line = others.map((after) =>
        sameMeaning(before, after) ? "=" : letters[differ(before, after).widens],
      );
      return `${line.join("")} ${JSON.stringify(statements[row])}`;
    });
    await expect(lines.join("\n")).toMatchFileSnapshot("./tables/widens.txt");
  });

  test("with the next but one added and in another order, which became which and in what", async () => {
    const pages = statements.map((statement, at) => {
      const near = (step: number) => statements[(at + step) % statements.length] ?? {};
      const { changes, widens } = differ(
        policy(statement, near(1), near(5)),
        policy(near(2), near(1), near(3), near(6)),
      );
      const lines = changes.map((change) =>
        change.action === "replace"
          ? `replace ${change.before.pointer} ${change.after.pointer} ${JSON.stringify(change.members)}`
          : `${change.action} ${change.statement.pointer}`,
      );
      return [`${at} ${widens}`, ...lines].join("\n  ");
    });
    await expect(pages.join("\n")).toMatchFileSnapshot("./tables/differences.txt");
  });
});
