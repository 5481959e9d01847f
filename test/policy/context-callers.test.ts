/** How each condition key appears in the request of each caller: the table of AWS's facts, one line for each key. */
import { describe, expect, test } from "vitest";
import { partitionById } from "../../src/key/arn.js";
import { type CallPath, callerContext } from "../../src/policy/evaluate/context/callers.js";
import type { Alternative } from "../../src/policy/evaluate/context/row.js";
import { type PrincipalCaller, readCaller } from "../../src/policy/evaluate/principal.js";
import { anyGroup, type KeyPlace } from "../../src/policy/evaluate/request.js";

const account = "111122223333";
const role = `arn:aws:iam::${account}:role/team/Admin`;
const key = { partition: partitionById("aws"), region: "eu-west-1", keyAccount: account };
const grant = { grantee: "airflow.eu-west-1.amazonaws.com", operations: ["Encrypt", "DescribeKey"] };
const of = (arn: string) => readCaller(arn, account);

const paths = {
  creator: { by: "creator", who: of(role), grant },
  role: { by: "execution-role", who: of(role), service: "sqs" },
  direct: { by: "direct", who: of(role) },
  service: { by: "service" },
  "aws-role": { by: "aws-role" },
  stranger: { by: "stranger" },
} as const satisfies Record<string, CallPath>;

/** `-` absent, `?` present or absent with any value, `any` present with any value, `aws` a value of AWS's own. */
function written(alternative: Alternative): string {
  const signs = { absent: "-", anything: "?", "any-value": "any", foreign: "aws", time: "time" } as const;
  if (alternative.is !== "texts") return signs[alternative.is];
  const texts = alternative.texts.map(({ examples }) => examples.join("~"));
  return `${texts.join("+")}${alternative.more ? "+..." : ""}`;
}

function seen(path: CallPath, name: string, operation = "CreateGrant", where: KeyPlace = key): string {
  return callerContext(where, path).look(name, operation, anyGroup).alternatives.map(written).join(" | ");
}

const columns = Object.keys(paths) as (keyof typeof paths)[];

/** A table's lines: a key, then a cell for each caller. */
function rowsOf(table: string): [name: string, cells: string][] {
  return table
    .trim()
    .split("\n")
    .map((line) => {
      const [name = "", ...cells] = line.trim().split("; ");
      return [name, cells.join("; ")];
    });
}

const cellsOf = (name: string, operation: string) =>
  columns.map((each) => seen(paths[each], name, operation)).join("; ");

describe("for CreateGrant: the creator, the execution role, a direct call, MWAA as service and as role, a stranger", () => {
  const table = `
  kms:ViaService; airflow.eu-west-1.amazonaws.com; sqs.eu-west-1.amazonaws.com; -; -; - | sqs.eu-west-1.amazonaws.com | secretsmanager.eu-west-1.amazonaws.com | rds.eu-west-1.amazonaws.com | s3.eu-west-1.amazonaws.com | dynamodb.eu-west-1.amazonaws.com; ?
  aws:ViaAWSService; true; true; false; false | true; false | true; ?
  aws:CalledVia; any; any; -; -; - | ?; ?
  aws:CalledViaFirst; any; any; -; -; - | ?; ?
  aws:CalledViaLast; any; any; -; -; - | ?; ?
  aws:PrincipalIsAWSService; false; false; false; true; false; false
  aws:PrincipalServiceName; -; -; -; airflow.eu-west-1.amazonaws.com | aws; -; -
  aws:PrincipalServiceNamesList; -; -; -; airflow.eu-west-1.amazonaws.com | aws; -; -
  aws:PrincipalArn; arn:aws:iam::111122223333:role/team/Admin; arn:aws:iam::111122223333:role/team/Admin; arn:aws:iam::111122223333:role/team/Admin; - | aws; aws; aws
  aws:PrincipalAccount; 111122223333; 111122223333; 111122223333; - | aws; aws; aws
  kms:CallerAccount; 111122223333; 111122223333; 111122223333; - | aws; aws; aws
  aws:PrincipalType; AssumedRole; AssumedRole; AssumedRole; - | ?; ?; ?
  aws:userid; any; any; any; - | aws; - | aws; aws
  aws:username; -; -; -; - | aws; -; - | aws
  aws:PrincipalOrgID; ?; ?; ?; -; - | aws; - | aws
  aws:PrincipalOrgPaths; ?; ?; ?; -; - | aws; - | aws
  aws:PrincipalTag/team; ?; ?; ?; - | aws; - | aws; ?
  aws:MultiFactorAuthPresent; ?; - | false; ?; - | false; - | false; ?
  aws:MultiFactorAuthAge; ?; -; ?; -; -; ?
  aws:TokenIssueTime; ?; ?; ?; - | ?; ?; ?
  aws:SourceIdentity; ?; ?; ?; -; -; ?
  aws:Ec2InstanceSourceVpc; ?; ?; ?; -; -; ?
  saml:aud; ?; ?; ?; -; -; ?
  aws:SourceIp; - | ?; - | ?; - | ?; - | aws; - | aws; - | aws
  aws:SourceVpc; -; -; - | ?; -; -; - | aws
  aws:SourceVpce; -; -; - | ?; -; -; - | aws
  aws:VpcSourceIp; -; -; - | ?; -; -; - | aws
  aws:SourceVpcArn; -; -; - | ?; -; -; - | aws
  aws:VpceAccount; -; -; - | ?; -; -; - | aws
  aws:VpceOrgID; -; -; - | ?; -; -; - | aws
  aws:VpceOrgPaths; -; -; - | ?; -; -; - | aws
  aws:SourceAccount; -; -; -; - | ?; - | ?; - | aws
  aws:SourceArn; -; -; -; - | ?; - | ?; - | aws
  aws:SourceOrgID; -; -; -; - | ?; - | ?; - | aws
  aws:SourceOrgPaths; -; -; -; - | ?; - | ?; - | aws
  aws:RequestTag/a; -; -; -; -; -; ?
  aws:TagKeys; -; -; -; -; -; ?
  kms:GrantIsForAWSResource; true; -; false; true; true; ?
  kms:GranteePrincipal; airflow.eu-west-1.amazonaws.com | aws; -; ?; ?; ?; ?
  kms:RetiringPrincipal; airflow.eu-west-1.amazonaws.com | aws; -; ?; ?; ?; ?
  kms:GrantOperations; Encrypt+DescribeKey; -; ?; ?; ?; ?
  kms:GranteeServicePrincipal; - | ?; -; ?; ?; ?; ?
  kms:RetiringServicePrincipal; - | ?; -; ?; ?; ?; ?
  kms:GrantConstraintSourceArn; - | ?; -; ?; ?; ?; ?
  kms:GrantConstraintType; - | ?; -; ?; ?; ?; ?
  kms:EncryptionContext:aws:logs:arn; - | aws; -; - | ?; -; -; ?
  kms:EncryptionContext:a; - | ?; - | ?; - | ?; - | ?; - | ?; - | ?
  kms:EncryptionContextKeys; - | ?; - | ?; - | ?; - | ?; - | ?; - | ?
  kms:EncryptionAlgorithm; -; -; -; -; -; -
  kms:ReEncryptOnSameKey; -; -; -; -; -; -
  kms:RequestAlias; -; -; - | ?; - | ?; - | ?; - | ?
  kms:BypassPolicyLockoutSafetyCheck; -; -; -; -; -; -
  kms:ValidTo; -; -; ?; -; -; -
  aws:RequestedRegion; eu-west-1; eu-west-1; eu-west-1; eu-west-1; eu-west-1; eu-west-1
  aws:SecureTransport; true; true; true; true; true; true
  aws:UserAgent; ?; ?; ?; ?; ?; ?
  aws:Referer; ?; ?; ?; ?; ?; ?
  aws:CurrentTime; time; time; time; time; time; time
  aws:ResourceAccount; 111122223333; 111122223333; 111122223333; 111122223333; 111122223333; 111122223333
  kms:KeySpec; SYMMETRIC_DEFAULT; SYMMETRIC_DEFAULT; SYMMETRIC_DEFAULT; SYMMETRIC_DEFAULT; SYMMETRIC_DEFAULT; SYMMETRIC_DEFAULT
  aws:NeverHeardOf; ?; ?; ?; ?; ?; ?
`;
  test.each(rowsOf(table))("%s", (name, cells) => expect(cellsOf(name, "CreateGrant")).toBe(cells));
});

describe("for the use of the key's material", () => {
  const table = `
  kms:GrantIsForAWSResource; -; -; -; -; -; ?
  kms:GrantOperations; -; -; -; -; -; ?
  kms:GranteePrincipal; -; -; -; -; -; ?
  kms:GrantConstraintType; -; -; -; -; -; ?
  kms:EncryptionContext:aws:logs:arn; -; -; ?; -; -; ?
  kms:EncryptionContext:a; ?; ?; ?; ?; ?; ?
  kms:EncryptionContextKeys; ?; ?; ?; ?; ?; ?
  kms:EncryptionAlgorithm; SYMMETRIC_DEFAULT; SYMMETRIC_DEFAULT; SYMMETRIC_DEFAULT; SYMMETRIC_DEFAULT; SYMMETRIC_DEFAULT; SYMMETRIC_DEFAULT
  kms:ReEncryptOnSameKey; -; -; true | false; true | false; true | false; -
`;
  test.each(rowsOf(table))("%s", (name, cells) => expect(cellsOf(name, "ReEncryptFrom")).toBe(cells));
});

describe("for the administration of the key", () => {
  const table = `
  kms:GrantIsForAWSResource; -; -; -; -; -; ?
  kms:EncryptionContext:aws:logs:arn; -; -; -; -; -; ?
  kms:EncryptionContext:a; -; -; -; -; -; -
  kms:EncryptionAlgorithm; -; -; -; -; -; -
  kms:ReEncryptOnSameKey; -; -; -; -; -; -
  kms:BypassPolicyLockoutSafetyCheck; -; -; false; -; -; -
`;
  test.each(rowsOf(table))("%s", (name, cells) => expect(cellsOf(name, "PutKeyPolicy")).toBe(cells));
});

describe("as what a caller's ARN says of it", () => {
  const user = `arn:aws:iam::${account}:user/team/Alice`;
  const session = `arn:aws:sts::${account}:assumed-role/Admin/alice`;
  const unnamed = (kind: PrincipalCaller["kind"]): PrincipalCaller => {
    return { is: "principal", kind, account, partition: "aws" };
  };
  const iam = `arn:aws:iam::${account}:`;
  const long = "/z0_-".repeat(20);

  test.each<[string, PrincipalCaller, arn: string, type: string, id: string, name: string]>([
    ["a user", of(user), user, "User", "any", "Alice"],
    ["the root user", of(`${iam}root`), `${iam}root`, "Account", account, "-"],
    [
      "a session, whose role's path it does not say",
      of(session),
      `${iam}role/Admin~${iam}role/a/Admin~${iam}role/Q/z0_-/Admin`,
      "AssumedRole",
      "any",
      "-",
    ],
    ["a role", of(role), role, "AssumedRole", "any", "-"],
    [
      "a federated user",
      of(`arn:aws:sts::${account}:federated-user/Carol`),
      `arn:aws:sts::${account}:federated-user/Carol`,
      "FederatedUser",
      "any",
      "-",
    ],
    ["a text that is no ARN", of("Alice"), "any", "?", "any", "?"],
    [
      "a role that nobody names",
      unnamed("session"),
      `${iam}role/a~${iam}role/Q/~${iam}role/${long}`,
      "AssumedRole",
      `AROAa~AROAQ/~AROA${long}`,
      "-",
    ],
    [
      "a user whom nobody names",
      unnamed("user"),
      `${iam}user/a~${iam}user/Q/~${iam}user/${long}`,
      "User",
      `AIDAa~AIDAQ/~AIDA${long}`,
      "?",
    ],
    [
      "a principal of which the policy says the unique ID",
      { ...unnamed("session"), userId: "AROAEXAMPLEEXAMPLE:x" },
      `${iam}role/a~${iam}role/Q/~${iam}role/${long}`,
      "AssumedRole",
      "AROAEXAMPLEEXAMPLE:x",
      "-",
    ],
  ])("%s", (_name, who, arn, type, id, name) => {
    const path = { by: "direct", who } as const;
    expect(
      ["aws:PrincipalArn", "aws:PrincipalType", "aws:userid", "aws:username"].map((each) => seen(path, each)),
    ).toEqual([arn, type, id, name]);
  });

  test("somebody of an account that the policy does not name is in no account that it does", () => {
    const path = { by: "direct", who: { is: "principal", kind: "session", partition: "aws" } } as const;
    expect(seen(path, "kms:CallerAccount")).toBe("aws");
    expect(seen(path, "aws:PrincipalArn")).toBe("any");
  });
});

describe("kms:GrantIsForAWSResource", () => {
  test.each([
    ["CreateGrant", "true", "false"],
    ["ListGrants", "true", "false"],
    ["RevokeGrant", "true", "false"],
    ["RetireGrant", "-", "-"],
    ["DescribeKey", "-", "-"],
  ])("for %s: %s through a service, %s directly", (operation, service, direct) => {
    const name = "kms:GrantIsForAWSResource";
    expect([seen(paths.creator, name, operation), seen(paths.direct, name, operation)]).toEqual([
      service,
      direct,
    ]);
  });
});

describe("the names of services", () => {
  const china = { partition: partitionById("aws-cn"), region: "cn-north-1" };
  const via = (path: CallPath, where: KeyPlace = key) => seen(path, "kms:ViaService", "Decrypt", where);

  test.each<[string, string, string]>([
    ["MWAA's ends alike in every partition", via(paths.creator, china), "airflow.cn-north-1.amazonaws.com"],
    [
      "but for the other suffix, where that is asked",
      via({ ...paths.creator, suffix: "amazonaws.com.cn" }, china),
      "airflow.cn-north-1.amazonaws.com.cn",
    ],
    [
      "a service of the role has either suffix in China",
      via(paths.role, china),
      "sqs.cn-north-1.amazonaws.com | sqs.cn-north-1.amazonaws.com.cn",
    ],
    ["Amazon S3", via({ ...paths.role, service: "s3" }), "s3.eu-west-1.amazonaws.com"],
  ])("%s", (_name, found, expected) => expect(found).toBe(expected));
});

test("names of condition keys have no case, and a look-alike of a letter is another name", () => {
  expect(seen(paths.creator, "KMS:VIASERVICE")).toBe("airflow.eu-west-1.amazonaws.com");
  expect(seen(paths.creator, "\u212Ams:ViaService")).toBe("?");
});

test("a moment that is given is exact, and without one it is any time to come", () => {
  const time = (at?: string) =>
    callerContext({ ...key, ...(at === undefined ? {} : { at }) }, paths.direct).look(
      "aws:CurrentTime",
      "CreateGrant",
      anyGroup,
    ).alternatives;
  expect(time("2026-05-01T00:00:00Z")).toEqual([{ is: "time", from: Date.UTC(2026, 4, 1), exact: true }]);
  expect(time()).toEqual([{ is: "time", from: Date.UTC(2026, 0, 1), exact: false }]);
});
