/** Whom a statement's Principal or NotPrincipal is for: every form of it for every caller. */
import { describe, expect, test } from "vitest";
import { partitionById } from "../../src/key/arn.js";
import { readStatements } from "../../src/policy/document/statement.js";
import { type Caller, matchPrincipal, readCaller, rootOf } from "../../src/policy/evaluate/principal.js";
import { logsCaller } from "../../src/policy/evaluate/request.js";
import { type Members, policy } from "./difference-policy.js";

const account = "111122223333";
const iam = `arn:aws:iam::${account}:`;
const sts = `arn:aws:sts::${account}:`;
const of = (arn: string) => readCaller(arn, account);

const callers = {
  root: rootOf("aws", account),
  user: of(`${iam}user/team/Alice`),
  session: of(`${sts}assumed-role/Admin/alice`),
  role: of(`${iam}role/team/Admin`),
  federated: of(`${sts}federated-user/Carol`),
  other: of("no ARN"),
  unnamed: { is: "principal", kind: "session", account, partition: "aws" },
  stranger: { is: "principal", kind: "session", partition: "aws" },
  logs: logsCaller({ partition: partitionById("aws"), region: "us-east-1" }),
  "aws-role": { is: "aws-role" },
} as const satisfies Record<string, Caller>;

/** One letter for each caller: `y`, `n`, `?`, and `d` for a yes that leaves it to IAM policies. */
function answers(members: Members): string {
  const read = readStatements(policy({ Effect: "Allow", Action: "kms:*", Resource: "*", ...members }));
  if (!read.ok) throw new Error("no statement");
  const [statement] = read.value;
  if (statement === undefined) throw new Error("no statement");
  return Object.values(callers)
    .map((caller) => {
      const { truth, delegated } = matchPrincipal(statement, caller);
      return delegated ? "d" : { yes: "y", no: "n", unknown: "?" }[truth];
    })
    .join("");
}

const names = Object.keys(callers).join(", ");

describe(`Principal, for ${names}`, () => {
  test.each<[string, Members, allow: string, deny: string]>([
    ["everyone", { Principal: "*" }, "yyyyyyyyyy", "yyyyyyyyyy"],
    ["every AWS principal", { Principal: { AWS: "*" } }, "yyyyyyyyyy", "yyyyyyyyyy"],
    ["nobody", {}, "nnnnnnnnnn", "nnnnnnnnnn"],
    ["an empty list", { Principal: { AWS: [] } }, "nnnnnnnnnn", "nnnnnnnnnn"],
    ["the account's root", { Principal: { AWS: `${iam}root` } }, "yddddddnnn", "yyyyyyynnn"],
    ["the account", { Principal: { AWS: account } }, "yddddddnnn", "yyyyyyynnn"],
    ["another account", { Principal: { AWS: "444455556666" } }, "nnnnnnnnnn", "nnnnnnnnnn"],
    [
      "another partition's root",
      { Principal: { AWS: `arn:aws-cn:iam::${account}:root` } },
      "nnnnn?nnnn",
      "nnnnn?nnnn",
    ],
    ["a user", { Principal: { AWS: `${iam}user/team/Alice` } }, "nynn??nnnn", "nynn??nnnn"],
    ["a user in another case", { Principal: { AWS: `${iam}user/team/alice` } }, "nnnn??nnnn", "nnnn??nnnn"],
    ["a role", { Principal: { AWS: `${iam}role/team/Admin` } }, "nn?yn?nnnn", "nn?yn?nnnn"],
    ["a role in another case", { Principal: { AWS: `${iam}role/TEAM/admin` } }, "nn?yn?nnnn", "nn?yn?nnnn"],
    ["a role without a path", { Principal: { AWS: `${iam}role/Admin` } }, "nnynn?nnnn", "nnynn?nnnn"],
    ["another role", { Principal: { AWS: `${iam}role/team/Admin2` } }, "nnnnn?nnnn", "nnnnn?nnnn"],
    [
      "another account's role",
      { Principal: { AWS: "arn:aws:iam::444455556666:role/Admin" } },
      "nnnnnnnnnn",
      "nnnnnnnnnn",
    ],
    ["a session", { Principal: { AWS: `${sts}assumed-role/Admin/alice` } }, "nnynn?nnnn", "nnynn?nnnn"],
    ["another session", { Principal: { AWS: `${sts}assumed-role/Admin/bob` } }, "nnnnn?nnnn", "nnnnn?nnnn"],
    ["a federated user", { Principal: { AWS: `${sts}federated-user/Carol` } }, "nnnny?nnnn", "nnnny?nnnn"],
    ["an identity provider", { Principal: { Federated: "idp" } }, "nn??n???nn", "nn??n???nn"],
    ["a canonical user", { Principal: { CanonicalUser: "a" } }, "nnnnnnnnnn", "nnnnnnnnnn"],
    [
      "CloudWatch Logs",
      { Principal: { Service: "logs.us-east-1.amazonaws.com" } },
      "nnnnnnnnyn",
      "nnnnnnnnyn",
    ],
    [
      "CloudWatch Logs of another Region",
      { Principal: { Service: "logs.eu-west-1.amazonaws.com" } },
      "nnnnnnnnnn",
      "nnnnnnnnnn",
    ],
    [
      "CloudWatch Logs without a Region, which AWS's sources disagree on",
      { Principal: { Service: "logs.amazonaws.com" } },
      "nnnnnnnnyn",
      "nnnnnnnn?n",
    ],
    ["every service", { Principal: { Service: "*" } }, "nnnnnnnn?n", "nnnnnnnn?n"],
    ["a part of a name", { Principal: { Service: "logs.*" } }, "nnnnnnnnnn", "nnnnnnnn?n"],
    [
      "a service under AWS",
      { Principal: { AWS: "logs.us-east-1.amazonaws.com" } },
      "nnnnnnnnnn",
      "nnnnnnnnnn",
    ],
    [
      "a user and the account: for the user itself",
      { Principal: { AWS: [`${iam}root`, `${iam}user/team/Alice`] } },
      "yydddddnnn",
      "yyyyyyynnn",
    ],
  ])("%s", (_name, members, allow, deny) => {
    expect([answers(members), answers({ ...members, Effect: "Deny" })]).toEqual([allow, deny]);
  });
});

describe(`NotPrincipal, for ${names}`, () => {
  test.each<[string, Members, allow: string, deny: string]>([
    ["everyone", { NotPrincipal: "*" }, "nnnnnnnnnn", "nnnnnnnnnn"],
    ["nobody that calls", { NotPrincipal: { CanonicalUser: "a" } }, "??????????", "yyyyyyyyyy"],
    ["the account alone", { NotPrincipal: { AWS: `${iam}root` } }, "n?????????", "n??????yyy"],
    [
      "user and account",
      { NotPrincipal: { AWS: [`${iam}root`, `${iam}user/team/Alice`] } },
      "n?????????",
      "n??????yyy",
    ],
    [
      "role and account, not the session",
      { NotPrincipal: { AWS: [account, `${iam}role/Admin`] } },
      "n?????????",
      "n??????yyy",
    ],
    [
      "session, role and account",
      { NotPrincipal: { AWS: [account, `${iam}role/Admin`, `${sts}assumed-role/Admin/alice`] } },
      "n?????????",
      "n??????yyy",
    ],
    ["a user alone", { NotPrincipal: { AWS: `${iam}user/team/Alice` } }, "??????????", "y?yy??yyyy"],
    [
      "CloudWatch Logs",
      { NotPrincipal: { Service: "logs.us-east-1.amazonaws.com" } },
      "????????n?",
      "yyyyyyyyny",
    ],
    [
      "CloudWatch Logs without a Region",
      { NotPrincipal: { Service: "logs.amazonaws.com" } },
      "??????????",
      "yyyyyyyy?y",
    ],
    [
      "a wildcard, which IAM does not document here",
      { NotPrincipal: { AWS: ["*", account] } },
      "n?????????",
      "n?????????",
    ],
  ])("%s", (_name, members, allow, deny) =>
    expect([answers(members), answers({ ...members, Effect: "Deny" })]).toEqual([allow, deny]),
  );
});

describe("CloudWatch Logs of China, whose suffix AWS's sources disagree on", () => {
  const caller = logsCaller({ partition: partitionById("aws-cn"), region: "cn-north-1" });
  const truth = (Service: string, Effect: string) => {
    const read = readStatements(policy({ Effect, Principal: { Service }, Action: "kms:*", Resource: "*" }));
    const [statement] = read.ok ? read.value : [];
    return statement === undefined ? undefined : matchPrincipal(statement, caller).truth;
  };
  test.each([
    ["logs.cn-north-1.amazonaws.com.cn", "yes", "yes"],
    ["logs.cn-north-1.amazonaws.com", "yes", "yes"],
    ["logs.amazonaws.com.cn", "yes", "unknown"],
    ["logs.amazonaws.com", "yes", "unknown"],
    ["logs.cn-northwest-1.amazonaws.com.cn", "no", "no"],
  ])("%s", (name, allow, deny) => expect([truth(name, "Allow"), truth(name, "Deny")]).toEqual([allow, deny]));
});

describe("an ARN is read", () => {
  test.each<[arn: string, expected: object]>([
    [`${iam}root`, { kind: "root", account, partition: "aws" }],
    [`${iam}user/team/Alice`, { kind: "user" }],
    [`${iam}role/team/Admin`, { kind: "session", role: "Admin", roleArn: `${iam}role/team/Admin` }],
    [`${sts}assumed-role/Admin/alice`, { kind: "session", role: "Admin" }],
    [`${sts}federated-user/Carol`, { kind: "federated" }],
    [`${sts}assumed-role/Admin`, { kind: "other" }],
    [`${sts}root`, { kind: "other" }],
    [`${sts}user/Alice`, { kind: "other" }],
    [`${sts}role/Admin`, { kind: "other" }],
    [`${iam}federated-user/Carol`, { kind: "other" }],
    [`${iam}group/Alice`, { kind: "other" }],
    [`x${iam}root`, { kind: "other", account, partition: "aws" }],
    ["arn:aws-cn:iam::444455556666:user/Bob", { kind: "user", account: "444455556666", partition: "aws-cn" }],
  ])("%s", (arn, expected) => expect(readCaller(arn, account)).toMatchObject(expected));

  test("of a role without a session's name, and of a session without its role's path", () => {
    expect(of(`${iam}role/team/Admin`).arn).toBe(`${sts}assumed-role/Admin/session`);
    expect(of(`${sts}assumed-role/Admin/alice`)).not.toHaveProperty("roleArn");
  });
});
