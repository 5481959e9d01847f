/** The four grants as AWS's page names them, and as KMS's API can hold them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectedGrants } from "../../src/grants/expected.js";
import { partitionById } from "../../src/key/arn.js";
import { parseEnvironmentName } from "../../src/key/target.js";
import { propertyRuns as numRuns } from "../property-runs.js";

/** GrantOperation of the KMS API model. */
const grantOperations = [
  ...[
    "Decrypt",
    "Encrypt",
    "GenerateDataKey",
    "GenerateDataKeyWithoutPlaintext",
    "ReEncryptFrom",
    "ReEncryptTo",
  ],
  ...["Sign", "Verify", "GetPublicKey", "CreateGrant", "RetireGrant", "DescribeKey", "GenerateDataKeyPair"],
  ...["GenerateDataKeyPairWithoutPlaintext", "GenerateMac", "VerifyMac", "DeriveSharedSecret"],
];

const aws = partitionById("aws");
const four = expectedGrants("demo", aws, "us-east-1");
const use = [
  "Encrypt",
  "Decrypt",
  "ReEncryptFrom",
  "ReEncryptTo",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
];
const documented = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"];

test("are named, and hold their operations in both spellings", () =>
  expect(four.map((each) => [each.Name, each.documentedOperations, each.Operations])).toEqual([
    [
      "mwaa-grant-for-env-mgmt-role-demo",
      [...documented, "kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"],
      [...use, "CreateGrant", "DescribeKey", "RetireGrant"],
    ],
    [
      "mwaa-grant-for-lambda-exec-demo",
      [...documented, "kms:DescribeKey", "kms:RetireGrant"],
      [...use, "DescribeKey", "RetireGrant"],
    ],
    ["mwaa-grant-for-cfn-mgmt-demo", [...documented, "kms:DescribeKey"], [...use, "DescribeKey"]],
    [
      "mwaa-fargate-access-for-demo",
      [...documented, "kms:DescribeKey", "kms:RetireGrant"],
      [...use, "DescribeKey", "RetireGrant"],
    ],
  ]));

test("only the third does without RetireGrant, and may have it", () =>
  expect(four.map((each) => each.optionalOperations.includes("RetireGrant"))).toEqual([
    false,
    false,
    true,
    false,
  ]));

test("each says what it is for", () => {
  expect(new Set(four.map((each) => each.purpose)).size).toBe(4);
  for (const each of four) expect(each.purpose).toMatch(/^[a-z].{20,}[^.]$/);
});

describe("grantee and retiring principal", () => {
  test.each([
    ["aws", "us-east-1", "airflow.us-east-1.amazonaws.com"],
    ["aws-cn", "cn-north-1", "airflow.cn-north-1.amazonaws.com.cn"],
    ["aws-eusc", "eusc-de-east-1", "airflow.eusc-de-east-1.amazonaws.eu"],
  ] as const)("in %s", (id, region, principal) => {
    for (const each of expectedGrants("demo", partitionById(id), region)) {
      expect([each.GranteePrincipal, each.RetiringPrincipal]).toEqual([principal, principal]);
    }
  });
});

test("every operation is one of KMS's, and none is both needed and optional", () => {
  for (const each of four) {
    expect(grantOperations).toEqual(expect.arrayContaining([...each.Operations, ...each.optionalOperations]));
    expect(each.Operations.filter((operation) => each.optionalOperations.includes(operation))).toEqual([]);
    expect(new Set(each.Operations).size).toBe(each.Operations.length);
  }
});

test("every name that MWAA takes gives four different names that KMS takes", () => {
  const names = fc.oneof(
    fc.stringMatching(/^[a-zA-Z][0-9a-zA-Z_-]{0,79}$/),
    fc.constantFrom("a", "Z_", `a${"-".repeat(79)}`, "x".repeat(80)),
  );
  fc.assert(
    fc.property(names, (name) => {
      expect(parseEnvironmentName(name).ok).toBe(true);
      const grants = expectedGrants(name, aws, "us-east-1").map((each) => each.Name);
      expect(new Set(grants).size).toBe(4);
      for (const grant of grants) {
        expect(grant).toMatch(/^[a-zA-Z0-9:/_-]+$/);
        expect(grant.length).toBeLessThanOrEqual(109);
      }
    }),
    { numRuns },
  );
});
