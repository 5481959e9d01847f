import { describe, expect, test } from "vitest";
import { differ } from "../../src/policy/difference.js";
import { alice, allow, bob, deny, type Members, policy, root } from "./difference-policy.js";

const when = (operator: string, key: string, ...values: readonly string[]): Members => ({
  Condition: { [operator]: { [key]: values } },
});
const context = "kms:EncryptionContext:aws:logs:arn";
const logs = (end: string) => `arn:aws:logs:us-east-1:111122223333:${end}`;
const not = (members: Members) => ({ Principal: undefined, ...members });

type Row = readonly [string, "no" | "yes" | "unknown", readonly Members[], readonly Members[]];

const rows: readonly Row[] = [
  ["a new Allow", "yes", [], [allow()]],
  ["a new Deny", "no", [allow()], [allow(), deny()]],
  ["an Allow less", "no", [allow(), allow({ Action: "kms:A" })], [allow()]],
  ["a Deny less", "yes", [allow(), deny()], [allow()]],
  ["an Allow that became a Deny", "no", [allow({ Sid: "a" })], [deny({ Sid: "a" })]],
  ["a Deny that became an Allow", "yes", [deny({ Sid: "a" })], [allow({ Sid: "a" })]],
  ["an Allow within another", "no", [allow({ Action: "kms:*" })], [allow({ Action: "kms:*" }), allow()]],
  ["an Allow beside a Deny of as much", "yes", [deny()], [deny(), allow({ Principal: { AWS: bob } })]],
  ["a Sid", "no", [allow({ Sid: "a" })], [allow({ Sid: "b" })]],
  ["a second time the same", "no", [allow()], [allow(), allow()]],

  ["an action more", "yes", [allow()], [allow({ Action: ["kms:Decrypt", "kms:Encrypt"] })]],
  ["an action less", "no", [allow({ Action: ["kms:Decrypt", "kms:Encrypt"] })], [allow()]],
  ["an action's wildcard", "yes", [allow()], [allow({ Action: "kms:Decrypt*" })]],
  ["a wildcard that became an action", "no", [allow({ Action: "kms:d*" })], [allow()]],
  [
    "a longer wildcard",
    "no",
    [allow({ Action: "kms:*Data*" })],
    [allow({ Action: "kms:Generate?Data*Pair*" })],
  ],
  [
    "a question mark for a star",
    "yes",
    [allow({ Action: "kms:Decryp?" })],
    [allow({ Action: "kms:Decryp*" })],
  ],
  [
    "a star for a question mark",
    "no",
    [allow({ Action: "kms:Decryp*" })],
    [allow({ Action: "kms:Decryp?" })],
  ],
  ["all actions in two spellings", "no", [allow({ Action: "kms:*" })], [allow({ Action: "*" })]],
  ["all actions", "yes", [allow()], [allow({ Action: "*" })]],
  [
    "two statements in one",
    "no",
    [allow(), allow({ Action: "kms:Encrypt" })],
    [allow({ Action: ["kms:Decrypt", "kms:Encrypt"] })],
  ],
  [
    "one statement in two",
    "no",
    [allow({ Action: ["kms:Decrypt", "kms:Encrypt"] })],
    [allow(), allow({ Action: "kms:Encrypt" })],
  ],
  [
    "two statements in one, with what neither had",
    "yes",
    [allow(), allow({ Principal: { AWS: bob }, Action: "kms:Encrypt" })],
    [allow({ Principal: { AWS: [alice, bob] }, Action: ["kms:Decrypt", "kms:Encrypt"] })],
  ],
  [
    "an exception more",
    "no",
    [allow({ Action: undefined, NotAction: "kms:A" })],
    [allow({ Action: undefined, NotAction: ["kms:A", "kms:B"] })],
  ],
  [
    "an exception less",
    "yes",
    [allow({ Action: undefined, NotAction: ["kms:A", "kms:B"] })],
    [allow({ Action: undefined, NotAction: "kms:A" })],
  ],
  ["from all but one to another", "no", [allow({ Action: undefined, NotAction: "kms:A*" })], [allow()]],
  [
    "from all but some to one of them",
    "yes",
    [allow({ Action: undefined, NotAction: "kms:Dec*" })],
    [allow()],
  ],
  [
    "from all but one to a wildcard",
    "unknown",
    [allow({ Action: undefined, NotAction: "kms:Ax" })],
    [allow({ Action: "kms:?x" })],
  ],
  ["from one to all but one", "yes", [allow()], [allow({ Action: undefined, NotAction: "kms:A" })]],
  [
    "from all to all but one",
    "no",
    [allow({ Action: "kms:*" })],
    [allow({ Action: undefined, NotAction: "kms:A" })],
  ],

  ["a principal more", "yes", [allow()], [allow({ Principal: { AWS: [alice, bob] } })]],
  ["a principal less", "no", [allow({ Principal: { AWS: [alice, bob] } })], [allow()]],
  ["a service more", "yes", [allow()], [allow({ Principal: { AWS: alice, Service: "logs.amazonaws.com" } })]],
  ["the same name of another kind", "yes", [allow()], [allow({ Principal: { Federated: alice } })]],
  [
    "a user beside the account's root",
    "yes",
    [allow({ Principal: { AWS: root } })],
    [allow({ Principal: { AWS: root } }), allow()],
  ],
  [
    "the account for its root",
    "no",
    [allow({ Principal: { AWS: root } })],
    [allow({ Principal: { AWS: "111122223333" }, Action: "kms:decrypt", Resource: ["*"], Sid: "x" })],
  ],
  ["everybody", "yes", [allow()], [allow({ Principal: "*" })]],
  [
    "one of everybody",
    "no",
    [allow({ Principal: "*" })],
    [allow({ Principal: { Service: "rds.amazonaws.com" } })],
  ],
  ["one of all of AWS", "no", [allow({ Principal: { AWS: "*" } })], [allow()]],
  [
    "a service, of all of AWS",
    "unknown",
    [allow({ Principal: { AWS: "*" } })],
    [allow({ Principal: { Service: "rds.amazonaws.com" } })],
  ],
  ["everybody, of all of AWS", "unknown", [allow({ Principal: { AWS: "*" } })], [allow({ Principal: "*" })]],
  [
    "a Deny that spares one more",
    "yes",
    [deny(not({ NotPrincipal: { AWS: alice } }))],
    [deny(not({ NotPrincipal: { AWS: [alice, bob] } }))],
  ],
  [
    "a Deny that spares one less",
    "no",
    [deny(not({ NotPrincipal: { AWS: [alice, bob] } }))],
    [deny(not({ NotPrincipal: { AWS: alice } }))],
  ],
  [
    "a Deny of everybody that spares one",
    "yes",
    [deny({ Principal: "*" })],
    [deny(not({ NotPrincipal: { AWS: alice } }))],
  ],
  [
    "a Deny that spares nobody any more",
    "no",
    [deny(not({ NotPrincipal: { AWS: alice } }))],
    [deny({ Principal: "*" })],
  ],
  ["a Deny of one whom another spares", "yes", [deny()], [deny(not({ NotPrincipal: { AWS: alice } }))]],
  [
    "a Deny of one whom another does not name",
    "unknown",
    [deny()],
    [deny(not({ NotPrincipal: { AWS: bob } }))],
  ],
  ["nobody", "unknown", [allow({ Principal: {} })], [allow({ Principal: { AWS: [] } })]],

  ["a resource more", "yes", [allow({ Resource: "arn:a" })], [allow({ Resource: ["arn:a", "arn:b"] })]],
  ["all resources", "yes", [allow({ Resource: "arn:a" })], [allow()]],
  ["one of all resources", "no", [allow()], [allow({ Resource: "arn:a" })]],
  [
    "from all but one resource to another",
    "no",
    [allow({ Resource: undefined, NotResource: "arn:b" })],
    [allow({ Resource: "arn:a" })],
  ],
  ["a Resource where there was none", "unknown", [allow({ Resource: undefined })], [allow()]],
  ["an Action where there was none", "unknown", [allow({ Action: undefined })], [allow()]],

  ["a condition more", "no", [allow()], [allow(when("Bool", "aws:x", "true"))]],
  ["a condition less", "yes", [allow(when("Bool", "aws:x", "true"))], [allow()]],
  ["a Deny's condition less", "no", [deny(when("Bool", "aws:x", "true"))], [deny()]],
  ["a Deny's condition more", "yes", [deny()], [deny(when("Bool", "aws:x", "true"))]],
  [
    "another condition instead",
    "unknown",
    [allow(when("Bool", "aws:x", "true"))],
    [allow(when("Bool", "aws:y", "true"))],
  ],
  [
    "a value more",
    "yes",
    [allow(when("StringEquals", "aws:x", "a"))],
    [allow(when("StringEquals", "aws:x", "a", "b"))],
  ],
  [
    "a value less",
    "no",
    [allow(when("StringEquals", "aws:x", "a", "b"))],
    [allow(when("StringEquals", "AWS:X", "a"))],
  ],
  [
    "a forbidden value less",
    "yes",
    [allow(when("StringNotEquals", "aws:x", "a", "b"))],
    [allow(when("StringNotEquals", "aws:x", "a"))],
  ],
  [
    "a forbidden value more",
    "no",
    [allow(when("StringNotEquals", "aws:x", "a"))],
    [allow(when("StringNotEquals", "aws:x", "a", "b"))],
  ],
  [
    "a forbidden pattern wider",
    "no",
    [allow(when("StringNotLike", "aws:x", "ab*"))],
    [allow(when("StringNotLike", "aws:x", "a*"))],
  ],
  [
    "a pattern wider",
    "yes",
    [allow(when("ArnLike", context, logs("log-group:a-*")))],
    [allow(when("ArnLike", context, logs("*")))],
  ],
  [
    "a pattern narrower",
    "no",
    [allow(when("ArnLike", context, logs("*")))],
    [allow(when("ArnLike", context, logs("log-group:a-*")))],
  ],
  [
    "all accounts",
    "yes",
    [allow(when("ArnLike", context, logs("*")))],
    [allow(when("ArnLike", context, "arn:aws:logs:us-east-1:*:*"))],
  ],
  [
    "one of all accounts",
    "no",
    [allow(when("ArnEquals", context, "arn:aws:logs:us-east-1:*:*"))],
    [allow(when("ArnLike", context, logs("*")))],
  ],
  [
    "a star that would reach over a colon",
    "yes",
    [allow(when("ArnLike", context, "arn:aws:logs:us-*:a:x"))],
    [allow(when("ArnLike", context, "arn:aws:logs:us-east-1:b:a:x"))],
  ],
  [
    "a text that is no ARN",
    "yes",
    [allow(when("ArnLike", context, "arn:*"))],
    [allow(when("ArnLike", context, logs("*")))],
  ],
  [
    "one text for a pattern",
    "no",
    [allow(when("StringLike", "aws:x", "a*"))],
    [allow(when("StringEquals", "aws:x", "ab"))],
  ],
  [
    "a pattern for one text",
    "unknown",
    [allow(when("StringEquals", "aws:x", "ab"))],
    [allow(when("StringLike", "aws:x", "a*"))],
  ],
  [
    "one text with another operator",
    "no",
    [allow(when("StringEquals", "aws:x", "a", "b"))],
    [allow(when("StringLike", "aws:x", "a"))],
  ],
  [
    "a forbidden text with another operator",
    "unknown",
    [allow(when("StringNotEquals", "aws:x", "a"))],
    [allow(when("StringNotLike", "aws:x", "a"))],
  ],
  [
    "the opposite operator",
    "unknown",
    [allow(when("StringEquals", "aws:x", "a"))],
    [allow(when("StringNotEquals", "aws:x", "a"))],
  ],
  [
    "case, where it does not count",
    "no",
    [allow(when("StringEqualsIgnoreCase", "aws:x", "A"))],
    [allow(when("StringEqualsIgnoreCase", "aws:x", "a"))],
  ],
  [
    "case, where it counts",
    "yes",
    [allow(when("StringEquals", "aws:x", "A"))],
    [allow(when("StringEquals", "aws:x", "a"))],
  ],
  [
    "IfExists more",
    "yes",
    [allow(when("StringEquals", "aws:x", "a"))],
    [allow(when("StringEqualsIfExists", "aws:x", "a"))],
  ],
  [
    "IfExists less",
    "no",
    [allow(when("StringEqualsIfExists", "aws:x", "a"))],
    [allow(when("StringEquals", "aws:x", "a"))],
  ],
  [
    "IfExists where an absent key passes anyway",
    "no",
    [allow(when("StringNotEquals", "aws:x", "a"))],
    [allow(when("StringNotEqualsIfExists", "aws:x", "a"))],
  ],
  [
    "IfExists of numbers",
    "unknown",
    [allow(when("NumericEquals", "aws:x", "1"))],
    [allow(when("NumericEqualsIfExists", "aws:x", "1"))],
  ],
  [
    "ForAllValues",
    "unknown",
    [allow(when("ForAnyValue:StringEquals", "aws:x", "a"))],
    [allow(when("ForAllValues:StringEquals", "aws:x", "a"))],
  ],
  [
    "a number",
    "unknown",
    [allow(when("NumericLessThan", "aws:x", "1"))],
    [allow(when("NumericLessThan", "aws:x", "2"))],
  ],
  [
    "a relation of numbers",
    "unknown",
    [allow(when("NumericLessThan", "aws:x", "1"))],
    [allow(when("NumericGreaterThan", "aws:x", "1"))],
  ],
  [
    "an address",
    "unknown",
    [allow(when("IpAddress", "aws:SourceIp", "10.0.0.0/8"))],
    [allow(when("IpAddress", "aws:SourceIp", "10.0.0.0/16"))],
  ],
  [
    "an operator that IAM does not have",
    "unknown",
    [allow(when("StringIs", "aws:x", "a"))],
    [allow(when("StringIs", "aws:x", "b"))],
  ],
  [
    "a policy variable",
    "unknown",
    [allow(when("StringLike", "aws:x", "${aws:y}"))],
    [allow(when("StringLike", "aws:x", "a"))],
  ],
  [
    "a policy variable instead of a text",
    "unknown",
    [allow(when("StringLike", "aws:x", "a*"))],
    [allow(when("StringLike", "aws:x", "a${aws:y}"))],
  ],
  [
    "Null the other way",
    "yes",
    [allow(when("Null", "aws:x", "true"))],
    [allow(when("Null", "aws:x", "false"))],
  ],

  ["a statement that IAM could not read", "unknown", [], [allow({ Effect: "allow" })]],
  ["one that IAM could not read less", "unknown", [allow({ Effect: "allow" })], []],
  [
    "none, beside one that IAM cannot read",
    "no",
    [allow({ Effect: "allow" }), allow()],
    [allow({ Effect: "allow" })],
  ],
  ["one certain, beside one that IAM cannot read", "yes", [], [allow({ Effect: "allow" }), allow()]],
];

describe("widens", () => {
  test.each(rows)("%s: %s", (_name, expected, before, after) => {
    expect(differ(policy(...before), policy(...after)).widens).toBe(expected);
  });

  test("a role more is seen among a hundred", () => {
    const roles = Array.from({ length: 100 }, (_, index) => `arn:aws:iam::111122223333:role/Data${index}`);
    const before = policy(allow({ Principal: { AWS: roles }, Action: ["kms:A", "kms:B"] }));
    const after = policy(allow({ Principal: { AWS: [...roles, bob] }, Action: ["kms:A", "kms:B"] }));
    expect(differ(before, after).widens).toBe("yes");
  });

  test("is unknown, never no, where it would take too long", () => {
    const many = (letter: string) =>
      Array.from({ length: 400 }, (_, index) => `kms:${index + 100}${letter}*`);
    const before = policy(allow({ Action: many("a") }));
    const after = policy(allow({ Action: [...many("ab"), "kms:PutKeyPolicy"] }));
    expect(differ(before, after).widens).toBe("unknown");
  });
});
