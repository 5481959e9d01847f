/** The statement in its three scopes, as AWS's pages print it, for every partition. */
import { describe, expect, test } from "vitest";
import { scopes } from "../../src/choices.js";
import { type Partition, partitionById } from "../../src/key/arn.js";
import {
  composeLogsStatement,
  type LogsStatementFor,
  logGroupPattern,
  logsActions,
  logsSid,
} from "../../src/policy/document/logs-statement.js";

const account = "111122223333";
const environment = "demo";

function all(partition: Partition, region: string): readonly LogsStatementFor[] {
  return [
    { scope: "account", partition, region, account },
    { scope: "region", partition, region },
    { scope: "environment", partition, region, account, environment },
  ];
}

test("the scope account is what the page on the execution role prints", () =>
  expect(
    JSON.stringify(
      composeLogsStatement({
        scope: "account",
        partition: partitionById("aws"),
        region: "us-east-1",
        account,
      }),
    ),
  ).toBe(
    '{"Sid":"AllowCloudWatchLogsForMwaa","Effect":"Allow","Principal":{"Service":"logs.us-east-1.amazonaws.com"},' +
      '"Action":["kms:Encrypt*","kms:Decrypt*","kms:ReEncrypt*","kms:GenerateDataKey*","kms:Describe*"],"Resource":"*",' +
      '"Condition":{"ArnLike":{"kms:EncryptionContext:aws:logs:arn":"arn:aws:logs:us-east-1:111122223333:*"}}}',
  ));

describe("of each partition", () => {
  test.each([
    ["aws", "us-east-1", "logs.us-east-1.amazonaws.com"],
    ["aws-cn", "cn-north-1", "logs.cn-north-1.amazonaws.com.cn"],
    ["aws-us-gov", "us-gov-west-1", "logs.us-gov-west-1.amazonaws.com"],
    ["aws-iso", "us-iso-east-1", "logs.us-iso-east-1.c2s.ic.gov"],
    ["aws-iso-b", "us-isob-east-1", "logs.us-isob-east-1.sc2s.sgov.gov"],
    ["aws-iso-e", "eu-isoe-west-1", "logs.eu-isoe-west-1.cloud.adc-e.uk"],
    ["aws-iso-f", "us-isof-south-1", "logs.us-isof-south-1.csp.hci.ic.gov"],
    ["aws-eusc", "eusc-de-east-1", "logs.eusc-de-east-1.amazonaws.eu"],
  ] as const)("%s: principal and patterns", (id, region, service) => {
    const wanted = all(partitionById(id), region);
    expect(wanted.map((each) => composeLogsStatement(each).Principal.Service)).toEqual([
      service,
      service,
      service,
    ]);
    expect(wanted.map(logGroupPattern)).toEqual([
      `arn:${id}:logs:${region}:111122223333:*`,
      `arn:${id}:logs:${region}:*:*`,
      `arn:${id}:logs:${region}:111122223333:log-group:airflow-demo-*`,
    ]);
  });
});

test("the three scopes differ in the pattern alone", () => {
  const wanted = all(partitionById("aws"), "us-east-1");
  expect(new Set(wanted.map((each) => each.scope))).toEqual(new Set(scopes));
  for (const each of wanted) {
    const { Condition, ...rest } = composeLogsStatement(each);
    expect(rest).toEqual({
      Sid: logsSid,
      Effect: "Allow",
      Principal: { Service: "logs.us-east-1.amazonaws.com" },
      Action: logsActions,
      Resource: "*",
    });
    expect(Condition).toEqual({ ArnLike: { "kms:EncryptionContext:aws:logs:arn": logGroupPattern(each) } });
  }
});

test("another Sid, where ours is taken", () => {
  const [first] = all(partitionById("aws"), "us-east-1");
  expect(first && composeLogsStatement(first, "Other").Sid).toBe("Other");
  expect(logsSid).toMatch(/^[A-Za-z0-9]+$/);
});
