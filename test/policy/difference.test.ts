import { describe, expect, test } from "vitest";
import { type Change, differ, sameMeaning } from "../../src/policy/diff/difference.js";
import type { Json } from "../../src/policy/document/document.js";
import { alice, allow, bob, deny, type Members, policy, policyOf, root } from "./difference-policy.js";

const logs = { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-east-1:111122223333:*" };
const china = { Condition: { ArnLike: { "aws:SourceArn": "arn:aws-cn:logs:cn-north-1:111122223333:*" } } };
const rolePath = "arn:aws:iam::111122223333:role";
const session = "arn:aws:sts::111122223333:assumed-role/Admin/alice";
const hugeNumbers = ["12345678901234567890", "12345678901234567891"].map((number) =>
  policyOf(`{"Statement":[{"Effect":"Allow","Condition":{"NumericEquals":{"aws:x":${number}}}}]}`),
);

type Pair = readonly [string, readonly Members[], readonly Members[]];

const equal: readonly Pair[] = [
  ["order of statements", [allow(), deny()], [deny(), allow()]],
  ["order of items", [allow({ Action: ["kms:A", "kms:B"] })], [allow({ Action: ["kms:B", "kms:A"] })]],
  ["repeated items", [allow({ Action: ["kms:A", "kms:A"] })], [allow({ Action: "kms:A" })]],
  ["one action in a list", [allow({ Action: ["kms:A"] })], [allow({ Action: "kms:A" })]],
  ["one resource in a list", [allow({ Resource: ["*"] })], [allow({ Resource: "*" })]],
  [
    "one principal in a list",
    [allow({ Principal: { AWS: [alice] } })],
    [allow({ Principal: { AWS: alice } })],
  ],
  [
    "one service in a list",
    [allow({ Principal: { Service: ["logs.us-east-1.amazonaws.com"] } })],
    [allow({ Principal: { Service: "logs.us-east-1.amazonaws.com" } })],
  ],
  [
    "account and root",
    [allow({ Principal: { AWS: root } })],
    [allow({ Principal: { AWS: "111122223333" } })],
  ],
  [
    "account and root twice",
    [allow({ Principal: { AWS: [root, "111122223333"] } })],
    [allow({ Principal: { AWS: root } })],
  ],
  [
    "account and root in NotPrincipal",
    [deny({ Principal: undefined, NotPrincipal: { AWS: root } })],
    [deny({ Principal: undefined, NotPrincipal: { AWS: ["111122223333"] } })],
  ],
  [
    "account and root where other ARNs tell the partition",
    [allow({ Principal: { AWS: "111122223333" }, ...china })],
    [allow({ Principal: { AWS: "arn:aws-cn:iam::111122223333:root" }, ...china })],
  ],
  ["case of actions", [allow({ Action: "kms:Decrypt" })], [allow({ Action: "KMS:decrypt" })]],
  [
    "case of NotAction",
    [allow({ Action: undefined, NotAction: "kms:A" })],
    [allow({ Action: undefined, NotAction: "KMS:a" })],
  ],
  [
    "case of condition keys",
    [allow({ Condition: { ArnLike: logs } })],
    [allow({ Condition: { ArnLike: { "kms:encryptioncontext:AWS:logs:arn": Object.values(logs) } } })],
  ],
  [
    "case of operators",
    [allow({ Condition: { "ForAnyValue:StringLikeIfExists": { "aws:x": "a" } } })],
    [allow({ Condition: { "foranyvalue:stringlikeifexists": { "aws:x": "a" } } })],
  ],
  [
    "a truth value and its text",
    [allow({ Condition: { Bool: { "aws:MultiFactorAuthPresent": true } } })],
    [allow({ Condition: { Bool: { "aws:MultiFactorAuthPresent": ["true"] } } })],
  ],
  [
    "a number and its text",
    [allow({ Condition: { NumericLessThan: { "aws:MultiFactorAuthAge": 300 } } })],
    [allow({ Condition: { NumericLessThan: { "aws:MultiFactorAuthAge": "300" } } })],
  ],
  ["no condition and an empty one", [allow({ Condition: {} })], [allow()]],
  [
    "order in a member that IAM does not know",
    [allow({ Note: { a: 1, b: 2 } })],
    [allow({ Note: { b: 2, a: 1 } })],
  ],
];

const different: readonly Pair[] = [
  ["Effect", [allow()], [deny()]],
  ["case of Effect", [allow()], [allow({ Effect: "allow" })]],
  ["Sid", [allow({ Sid: "a" })], [allow({ Sid: "b" })]],
  ["a Sid and none", [allow({ Sid: "a" })], [allow()]],
  ["case of a Sid", [allow({ Sid: "a" })], [allow({ Sid: "A" })]],
  ["Action and NotAction", [allow()], [allow({ Action: undefined, NotAction: "kms:Decrypt" })]],
  ["Resource and NotResource", [allow()], [allow({ Resource: undefined, NotResource: "*" })]],
  ["Principal and NotPrincipal", [allow()], [allow({ Principal: undefined, NotPrincipal: { AWS: alice } })]],
  ["a principal", [allow()], [allow({ Principal: { AWS: bob } })]],
  ["case of a principal", [allow()], [allow({ Principal: { AWS: alice.toLowerCase() } })]],
  ["kinds of principals", [allow({ Principal: { AWS: "a" } })], [allow({ Principal: { Service: "a" } })]],
  ["everybody and all of AWS", [allow({ Principal: "*" })], [allow({ Principal: { AWS: "*" } })]],
  [
    "roots of two partitions",
    [allow({ Principal: { AWS: root } })],
    [allow({ Principal: { AWS: root.replace("aws", "aws-cn") } })],
  ],
  [
    "an account and another partition's root",
    [allow({ Principal: { AWS: "111122223333" } })],
    [allow({ Principal: { AWS: root.replace("aws", "aws-us-gov") } })],
  ],
  [
    "an account beside ARNs of one partition, and another partition's root",
    [allow({ Principal: { AWS: "111122223333" } }), allow()],
    [allow({ Principal: { AWS: root.replace("aws", "aws-cn") } }), allow()],
  ],
  [
    "a role and its session",
    [allow({ Principal: { AWS: session } })],
    [allow({ Principal: { AWS: `${rolePath}/Admin` } })],
  ],
  [
    "a root and a role",
    [allow({ Principal: { AWS: root } })],
    [allow({ Principal: { AWS: `${rolePath}/root` } })],
  ],
  [
    "an account id as a service",
    [allow({ Principal: { Service: "111122223333" } })],
    [allow({ Principal: { Service: root } })],
  ],
  ["an action more", [allow()], [allow({ Action: ["kms:Decrypt", "kms:Encrypt"] })]],
  ["an action's wildcard", [allow()], [allow({ Action: "kms:Decrypt*" })]],
  [
    "case of a resource",
    [allow({ Resource: "arn:aws:kms:::key/a" })],
    [allow({ Resource: "arn:aws:kms:::key/A" })],
  ],
  ["a condition", [allow()], [allow({ Condition: { ArnLike: logs } })]],
  [
    "two operators that are alike",
    [allow({ Condition: { ArnLike: logs } })],
    [allow({ Condition: { StringLike: logs } })],
  ],
  [
    "IfExists",
    [allow({ Condition: { StringLike: logs } })],
    [allow({ Condition: { StringLikeIfExists: logs } })],
  ],
  [
    "case of a condition's value",
    [allow({ Condition: { StringEquals: { "aws:x": "a" } } })],
    [allow({ Condition: { StringEquals: { "aws:x": "A" } } })],
  ],
  [
    "one key twice, and both values for it",
    [allow({ Condition: { StringLike: { "aws:x": "a", "AWS:X": "b" } } })],
    [allow({ Condition: { StringLike: { "aws:x": ["a", "b"] } } })],
  ],
  [
    "an operator that IAM does not have",
    [allow({ Condition: { stringis: { "aws:x": "a" } } })],
    [allow({ Condition: { StringIs: { "aws:x": "a" } } })],
  ],
  ["a statement twice", [allow(), allow()], [allow()]],
  ["which one stands twice", [allow(), allow(), deny()], [allow(), deny(), deny()]],
  ["a member that IAM does not know", [allow()], [allow({ Note: "x" })]],
  ["a value that IAM does not read", [allow({ Note: ["a"] })], [allow({ Note: "a" })]],
  ["null and its text", [allow({ Note: null })], [allow({ Note: "null" })]],
  ["no Action and an empty one", [allow({ Action: undefined })], [allow({ Action: [] })]],
  ["a nested list", [allow({ Action: [["kms:A"]] })], [allow({ Action: ["kms:A"] })]],
];

describe("equal", () => {
  test.each(equal)("%s", (_name, one, two) => {
    expect(sameMeaning(policy(...one), policy(...two))).toBe(true);
    expect(sameMeaning(policy(...two), policy(...one))).toBe(true);
    expect(differ(policy(...one), policy(...two))).toMatchObject({ empty: true, widens: "no" });
  });

  test("a statement and a list of it, white space, Id, Version without policy variables", () => {
    const bare = policyOf(JSON.stringify({ Version: "2008-10-17", Id: "a", Statement: allow() }, null, 3));
    expect(sameMeaning(bare, policy(allow()))).toBe(true);
    expect(differ(bare, policy(allow())).empty).toBe(true);
  });

  test("a bare account keeps its partition when our statement joins it in China", () => {
    const before = policy(allow({ Principal: { AWS: "111122223333" } }));
    const after = policy(allow({ Principal: { AWS: "111122223333" } }), allow({ Sid: "logs", ...china }));
    expect(differ(before, after).changes.map((change) => change.action)).toEqual(["keep", "add"]);
  });
});

describe("different", () => {
  test.each(different)("%s", (_name, one, two) => {
    expect(sameMeaning(policy(...one), policy(...two))).toBe(false);
    expect(sameMeaning(policy(...two), policy(...one))).toBe(false);
    expect(differ(policy(...one), policy(...two)).empty).toBe(false);
  });

  test("Version, where a policy variable is plain text in the older", () => {
    const own = allow({ Condition: { StringLike: { "aws:x": "${aws:username}" } } });
    const texts = ["2012-10-17", "2008-10-17"].map((Version) =>
      JSON.stringify({ Version, Statement: [own] }),
    );
    const [one, two] = texts.map(policyOf);
    if (one === undefined || two === undefined) throw new Error("two policies");
    expect(sameMeaning(one, two)).toBe(false);
    expect(differ(two, one)).toMatchObject({
      widens: "unknown",
      changes: [{ members: [{ member: "Version", added: ["2012-10-17"], removed: ["2008-10-17"] }] }],
    });
  });

  test("numbers that JavaScript takes for one", () => {
    const [one, two] = hugeNumbers;
    if (one === undefined || two === undefined) throw new Error("two policies");
    expect(sameMeaning(one, two)).toBe(false);
    expect(sameMeaning(one, policyOf(`${one.text} `))).toBe(true);
  });
});

describe("differ", () => {
  const brief = (change: Change) =>
    change.action === "replace"
      ? `replace ${change.before.pointer} ${change.after.pointer}`
      : `${change.action} ${change.statement.pointer}`;

  const briefly = (before: readonly Members[], after: readonly Members[]) =>
    differ(policy(...before), policy(...after)).changes.map(brief);

  test("shows what a member gained and lost, as written", () => {
    const before = allow({
      Action: ["kms:A", "kms:B"],
      Condition: { ArnLike: { "aws:SourceArn": "arn:a" } },
    });
    const after = allow({
      Action: ["KMS:b", "kms:C"],
      Condition: { ArnLike: { "AWS:sourcearn": ["arn:a", "arn:b"] } },
    });
    expect(differ(policy(before), policy(after)).changes).toEqual([
      {
        action: "replace",
        before: { pointer: "/Statement/0", value: before },
        after: { pointer: "/Statement/0", value: after },
        members: [
          { member: "Action", added: ["kms:C"], removed: ["kms:A"] },
          { member: "Condition/ArnLike/AWS:sourcearn", added: ["arn:b"], removed: [] },
        ],
      },
    ]);
  });

  test("shows a changed Sid, which widens nothing", () => {
    expect(differ(policy(allow({ Sid: "a" })), policy(allow({ Sid: "b" })))).toMatchObject({
      widens: "no",
      changes: [{ action: "replace", members: [{ member: "Sid", added: ["b"], removed: ["a"] }] }],
    });
  });

  test("shows members that came and went without values", () => {
    expect(differ(policy(allow({ Principal: {} })), policy(allow({ Principal: "*" }))).changes).toMatchObject(
      [{ members: [{ member: "Principal", added: ["*"], removed: [] }] }],
    );
    expect(differ(policy(allow({ Action: [] })), policy(allow({ Action: undefined }))).changes).toMatchObject(
      [{ members: [{ member: "Action", added: [], removed: [] }] }],
    );
  });

  test("keeps a Sid's statement together, though another one is more like it", () => {
    const before = [allow({ Sid: "a" }), deny({ Sid: "b" })];
    const after = [deny({ Sid: "a" }), allow({ Sid: "b" })];
    expect(briefly(before, after)).toEqual([
      "replace /Statement/0 /Statement/0",
      "replace /Statement/1 /Statement/1",
    ]);
  });

  test("pairs the likest of statements without a Sid", () => {
    const one = allow({ Action: ["kms:A", "kms:B", "kms:C"] });
    const two = allow({ Action: ["kms:D", "kms:E", "kms:F"] });
    expect(
      briefly([one, two], [allow({ Action: ["kms:D", "kms:E"] }), allow({ Action: ["kms:A", "kms:B"] })]),
    ).toEqual(["replace /Statement/1 /Statement/0", "replace /Statement/0 /Statement/1"]);
  });

  test("takes statements of another Effect, or with too little in common, for others", () => {
    expect(briefly([allow()], [deny()])).toEqual(["remove /Statement/0", "add /Statement/0"]);
    const stranger = allow({
      Principal: { AWS: bob },
      Action: ["kms:X", "kms:Y"],
      Condition: { ArnLike: logs },
    });
    expect(briefly([allow()], [stranger])).toEqual(["remove /Statement/0", "add /Statement/0"]);
    const [some, others] = [
      ["kms:A", "kms:B", "kms:C"],
      ["kms:X", "kms:Y", "kms:Z"],
    ];
    expect(briefly([allow({ Action: some ?? [] })], [allow({ Action: others ?? [] })])).toEqual([
      "remove /Statement/0",
      "add /Statement/0",
    ]);
  });

  test("puts what was removed where it stood", () => {
    const [a, b, c, d] = ["a", "b", "c", "d"].map((Sid) =>
      deny({ Sid, Action: `kms:${Sid}`, Resource: Sid, Principal: { AWS: Sid } }),
    );
    if (!a || !b || !c || !d) throw new Error("four statements");
    expect(briefly([a, b, c, d], [b, d])).toEqual([
      "remove /Statement/0",
      "keep /Statement/0",
      "remove /Statement/2",
      "keep /Statement/1",
    ]);
    expect(briefly([a, b], [])).toEqual(["remove /Statement/0", "remove /Statement/1"]);
  });

  test("does not stumble over what is no statement to IAM", () => {
    const odd: readonly Json[] = [
      {},
      { Effect: 1, Principal: [null], Condition: [1, { a: [] }] },
      { Action: { a: null } },
    ];
    const before = policy(...(odd as readonly Members[]));
    expect(differ(before, policy({}, { Effect: 2 }, { Action: null })).widens).toBe("unknown");
    expect(differ(before, before)).toMatchObject({ empty: true, widens: "no" });
  });

  test("survives JSON", () => {
    const found = differ(policy(allow({ Sid: "a" }), deny()), policy(allow({ Sid: "b", Action: "kms:*" })));
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });
});
