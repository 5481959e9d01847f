/** Accounts as principals, and the partition in which a bare account id is read. */
import { describe, expect, test } from "vitest";
import { partitionOf, readAccountPrincipal } from "../../src/policy/evaluate/account-principal.js";
import { allow, policy } from "./difference-policy.js";

const account = "111122223333";

test.each([
  [account, { account }],
  [`arn:aws:iam::${account}:root`, { account, partition: "aws" }],
  [`arn:aws-us-gov:iam::${account}:root`, { account, partition: "aws-us-gov" }],
  [`${account}0`, undefined],
  [`0${account}`, undefined],
  [`xarn:aws:iam::${account}:root`, undefined],
  [`arn:aws:iam::${account}:rooted`, undefined],
  [`arn:aws:iam::${account}:user/root`, undefined],
  ["arn:aws:iam::1:root", undefined],
  ["*", undefined],
] as const)("%s", (value, wanted) => {
  expect(readAccountPrincipal(value)).toEqual(wanted);
});

describe("the partition of a bare account id", () => {
  const whom = (principal: string, resource = "*") =>
    allow({ Principal: { AWS: principal }, Resource: resource });
  const china = "arn:aws-cn:iam::111122223333:role/a";
  const gov = "arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/a";

  test.each([
    ["nothing tells another", [whom(account)], [whom(account)], "aws"],
    ["its own principal tells it", [whom(china)], [whom(account)], "aws-cn"],
    ["a session tells it", [whom("arn:aws-cn:sts::1:assumed-role/a/b")], [], "aws-cn"],
    ["its principals go before its resources", [whom(china, gov)], [], "aws-cn"],
    [
      "two principals of two partitions tell nothing",
      [whom(china), whom("arn:aws:iam::1:role/a")],
      [],
      "aws",
    ],
    ["its resources, where no principal is an ARN", [whom(account, gov)], [whom(china)], "aws-us-gov"],
    [
      "a resource that only looks like a principal",
      [whom(account, "arn:aws-cn:s3:::iam:a"), whom(account, gov)],
      [],
      "aws",
    ],
    ["the other document, where it has no ARN", [whom(account)], [whom(china)], "aws-cn"],
    [
      "but not the other's root, which is compared",
      [whom(account)],
      [whom(`arn:aws-cn:iam::${account}:root`)],
      "aws",
    ],
    ["two partitions in the other tell nothing", [whom(account)], [whom(china, gov)], "aws"],
  ] as const)("%s", (_, own, other, wanted) => {
    expect(partitionOf(policy(...own), policy(...other))).toBe(wanted);
  });
});
