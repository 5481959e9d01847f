import { describe, expect, test } from "vitest";
import { type Administrators, foreseeLockout, lockoutsAddedBy } from "../../src/policy/lockout.js";
import { alice, allow, bob, deny, type Members, policy, root } from "./difference-policy.js";

const account = "111122223333";
const session = `arn:aws:sts::${account}:assumed-role/Admin/alice`;
const role = `arn:aws:iam::${account}:role/Admin`;
const pathRole = `arn:aws:iam::${account}:role/team/Admin`;

const toRoot = allow({ Principal: { AWS: root }, Action: "kms:*" });
const may = (who: string) => allow({ Principal: { AWS: who }, Action: "kms:Put*" });
const put = { Action: "kms:PutKeyPolicy" };
const spare = (...listed: readonly string[]) =>
  deny({ ...put, Principal: undefined, NotPrincipal: { AWS: listed } });
const everybody = (condition?: Members) => deny({ ...put, Principal: "*", ...condition });
const when = (operator: string, key: string, value: string) => ({
  Condition: { [operator]: { [key]: value } },
});

type Row = readonly [
  name: string,
  arn: string,
  caller: string,
  administrators: string,
  ...statements: readonly Members[],
];

const rows: readonly Row[] = [
  ["nothing", alice, "loses", "lose"],
  ["the account's root", alice, "delegated", "keep", toRoot],
  [
    "the account",
    session,
    "delegated",
    "keep",
    allow({ Principal: { AWS: account }, Action: "kms:PutKeyPolicy" }),
  ],
  ["another account", alice, "loses", "lose", allow({ Principal: { AWS: "444455556666" }, Action: "kms:*" })],
  [
    "another partition's root",
    alice,
    "loses",
    "lose",
    allow({ Principal: { AWS: root.replace("aws", "aws-cn") }, Action: "kms:*" }),
  ],
  ["the root user", root, "keeps", "keep", toRoot],
  ["a user himself", alice, "keeps", "lose", may(alice)],
  ["another user", bob, "loses", "lose", may(alice)],
  ["everybody", alice, "keeps", "keep", allow({ ...put, Principal: "*" })],
  ["all of AWS", session, "keeps", "keep", allow({ ...put, Principal: { AWS: ["*"] } })],
  [
    "a service",
    alice,
    "loses",
    "lose",
    allow({ ...put, Principal: { Service: "logs.us-east-1.amazonaws.com" } }),
  ],
  ["a role", session, "keeps", "lose", may(role)],
  ["a role in another case", session, "keeps", "lose", may(role.replace("Admin", "admin"))],
  ["a role whose path may differ", session, "unknown", "lose", may(pathRole)],
  ["another role on the same path", session, "loses", "lose", may(`${pathRole}2`)],
  ["a role of another account", session, "loses", "lose", may(role.replace("1111", "4444"))],
  ["the session itself", session, "keeps", "lose", may(session)],
  ["another session", session, "loses", "lose", may(`${session}2`)],
  [
    "a provider of identities",
    session,
    "unknown",
    "unknown",
    allow({ ...put, Principal: { Federated: "accounts.google.com" } }),
  ],
  [
    "a provider of identities, for a user",
    alice,
    "loses",
    "unknown",
    allow({ ...put, Principal: { Federated: "accounts.google.com" } }),
  ],
  ["a federated user", `arn:aws:sts::${account}:federated-user/alice`, "unknown", "lose", may(alice)],
  ["no principal", alice, "loses", "lose", allow({ ...put, Principal: undefined })],

  [
    "another action",
    alice,
    "loses",
    "lose",
    allow({ Principal: { AWS: root }, Action: ["kms:Create*", "kms:Enable*"] }),
  ],
  [
    "an action in another case",
    alice,
    "delegated",
    "keep",
    allow({ Principal: { AWS: root }, Action: "KMS:putkey*" }),
  ],
  [
    "all actions but this",
    alice,
    "loses",
    "lose",
    allow({ Principal: { AWS: root }, Action: undefined, NotAction: "kms:Put*" }),
  ],
  [
    "all actions but others",
    alice,
    "delegated",
    "keep",
    allow({ Principal: { AWS: root }, Action: undefined, NotAction: "kms:Get*" }),
  ],
  ["no action", alice, "loses", "lose", allow({ Principal: { AWS: root }, Action: undefined })],
  ["no resource", alice, "loses", "lose", allow({ ...toRoot, Resource: undefined })],
  [
    "a resource that may be the key",
    alice,
    "unknown",
    "unknown",
    allow({ ...toRoot, Resource: "arn:aws:kms:us-east-1:111122223333:key/a" }),
  ],
  [
    "a resource that is no key",
    alice,
    "loses",
    "lose",
    allow({ ...toRoot, Resource: "arn:aws:s3:::bucket" }),
  ],
  [
    "all resources but all",
    alice,
    "loses",
    "lose",
    allow({ ...toRoot, Resource: undefined, NotResource: "*" }),
  ],
  ["all resources in a list", alice, "delegated", "keep", allow({ ...toRoot, Resource: ["arn:a", "*"] })],

  ["a Deny of everybody", alice, "loses", "lose", toRoot, everybody()],
  [
    "a Deny of other actions",
    alice,
    "delegated",
    "keep",
    toRoot,
    deny({ Principal: "*", Action: "kms:Delete*" }),
  ],
  [
    "a Deny of all actions but others",
    alice,
    "loses",
    "lose",
    toRoot,
    deny({ Principal: "*", Action: undefined, NotAction: "kms:Get*" }),
  ],
  ["a Deny of the account", alice, "loses", "lose", toRoot, deny({ ...put, Principal: { AWS: account } })],
  ["a Deny of the role", session, "loses", "keep", toRoot, deny({ ...put, Principal: { AWS: role } })],
  [
    "a Deny of the role with a path",
    session,
    "unknown",
    "keep",
    toRoot,
    deny({ ...put, Principal: { AWS: pathRole } }),
  ],
  [
    "a Deny of somebody else",
    session,
    "delegated",
    "keep",
    toRoot,
    deny({ ...put, Principal: { AWS: bob } }),
  ],
  [
    "a Deny without Resource",
    alice,
    "unknown",
    "unknown",
    toRoot,
    deny({ ...put, Principal: "*", Resource: undefined }),
  ],
  ["a Deny that spares others", alice, "loses", "lose", toRoot, spare(bob)],
  ["a Deny that spares the caller, not the account", alice, "unknown", "lose", toRoot, spare(alice)],
  [
    "a Deny that lists the caller and the account, who can have a boundary",
    alice,
    "unknown",
    "keep",
    toRoot,
    spare(alice, root),
  ],
  ["a Deny that spares the account alone", alice, "unknown", "keep", toRoot, spare(account)],
  [
    "a Deny that spares role and account, not the session",
    session,
    "unknown",
    "keep",
    toRoot,
    spare(role, root),
  ],
  ["a Deny that lists all that a session is", session, "unknown", "keep", toRoot, spare(session, role, root)],
  [
    "a Deny that spares everybody",
    alice,
    "delegated",
    "keep",
    toRoot,
    deny({ ...put, Principal: undefined, NotPrincipal: "*" }),
  ],

  [
    "MFA",
    alice,
    "unknown",
    "unknown",
    allow({ ...toRoot, ...when("Bool", "aws:MultiFactorAuthPresent", "true") }),
  ],
  [
    "an organization",
    alice,
    "unknown",
    "unknown",
    toRoot,
    everybody(when("StringNotEquals", "aws:PrincipalOrgID", "o-a")),
  ],
  [
    "its own account",
    alice,
    "delegated",
    "keep",
    allow({ ...toRoot, ...when("StringEquals", "kms:CallerAccount", account) }),
  ],
  [
    "another account's calls",
    alice,
    "loses",
    "lose",
    allow({ ...toRoot, ...when("StringEquals", "kms:CallerAccount", "444455556666") }),
  ],
  [
    "calls by a service",
    alice,
    "loses",
    "lose",
    allow({ ...toRoot, ...when("StringEquals", "kms:ViaService", "s3.us-east-1.amazonaws.com") }),
  ],
  [
    "all but calls by a service",
    alice,
    "loses",
    "lose",
    toRoot,
    everybody(when("StringNotEquals", "kms:ViaService", "s3.us-east-1.amazonaws.com")),
  ],
  [
    "a Deny of bypassing the check",
    alice,
    "delegated",
    "keep",
    toRoot,
    everybody(when("Bool", "kms:BypassPolicyLockoutSafetyCheck", "true")),
  ],
  [
    "a Deny without TLS",
    alice,
    "delegated",
    "keep",
    toRoot,
    everybody(when("Bool", "aws:SecureTransport", "false")),
  ],
  [
    "a Deny of services",
    alice,
    "delegated",
    "keep",
    toRoot,
    everybody(when("Bool", "aws:PrincipalIsAWSService", "true")),
  ],
  [
    "an encryption context",
    alice,
    "loses",
    "lose",
    allow({ ...toRoot, ...when("StringLike", "kms:EncryptionContext:a", "*") }),
  ],
  [
    "a Deny of all users but one",
    alice,
    "delegated",
    "lose",
    toRoot,
    everybody(when("ArnNotLike", "aws:PrincipalArn", alice)),
  ],
  [
    "a Deny of all users but another",
    bob,
    "loses",
    "lose",
    toRoot,
    everybody(when("ArnNotLike", "aws:PrincipalArn", alice)),
  ],
  [
    "a Deny of all roles but one",
    session,
    "unknown",
    "lose",
    toRoot,
    everybody(when("ArnNotLike", "aws:PrincipalArn", role)),
  ],
  [
    "a condition that fails beside one that is unknown",
    alice,
    "delegated",
    "keep",
    toRoot,
    everybody({
      Condition: {
        Bool: { "kms:BypassPolicyLockoutSafetyCheck": "true", "aws:MultiFactorAuthPresent": "false" },
      },
    }),
  ],
  [
    "an Allow that is enough beside one that is unknown",
    alice,
    "delegated",
    "keep",
    allow({ ...toRoot, ...when("Bool", "aws:MultiFactorAuthPresent", "true") }),
    toRoot,
  ],
  [
    "an unknown Allow and a certain Deny",
    alice,
    "loses",
    "lose",
    allow({ ...toRoot, ...when("Bool", "aws:MultiFactorAuthPresent", "true") }),
    everybody(),
  ],
  ["a statement that IAM could not read", alice, "unknown", "unknown", { Effect: "allow" }],
  [
    "a statement that IAM could not read beside a good one",
    alice,
    "unknown",
    "unknown",
    toRoot,
    { Effect: "allow" },
  ],
];

describe("foreseeLockout", () => {
  test.each(
    rows.map(([name, arn, caller, administrators, ...statements]) => ({
      name,
      arn,
      caller,
      administrators,
      statements,
    })),
  )("$name, for $arn: $caller, $administrators", ({ arn, caller, administrators, statements }) => {
    const found = foreseeLockout(policy(...statements), { caller: { account, arn }, keyAccount: account });
    expect([found.caller, found.administrators]).toEqual([caller, administrators]);
    const codes = found.problems.map((each) => each.code);
    expect(codes.some((code) => code !== "lockout/administrators")).toBe(
      !["keeps", "delegated"].includes(caller),
    );
    expect(codes.includes("lockout/administrators")).toBe(administrators === "lose");
  });

  const message = "The new key policy will not allow you to update the key policy in the future.";

  test("quotes KMS and hands over the statement that mends it", () => {
    const { problems } = foreseeLockout(policy(allow()), { caller: { account, arn: alice } });
    expect(problems.map((each) => [each.code, each.severity])).toEqual([
      ["lockout/caller", "error"],
      ["lockout/administrators", "warning"],
    ]);
    expect(problems[0]?.what).toContain(message);
    const json = {
      Sid: "Enable IAM User Permissions",
      Effect: "Allow",
      Principal: { AWS: root },
      Action: "kms:*",
      Resource: "*",
    };
    expect(problems.map((each) => each.fix)).toEqual([
      [{ do: "edit", pointer: "/Statement/-", json }],
      [{ do: "edit", pointer: "/Statement/-", json }],
    ]);
    const mended = foreseeLockout(policy(allow(), json), { caller: { account, arn: alice } });
    expect(mended).toMatchObject({ caller: "delegated", administrators: "keep", open: [], problems: [] });
  });

  test("names the statement that denies, or that decides", () => {
    const who: Administrators = { caller: { account, arn: alice }, keyAccount: account };
    const [denied] = foreseeLockout(policy(toRoot, everybody()), who).problems;
    expect(denied).toMatchObject({ code: "lockout/denied", severity: "error", at: "/Statement/1" });
    expect(denied?.what).toContain(message);
    const [open] = foreseeLockout(policy(toRoot, everybody(when("Bool", "aws:x", "true"))), who).problems;
    expect(open).toMatchObject({ code: "lockout/caller-unknown", severity: "warning", at: "/Statement/1" });
    expect(open?.what).toContain("depends on statement 2 (Bool aws:x).");
  });

  test("tells a caller of another account that the policy is not his to write", () => {
    const found = foreseeLockout(policy(toRoot), {
      caller: { account: "444455556666", arn: alice.replace(account, "444455556666") },
      keyAccount: account,
    });
    expect(found).toMatchObject({
      caller: "loses",
      administrators: "keep",
      problems: [{ code: "lockout/other-account" }],
    });
  });

  test("says what it can of an unknown caller, and of an unknown account", () => {
    const everyKind = ["roles of account", "users of account", "the root user of account"];
    expect(foreseeLockout(policy(toRoot), { keyAccount: account })).toEqual({
      caller: "unknown",
      administrators: "keep",
      certain: everyKind.map((kind) => `${kind} ${account}`),
      open: [],
      problems: [],
    });
    expect(foreseeLockout(policy(toRoot), {})).toEqual({
      caller: "unknown",
      administrators: "unknown",
      certain: [],
      open: [],
      problems: [],
    });
    expect(foreseeLockout(policy(toRoot), { keyAccount: account, partition: "aws-cn" }).administrators).toBe(
      "lose",
    );
  });

  test("names everyone who is certain, and what leaves the others open", () => {
    const open = everybody(when("Bool", "aws:MultiFactorAuthPresent", "false"));
    const found = foreseeLockout(policy(toRoot, may(pathRole), open), { keyAccount: account });
    expect(found.certain).toEqual([]);
    expect(found.open).toEqual([{ pointer: "/Statement/2", unknown: ["Bool aws:MultiFactorAuthPresent"] }]);
    const named = foreseeLockout(policy(may(pathRole), may(alice)), { keyAccount: account });
    expect(named.certain).toEqual([pathRole, alice]);
  });

  test.each([
    // A variable whose key is known is that key's value.
    [when("StringLike", "kms:CallerAccount", "${aws:PrincipalAccount}"), "delegated"],
    [when("StringEquals", "kms:CallerAccount", "${aws:PrincipalTag/account}"), "unknown"],
    [when("ForAllValues:StringEquals", "kms:CallerAccount", account), "delegated"],
    [when("ForAnyValue:StringEquals", "kms:CallerAccount", "444455556666"), "loses"],
    [when("stringequals", "kms:CallerAccount", account), "unknown"],
    [when("StringIs", "kms:CallerAccount", account), "unknown"],
    [{ Condition: { StringEquals: { "kms:CallerAccount": [] } } }, "loses"],
    [when("StringEquals", "aws:PrincipalType", "User"), "delegated"],
    [when("StringEquals", "aws:PrincipalType", "AssumedRole"), "loses"],
    [when("Null", "kms:ViaService", "true"), "delegated"],
    [when("Null", "kms:ViaService", "false"), "loses"],
    [when("Null", "kms:CallerAccount", "False"), "unknown"],
    [when("Null", "kms:CallerAccount", "false"), "delegated"],
    [when("StringEqualsIfExists", "kms:ViaService", "s3"), "delegated"],
    [when("StringNotEquals", "aws:PrincipalAccount", account), "loses"],
    [when("StringLike", "kms:CallerAccount", "1111*"), "delegated"],
    [when("StringEquals", "kms:CallerAccount", "1111*"), "loses"],
    [when("StringEqualsIgnoreCase", "aws:PrincipalArn", alice.toUpperCase()), "delegated"],
    [when("ArnLike", "aws:PrincipalArn", "arn:*:iam::*:user/A*"), "delegated"],
    [when("ArnEquals", "aws:PrincipalArn", "arn:aws:*:user/A*"), "unknown"],
    [when("Bool", "aws:ViaAWSService", "FALSE"), "unknown"],
    [when("Bool", "aws:ViaAWSService", "false"), "delegated"],
    [when("Bool", "aws:ViaAWSService", "true"), "loses"],
  ])("%j: %s", (condition, caller) => {
    const found = foreseeLockout(policy(allow({ ...toRoot, ...condition })), {
      caller: { account, arn: alice },
    });
    expect(found.caller).toBe(caller);
  });
});

describe("lockoutsAddedBy", () => {
  const who: Administrators = { caller: { account, arn: alice }, keyAccount: account };
  const judged = (...statements: readonly Members[]) => foreseeLockout(policy(...statements), who);
  const codes = (before: readonly Members[], after: readonly Members[]) =>
    lockoutsAddedBy(judged(...before), judged(...after), false).map((each) => each.code);

  test.each([
    ["what the change takes", [toRoot], [], ["lockout/caller", "lockout/administrators"]],
    [
      "what the change takes from all but one",
      [toRoot],
      [may(alice)],
      ["lockout/administrators", "lockout/one-administrator"],
    ],
    [
      "who is no administrator any more",
      [toRoot, may(alice), may(bob), may(role)],
      [toRoot, may(alice), may(bob)],
      ["lockout/fewer-administrators"],
    ],
    ["nothing of one who was the only one", [may(alice)], [may(alice), may(bob)], []],
    [
      "what was uncertain and stays so",
      [toRoot, everybody(when("Bool", "aws:x", "true"))],
      [toRoot, everybody(when("Bool", "aws:y", "true"))],
      ["lockout/caller-unknown"],
    ],
    [
      "what the change makes uncertain",
      [toRoot],
      [may(alice), everybody(when("Bool", "aws:x", "true"))],
      ["lockout/caller-unknown", "lockout/administrators"],
    ],
    [
      "what was uncertain and is certain now",
      [toRoot, everybody(when("Bool", "aws:x", "true"))],
      [toRoot, everybody()],
      ["lockout/denied", "lockout/administrators"],
    ],
    ["nothing that was so before", [], [deny()], []],
    ["nothing that becomes better", [], [may(alice)], []],
  ] as const)("tells %s", (_name, before, after, expected) => {
    expect(codes(before, after)).toEqual(expected);
  });

  test("tells nothing of a change that only adds", () => {
    const open = [toRoot, everybody(when("Bool", "aws:x", "true"))];
    expect(lockoutsAddedBy(judged(...open), judged(...open, may(alice)), true)).toEqual([]);
    expect(lockoutsAddedBy(judged(...open), judged(...open, may(alice)), false)).not.toEqual([]);
  });
});
