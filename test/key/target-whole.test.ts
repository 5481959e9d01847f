/** A target as a whole: the members that it has, those that it has not, and every problem at once. */
import { expect, test } from "vitest";
import { parseTarget } from "../../src/key/target.js";

const key = "arn:aws:kms:eu-central-1:123456789012:key/0f1e2d3c-1111-2222-3333-444455556666";

test("what was not said is no member", () => {
  const target = parseTarget({ key });
  expect(target.ok && Object.keys(target.value).sort()).toEqual(["accept", "key", "partition", "region"]);
  expect(target.ok && target.value.accept).toEqual([]);
});

test("what was said is there", () => {
  const said = {
    account: "123456789012",
    environment: "orders",
    logType: ["Task"],
    accept: ["narrower"],
  } as const;
  const target = parseTarget({ key, ...said });
  expect(target.ok && target.value).toMatchObject({
    account: "123456789012",
    environment: "orders",
    logTypes: ["Task"],
    accept: ["narrower"],
    partition: "aws",
    region: "eu-central-1",
  });
});

test.each([
  ["a wrong account", { account: "1" }, "target/account", "1"],
  ["a wrong environment", { environment: "1" }, "environment/name", "1"],
  ["a wrong Region", { region: "nowhere-9" }, "target/region", "nowhere-9"],
  ["log types without an environment", { logType: ["Task"] }, "target/log-types", "--log-type"],
] as const)("%s is refused alone", (_, options, code, named) => {
  const target = parseTarget({ key, ...options });
  expect(target.ok ? [] : target.problems.map((problem) => problem.code)).toEqual([code]);
  expect(JSON.stringify(target.ok ? [] : target.problems)).toContain(named);
});

test("all that is wrong is told at once", () => {
  const target = parseTarget({ key: "", account: "1", environment: "1", region: "nowhere-9" });
  expect(target.ok ? [] : target.problems.map((problem) => problem.code)).toEqual([
    "key/empty",
    "target/account",
    "environment/name",
    "target/region",
  ]);
});
