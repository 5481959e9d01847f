/** Whether MWAA can create its grants: the key policy, the creator's own policies, and what a dry run makes of it. */
import { describe, expect, test } from "vitest";
import type { Facts } from "../../src/checks/snapshot.js";
import type { Denial, DryRun } from "../../src/key/facts.js";
import { problem } from "../../src/problems/problem.js";
import { unknown } from "../../src/problems/result.js";
import { account, arn, type Changes, finding, region, rolePolicy, snapshotWith, told } from "./snapshots.js";

type Members = Readonly<Record<string, unknown>>;

const iam = `arn:aws:iam::${account}:`;
const alice = `${iam}user/Alice`;
const admin = `${iam}role/team/Admin`;
const root: Members = {
  ...{ Sid: "root", Effect: "Allow", Principal: { AWS: `${iam}root` }, Action: "kms:*", Resource: "*" },
};
const deny: Members = { ...root, Sid: "deny", Effect: "Deny", Principal: "*", Action: "kms:CreateGrant" };
const when = (operator: string, key: string, value: string) => ({
  Condition: { [operator]: { [key]: value } },
});
const policyOf = (...statements: readonly Members[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const by = (...statements: readonly Members[]): Changes => ({ policy: policyOf(...statements) });

const delegated = `delegated to IAM policies of account ${account} by statement "root"`;
const create = "kms:CreateGrant for all 4 grants";
const all = `kms:DescribeKey, ${create}`;
const says = (truth: string, calls: string) => `${truth}: ${calls}`;
const tagged = when("StringEquals", "aws:PrincipalTag/team", "data");

describe("by the key policy", () => {
  const grants = (...given: Facts["grants"]): Changes => ({ facts: { grants: given } });
  const toRole = { GranteePrincipal: admin, Operations: ["CreateGrant"] };

  test.each<[string, Changes, string]>([
    ["the account's statement", by(root), `pass | ${delegated}`],
    [
      "one role by name",
      by({ ...root, Principal: { AWS: admin } }),
      `pass | allowed to ${admin} by statement "root"`,
    ],
    [
      "two by name",
      by({ ...root, Principal: { AWS: [admin, alice] } }),
      `pass | allowed to ${admin} and 1 more by statement "root"`,
    ],
    ["nobody", by(), `fail | ${says("not allowed", all)} | creator/missing`],
    ["a certain Deny", by(root, deny), `fail | ${says("not allowed", create)} | creator/denied`],
    [
      "a Deny but from an address",
      by(root, { ...deny, ...when("NotIpAddress", "aws:SourceIp", "203.0.113.0/24") }),
      `unknown | ${says("unknown", create)} | creator/unknown`,
    ],
    ["a tag", by({ ...root, ...tagged }), `unknown | ${says("unknown", all)} | creator/unknown`],
    [
      "a Deny of AWS's shape for an organization",
      by(root, {
        ...deny,
        Condition: {
          StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
          BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
        },
      }),
      `warn | ${delegated} | creator/assumed`,
    ],
    [
      "that shape beside another doubt",
      by(
        root,
        {
          ...deny,
          Condition: {
            StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
            BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
          },
        },
        { ...deny, ...tagged },
      ),
      `unknown | ${says("unknown", create)} | creator/unknown`,
    ],
    [
      "all operations but those of data key pairs",
      by({
        ...root,
        Condition: {
          "ForAllValues:StringEquals": {
            "kms:GrantOperations": [
              ...["Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey"],
              ...["GenerateDataKeyWithoutPlaintext", "DescribeKey", "CreateGrant", "RetireGrant"],
            ],
          },
        },
      }),
      `warn | ${delegated} | creator/data-key-pairs`,
    ],
    [
      "access that ends within a day",
      by({ ...root, ...when("DateLessThan", "aws:CurrentTime", "2026-11-01T12:00:00Z") }),
      `fail | ${delegated} | access/ends-soon`,
    ],
    [
      "access that ends when the environment has long been created",
      by({ ...root, ...when("DateLessThan", "aws:CurrentTime", "2026-12-01T00:00:00Z") }),
      `pass | ${delegated}`,
    ],
    [
      "a grant that lets a role of the account create grants",
      { ...by(), ...grants(toRole) },
      `unknown | ${says("not allowed", all)} | creator/missing`,
    ],
    [
      "a grant to another account",
      { ...by(), ...grants({ ...toRole, GranteePrincipal: "arn:aws:iam::444455556666:role/Admin" }) },
      `fail | ${says("not allowed", all)} | creator/missing`,
    ],
    [
      "a grant for another operation",
      { ...by(), ...grants({ ...toRole, Operations: ["Encrypt"] }) },
      `fail | ${says("not allowed", all)} | creator/missing`,
    ],
    [
      "a grant beside a Deny, which it does not lift",
      { ...by(root, { ...deny, Action: "kms:*" }), ...grants(toRole) },
      `fail | ${says("not allowed", all)} | creator/denied`,
    ],
    ["no policy", { policy: "<html>" }, "unknown | - | policy/not-json"],
    ["a policy that was refused", { unknown: ["policy"] }, "unknown | - | readiness/not-asked"],
    ["nobody knows which account", { ...by(root), unknown: ["caller"] }, "unknown | - | readiness/not-asked"],
    [
      "nobody knows who calls, and the account is given",
      { ...by(root), unknown: ["caller"], target: { account } },
      `pass | ${delegated}`,
    ],
  ])("%s", (_name, changes, expected) => expect(told("grants-create", changes)).toBe(expected));
});

describe("for an environment of another account", () => {
  const other = "444455556666";
  const abroad: Changes = { target: { account: other, accept: ["cross-account"] } };
  const grantsOnly = { ...root, Principal: { AWS: other }, Action: "kms:*Grant*" };

  test("the owner's policy gives it nothing: with the two statements that KMS documents", () => {
    const { outcome, problems } = finding("grants-create", snapshotWith({ ...by(root), ...abroad }));
    expect([outcome, problems.map(({ code }) => code)]).toEqual(["fail", ["creator/other-account"]]);
    const statements = problems[0]?.fix.flatMap((fix) => (fix.do === "edit" ? [fix.json] : [])) as Members[];
    expect(statements).toMatchObject([
      {
        Principal: { AWS: `arn:aws:iam::${other}:root` },
        Action: expect.arrayContaining(["kms:DescribeKey"]),
      },
      {
        Action: expect.arrayContaining(["kms:CreateGrant"]),
        ...when("Bool", "kms:GrantIsForAWSResource", "true"),
      },
    ]);
    expect(told("grants-create", { ...by(root, ...statements), ...abroad })).toMatch(/^pass \| delegated/);
  });

  test("one of the two statements is not enough", () => {
    expect(told("grants-create", { ...by(root, grantsOnly), ...abroad })).toBe(
      `fail | ${says("not allowed", "kms:DescribeKey")} | creator/other-account`,
    );
  });
});

describe("in China, where AWS does not document MWAA's name", () => {
  const chinese = arn.replace("aws", "aws-cn").replace(region, "cn-north-1");
  const inChina = (suffix: string): Changes => ({
    target: { key: chinese },
    key: { Arn: chinese },
    ...by({
      ...root,
      Principal: { AWS: `arn:aws-cn:iam::${account}:root` },
      ...when("StringEquals", "kms:ViaService", `airflow.cn-north-1.${suffix}`),
    }),
  });
  test.each([
    ["amazonaws.com", /^pass \| delegated/],
    ["amazonaws.com.cn", /^warn \| .* \| creator\/via-suffix$/],
    ["amazonaws.cn", /^fail \| .* \| creator\/missing$/],
  ])("%s", (suffix, expected) => expect(told("grants-create", inChina(suffix))).toMatch(expected));

  test("the other suffix helps nowhere else", () => {
    const policy = by({
      ...root,
      ...when("StringEquals", "kms:ViaService", `airflow.${region}.amazonaws.com.cn`),
    });
    expect(told("grants-create", policy)).toMatch(/^fail .* creator\/missing$/);
  });
});

describe("the dry run of the caller", () => {
  const refusal = problem("aws/access-denied", {
    ...{ who: alice, action: "kms:CreateGrant", resource: arn, because: "no policy allows it", ask: "you" },
    said: "",
  });
  const refused = (policy: Denial["policy"], explicit = false): Partial<Facts> => {
    const denial = policy === "unsaid" ? {} : { denial: { policy, explicit } };
    return {
      dryRuns: [{ action: "kms:CreateGrant", answer: "refused", problem: refusal, ...denial } as DryRun],
    };
  };
  const run = (policy: Denial["policy"], explicit = false, more: Changes = {}) =>
    told("grants-create", { ...by(root), ...more, facts: refused(policy, explicit) });
  const asCreator: Changes = { target: { creator: alice } };

  test.each<[policy: Denial["policy"], explicit: boolean, anybody: string, creator: string]>([
    ["identity", false, "warn caller-refused", "fail refused"],
    ["identity", true, "warn caller-refused", "fail refused"],
    ["boundary", false, "warn caller-refused", "fail refused"],
    ["session", false, "warn caller-refused", "fail refused"],
    ["vpc-endpoint", false, "warn caller-refused", "fail refused"],
    ["service-control", true, "warn caller-refused", "fail refused"],
    ["resource-control", true, "warn caller-refused", "warn caller-refused"],
    ["unsaid", false, "warn caller-refused", "fail refused"],
    ["key", false, "unknown contradiction", "unknown contradiction"],
  ])("refused by %s, explicitly: %s", (policy, explicit, anybody, creator) => {
    const line = (words: string) => {
      const [outcome, code] = words.split(" ");
      return `${outcome} | ${delegated} | creator/${code}`;
    };
    expect(run(policy, explicit)).toBe(line(anybody));
    expect(run(policy, explicit, asCreator)).toBe(line(creator));
  });

  test("says by what, and whether a Deny did it", () => {
    const what = (policy: Denial["policy"], explicit: boolean) =>
      finding("grants-create", snapshotWith({ ...by(root), facts: refused(policy, explicit) })).problems[0]
        ?.what;
    expect(what("identity", false)).toContain(
      "KMS denies arn:aws:iam::111122223333:user/Alice kms:CreateGrant: no identity-based policy allows the action.",
    );
    expect(what("identity", true)).toContain(": an identity-based policy denies the action explicitly.");
    expect(what("service-control", true)).toContain(
      ": a service control policy denies the action explicitly.",
    );
  });

  test.each<[string, Changes, string]>([
    [
      "refused by the key policy, which lets MWAA's call alone pass",
      by({ ...root, ...when("StringEquals", "kms:ViaService", `airflow.${region}.amazonaws.com`) }),
      "pass",
    ],
    [
      "of somebody of another account",
      { ...by(root), callerAccount: "444455556666", target: { account } },
      "pass",
    ],
    ["of another than the creator", { ...by(root), target: { creator: admin } }, "pass"],
  ])("counts for nothing: %s", (_name, changes, expected) => {
    const policy = _name.startsWith("refused by the key") ? "key" : "identity";
    expect(told("grants-create", { ...changes, facts: refused(policy) }).split(" ")[0]).toBe(expected);
  });

  test("cannot be had, or is not asked for", () => {
    expect(told("grants-create", { ...by(root), unknown: ["dryRuns"] })).toBe(`pass | ${delegated}`);
    expect(told("grants-create", { ...by(root), facts: { dryRuns: [] } })).toBe(`pass | ${delegated}`);
  });
});

describe("a creator that is named", () => {
  const sample = {
    ...{ Effect: "Allow", Action: ["kms:DescribeKey", "kms:CreateGrant", "kms:ListGrants"], Resource: arn },
  };
  const named = (policies: Facts["creator"]["policies"] | undefined, more: Changes = by(root)): Changes => ({
    ...more,
    target: { ...more.target, creator: admin },
    ...(policies === undefined ? {} : { facts: { creator: { arn: admin, policies } } }),
  });
  const of = (...statements: readonly object[]) => named([rolePolicy(...statements)]);
  const allowed = (...at: readonly number[]) =>
    `pass | allowed to ${admin} by its IAM policies (${at.map((each) => `statement ${each + 1}`).join(", ")})`;

  test.each<[string, Changes, string]>([
    ["AWS's sample", of(sample), allowed(0)],
    [
      "through MWAA alone",
      of({ ...sample, ...when("StringEquals", "kms:ViaService", `airflow.${region}.amazonaws.com`) }),
      allowed(0),
    ],
    ["nothing", of({ ...sample, Action: "s3:*" }), `fail | ${delegated} | creator/refused`],
    ["another key", of({ ...sample, Resource: `${arn}0` }), `fail | ${delegated} | creator/refused`],
    [
      "without DescribeKey",
      of({ ...sample, Action: "kms:CreateGrant" }),
      `fail | ${delegated} | creator/refused`,
    ],
    [
      "a Deny",
      of(sample, { ...sample, Effect: "Deny", Action: "kms:CreateGrant" }),
      `fail | ${delegated} | creator/refused`,
    ],
    [
      "a condition that nobody knows",
      of({ ...sample, ...tagged }),
      `unknown | ${delegated} | creator/policies-unread`,
    ],
    [
      "a Deny that nobody knows",
      of(sample, { ...sample, Effect: "Deny", ...tagged }),
      `unknown | ${delegated} | creator/policies-unread`,
    ],
    [
      "a policy that is none",
      named([rolePolicy(sample), { name: "broken", kind: "inline", document: "<html>" }]),
      `unknown | ${delegated} | creator/policies-unread`,
    ],
    ["policies that this run does not read", named(undefined), `pass | ${delegated}`],
    [
      "whom the key policy names: its own policies need not",
      named([rolePolicy({ ...sample, Action: "s3:*" })], by({ ...root, Principal: { AWS: admin } })),
      `pass | allowed to ${admin} by statement "root"`,
    ],
    [
      "whom the key policy names, and its own policies deny",
      named([rolePolicy({ ...sample, Effect: "Deny" })], by({ ...root, Principal: { AWS: admin } })),
      `fail | allowed to ${admin} by statement "root" | creator/refused`,
    ],
    [
      "whom the key policy does not let",
      named([rolePolicy(sample)], by({ ...root, Principal: { AWS: alice } })),
      `fail | ${says("not allowed", all)} | creator/missing`,
    ],
    [
      "whom a Deny catches",
      named([rolePolicy(sample)], by(root, { ...deny, Principal: { AWS: admin } })),
      `fail | ${says("not allowed", create)} | creator/denied`,
    ],
  ])("%s", (_name, changes, expected) => expect(told("grants-create", changes)).toBe(expected));

  test("whose policies could not be read", () => {
    const reason = problem("aws/throttled", { action: "iam:ListRolePolicies" });
    const snapshot = { ...snapshotWith(named(undefined)), creator: unknown<never>(reason) };
    const { outcome, problems } = finding("grants-create", snapshot);
    expect([outcome, problems.map(({ code }) => code)]).toEqual([
      "unknown",
      ["creator/policies-unread", "aws/throttled"],
    ]);
  });

  test("of another account than the key's needs both policies", () => {
    const other = "444455556666";
    const creator = admin.replace(account, other);
    const changes = (action: string): Changes => ({
      ...by(root, { ...root, Principal: { AWS: creator } }),
      target: { creator, account: other, accept: ["cross-account"] },
      facts: { creator: { arn: creator, policies: [rolePolicy({ ...sample, Action: action })] } },
    });
    expect(told("grants-create", changes("kms:*"))).toMatch(/^pass /);
    expect(told("grants-create", changes("s3:*"))).toMatch(/^fail .* creator\/refused$/);
  });
});
