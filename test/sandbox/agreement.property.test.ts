/**
 * Two programs that know what KMS refuses, and share no line: the sandbox, which stores policies, and the tool, which
 * warns of them. Where they differ, the difference is listed here with its reason.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePolicy } from "../../src/policy/document/document.js";
import { lintPolicy } from "../../src/policy/hints/lint.js";
import { isRefusal } from "../../src/sandbox/members.js";
import { readPolicy } from "../../src/sandbox/policy-text.js";
import { propertyRuns } from "../property-runs.js";

const region = "us-east-1";
const root = "arn:aws:iam::111122223333:root";

function isStored(text: string): boolean {
  try {
    readPolicy(text, region, []);
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

/** The codes of what the tool says that KMS refuses. */
function refusedBy(text: string): readonly string[] {
  const parsed = parsePolicy(text);
  const problems = parsed.ok ? lintPolicy(parsed.value, region) : parsed.problems;
  return problems.filter(({ severity }) => severity === "error").map(({ code }) => code);
}

const principals: readonly unknown[] = [
  "*",
  { AWS: root },
  { AWS: "*" },
  { AWS: "111122223333" },
  { AWS: ["arn:aws:iam::111122223333:role/One", "arn:aws:sts::111122223333:assumed-role/One/two"] },
  { AWS: "arn:aws:iam::111122223333:user/team/me" },
  { AWS: "arn:aws:iam::111122223333:group/Admins" },
  { AWS: "arn:aws:iam::111122223333:role/*" },
  { AWS: "arn:aws:iam::11112222333:role/One" },
  { AWS: "AROACKCEVSQ6C2EXAMPLE" },
  { AWS: "AIDACKCEVSQ6C2EXAMPLE" },
  { AWS: "arn:aws:s3:::bucket" },
  { AWS: [] },
  { AWS: 7 },
  {},
  undefined,
  "everybody",
  { Service: "logs.us-east-1.amazonaws.com" },
  { Service: ["sns.amazonaws.com", "airflow-env.amazonaws.com"] },
  { Service: "logs.us-west-2.amazonaws.com" },
  { Service: "logs.ap-southeast-4.amazonaws.com" },
  { Service: "logs.cn-north-1.amazonaws.com.cn" },
  { Service: "logs.us-east-1" },
  { Service: "*" },
  { Service: "" },
  { Federated: "cognito-identity.amazonaws.com" },
  { Group: "x" },
  ["*"],
];
const actions: readonly unknown[] = [
  "kms:*",
  "*",
  ["kms:Encrypt", "kms:Decrypt*"],
  "KMS:Describe?ey",
  "s3:GetObject",
  "Encrypt",
  [],
  "",
  undefined,
  7,
  ["kms:Encrypt", 7],
  null,
  { a: "kms:*" },
];
const keyArn = "arn:aws:kms:us-east-1:111122223333:key/5eed0000-0000-4000-8000-000000000001";
const resources: readonly unknown[] = ["*", ["*"], keyArn, ["*", keyArn], undefined, [], 7, null, { a: "*" }];
const values: readonly unknown[] = ["a", ["a", "b"], true, 7, [], null, { a: "b" }, [["a"]]];
const operators = [
  ...["StringEquals", "StringLikeIfExists", "ArnLike", "Bool", "Null", "NumericLessThan", "DateGreaterThan"],
  ...[
    "IpAddress",
    "ForAllValues:StringEquals",
    "ForAnyValue:StringLike",
    "StringMatches",
    "ForSome:StringEquals",
    "",
  ],
];
const conditionKeys = [
  ...["kms:ViaService", "aws:PrincipalOrgID", "kms:EncryptionContext:aws:logs:arn", "aws:RequestTag/team"],
  ...["kms:ResourceAliases", "aws:ResourceTag/team", "kms:EncryptionContextKeys", "kms:CallerAccount"],
];

const pick = <T>(items: readonly T[]) => fc.constantFrom(...items);
const condition = fc.oneof(
  { weight: 6, arbitrary: fc.constant(undefined) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(pick(operators), pick(conditionKeys), pick(values))
      .map(([operator, key, value]) => ({ [operator]: { [key]: value } })),
  },
  { weight: 1, arbitrary: pick<unknown>(["a", [], {}, null, { StringEquals: "a" }, { StringEquals: {} }]) },
);

/** Mostly as it should be: two wrong members hide each other. */
const mostly = <T>(usual: T, others: readonly T[]) =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: pick(others) });

const statement = fc
  .record({
    Sid: mostly<unknown>(undefined, ["A Sid", "", 7, null]),
    Effect: mostly<unknown>("Allow", ["Deny", "allow", undefined, 7]),
    Principal: mostly<unknown>({ AWS: root }, principals),
    NotPrincipal: mostly<unknown>(undefined, [{ AWS: root }]),
    Action: mostly<unknown>("kms:*", actions),
    NotAction: mostly<unknown>(undefined, ["kms:Encrypt", []]),
    Resource: mostly<unknown>("*", resources),
    NotResource: mostly<unknown>(undefined, ["*"]),
    Condition: condition,
    Other: mostly<unknown>(undefined, ["x"]),
  })
  .map((members) => members as Record<string, unknown>);

const policy = fc
  .record({
    Version: mostly<unknown>("2012-10-17", ["2008-10-17", undefined, "2020-01-01", 7]),
    Id: mostly<unknown>(undefined, ["an id", 7]),
    Statement: fc.oneof(
      { weight: 6, arbitrary: fc.array(statement, { minLength: 1, maxLength: 2 }) },
      { weight: 1, arbitrary: statement },
      { weight: 1, arbitrary: pick<unknown>([undefined, "x", [7], null]) },
    ),
    Comment: mostly<unknown>(undefined, ["x"]),
  })
  .map((members) => JSON.stringify(members));

/** Where the two differ on purpose: AWS is silent, or a test is easier so. */
const assumptions: readonly ((text: string) => boolean)[] = [
  // Recorded for one key only: which Regions an account has enabled may decide, so that the tool warns.
  (text) => text.includes("logs.ap-southeast-4."),
  // The sandbox knows of no service of China outside China; nobody recorded what KMS says.
  (text) => text.includes(".amazonaws.com.cn"),
];

describe("what KMS refuses, for the sandbox and for the tool", () => {
  it("is the same, but for what is listed", () => {
    fc.assert(
      fc.property(policy, (text) => {
        const codes = refusedBy(text);
        if (assumptions.some((isAssumed) => isAssumed(text))) return;
        expect({ text, stored: isStored(text), codes }).toMatchObject({ stored: codes.length === 0 });
      }),
      { numRuns: propertyRuns * 5 },
    );
  });
});
