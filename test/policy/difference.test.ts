import { expect, test } from "vitest";
import { differ } from "../../src/policy/difference.js";
import { parsePolicy } from "../../src/policy/document.js";
import { sameMeaning } from "../../src/policy/equivalence.js";

function policy(...statements: readonly object[]) {
  const read = parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement: statements }));
  if (!read.ok) throw new Error(read.problems[0]?.what);
  return read.value;
}

test("a list of one is its value", () => {
  const one = policy({ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "kms:*", Resource: "*" });
  const two = policy({
    Resource: ["*"],
    Action: ["KMS:*"],
    Principal: { AWS: ["arn:aws:iam::111122223333:root"] },
    Effect: "Allow",
  });
  expect(sameMeaning(one, two)).toBe(true);
  expect(differ(one, two).empty).toBe(true);
});
