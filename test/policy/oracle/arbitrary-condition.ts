/** Random Condition blocks: all operators, right and wrong values, other cases, variables, malformed texts. */
import fc from "fast-check";
import { comparisons, negations } from "./compare.js";
import { isMultivalued, type KeyKind, kindOf } from "./keys.js";

const keys = [
  ...["kms:ViaService", "aws:ViaAWSService", "aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast"],
  ...[
    "aws:PrincipalIsAWSService",
    "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList",
    "aws:PrincipalArn",
  ],
  ...["aws:PrincipalAccount", "kms:CallerAccount", "aws:PrincipalType", "aws:userid", "aws:username"],
  ...[
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalTag/team",
    "aws:SourceIp",
    "aws:SourceVpc",
  ],
  ...[
    "aws:SourceVpce",
    "aws:VpcSourceIp",
    "aws:VpceAccount",
    "aws:VpceOrgID",
    "aws:SourceAccount",
    "aws:SourceArn",
  ],
  ...["aws:SourceOrgID", "aws:MultiFactorAuthPresent", "aws:TokenIssueTime", "aws:RequestedRegion"],
  ...[
    "aws:SecureTransport",
    "aws:UserAgent",
    "aws:CurrentTime",
    "aws:EpochTime",
    "kms:GrantIsForAWSResource",
  ],
  ...["kms:GranteePrincipal", "kms:RetiringPrincipal", "kms:GrantOperations", "kms:GrantConstraintType"],
  ...["kms:EncryptionContext:aws:logs:arn", "kms:EncryptionContext:SecretARN", "kms:EncryptionContextKeys"],
  ...[
    "aws:SourceVpcArn",
    "aws:VpceOrgPaths",
    "aws:SourceOrgPaths",
    "aws:referer",
    "aws:ViaAWSMCPService",
    "aws:CalledViaAWSMCP",
  ],
  ...["kms:GranteeServicePrincipal", "kms:RetiringServicePrincipal", "kms:GrantConstraintSourceArn"],
  ...["kms:RequestAlias", "kms:ResourceAliases", "kms:KeySpec"],
];

const services = [
  "airflow.us-east-1.amazonaws.com",
  "sqs.us-east-1.amazonaws.com",
  "logs.us-east-1.amazonaws.com",
  "airflow.*.amazonaws.com",
  "airflow.us-east-1.amazonaws.com.cn",
  "AIRFLOW.us-east-1.amazonaws.com",
  "airflow.amazonaws.com",
  "*",
];
const values: Readonly<Record<KeyKind, readonly (string | number | boolean)[]>> = {
  text: ["x", "*", "x*", "${aws:username}", "${aws:PrincipalTag/team, 'none'}", "${*}", "us-east-1"],
  boolean: ["true", "false", true, false, "True", "yes"],
  arn: [
    ...[
      "arn:aws:iam::111122223333:role/MwaaCreator",
      "arn:aws:iam::111122223333:role/*",
      "arn:aws:iam::*:role/mwaa-*",
    ],
    ...[
      "arn:aws:iam::111122223333:root",
      "arn:aws:iam::111122223333:user/${aws:username}",
      "arn:aws:iam::999988887777:*",
    ],
    ...[
      "arn:aws:sts::111122223333:assumed-role/MwaaCreator/alice",
      "*",
      "arn:aws:iam:*",
      "arn:*:*:*:*:*",
      "MwaaCreator",
    ],
  ],
  account: ["111122223333", "999988887777", "1111*", "${aws:PrincipalAccount}", 111122223333],
  address: [
    "203.0.113.0/24",
    "203.0.113.9",
    "0.0.0.0/0",
    "2001:db8::/32",
    "203.0.113.5/24",
    "300.1.1.1",
    "vpc",
  ],
  date: [
    "2026-01-15T12:00:00Z",
    "2020-01-01T00:00:00Z",
    "2030-01-01",
    "1893456000",
    "tomorrow",
    "2026-02-30T00:00:00Z",
  ],
  epoch: ["1768478400", "1577836800", 1893456000, "2030-01-01T00:00:00Z", "soon"],
  service: services,
  number: ["300", 3600, "-1", "many"],
};

const ownValues: Readonly<Record<string, readonly string[]>> = {
  "aws:PrincipalType": ["AssumedRole", "User", "Account", "assumedrole", "A*"],
  "aws:username": ["carol", "Carol", "*"],
  "aws:userid": ["111122223333", "AROAEXAMPLEID:*", "*:alice"],
  "aws:PrincipalOrgID": ["o-abc123", "o-*"],
  "aws:PrincipalOrgPaths": ["o-abc123/r-ab12/ou-ab12-1111/*", "o-abc123/*"],
  "aws:RequestedRegion": ["us-east-1", "us-west-2", "us-*", "US-EAST-1"],
  "kms:GranteePrincipal": [...services, "arn:aws:iam::999988887777:role/aws-owned"],
  "kms:RetiringPrincipal": services,
  "kms:GrantOperations": ["Decrypt", "Encrypt", "GenerateDataKey*", "*", "decrypt", "CreateGrant"],
  "kms:EncryptionContextKeys": ["aws:logs:arn", "AWS:logs:arn", "SecretARN"],
  "kms:EncryptionContext:aws:logs:arn": [
    ...[
      "arn:aws:logs:us-east-1:111122223333:*",
      "arn:aws:logs:us-east-1:111122223333:log-group:airflow-demo-*",
    ],
    ...[
      "arn:aws:logs:us-east-1:111122223333:log-group:airflow-demo-*:*",
      "arn:aws:logs:*:*:log-group:other",
      "arn:aws:logs:us-east-1:*",
    ],
  ],
  "aws:SourceVpce": ["vpce-1", "vpce-*"],
};

/** The family of operators that fits the kind of key; sometimes another one. */
const families: Readonly<Record<KeyKind, RegExp>> = {
  text: /^String/,
  boolean: /^(Bool|StringEquals)$/,
  arn: /^(Arn|String)/,
  account: /^String/,
  address: /Ip/,
  date: /^Date/,
  epoch: /^(Date|Numeric)/,
  service: /^String/,
  number: /^Numeric/,
};
const operators = [...Object.keys(comparisons), ...Object.keys(negations)];

const operatorFor = (key: string): fc.Arbitrary<string> => {
  const fitting = operators.filter((operator) => families[kindOf(key.toLowerCase())].test(operator));
  const set = fc.constantFrom("ForAllValues:", "ForAnyValue:");
  const usual = fc.constant(isMultivalued(key.toLowerCase()));
  const prefix = fc.oneof(
    { weight: 9, arbitrary: usual.chain((isSet) => (isSet ? set : fc.constant(""))) },
    { weight: 1, arbitrary: fc.oneof(set, fc.constant("")) },
  );
  const bare = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...fitting) },
    { weight: 1, arbitrary: fc.constantFrom(...operators) },
  );
  const suffix = fc.constantFrom("", "", "IfExists");
  return fc.oneof(
    { weight: 8, arbitrary: fc.tuple(prefix, bare, suffix).map((parts) => parts.join("")) },
    { weight: 1, arbitrary: fc.constant("Null") },
  );
};

const valueFor = (key: string, operator: string) =>
  operator === "Null"
    ? fc.constantFrom("true", "false", true, false, "TRUE")
    : fc.constantFrom(...(ownValues[key] ?? values[kindOf(key.toLowerCase())]));

const inSomeCase = (key: string) => fc.constantFrom(key, key, key, key, key.toLowerCase(), key.toUpperCase());

const entry = fc.constantFrom(...keys).chain((key) =>
  operatorFor(key).chain((operator) =>
    fc.record({
      operator: fc.constant(operator),
      key: inSomeCase(key),
      values: fc.oneof(
        valueFor(key, operator),
        fc.uniqueArray(valueFor(key, operator), { minLength: 1, maxLength: 3 }),
      ),
    }),
  ),
);

export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** One to three conditions: brute force has to try every world of their keys. */
export const arbitraryCondition: fc.Arbitrary<ConditionBlock> = fc
  .oneof(
    { weight: 6, arbitrary: fc.array(entry, { minLength: 1, maxLength: 1 }) },
    { weight: 3, arbitrary: fc.array(entry, { minLength: 2, maxLength: 2 }) },
    { weight: 1, arbitrary: fc.array(entry, { minLength: 0, maxLength: 3 }) },
  )
  .map((entries) => {
    const block: Record<string, Record<string, unknown>> = {};
    for (const { operator, key, values: list } of entries)
      block[operator] = { ...block[operator], [key]: list };
    return block;
  });
