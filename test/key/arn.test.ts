/** An ARN taken apart, and what is none. */
import { expect, test } from "vitest";
import { parseArn } from "../../src/key/arn.js";

const parts = { partition: "aws", service: "kms", region: "eu-central-1", account: "1", resource: "key/a" };

test.each([
  ["arn:aws:kms:eu-central-1:1:key/a", parts],
  ["arn:aws:kms:eu-central-1:1:a:b:c", { ...parts, resource: "a:b:c" }],
  ["arn:::::", { partition: "", service: "", region: "", account: "", resource: "" }],
  ["arn:aws:kms:eu-central-1:1", undefined],
  ["arn:aws:kms", undefined],
  ["arn", undefined],
  ["", undefined],
  ["ARN:aws:kms:eu-central-1:1:key/a", undefined],
  ["xarn:aws:kms:eu-central-1:1:key/a", undefined],
] as const)("%j", (text, wanted) => {
  expect(parseArn(text)).toEqual(wanted);
});
