import { describe, expect, test } from "vitest";
import { differ } from "../../src/policy/diff/difference.js";
import { alice, allow, bob, deny, type Members, policy, root } from "./difference-policy.js";

const when = (operator: string, key: string, ...values: readonly string[]): Members => ({
  Condition: { [operator]: { [key]: values } },
});
const context = "kms:EncryptionContext:aws:logs:arn";
const logs = (end: string) => `arn:aws:logs:us-east-1:111122223333:${end}`;
const all = allow({ Principal: "*" });
const not = (members: Members) => ({ Principal: undefined, ...members });

type Row = readonly [string, "no" | "yes" | "unknown", readonly Members[], readonly Members[]];

const rows: readonly Row[] = [
  ["a new Allow", "yes", [], [allow()]],
  ["a new Deny", "no", [allow()], [allow(), deny()]],
  ["an Allow less", "no", [allow(), allow({ Action: "kms:A" })], [allow()]],
  ["a Deny less", "yes", [allow(), deny()], [allow()]],
  [
    "a Deny less, and the Allow that it cut",
    "no",
    [allow(), deny(), allow({ Action: "kms:A" })],
    [allow({ Action: "kms:A" })],
  ],
  ["a Deny less that cut nothing", "no", [allow({ Action: "kms:A" }), deny()], [allow({ Action: "kms:A" })]],
  ["an Allow that became a Deny", "no", [allow({ Sid: "a" })], [deny({ Sid: "a" })]],
  ["a Deny that became an Allow", "yes", [deny({ Sid: "a" })], [allow({ Sid: "a" })]],
  ["an Allow within another", "no", [allow({ Action: "kms:*" })], [allow({ Action: "kms:*" }), allow()]],
  ["an Allow beside a Deny of as much", "yes", [deny()], [deny(), allow({ Principal: { AWS: bob } })]],
  ["a Sid", "no", [allow({ Sid: "a" })], [allow({ Sid: "b" })]],
  ["a second time the same", "no", [allow()], [allow(), allow()]],

  ["an action more", "yes", [allow()], [allow({ Action: ["kms:Decrypt", "kms:Encrypt"] })]],
  ["an action less", "no", [allow({ Action: ["kms:Decrypt", "kms:Encrypt"] })], [allow()]],
  ["an action's wildcard", "unknown", [allow()], [allow({ Action: "kms:Decrypt*" })]],
  ["a wildcard that became an action", "no", [allow({ Action: "kms:d*" })], [allow()]],
  [
    "a longer wildcard",
    "no",
    [allow({ Action: "kms:*Data*" })],
    [allow({ Action: "kms:Generate?Data*Pair*" })],
  ],
  [
    "a question mark for a star",
    "unknown",
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
    "yes",
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
    "unknown",
    [all, deny(not({ NotPrincipal: { AWS: alice } }))],
    [all, deny(not({ NotPrincipal: { AWS: [alice, bob] } }))],
  ],
  [
    "a Deny that spares one less",
    "no",
    [all, deny(not({ NotPrincipal: { AWS: [alice, bob] } }))],
    [all, deny(not({ NotPrincipal: { AWS: alice } }))],
  ],
  [
    "a Deny of everybody that spares one",
    "unknown",
    [all, deny({ Principal: "*" })],
    [all, deny(not({ NotPrincipal: { AWS: alice } }))],
  ],
  [
    "a Deny that spares nobody any more",
    "no",
    [all, deny(not({ NotPrincipal: { AWS: alice } }))],
    [all, deny({ Principal: "*" })],
  ],
  [
    "a Deny of one whom another spares",
    "unknown",
    [all, deny()],
    [all, deny(not({ NotPrincipal: { AWS: alice } }))],
  ],
  [
    "a Deny of a user whom another spares with the account",
    "yes",
    [all, deny()],
    [all, deny(not({ NotPrincipal: { AWS: [alice, root] } }))],
  ],
  [
    "a Deny of one whom another does not name",
    "no",
    [all, deny()],
    [all, deny(not({ NotPrincipal: { AWS: bob } }))],
  ],
  ["nobody", "no", [allow({ Principal: {} })], [allow({ Principal: { AWS: [] } })]],

  ["a resource more", "unknown", [allow({ Resource: "arn:a" })], [allow({ Resource: ["arn:a", "arn:b"] })]],
  ["all resources", "unknown", [allow({ Resource: "arn:a" })], [allow()]],
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
  ["a Deny's condition less", "no", [all, deny(when("Bool", "aws:x", "true"))], [all, deny()]],
  ["a Deny's condition more", "yes", [all, deny()], [all, deny(when("Bool", "aws:x", "true"))]],
  [
    "another condition instead",
    "yes",
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
    "unknown",
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
    "yes",
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
    "no",
    [allow(when("StringNotEquals", "aws:x", "a"))],
    [allow(when("StringNotLike", "aws:x", "a"))],
  ],
  [
    "the opposite operator",
    "yes",
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
    "yes",
    [allow(when("NumericEquals", "aws:x", "1"))],
    [allow(when("NumericEqualsIfExists", "aws:x", "1"))],
  ],
  [
    "ForAllValues",
    "yes",
    [allow(when("ForAnyValue:StringEquals", "aws:x", "a"))],
    [allow(when("ForAllValues:StringEquals", "aws:x", "a"))],
  ],
  [
    "a number",
    "yes",
    [allow(when("NumericLessThan", "aws:x", "1"))],
    [allow(when("NumericLessThan", "aws:x", "2"))],
  ],
  [
    "a relation of numbers",
    "yes",
    [allow(when("NumericLessThan", "aws:x", "1"))],
    [allow(when("NumericGreaterThan", "aws:x", "1"))],
  ],
  [
    "an address",
    "no",
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
    "a negated set operator with IfExists",
    "yes",
    [allow(when("ForAnyValue:StringNotEquals", "aws:PrincipalOrgPaths", "a"))],
    [allow(when("ForAnyValue:StringNotEqualsIfExists", "aws:PrincipalOrgPaths", "a"))],
  ],
  ["an Allow of kms*", "unknown", [allow()], [allow({ Action: "kms*" })]],
  ["a Deny of kms*", "unknown", [all, deny({ Action: "kms:*" })], [all, deny({ Action: "kms*" })]],
  ["a Deny of arn:aws:kms:*", "unknown", [all, deny()], [all, deny({ Resource: "arn:aws:kms:*" })]],
  [
    "a Deny of another key",
    "no",
    [all, deny({ Resource: "arn:aws:kms:us-east-1:1:key/a" })],
    [all, deny({ Resource: "arn:aws:kms:*:1:key/*" })],
  ],
  [
    "Null the other way",
    "yes",
    [allow(when("Null", "aws:x", "true"))],
    [allow(when("Null", "aws:x", "false"))],
  ],

  ["a statement that IAM could not read", "unknown", [], [allow({ Effect: "allow" })]],
  ["one that IAM could not read less", "no", [allow({ Effect: "allow" })], []],
  [
    "none, beside one that IAM cannot read",
    "no",
    [allow({ Effect: "allow" }), allow()],
    [allow({ Effect: "allow" })],
  ],
  ["one certain, beside one that IAM cannot read", "unknown", [], [allow({ Effect: "allow" }), allow()]],
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
    const after = policy(allow({ Action: [...many("ab"), "kms:Decryp*"] }));
    expect(differ(before, after).widens).toBe("unknown");
  });

  test.each([
    ["of this key", "no", "1234abcd-12ab-34cd-56ef-1234567890ab"],
    ["of another", "yes", "5678abcd-12ab-34cd-56ef-1234567890ab"],
  ] as const)("a key's ARN as Resource is judged where the key is known: %s", (_name, expected, id) => {
    const arn = (of: string) => `arn:aws:kms:us-east-1:111122223333:key/${of}`;
    const before = policy(allow({ Resource: arn("1234abcd-12ab-34cd-56ef-1234567890ab") }));
    expect(differ(before, policy(allow()), arn(id)).widens).toBe(expected);
  });

  test("says who gains what, and under which conditions", () => {
    const more = allow({
      Action: "kms:Encrypt*",
      ...when("StringEquals", "kms:ViaService", "s3.us-east-1.amazonaws.com"),
    });
    expect(differ(policy(allow()), policy(allow(), more)).gains).toEqual([
      {
        who: alice,
        actions: ["kms:Encrypt"],
        when: [{ key: "kms:ViaService", values: ["s3.us-east-1.amazonaws.com"] }],
      },
    ]);
  });
});
