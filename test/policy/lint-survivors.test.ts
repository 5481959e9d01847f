/** What lint says of a statement, word by word, and where it stops: at how many problems, how long a text, which ids. */
import { describe, expect, test } from "vitest";
import type { PolicyDocument } from "../../src/policy/document.js";
import { lintPolicy } from "../../src/policy/lint.js";
import { alice, allow, type Members, policy, policyOf } from "./difference-policy.js";

const orphan = "AROACKCEVSQ6C2EXAMPLE";
const codes = (document: PolicyDocument) => lintPolicy(document).map((each) => each.code);
const named = (principals: string | readonly (string | readonly string[])[]) =>
  policy(allow({ Principal: { AWS: principals } }));

describe("what is an orphan's id", () => {
  /** IAM puts the id alone, or with a session's name, in place of the ARN; anything around it is another text. */
  test.each([
    ["a deleted role's", orphan, true],
    ["its session's", `${orphan}:me`, true],
    ["a session without a name", `${orphan}:`, true],
    ["16 characters, as the oldest have", `AIDA${"A".repeat(12)}`, true],
    ["one character less", `AIDA${"A".repeat(11)}`, false],
    ["an access key's, which no principal has", `AKIA${"A".repeat(17)}`, false],
    ["small letters", orphan.toLowerCase(), false],
    ["something before", `x${orphan}`, false],
    ["something behind", `${orphan}/me`, false],
    ["something behind in small letters", `${orphan}s`, false],
    ["a role that is called so", `arn:aws:iam::111122223333:role/${orphan}`, false],
  ] as const)("%s: %s %s", (_why, value, wanted) => {
    expect(codes(named([alice, value]))).toEqual(wanted ? ["lint/orphaned-principal"] : []);
  });

  test("only a text is one", () => {
    expect(codes(named([[orphan]]))).toEqual([]);
  });

  test("two are two, in their order", () => {
    const second = orphan.replace("AROA", "AIDA");
    expect(lintPolicy(named([second, orphan, second])).map((each) => each.what)).toEqual([
      `The statement /Statement/0 names ${second}, the unique id that a deleted user or role leaves behind.`,
      `The statement /Statement/0 names ${orphan}, the unique id that a deleted user or role leaves behind.`,
    ]);
  });
});

describe("says", () => {
  const key = "arn:aws:kms:us-east-1:111122223333:key/a";
  /** A Resource whose JSON, quotes included, has so many characters. */
  const ofLength = (length: number) => "x".repeat(length - 2);

  test.each<readonly [string, { readonly [member: string]: Members[string] | undefined }, string, string]>([
    [
      "who is gone, and where to take the id out",
      { Principal: { AWS: orphan } },
      `names ${orphan}, the unique id that a deleted user or role leaves behind.`,
      `${orphan} was deleted: name its successor, or take it out of /Statement/0/Principal/AWS.`,
    ],
    [
      "a long session's name cut short",
      { Principal: { AWS: `${orphan}:${"s".repeat(64)}` } },
      `names ${orphan}:${"s".repeat(57)}…, the unique id`,
      "take it out of /Statement/0/Principal/AWS.",
    ],
    [
      "who has no principal",
      { Principal: {} },
      "The statement /Statement/0 has no Principal, or one that names nobody.",
      "Name whom /Statement/0 is for, or take it out.",
    ],
    [
      "who lets everybody else in",
      { Principal: undefined, NotPrincipal: { AWS: alice } },
      "The statement /Statement/0 has Effect Allow with NotPrincipal",
      "Name those whom /Statement/0 is for in Principal.",
    ],
    [
      "who has no action",
      { Action: [] },
      "The statement /Statement/0 has neither Action nor NotAction.",
      "Give /Statement/0 an Action, or take it out: it has no effect.",
    ],
    [
      "which Resource it found",
      { Resource: ["*", key] },
      `The statement /Statement/0 has the Resource ["*","${key}"]; in a key policy`,
      "its Resource is",
    ],
    [
      "which NotResource it found, though it is the star that a Resource should be",
      { Resource: undefined, NotResource: "*" },
      'The statement /Statement/0 has the NotResource "*"; in a key policy',
      "its Resource is",
    ],
    [
      "80 characters whole",
      { Resource: ofLength(80) },
      `has the Resource "${ofLength(80)}"; in a key policy`,
      "its Resource is",
    ],
    [
      "81 characters cut to 80, the dots among them",
      { Resource: ofLength(81) },
      `has the Resource "${"x".repeat(78)}…; in a key policy`,
      "its Resource is",
    ],
  ])("%s", (_why, members, what, fix) => {
    const [found, ...more] = lintPolicy(policy(allow(members)));
    expect(more).toEqual([]);
    expect(found?.what).toContain(what);
    expect(JSON.stringify(found?.fix)).toContain(fix);
  });

  test("how much longer than the API takes a policy is, and nothing of the quota beside it", () => {
    const found = lintPolicy({ ...policy(), text: "é".repeat(131_073) }).filter(
      (each) => each.code !== "lint/characters",
    );
    expect(found.map((each) => each.what)).toEqual([
      "The key policy has 131073 characters; the KMS API takes 131072 at most.",
    ]);
  });
});

describe("what is not there, or null", () => {
  test.each<readonly [string, { readonly [member: string]: Members[string] | undefined }, readonly string[]]>(
    [
      ["a principal that is null names somebody whom only the reader refuses", { Principal: null }, []],
      ["an AWS that is null too", { Principal: { AWS: null } }, []],
      ["one kind without anybody, beside one with", { Principal: { AWS: [], Service: "a" } }, []],
      ["all kinds without anybody", { Principal: { AWS: [], Service: [] } }, ["lint/no-principal"]],
      ["a list of no principals is no object of kinds", { Principal: [] }, []],
      ["NotAction alone", { Action: undefined, NotAction: "kms:A" }, []],
      ["both, and both without any", { Action: [], NotAction: [] }, ["lint/no-action"]],
      ["NotResource without any", { Resource: undefined, NotResource: [] }, ["lint/no-resource"]],
      [
        "a Deny of all but somebody",
        { Effect: "Deny", Principal: undefined, NotPrincipal: { AWS: alice } },
        [],
      ],
    ],
  )("%s", (_why, members, wanted) => {
    expect(codes(policy(allow(members)))).toEqual(wanted);
  });
});

describe("of very many, the first 200 or so", () => {
  const many = (count: number, members: Members) => policy(...Array.from({ length: count }, () => members));
  const noAction = allow({ Action: [] });

  test("exactly 200 where each statement has one", () => {
    expect(codes(many(199, noAction))).toHaveLength(199);
    expect(codes(many(200, noAction))).toHaveLength(200);
    expect(codes(many(250, noAction))).toHaveLength(200);
  });

  test("and a statement's are not torn apart", () => {
    // Three each: no principal, no action, no resource.
    expect(codes(many(100, {}))).toHaveLength(201);
  });

  test("but the whole is looked over all the same", () => {
    const statements = Array.from({ length: 250 }, () => noAction);
    const long = policyOf(JSON.stringify({ Id: "a".repeat(40_000), Statement: statements }));
    expect(codes(long).slice(199)).toEqual(["lint/no-action", "lint/size"]);
  });
});
