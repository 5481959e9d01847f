/** The statements for the creator, the execution role and a key's owner: exact, and accepted by the program's own checks. */
import { afterAll, describe, expect, test } from "vitest";
import { partitionById } from "../../src/key/arn.js";
import {
  creatorStatements,
  executionRoleStatements,
  listGrantsStatement,
  ownerStatements,
} from "../../src/policy/access-statements.js";
import { readRolePolicy, roleAccess } from "../../src/policy/execution-role.js";
import { openTerminal } from "../terminal.js";

const key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const terminal = openTerminal();
afterAll(() => terminal.dispose());

const printed = async (...words: readonly string[]) => {
  const { stdout, stderr, code } = await terminal.run("statement", ...words);
  return { code, value: code === 0 ? JSON.parse(stdout) : stdout + stderr };
};

test("the creator's: AWS's eight actions, on this key alone", async () => {
  expect(await printed(key, "--for", "creator")).toEqual({
    code: 0,
    value: { Version: "2012-10-17", Statement: creatorStatements({ key }) },
  });
  expect(creatorStatements({ key })).toEqual([
    {
      Sid: "UseKeyForMwaa",
      Effect: "Allow",
      Action: [
        ...["kms:DescribeKey", "kms:ListGrants", "kms:CreateGrant", "kms:RevokeGrant"],
        ...["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
      ],
      Resource: key,
    },
  ]);
});

describe("the execution role's", () => {
  test.each([
    ["aws", "us-east-1"],
    ["aws-cn", "cn-north-1"],
    ["aws-us-gov", "us-gov-west-1"],
  ] as const)("passes the check of the role in %s", (id, region) => {
    const partition = partitionById(id);
    const arn = `arn:${id}:kms:${region}:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
    const Statement = executionRoleStatements(
      { partition, region, account: "111122223333", key: arn },
      "demo",
    );
    const policy = readRolePolicy("own", JSON.stringify({ Version: "2012-10-17", Statement }));
    const request = {
      roleArn: `arn:${id}:iam::111122223333:role/airflow`,
      key: { partition, region, account: "111122223333", keyAccount: "111122223333", keyArn: arn },
    };
    const cells = roleAccess([policy], request, ["sqs", "s3", "logs"]);
    expect(new Set(cells.map(({ answer }) => answer))).toEqual(new Set(["allowed"]));
  });

  test("has the log-group form that matches the five groups, in the environment's account", async () => {
    const { value } = await printed(
      key,
      "--for",
      "execution-role",
      "-e",
      "demo",
      "--account",
      "444455556666",
    );
    expect(value.Statement[1].Resource).toBe("arn:aws:logs:us-east-1:444455556666:log-group:airflow-demo-*");
    expect(value.Statement[0].Resource, "the key stays its owner's").toBe(key);
  });
});

describe("the owner's", () => {
  test("names the environment's account everywhere, never the key's", async () => {
    const { value } = await printed(key, "--for", "owner", "--account", "444455556666");
    expect(value.map((each: { Sid: string }) => each.Sid)).toEqual([
      "AllowCloudWatchLogsForMwaa",
      "AllowUseByEnvironmentAccount",
      "AllowGrantsForAwsResources",
      "AllowListGrantsByEnvironmentAccount",
    ]);
    expect(value.slice(1)).toEqual([
      ...ownerStatements("aws", "444455556666"),
      listGrantsStatement("aws", "444455556666"),
    ]);
    expect(JSON.stringify(value)).not.toContain("111122223333");
    expect(JSON.stringify(value[0].Condition)).toContain(":444455556666:*");
  });
});

test.each([
  ["a bare key ID", ["1234abcd-12ab-34cd-56ef-1234567890ab", "--region", "us-east-1", "--for", "creator"]],
  ["no environment", [key, "--for", "execution-role"]],
  ["no account of the environment", [key, "--for", "owner"]],
  ["one account", [key, "--for", "owner", "--account", "111122223333"]],
  ["a language that it is not written in", [key, "--for", "creator", "--as", "cdk"]],
])("is a usage error with %s", async (_name, words) => {
  const { code, value } = await printed(...words);
  expect(code).toBe(2);
  expect(value).toContain("[target/statement-for]");
});

test.each(["terraform", "cloudformation"])("in %s, with the same actions", async (language) => {
  const { stdout, code } = await terminal.run("statement", key, "--for", "creator", "--as", language);
  expect(code).toBe(0);
  for (const { Action, Resource } of creatorStatements({ key }))
    for (const text of [...Action, Resource]) expect(stdout).toContain(String(text));
});
