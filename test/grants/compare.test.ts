/** The four grants held against those of a key: what counts as there, and what differs. */
import { describe, expect, test } from "vitest";
import { compareGrants } from "../../src/grants/compare.js";
import type { Grant } from "../../src/grants/expected.js";
import { expectedGrants } from "../../src/grants/expected.js";
import { type PartitionId, partitionById } from "../../src/key/arn.js";

const expected = expectedGrants("demo", partitionById("aws"), "us-east-1");
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
  const { expected: four, others } = compareGrants(expected, live, partitionById("aws"));
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
      "with constraints, which no page mentions",
      3,
      { Constraints: { SourceArn: "arn:aws:airflow:us-east-1:1:environment/demo" } },
    ],
  ])("%s", (_name, index, changes) => expect(compared(grants(index, changes))).toEqual([...all, "0 others"]));
});

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
    const { expected: four, others } = compareGrants(expected, live, partitionById("aws"));
    expect(four[1]).toMatchObject({ state: "present", live: { GrantId: "id1" } });
    expect(others, "a further one is nobody's fault").toMatchObject([{ GrantId: "twin" }]);
  });
});

test("others are never an error: another environment's, RDS's, and those without a name", () => {
  const others: readonly Grant[] = [
    { Name: "mwaa-grant-for-lambda-exec-demo2", Operations: [] },
    { Name: "MWAA-grant-for-lambda-exec-demo", Operations: [] },
    { Name: "", GranteePrincipal: "rds.us-east-1.amazonaws.com", Operations: ["Decrypt"] },
    { GranteePrincipal: mwaa, Operations: ["Decrypt"] },
  ];
  expect(compareGrants(expected, [...others, ...grants()], partitionById("aws")).others).toEqual(others);
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
    return compareGrants(wanted, live, partitionById(id)).expected.map((each) => each.state);
  };

  test.each(["amazonaws.com.cn", "amazonaws.com"])("%s is taken", (suffix) =>
    expect(states("aws-cn", suffix)).toEqual(all),
  );

  test.each(["amazonaws.eu", "amazonaws.com.example"])("%s is not", (suffix) =>
    expect(new Set(states("aws-cn", suffix))).toEqual(new Set(["different"])),
  );
});
