/** The execution role's check: its own policies, and what the key policy makes of them. */
import { describe, expect, test } from "vitest";
import type { Facts } from "../../src/checks/snapshot.js";
import {
  account,
  arn,
  type Changes,
  finding,
  goodPolicy,
  region,
  roleArn,
  rolePolicy,
  roleStatement,
  snapshotWith,
  told,
  viaAll,
} from "./snapshots.js";

type Policies = Facts["executionRole"]["policies"];

const role = (policies: Policies, more: Changes = {}, as = roleArn): Changes => ({
  ...more,
  facts: { executionRole: { arn: as, policies } },
});
const of = (...statements: readonly object[]) => role([rolePolicy(...statements)]);
const via = (...services: readonly string[]) => ({
  Condition: { StringLike: { "kms:ViaService": services } },
});
const sqs = `sqs.${region}.amazonaws.com`;
const s3 = `s3.${region}.amazonaws.com`;
const unknowable = { Condition: { StringEquals: { "aws:FromTheFuture": "yes" } } };
const deny = (members: object = {}) => ({ Effect: "Deny", Action: "kms:Decrypt", Resource: "*", ...members });
const other = arn.replace("1234abcd", "0000abcd");

const byRoot = 'key policy statement "root"';
const ofTen = (carriers: string, outcome: string, allowed: number, ...codes: readonly string[]) => {
  const carried = allowed === 0 ? "" : ` by ${carriers}`;
  return [outcome, `${allowed} of 10 operations allowed${carried} (1 policy of the role)`, ...codes].join(
    " | ",
  );
};
const says = (outcome: string, allowed: number, ...codes: readonly string[]) =>
  ofTen(`IAM policy airflow-demo, ${byRoot}`, outcome, allowed, ...codes);
/** CloudWatch Logs asks too, by its own page; AWS's sample for the role leaves it out. */
const noLogs = "role/logs-service";
const missing = (...codes: readonly string[]) => says("fail", 0, "role/missing", ...codes);

describe("the role's policies", () => {
  test.each<[string, object, string]>([
    ["AWS's sample", roleStatement(), says("warn", 10, noLogs)],
    ["without a condition", roleStatement({ Condition: undefined }), says("pass", 10)],
    [
      "all keys of the account",
      roleStatement({ Resource: `arn:aws:kms:${region}:${account}:key/*` }),
      says("warn", 10, noLogs),
    ],
    ["everything", { Effect: "Allow", Action: "*", Resource: "*" }, says("pass", 10)],
    ["another key among the keys", roleStatement({ Resource: [other, arn] }), says("warn", 10, noLogs)],
    ["NotAction", roleStatement({ Action: undefined, NotAction: "s3:*" }), says("warn", 10, noLogs)],
    [
      "NotResource that spares it",
      roleStatement({ Resource: undefined, NotResource: other }),
      says("warn", 10, noLogs),
    ],
    [
      "any Region's services",
      roleStatement(via("sqs.*.amazonaws.com", "s3.*.amazonaws.com")),
      says("warn", 10, noLogs),
    ],
    [
      "StringEquals",
      roleStatement({ Condition: { StringEquals: { "kms:ViaService": [s3, sqs] } } }),
      says("warn", 10, noLogs),
    ],
    [
      "for this role alone",
      roleStatement({ Condition: { ArnLike: { "aws:PrincipalArn": roleArn } } }),
      says("pass", 10),
    ],
    [
      "for this account",
      roleStatement({ Condition: { StringEquals: { "aws:PrincipalAccount": account } } }),
      says("pass", 10),
    ],
    [
      "for keys of this account",
      roleStatement({ Condition: { StringEquals: { "aws:ResourceAccount": account } } }),
      says("pass", 10),
    ],
    [
      "for a caller of this account",
      roleStatement({ Condition: { StringEquals: { "kms:CallerAccount": account } } }),
      says("pass", 10),
    ],
    [
      "for another account",
      roleStatement({ Condition: { StringEquals: { "kms:CallerAccount": "444455556666" } } }),
      missing(),
    ],

    ["nothing of KMS", { Effect: "Allow", Action: "s3:*", Resource: "*" }, missing()],
    ["no Resource", roleStatement({ Resource: undefined }), missing()],
    ["Amazon SQS alone", roleStatement(via(sqs)), says("warn", 5, "role/missing-s3", noLogs)],
    ["Amazon S3 alone", roleStatement(via(s3)), says("fail", 5, "role/missing", "role/via-service", noLogs)],
    [
      "the services of another Region",
      roleStatement(via("sqs.eu-west-1.amazonaws.com", "s3.eu-west-1.amazonaws.com")),
      missing("role/via-service"),
    ],
    [
      "one operation is missing",
      roleStatement({ Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"] }),
      says("fail", 8, "role/missing", noLogs),
    ],
    [
      "GenerateDataKey without its star",
      roleStatement({ Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey", "kms:Encrypt"] }),
      says("fail", 8, "role/missing", noLogs),
    ],
    [
      "the statement for AWS owned keys",
      roleStatement({ Resource: undefined, NotResource: `arn:aws:kms:*:${account}:key/*`, ...via(sqs) }),
      missing("role/not-resource"),
    ],
    ["another key", roleStatement({ Resource: other }), missing("role/other-key")],
    [
      "another Region's key",
      roleStatement({ Resource: arn.replace(region, "eu-west-1") }),
      missing("role/other-key"),
    ],
    [
      "an alias",
      roleStatement({ Resource: `arn:aws:kms:${region}:${account}:alias/airflow` }),
      missing("role/alias"),
    ],
    [
      "an alias and another key",
      roleStatement({ Resource: [`arn:aws:kms:${region}:${account}:alias/a`, other] }),
      missing("role/other-key"),
    ],
    [
      "a resource of another service",
      { Effect: "Allow", Action: "*", Resource: "arn:aws:s3:::bucket" },
      missing(),
    ],
    [
      "never through a service, which no list of services mends",
      roleStatement({ Condition: { Null: { "kms:ViaService": "true" } } }),
      missing(),
    ],
    [
      "half an ARN, of which no page says what IAM makes",
      roleStatement({ Resource: "arn:aws:kms:*" }),
      says("unknown", 0, "role/unknown"),
    ],
    ["Effect Deny of another key", { ...roleStatement({ Resource: other }), Effect: "Deny" }, missing()],

    ["a condition that nobody knows", roleStatement(unknowable), says("unknown", 0, "role/unknown")],
    [
      "a variable",
      roleStatement({ Resource: "arn:aws:kms:*:*:key/${aws:PrincipalTag/key}" }),
      says("unknown", 0, "role/unknown"),
    ],
    [
      "an operator of sets",
      roleStatement({ Condition: { "ForAnyValue:StringEquals": { "kms:ViaService": [sqs, s3] } } }),
      says("warn", 10, noLogs),
    ],
  ])("%s", (_name, statement, expected) => expect(told("execution-role", of(statement))).toBe(expected));

  test.each<[string, Changes, string]>([
    ["a Deny wins", of(roleStatement(), deny()), says("fail", 8, "role/denied", noLogs)],
    [
      "a Deny through one service",
      of(roleStatement(), deny(via(s3))),
      says("fail", 9, "role/denied", noLogs),
    ],
    ["a Deny of another key", of(roleStatement(), deny({ Resource: other })), says("warn", 10, noLogs)],
    [
      "a Deny of all but this key",
      of(roleStatement(), deny({ Resource: undefined, NotResource: arn })),
      says("warn", 10, noLogs),
    ],
    [
      "a Deny that nobody can judge",
      of(roleStatement(), deny(unknowable)),
      says("unknown", 8, "role/unknown", noLogs),
    ],
    [
      "a Deny without Resource",
      of(roleStatement(), deny({ Resource: undefined })),
      says("unknown", 8, "role/unknown", noLogs),
    ],
    [
      "a Deny that nobody can judge, of what is missing",
      of(roleStatement({ Action: "kms:Encrypt" }), deny(unknowable)),
      says("fail", 2, "role/missing", noLogs),
    ],
    [
      "what is missing, beside what nobody can judge",
      of(roleStatement({ Action: "kms:Encrypt" }), roleStatement({ Action: "kms:Decrypt", ...unknowable })),
      says("fail", 2, "role/missing", "role/unknown", noLogs),
    ],
    ["no policies", role([]), "fail | 0 of 10 operations allowed (0 policies of the role) | role/missing"],
    [
      "two policies together",
      role([
        rolePolicy(roleStatement({ Action: ["kms:Decrypt", "kms:Encrypt"] })),
        {
          name: "arn:aws:iam::aws:policy/Other",
          kind: "attached",
          document: rolePolicy(roleStatement({ Action: ["kms:Describe*", "kms:Generate*"] })).document,
        },
      ]),
      `warn | 10 of 10 operations allowed by IAM policy airflow-demo, ${byRoot}, IAM policy arn:aws:iam::aws:policy/Other (2 policies of the role) | ${noLogs}`,
    ],
    [
      "a policy that is none, beside the sample: it may deny",
      role([rolePolicy(roleStatement()), { name: "broken", kind: "inline", document: "<html>" }]),
      "unknown | 0 of 10 operations allowed (2 policies of the role) | role/unread",
    ],
    [
      "a policy that IAM could not read",
      role([{ name: "odd", kind: "inline", document: '{"Statement":[{"Effect":"Maybe"}]}' }]),
      says("unknown", 0, "role/unread"),
    ],
    ["all three services", of(roleStatement(viaAll)), says("pass", 10)],
    [
      "a role that nobody named: the key policy alone",
      { unknown: ["executionRole"] },
      `pass | delegated to IAM policies of account ${account} by statement "root"`,
    ],
    [
      "nobody knows the key's ARN",
      { target: { key: arn.split("/")[1] ?? "", region }, unknown: ["caller", "key"] },
      "unknown | - | readiness/not-asked",
    ],
  ])("%s", (_name, changes, expected) => expect(told("execution-role", changes)).toBe(expected));
});

describe("the key policy", () => {
  const [root, logs] = JSON.parse(goodPolicy).Statement as readonly [object, object];
  const keyPolicy = (...statements: readonly object[]): Changes => ({
    policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
  });
  const named = { ...root, Principal: { AWS: roleArn } };
  const elsewhere = { ...root, Principal: { AWS: `arn:aws:iam::${account}:role/airflow-demo` } };
  const byKeyPolicy = (...rest: Parameters<typeof says>) => ofTen(byRoot, ...rest);
  const nothing: Policies = [rolePolicy({ Effect: "Allow", Action: "s3:*", Resource: "*" })];
  const sample: Policies = [rolePolicy(roleStatement())];
  const abroad = roleArn.replace(account, "444455556666");

  test.each<[string, Changes, string]>([
    [
      "names neither the role nor the account",
      role(sample, keyPolicy(logs)),
      says("fail", 0, "role/key-policy"),
    ],
    [
      "denies the role",
      role(sample, keyPolicy(root, { ...named, Effect: "Deny" })),
      says("fail", 0, "role/key-policy-denied"),
    ],
    [
      "denies a role of that name on another path, which is another role",
      role(sample, keyPolicy(root, { ...elsewhere, Effect: "Deny" })),
      says("warn", 10, noLogs),
    ],
    [
      "names the role itself: its policies need not",
      role(nothing, keyPolicy(named)),
      byKeyPolicy("pass", 10),
    ],
    [
      "names a role of that name on another path, which is another role",
      role(nothing, keyPolicy(elsewhere)),
      missing(),
    ],
    [
      "names the role through Amazon SQS alone",
      role(nothing, keyPolicy({ ...named, ...via(sqs) })),
      byKeyPolicy("warn", 5, "role/missing-s3"),
    ],
    [
      "hands over to IAM through both",
      role(sample, keyPolicy({ ...root, ...via(sqs, s3) })),
      says("warn", 10, noLogs),
    ],
    [
      "hands over to IAM through one",
      role(sample, keyPolicy({ ...root, ...via(sqs) })),
      says("fail", 5, "role/key-policy", noLogs),
    ],
    [
      "hands over under a condition",
      role(sample, keyPolicy({ ...root, ...unknowable })),
      says("unknown", 0, "role/key-policy-unknown"),
    ],
    [
      "was refused: nobody knows that it hands over",
      role(sample, { unknown: ["policy"] }),
      says("unknown", 0, "readiness/not-asked"),
    ],
    [
      "was refused, and the role's policies lack it all",
      role(nothing, { unknown: ["policy"] }),
      says("unknown", 0, "role/missing", "readiness/not-asked"),
    ],
    [
      "was refused, and the role is denied",
      role([rolePolicy(deny({ Action: "kms:*" }))], { unknown: ["policy"] }),
      says("fail", 0, "role/denied"),
    ],
    ["is none", role(sample, { policy: "<html>" }), says("unknown", 0, "policy/not-json")],
    [
      "names a role of another account, whose own policies must allow it too",
      role(nothing, keyPolicy({ ...named, Principal: { AWS: abroad } }), abroad),
      missing(),
    ],
    [
      "hands over to another account",
      role(sample, keyPolicy({ ...root, Principal: { AWS: "444455556666" } }), abroad),
      says("warn", 10, noLogs),
    ],
  ])("%s", (_name, changes, expected) => expect(told("execution-role", changes)).toBe(expected));
});

describe("what is said", () => {
  const problems = (changes: Changes) => finding("execution-role", snapshotWith(changes)).problems;

  test("the statement to add, and the command that adds it", () => {
    const [found] = problems(of({ Effect: "Allow", Action: "s3:*", Resource: "*" }));
    expect(found?.what).toBe(
      "airflow-demo has none of the 5 KMS permissions that MWAA's queue and bucket need.",
    );
    expect(found?.fix[1]).toEqual({ do: "edit", pointer: "/Statement/-", json: roleStatement(viaAll) });
    expect(found?.fix[2]).toMatchObject({
      command: expect.stringMatching(
        /^aws iam put-role-policy --role-name airflow-demo --policy-name [\w-]+ --policy-document '\{/,
      ),
    });
  });

  test("where a near miss stands, and what belongs there", () => {
    const [, miss] = problems(of(roleStatement({ Resource: other })));
    expect(miss).toMatchObject({
      at: "airflow-demo /Statement/0/Resource",
      what: `Statement 1 of the policy "airflow-demo" is for ${other}.`,
      fix: [{ do: "edit", pointer: "/Statement/0/Resource", was: other, json: arn }],
    });
    const [, service] = problems(of(roleStatement(via("sqs.eu-west-1.amazonaws.com"))));
    expect(service).toMatchObject({
      at: "airflow-demo /Statement/0/Condition/StringLike/kms:ViaService",
      fix: [{ do: "edit", pointer: "/Statement/0/Condition/StringLike/kms:ViaService", json: [sqs, s3] }],
    });
    expect(service?.what).toContain(`through ${sqs}, ${s3}.`);
  });

  test("a statement that denies is named once, with what it denies", () => {
    const found = problems(of(roleStatement(), deny({ Action: ["kms:Decrypt", "kms:Encrypt"] })));
    expect(found.map(({ code }) => code)).toEqual(["role/denied", noLogs]);
    expect(found[0]).toMatchObject({
      at: "airflow-demo /Statement/1",
      what: 'Statement 2 of the policy "airflow-demo" denies the role kms:Decrypt, kms:Encrypt on the key.',
    });
  });

  test("what decides, where nobody can judge it", () => {
    expect(problems(of(roleStatement(unknowable)))[0]?.what).toContain("StringEquals aws:FromTheFuture");
    expect(problems(of(roleStatement(), deny({ Resource: undefined })))[0]?.what).toContain(
      'Whether statement 2 of the policy "airflow-demo" applies to kms:Decrypt depends on Resource.',
    );
  });
});

describe("in China, where the services' names have either suffix", () => {
  const chinese = arn.replace("aws", "aws-cn").replace(region, "cn-north-1");
  const inChina = (...services: readonly string[]): Changes =>
    role(
      [rolePolicy(roleStatement({ Resource: chinese, ...via(...services) }))],
      {
        target: { key: chinese },
        key: { Arn: chinese },
        policy: goodPolicy.replace("arn:aws:iam", "arn:aws-cn:iam"),
      },
      roleArn.replace("aws", "aws-cn"),
    );

  test.each<[string, Changes, string]>([
    [
      "both",
      inChina("sqs.cn-north-1.amazonaws.com*", "s3.cn-north-1.amazonaws.com*"),
      says("warn", 10, noLogs),
    ],
    [
      "one",
      inChina("sqs.cn-north-1.amazonaws.com.cn", "s3.cn-north-1.amazonaws.com.cn"),
      says("unknown", 0, "role/unknown"),
    ],
    ["none", inChina("sqs.eu-west-1.amazonaws.com"), missing("role/via-service")],
  ])("%s", (_name, changes, expected) => expect(told("execution-role", changes)).toBe(expected));
});
