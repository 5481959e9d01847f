/** The four grants held against those of a key: what counts as there, and what differs. */
import { describe, expect, test } from "vitest";
import { compareGrants } from "../../src/grants/compare.js";
import type { Grant } from "../../src/grants/expected.js";
import { expectedGrants } from "../../src/grants/expected.js";
import { type PartitionId, partitionById } from "../../src/key/arn.js";

const expected = expectedGrants("demo", partitionById("aws"), "us-east-1");
const place = {
  partition: partitionById("aws"),
  region: "us-east-1",
  environment: "demo",
  account: "111122223333",
  keyArn: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
};
const mwaa = "airflow.us-east-1.amazonaws.com";

/** The four as MWAA would make them, the one of that index with some members changed; `undefined` takes one out. */
function grants(
  index = -1,
  changes: { readonly [Member in keyof Grant]?: Grant[Member] | undefined } = {},
): readonly Grant[] {
  return expected.map((each, at) => {
    const grant = {
      GrantId: `id${at}`,
      Name: each.Name,
      GranteePrincipal: mwaa,
      RetiringPrincipal: mwaa,
      Operations: each.Operations,
    };
    return at === index ? (JSON.parse(JSON.stringify({ ...grant, ...changes })) as Grant) : grant;
  });
}

/** State and differences of each of the four, and how many are others'. */
function compared(live: readonly Grant[]): readonly string[] {
  const { expected: four, others } = compareGrants(expected, live, place);
  return [...four.map((each) => [each.state, ...each.differences].join("; ")), `${others.length} others`];
}

const all = ["present", "present", "present", "present"];

test("all four, in any order", () => {
  expect(compared(grants())).toEqual([...all, "0 others"]);
  expect(compared(grants().toReversed())).toEqual([...all, "0 others"]);
});

test("none", () => expect(compared([])).toEqual(["missing", "missing", "missing", "missing", "0 others"]));

describe("present", () => {
  const third = expected[2];
  test.each<[string, number, { readonly [Member in keyof Grant]?: Grant[Member] | undefined }]>([
    ["with the leading space of AWS's page", 2, { Name: " mwaa-grant-for-cfn-mgmt-demo" }],
    [
      "with RetireGrant where the page lists none",
      2,
      { Operations: [...(third?.Operations ?? []), "RetireGrant"] },
    ],
    [
      "with operations that nobody documents",
      0,
      { Operations: [...(expected[0]?.Operations ?? []), "Verify", "GenerateDataKeyPair"] },
    ],
    [
      "with the services in fields of their own",
      1,
      {
        GranteePrincipal: undefined,
        RetiringPrincipal: undefined,
        GranteeServicePrincipal: mwaa,
        RetiringServicePrincipal: mwaa,
      },
    ],
    [
      "with the service's field before an opaque principal",
      1,
      { GranteePrincipal: "AROAEXAMPLE", GranteeServicePrincipal: mwaa },
    ],
    [
      "with the environment's own ARN as SourceArn",
      3,
      { Constraints: { SourceArn: "arn:aws:airflow:us-east-1:111122223333:environment/demo" } },
    ],
    ["with empty constraints", 3, { Constraints: { EncryptionContextSubset: {} } }],
    ["with the key's own ARN", 0, { KeyId: place.keyArn }],
    ["with the key's own ID", 0, { KeyId: "1234abcd-12ab-34cd-56ef-1234567890ab" }],
  ])("%s", (_name, index, changes) => expect(compared(grants(index, changes))).toEqual([...all, "0 others"]));
});

const sourceArns = [
  "arn:aws:airflow:us-east-1:111122223333:environment/demo2",
  "arn:aws:airflow:us-east-1:111122223333:environment/*",
  "arn:aws:airflow:us-west-2:111122223333:environment/demo",
  "arn:aws:airflow:us-east-1:444455556666:environment/demo",
  "arn:aws-cn:airflow:us-east-1:111122223333:environment/demo",
  "arn:aws:airflow-serverless:us-east-1:111122223333:workflow/demo",
];

describe("different", () => {
  test.each<[string, { readonly [Member in keyof Grant]?: Grant[Member] | undefined }, string]>([
    [
      "an operation is missing",
      { Operations: (expected[1]?.Operations ?? []).filter((each) => each !== "ReEncryptTo") },
      "lacks ReEncryptTo",
    ],
    ["no operation", { Operations: [] }, `lacks ${(expected[1]?.Operations ?? []).join(", ")}`],
    [
      "operations spelt as the page does",
      { Operations: ["kms:Encrypt"] },
      `lacks ${(expected[1]?.Operations ?? []).join(", ")}`,
    ],
    ["another grantee", { GranteePrincipal: "rds.amazonaws.com" }, "its grantee is rds.amazonaws.com"],
    [
      "another Region's MWAA",
      { GranteePrincipal: "airflow.eu-west-1.amazonaws.com" },
      "its grantee is airflow.eu-west-1.amazonaws.com",
    ],
    [
      "MWAA Serverless",
      { GranteePrincipal: "airflow-serverless.us-east-1.amazonaws.com" },
      "its grantee is airflow-serverless.us-east-1.amazonaws.com",
    ],
    [
      "the service's field before the principal",
      { GranteeServicePrincipal: "rds.amazonaws.com" },
      "its grantee is rds.amazonaws.com",
    ],
    ["no grantee", { GranteePrincipal: undefined }, "names no grantee"],
    ["no retiring principal", { RetiringPrincipal: undefined }, "names no retiring principal"],
    [
      "both at once",
      { GranteePrincipal: undefined, RetiringPrincipal: "x" },
      "names no grantee; its retiring principal is x",
    ],
    [
      "another key",
      { KeyId: `${place.keyArn.slice(0, -1)}c` },
      `it is for the key ${place.keyArn.slice(0, -1)}c`,
    ],
    ...sourceArns.map((SourceArn): [string, { readonly Constraints: Record<string, string> }, string] => [
      `usable only for ${SourceArn}`,
      { Constraints: { SourceArn } },
      `it can be used only where its SourceArn is ${SourceArn}`,
    ]),
    [
      "usable only with an encryption context",
      { Constraints: { EncryptionContextEquals: { "aws:rds:dbc-id": "cluster-DEMO", tenant: "a" } } },
      "it can be used only where its EncryptionContextEquals has aws:rds:dbc-id = cluster-DEMO (and 1 more)",
    ],
    [
      "a constraint that KMS did not have in 2026",
      { Constraints: { Hours: 8 } },
      "it can be used only where its Hours has Hours = 8",
    ],
  ])("%s", (_name, changes, difference) =>
    expect(compared(grants(1, changes))).toEqual([
      "present",
      `different; ${difference}`,
      "present",
      "present",
      "0 others",
    ]),
  );
});

describe("several of one name", () => {
  test.each([
    ["the good one first", ["id1", "twin"]],
    ["the good one last", ["twin", "id1"]],
  ])("count by the best: %s", (_name, order) => {
    const twin = { GrantId: "twin", Name: expected[1]?.Name ?? "", Operations: [] };
    const pair = [...grants(), twin].filter((each) => order.includes(each.GrantId ?? ""));
    const live = pair.toSorted((a, b) => order.indexOf(a.GrantId ?? "") - order.indexOf(b.GrantId ?? ""));
    const { expected: four, others } = compareGrants(expected, live, place);
    expect(four[1]).toMatchObject({
      state: "present",
      live: { GrantId: "id1" },
      more: [{ GrantId: "twin" }],
    });
    expect(others, "a further one is not an error").toMatchObject([{ GrantId: "twin" }]);
  });

  test("two alike: the first counts, and the second is named", () => {
    const pair = grants().flatMap((grant, at) =>
      at === 3 ? [grant, { ...grant, GrantId: "second" }] : [grant],
    );
    const { expected: four, environments, services } = compareGrants(expected, pair, place);
    expect(four.map(({ state, more = [] }) => [state, more.length])).toEqual([
      ...[
        ["present", 0],
        ["present", 0],
        ["present", 0],
      ],
      ["present", 1],
    ]);
    expect([environments, services]).toEqual([[], []]);
  });
});

test("others are never an error: another environment's, RDS's, and those without a name", () => {
  const others: readonly Grant[] = [
    { Name: "mwaa-grant-for-lambda-exec-demo2", Operations: [] },
    { Name: "MWAA-grant-for-lambda-exec-demo", Operations: [] },
    { Name: "", GranteePrincipal: "rds.us-east-1.amazonaws.com", Operations: ["Decrypt"] },
    { GranteePrincipal: mwaa, Operations: ["Decrypt"] },
  ];
  expect(compareGrants(expected, [...others, ...grants()], place).others).toEqual(others);
});

describe("in China, where no page prints the principal", () => {
  const china = partitionById("aws-cn");
  const states = (id: PartitionId, suffix: string) => {
    const live = grants(0).map((each) => ({
      ...each,
      GranteePrincipal: `airflow.cn-north-1.${suffix}`,
      RetiringPrincipal: `airflow.cn-north-1.${suffix}`,
    }));
    const wanted = expectedGrants("demo", china, "cn-north-1");
    const inChina = { partition: partitionById(id), region: "cn-north-1", environment: "demo" };
    return compareGrants(wanted, live, inChina).expected.map((each) => each.state);
  };

  test.each(["amazonaws.com.cn", "amazonaws.com"])("%s is taken", (suffix) =>
    expect(states("aws-cn", suffix)).toEqual(all),
  );

  test.each(["amazonaws.eu", "amazonaws.com.example"])("%s is not", (suffix) =>
    expect(new Set(states("aws-cn", suffix))).toEqual(new Set(["different"])),
  );
});

describe("the other grants", () => {
  const issued = (Name: string, account = "111122223333"): Grant => ({
    Name,
    GranteePrincipal: mwaa,
    IssuingAccount: `arn:aws:iam::${account}:root`,
    Operations: [],
  });
  const found = (live: readonly Grant[], existing?: readonly string[]) => {
    const { environments = [], services = [] } = compareGrants(expected, [...grants(), ...live], {
      ...place,
      existing,
    });
    return {
      environments: environments.map(({ name, grants: of, state }) => [name, of.length, state]),
      services: services.map(({ service, grants: count }) => [service, count]),
    };
  };

  test("are of other environments, by name: demo is not demo2", () => {
    const names = [
      "mwaa-grant-for-lambda-exec-demo2",
      " mwaa-grant-for-cfn-mgmt-demo2",
      "mwaa-fargate-access-for-a",
    ];
    const live = names.map((name) => issued(name));
    expect(found(live).environments).toEqual([
      ["a", 1, "unknown"],
      ["demo2", 2, "unknown"],
    ]);
    expect(found(live, ["demo", "demo2"]).environments).toEqual([
      ["a", 1, "absent"],
      ["demo2", 2, "exists"],
    ]);
    expect(found(live, []).environments.map(([, , state]) => state)).toEqual(["absent", "absent"]);
  });

  test("of another account or Region are not called leftovers", () => {
    const live = [
      issued("mwaa-fargate-access-for-theirs", "444455556666"),
      { ...issued("mwaa-fargate-access-for-west"), GranteePrincipal: "airflow.us-west-2.amazonaws.com" },
    ];
    expect(found(live, []).environments).toEqual([
      ["theirs", 1, "unknown"],
      ["west", 1, "unknown"],
    ]);
  });

  test("are counted for each service, and never an error", () => {
    const of = (GranteePrincipal: string): Grant => ({ GranteePrincipal, Operations: ["Decrypt"] });
    const live = [
      of("rds.us-east-1.amazonaws.com"),
      { GranteeServicePrincipal: "rds.amazonaws.com", Operations: ["Decrypt"] },
      of("sqs.us-east-1.amazonaws.com"),
      of("secretsmanager.us-east-1.amazonaws.com"),
      of("dynamodb.us-east-1.amazonaws.com"),
      of(mwaa),
      of("airflow-serverless.us-east-1.amazonaws.com"),
      of("arn:aws:iam::111122223333:role/app"),
      of("arn:aws:sts::111122223333:assumed-role/rds.us-east-1.amazonaws.com/x"),
      { Name: "mwaa-grant-for-lambda-exec-", Operations: [] },
      { Name: "mwaa-grant-for-lambda-exec-9", Operations: [] },
    ];
    expect(found(live)).toEqual({
      environments: [],
      services: [
        ["airflow", 1],
        ["airflow-serverless", 1],
        ["dynamodb", 1],
        ["other", 4],
        ["rds", 2],
        ["secretsmanager", 1],
        ["sqs", 1],
      ],
    });
  });
});
