/** Random policies that allow and deny CloudWatch Logs and others in many ways, also in ours changed by somebody. */
import fc from "fast-check";
import { logsActions, logsContextKey, logsSid } from "../../src/policy/document/logs-statement.js";

export const accounts = ["111122223333", "444455556666"] as const;
export const regions = ["us-east-1", "eu-west-1"] as const;
export const groups = ["airflow-demo-Task", "airflow-prod-Task", "other"] as const;

const pattern = fc.oneof(
  fc
    .tuple(
      fc.constantFrom("aws", "aws-cn", "*"),
      fc.constantFrom(...regions, "*", "us-*", ""),
      fc.constantFrom(...accounts, "*", "4444*", "${aws:SourceAccount}"),
      fc.constantFrom(
        "*",
        "log-group:airflow-demo-*",
        "log-group:airflow-prod-*",
        "log-group:*",
        "log-group:other",
      ),
    )
    .map(([partition, region, account, rest]) => `arn:${partition}:logs:${region}:${account}:${rest}`),
  fc.constantFrom(
    "*",
    "arn:aws:logs:*",
    "arn:*",
    "arn:aws:logs:us-east-1:111122223333:log-group:airflow-demo-Task",
  ),
);

const values = fc.oneof(pattern, fc.uniqueArray(pattern, { minLength: 1, maxLength: 3 }));
const operator = fc.constantFrom(
  ...[
    "ArnLike",
    "ArnLike",
    "ArnLike",
    "ArnEquals",
    "StringLike",
    "StringEquals",
    "ArnNotLike",
    "StringNotLike",
  ],
  ...["ArnLikeIfExists", "ForAnyValue:ArnLike"],
);

const condition = fc.oneof(
  { weight: 5, arbitrary: values.map((value) => ({ ArnLike: { [logsContextKey]: value } })) },
  {
    weight: 3,
    arbitrary: fc.tuple(operator, values).map(([name, value]) => ({ [name]: { [logsContextKey]: value } })),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(values, operator, values).map(([one, name, other]) => ({
      ArnLike: { [logsContextKey]: one },
      [`${name}`]: { [logsContextKey]: other },
    })),
  },
  { weight: 1, arbitrary: fc.constant({ Null: { [logsContextKey]: "false" } }) },
  { weight: 1, arbitrary: fc.constant(undefined) },
);

const actions = fc.oneof(
  { weight: 4, arbitrary: fc.constant<readonly string[] | string>(logsActions) },
  { weight: 1, arbitrary: fc.constant("kms:*") },
  { weight: 2, arbitrary: fc.subarray<string>([...logsActions, "kms:CreateGrant"], { minLength: 1 }) },
);

const logs = fc.constantFrom<unknown>(
  { Service: "logs.us-east-1.amazonaws.com" },
  { Service: ["logs.us-east-1.amazonaws.com"] },
  { Service: "logs.eu-west-1.amazonaws.com" },
  { Service: ["logs.us-east-1.amazonaws.com", "logs.eu-west-1.amazonaws.com"] },
);

const principal = fc.oneof(
  { weight: 4, arbitrary: logs },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>(
      "*",
      { AWS: "*" },
      { AWS: "arn:aws:iam::111122223333:role/Reader" },
      { AWS: "arn:aws:iam::111122223333:root" },
    ),
  },
);

const sid = fc.constantFrom(undefined, logsSid, logsSid, `${logsSid}2`, "Allow logs access", "other");

/** A statement as somebody writes it. */
const statement = fc
  .record({
    Sid: sid,
    Effect: fc.constantFrom("Allow", "Allow", "Allow", "Deny"),
    Principal: principal,
    Action: actions,
    Resource: fc.constantFrom<unknown>("*", "*", ["*"], "arn:aws:kms:*:*:key/*", undefined),
    Condition: condition,
  })
  .map((each) => Object.fromEntries(Object.entries(each).filter(([, value]) => value !== undefined)));

/** One of the documented form, whatever its patterns are. */
const documented = fc
  .tuple(
    fc.constantFrom(logsSid, `${logsSid}2`, "Allow logs access"),
    fc.constantFrom("ArnLike", "ArnEquals"),
    values,
  )
  .map(([Sid, name, value]) => ({
    Sid,
    Effect: "Allow",
    Principal: { Service: "logs.us-east-1.amazonaws.com" },
    Action: logsActions,
    Resource: "*",
    Condition: { [name]: { [logsContextKey]: value } },
  }));

const root = {
  Sid: "Enable IAM User Permissions",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "kms:*",
  Resource: "*",
};

/** Whole policies as texts, printed in one of the ways that people and KMS print them. */
export const somePolicy = fc
  .record({
    statements: fc.array(fc.oneof(statement, documented), { maxLength: 4 }),
    version: fc.constantFrom("2012-10-17", "2008-10-17", undefined),
    id: fc.option(fc.constant("key-policy"), { nil: undefined }),
    space: fc.constantFrom(0, 1, 2),
  })
  .map(({ statements, version, id, space }) =>
    JSON.stringify({ Version: version, Id: id, Statement: [root, ...statements] }, null, space),
  );
