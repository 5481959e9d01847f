/** Which principals of an account a policy can tell apart. */
import { describe, expect, test } from "vitest";
import { readStatements } from "../../src/policy/document/statement.js";
import { principalsOf } from "../../src/policy/evaluate/candidates.js";
import { allow, type Members, policy } from "./difference-policy.js";

const account = "111122223333";
const iam = `arn:aws:iam::${account}:`;
const sts = `arn:aws:sts::${account}:`;

function candidatesOf(...statements: readonly Members[]) {
  const read = readStatements(policy(...statements));
  if (!read.ok) throw new Error("no policy");
  return principalsOf(read.value, account, "aws");
}

const named = (...statements: readonly Members[]) =>
  candidatesOf(...statements)
    .all.filter(({ unnamed }) => !unnamed)
    .map(({ name, who }) => `${who.kind} ${name}`);

const principal = (...values: readonly string[]) => allow({ Principal: { AWS: values } });
const when = (operator: string, key: string, ...values: readonly string[]) =>
  allow({ Principal: "*", Condition: { [operator]: { [key]: values } } });

test("those that the policy does not name come first: a role, a user, the root user", () => {
  const { all, complete } = candidatesOf();
  expect(complete).toBe(true);
  expect(all).toEqual([
    {
      name: `roles of account ${account}`,
      unnamed: true,
      who: { is: "principal", kind: "session", account, partition: "aws" },
    },
    {
      name: `users of account ${account}`,
      unnamed: true,
      who: { is: "principal", kind: "user", account, partition: "aws" },
    },
    {
      name: `the root user of account ${account}`,
      unnamed: true,
      who: { is: "principal", kind: "root", account, partition: "aws", arn: `${iam}root` },
    },
  ]);
});

describe("those that it names", () => {
  test.each<[string, Members, readonly string[]]>([
    [
      "a user, a role, a session, a federated user",
      principal(
        ...[`${iam}user/Alice`, `${iam}role/team/Admin`, `${sts}assumed-role/Admin/alice`],
        `${sts}federated-user/Carol`,
      ),
      [
        `user ${iam}user/Alice`,
        `session ${iam}role/team/Admin`,
        `session ${sts}assumed-role/Admin/alice`,
        `federated ${sts}federated-user/Carol`,
      ],
    ],
    ["the account itself is none", principal(`${iam}root`, account), []],
    ["of another account", principal("arn:aws:iam::444455556666:user/Bob"), []],
    ["of another partition", principal(`arn:aws-cn:iam::${account}:user/Bob`), []],
    ["a text that names nobody", principal("*", `${iam}group/a`), []],
    ["a service", allow({ Principal: { Service: `${iam}user/Alice` } }), []],
    ["one twice", principal(`${iam}user/Alice`, `${iam}user/Alice`), [`user ${iam}user/Alice`]],
    [
      "by NotPrincipal",
      allow({ Principal: undefined, NotPrincipal: { AWS: `${iam}user/Alice` } }),
      [`user ${iam}user/Alice`],
    ],
    [
      "by a condition",
      when("StringEquals", "AWS:principalARN", `${iam}role/Admin`),
      [`session ${iam}role/Admin`],
    ],
    [
      "by a pattern: one that it matches",
      when("ArnLike", "aws:PrincipalArn", `${iam}role/team/*`, `${iam}user/A?`),
      [`session ${iam}role/team/x`, `user ${iam}user/Ax`],
    ],
    [
      "by a pattern of StringLike",
      when("StringNotLike", "aws:PrincipalArn", `${iam}role/*`),
      [`session ${iam}role/x`],
    ],
    [
      "by a wildcard that StringEquals takes as it is",
      when("StringEquals", "aws:PrincipalArn", `${iam}role/*`),
      [`session ${iam}role/*`],
    ],
    [
      "by a pattern over all accounts",
      when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/Admin"),
      [`session ${iam}role/Admin`],
    ],
    [
      "by the unique ID of a role, of a session and of a user",
      when("StringLike", "aws:userid", "AROAEXAMPLEEXAMPLE1:*", "AROAEXAMPLEEXAMPLE2", "AIDAEXAMPLEEXAMPLE3"),
      [
        "session the principal with aws:userid AROAEXAMPLEEXAMPLE1:x",
        "session the principal with aws:userid AROAEXAMPLEEXAMPLE2",
        "user the principal with aws:userid AIDAEXAMPLEEXAMPLE3",
      ],
    ],
    ["by an ID that is none", when("StringLike", "aws:userid", "AROA", "x"), []],
    ["not by another key", when("StringEquals", "aws:SourceArn", `${iam}role/Admin`), []],
  ])("%s", (_name, statement, expected) => expect(named(statement)).toEqual(expected));

  test("a role's unique ID stands for its sessions", () => {
    const { all } = candidatesOf(when("StringLike", "aws:userid", "AROAEXAMPLEEXAMPLE1"));
    expect(all.at(-1)?.who).toMatchObject({ userId: "AROAEXAMPLEEXAMPLE1:x" });
  });
});

test("of very many the rest is left out, and that is said", () => {
  const many = (count: number) =>
    candidatesOf(principal(...Array.from({ length: count }, (_, at) => `${iam}role/team-${at}`)));
  expect(many(150).complete).toBe(true);
  expect(many(150).all).toHaveLength(153);
  expect(many(151).complete).toBe(false);
});
