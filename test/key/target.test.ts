/** What is meant by the words of a command line: the key, and the environment that it is for. */
import { describe, expect, test } from "vitest";
import { logGroupNames } from "../../src/choices.js";
import {
  parseAccount,
  parseEnvironmentName,
  parseRegion,
  parseTarget,
  type TargetOptions,
} from "../../src/key/target.js";

const id = "1234abcd-12ab-34cd-56ef-1234567890ab";
const arn = `arn:aws:kms:us-east-1:111122223333:key/${id}`;

function refusalsOf(options: TargetOptions, surroundings?: string): readonly string[] {
  const read = parseTarget(options, surroundings);
  return read.ok ? [] : read.problems.map((each) => `${each.code} ${each.at ?? "-"}`);
}

describe("the Region", () => {
  test.each([
    ["--region before all", { key: id, region: "eu-west-1" }, "us-west-2", "eu-west-1"],
    ["the ARN's", { key: arn }, undefined, "us-east-1"],
    ["the ARN's before that of the settings", { key: arn }, "us-west-2", "us-east-1"],
    ["that of the settings, for a key ID", { key: id }, "us-west-2", "us-west-2"],
    ["the same in the ARN and in --region", { key: arn, region: "us-east-1" }, undefined, "us-east-1"],
    ["of China", { key: `key/${id}`, region: "cn-north-1" }, undefined, "cn-north-1"],
  ])("%s", (_name, options, surroundings, region) => {
    const partition = region === "cn-north-1" ? "aws-cn" : "aws";
    expect(parseTarget(options, surroundings)).toMatchObject({ ok: true, value: { region, partition } });
  });

  test.each([
    ["nobody named one", { key: id }, undefined, ["target/no-region -"]],
    ["another than the ARN's", { key: arn, region: "us-east-2" }, undefined, ["key/other-region -"]],
    ["another partition's", { key: arn, region: "cn-north-1" }, undefined, ["key/other-region -"]],
    ["no Region at all", { key: arn, region: "Ireland" }, undefined, ["target/region --region"]],
    ["empty", { key: id, region: "" }, "us-east-1", ["target/region --region"]],
    ["a zone", { key: id, region: "us-east-1a" }, undefined, ["target/region --region"]],
    ["not asked for where the key cannot be read", { key: "alias/x" }, undefined, ["key/alias -"]],
  ])("refused: %s", (_name, options, surroundings, codes) =>
    expect(refusalsOf(options, surroundings)).toEqual(codes),
  );

  test("names both Regions, and the commands for both ways out", () => {
    const read = parseTarget({ key: arn, region: "eu-west-1" });
    expect(read.ok || read.problems[0]).toMatchObject({
      what: "The key is in us-east-1; expected eu-west-1.",
      fix: [
        { command: "aws kms list-keys --region eu-west-1 --query 'Keys[].KeyArn' --output text" },
        { command: `mwaa-kms check ${arn} --region us-east-1` },
      ],
    });
  });
});

describe("a target", () => {
  test("has no member that nobody named", () =>
    expect(parseTarget({ key: arn })).toEqual({
      ok: true,
      value: {
        key: {
          form: "arn",
          given: arn,
          keyId: id,
          partition: "aws",
          region: "us-east-1",
          account: "111122223333",
        },
        region: "us-east-1",
        partition: "aws",
        accept: [],
      },
    }));

  test("keeps account, environment and what was accepted; the ARN's account is not the environment's", () =>
    expect(
      parseTarget({ key: arn, account: "444455556666", environment: "prod", accept: ["cross-account"] }),
    ).toMatchObject({
      ok: true,
      value: { account: "444455556666", environment: "prod", accept: ["cross-account"] },
    }));

  test("tells every wrong word at once", () =>
    expect(refusalsOf({ key: "", region: "x", account: "1", environment: "1" })).toEqual([
      "key/empty -",
      "target/account --account",
      "environment/name --environment",
      "target/region --region",
    ]));
});

describe("an account", () => {
  test.each(["111122223333", "000000000000"])("%s", (text) =>
    expect(parseAccount(text)).toEqual({ ok: true, value: text }),
  );
  test.each([
    "",
    "11112222333",
    "1111222233334",
    "1111-2222-3333",
    " 111122223333",
    "111122223333\n",
    "１１１１２２２２３３３３",
  ])("%j is none", (text) =>
    expect(parseAccount(text)).toMatchObject({ ok: false, problems: [{ code: "target/account" }] }),
  );
});

test("a Region comes with its partition", () =>
  expect(parseRegion("us-gov-west-1")).toEqual({
    ok: true,
    value: { region: "us-gov-west-1", partition: "aws-us-gov" },
  }));

describe("an environment's name", () => {
  test.each(["a", "Z", "MyAirflow", "a-b_c-1", `a${"0".repeat(79)}`, "x-", "a--b"])("%s", (text) =>
    expect(parseEnvironmentName(text)).toEqual({ ok: true, value: text }),
  );

  test.each([
    ...[
      "",
      "1a",
      "_a",
      "-a",
      "a.b",
      "a b",
      "ä",
      "aä",
      "a/b",
      "a\n",
      "a*",
      "${aws:username}",
      `a${"0".repeat(80)}`,
    ],
  ])("%j is none", (text) =>
    expect(parseEnvironmentName(text)).toMatchObject({
      ok: false,
      problems: [{ code: "environment/name", at: "--environment" }],
    }),
  );

  test("is told with its length", () => {
    const read = parseEnvironmentName("a".repeat(81));
    expect(read.ok ? "" : read.problems[0]?.what).toContain(
      "(81 characters) is not a valid environment name.",
    );
  });

  test("is part of five log groups", () =>
    expect(logGroupNames("demo")).toEqual([
      "airflow-demo-DAGProcessing",
      "airflow-demo-Scheduler",
      "airflow-demo-Task",
      "airflow-demo-WebServer",
      "airflow-demo-Worker",
    ]));
});
