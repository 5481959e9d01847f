/** What IAM reads in a statement, and each way in which one can be malformed. */
import { describe, expect, test } from "vitest";
import { type Json, parsePolicy } from "../../src/policy/document/document.js";
import { readStatements, type Statement } from "../../src/policy/document/statement.js";
import type { Result } from "../../src/problems/result.js";

const plain = { Effect: "Allow", Principal: { AWS: "a" }, Action: "kms:Decrypt", Resource: "*" };

/** The plain statement with some members changed; `undefined` takes one out. */
function readWith(members: { readonly [name: string]: Json | undefined }): Result<readonly Statement[]> {
  return readText(JSON.stringify({ Statement: [{ ...plain, ...members }] }));
}

function readText(text: string): Result<readonly Statement[]> {
  const document = parsePolicy(text);
  if (!document.ok) throw new Error(document.problems.map((each) => each.what).join(" "));
  return readStatements(document.value);
}

function refusals(read: Result<readonly Statement[]>): readonly string[] {
  return read.ok ? [] : read.problems.map((each) => `${each.code} ${each.at}`);
}

describe("read alike", () => {
  test.each<[string, { [name: string]: Json | undefined }, Partial<Statement>]>([
    [
      "one action and a list of one",
      { Action: ["kms:Decrypt"] },
      { action: { not: false, patterns: ["kms:Decrypt"] } },
    ],
    [
      "actions as they are written",
      { Action: ["KMS:decrypt*", ""] },
      { action: { not: false, patterns: ["KMS:decrypt*", ""] } },
    ],
    ["NotAction", { Action: undefined, NotAction: "a" }, { action: { not: true, patterns: ["a"] } }],
    [
      "NotResource",
      { Resource: undefined, NotResource: ["a"] },
      { resource: { not: true, patterns: ["a"] } },
    ],
    ["everyone", { Principal: "*" }, { principals: { not: false, everyone: true, entries: [] } }],
    [
      "everyone of AWS",
      { Principal: { AWS: "*" } },
      { principals: { not: false, everyone: false, entries: [{ kind: "AWS", value: "*" }] } },
    ],
    [
      "all but one",
      { Principal: undefined, NotPrincipal: { AWS: ["a"] } },
      { principals: { not: true, everyone: false, entries: [{ kind: "AWS", value: "a" }] } },
    ],
    [
      "not everyone",
      { Principal: undefined, NotPrincipal: "*" },
      { principals: { not: true, everyone: true, entries: [] } },
    ],
    ["nobody", { Principal: {} }, { principals: { not: false, everyone: false, entries: [] } }],
    [
      "nobody of AWS",
      { Principal: { AWS: [] } },
      { principals: { not: false, everyone: false, entries: [] } },
    ],
    [
      "principals of all kinds",
      { Principal: { Service: ["s", "t"], Federated: "f", CanonicalUser: "c" } },
      {
        principals: {
          not: false,
          everyone: false,
          entries: [
            { kind: "Service", value: "s" },
            { kind: "Service", value: "t" },
            { kind: "Federated", value: "f" },
            { kind: "CanonicalUser", value: "c" },
          ],
        },
      },
    ],
    [
      "a condition on a number, a truth value and none",
      { Condition: { A: { k: 1 }, B: { k: [true, "x"] }, C: { k: [] }, D: {} } },
      {
        conditions: [
          { operator: "A", key: "k", values: ["1"] },
          { operator: "B", key: "k", values: ["true", "x"] },
          { operator: "C", key: "k", values: [] },
        ],
      },
    ],
    ["no condition", { Condition: {} }, { conditions: [] }],
    ["an empty Sid", { Sid: "" }, { sid: "" }],
    ["a Sid with spaces", { Sid: "Allow logs access" }, { sid: "Allow logs access" }],
    ["Deny", { Effect: "Deny" }, { effect: "Deny" }],
  ])("%s", (_name, members, expected) => {
    const read = readWith(members);
    expect(read.ok && read.value).toMatchObject([{ index: 0, pointer: "/Statement/0", ...expected }]);
  });

  test("members that are absent stay absent", () => {
    const read = readText('{"Statement":{"Effect":"Allow"}}');
    expect(read).toEqual({
      ok: true,
      value: [{ index: 0, pointer: "/Statement", effect: "Allow", conditions: [] }],
    });
  });
});

describe("refused", () => {
  test.each<[string, { [name: string]: Json | undefined }, readonly string[]]>([
    ["no Effect", { Effect: undefined }, ["Effect"]],
    ["Effect in lower case", { Effect: "allow" }, ["Effect"]],
    ["Effect in a list", { Effect: ["Allow"] }, ["Effect"]],
    ["a Sid that is a number", { Sid: 1 }, ["Sid"]],
    ["a Sid that is null", { Sid: null }, ["Sid"]],
    ["Action and NotAction", { NotAction: "a" }, ["NotAction"]],
    ["Resource and NotResource", { NotResource: "a" }, ["NotResource"]],
    ["Principal and NotPrincipal", { NotPrincipal: { AWS: "a" } }, ["NotPrincipal"]],
    ["no action in the list", { Action: [] }, ["Action"]],
    ["an action that is null", { Action: null }, ["Action"]],
    ["an action that is an object", { Action: {} }, ["Action"]],
    ["a number among the actions", { Action: ["kms:A", 1] }, ["Action"]],
    ["a list among the resources", { Resource: [["*"]] }, ["Resource"]],
    ["no resource in the list", { Resource: undefined, NotResource: [] }, ["NotResource"]],
    ["a principal that is an ARN alone", { Principal: "arn:aws:iam::1:root" }, ["Principal"]],
    ["a list of principals", { Principal: [{ AWS: "a" }] }, ["Principal"]],
    ["a principal that is null", { Principal: null }, ["Principal"]],
    ["a kind of principal in lower case", { Principal: { aws: "a" } }, ["Principal/aws"]],
    ["an account that is a number", { Principal: { AWS: 111122223333 } }, ["Principal/AWS"]],
    ["two kinds that nobody knows", { Principal: { A: "a", B: "b" } }, ["Principal/A", "Principal/B"]],
    [
      "a NotPrincipal of an unknown kind",
      { Principal: undefined, NotPrincipal: { X: "a" } },
      ["NotPrincipal/X"],
    ],
    ["Condition as a list", { Condition: [] }, ["Condition"]],
    ["Condition as null", { Condition: null }, ["Condition"]],
    ["an operator without keys", { Condition: { Bool: "true" } }, ["Condition/Bool"]],
    ["an operator with a list of keys", { Condition: { Bool: [] } }, ["Condition/Bool"]],
    ["a value that is null", { Condition: { Null: { "aws:x": null } } }, ["Condition/Null/aws:x"]],
    ["a value that is an object", { Condition: { A: { k: {} } } }, ["Condition/A/k"]],
    ["a list in a list of values", { Condition: { A: { k: ["x", ["y"]] } } }, ["Condition/A/k"]],
    ["a member in lower case", { effect: "Allow" }, ["effect"]],
    ["a member of our own", { Comment: "why" }, ["Comment"]],
    [
      "everything at once",
      { Effect: 1, Sid: 2, Action: 3, Resource: 4, Principal: 5, Condition: 6 },
      [...["Effect", "Sid", "Action", "Resource", "Principal", "Condition"]],
    ],
  ])("%s", (_name, members, places) =>
    expect(refusals(readWith(members))).toEqual(places.map((each) => `policy/member /Statement/0/${each}`)),
  );

  test("a member __proto__, which must not lend the statement its members", () =>
    expect(refusals(readText('{"Statement":{"__proto__":{"Effect":"Allow","Action":"kms:*"}}}'))).toEqual([
      "policy/member /Statement/__proto__",
      "policy/member /Statement/Effect",
    ]));

  test("shows what it found, cut short", () => {
    const read = readWith({ Effect: "x".repeat(100) });
    const what = read.ok ? "" : read.problems[0]?.what;
    expect(what).toBe(
      `"Effect" of the statement is "${"x".repeat(78)}…; expected "Allow" or "Deny", in this case.`,
    );
  });

  test.each([
    ["another version", '"2024-01-01"'],
    ["a version that is a list", '["2012-10-17"]'],
    ["a version that is an object", "{}"],
    ["a version that is null", "null"],
  ])("%s", (_name, version) =>
    expect(refusals(readText(`{"Version":${version},"Statement":[]}`))).toEqual(["policy/version /Version"]),
  );

  test.each(["2012-10-17", "2008-10-17"])("but not the version %s", (version) =>
    expect(readText(`{"Version":"${version}","Statement":[]}`)).toEqual({ ok: true, value: [] }),
  );

  test("tells the problems of every statement", () =>
    expect(
      refusals(readText('{"Version":"1","Statement":[{"Effect":"x"},{"Effect":"Deny"},{"Effect":"y"}]}')),
    ).toEqual([
      "policy/version /Version",
      "policy/member /Statement/0/Effect",
      "policy/member /Statement/2/Effect",
    ]));
});
