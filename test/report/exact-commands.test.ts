/** What a report tells to type: with every option as used, and nothing that a shell would run by mistake. */
import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { parseTarget } from "../../src/key/target.js";
import { type ConnectionOptions, fillInCommands } from "../../src/report/fill-in-commands.js";
import { forShell, wordsOf } from "../../src/report/shell-words.js";

const key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

function exact(line: string, options: object = {}, through: Partial<ConnectionOptions> = {}): string {
  const target = parseTarget({ key, environment: "demo", ...options });
  if (!target.ok) throw new Error(target.problems.map(({ what }) => what).join());
  const parts = { command: "check", verdict: "ready", target: target.value, next: [line] } as const;
  return fillInCommands(parts, { sandbox: false, ...through }).next?.[0] ?? "";
}

const used = {
  account: "444455556666",
  accept: ["cross-account", "narrower"],
  logType: ["Task", "Scheduler"],
};

describe("our own commands", () => {
  test.each([
    ["mwaa-kms prepare KEY", {}, {}, `mwaa-kms prepare ${key} -e demo`],
    [
      "mwaa-kms check KEY",
      used,
      { profile: "my prod", endpointUrl: "https://kms.example.org" },
      `mwaa-kms check ${key} -e demo --account 444455556666 --accept cross-account --accept narrower --log-type Task --log-type Scheduler --profile 'my prod' --endpoint-url https://kms.example.org`,
    ],
    [
      "mwaa-kms diff KEY -e NAME",
      used,
      { sandbox: true },
      `mwaa-kms diff ${key} -e demo --account 444455556666 --accept cross-account --accept narrower --log-type Task --log-type Scheduler --sandbox`,
    ],
    [
      "mwaa-kms grants KEY --verify",
      used,
      {},
      `mwaa-kms grants ${key} --verify -e demo --account 444455556666`,
    ],
    [
      "mwaa-kms check 1234abcd-12ab-34cd-56ef-1234567890ab",
      {},
      {},
      "mwaa-kms check 1234abcd-12ab-34cd-56ef-1234567890ab -e demo --region us-east-1",
    ],
    ["mwaa-kms restore b.json", used, { profile: "p" }, "mwaa-kms restore b.json --profile p"],
    [
      "mwaa-kms prepare --manifest FILE",
      used,
      { profile: "p" },
      "mwaa-kms prepare --manifest <file> --profile p",
    ],
    ["mwaa-kms prepare --plan plan.json", used, {}, "mwaa-kms prepare --plan plan.json"],
    ["mwaa-kms explain CODE", used, {}, "mwaa-kms explain <code>"],
  ])("%s", (line, options, through, expected) => expect(exact(line, options, through)).toBe(expected));
});

describe("commands of the AWS CLI", () => {
  test.each([
    ["aws kms describe-key --key-id KEY", `aws kms describe-key --key-id ${key} --region us-east-1`],
    ["aws sts get-caller-identity", "aws sts get-caller-identity --region us-east-1"],
    [
      `aws kms cancel-key-deletion --key-id ${key} && aws kms enable-key --key-id ${key}`,
      `aws kms cancel-key-deletion --key-id ${key} --region us-east-1 && aws kms enable-key --key-id ${key} --region us-east-1`,
    ],
    [
      "aws kms list-keys --region eu-west-1 --query 'Keys[].KeyArn'",
      "aws kms list-keys --region eu-west-1 --query 'Keys[].KeyArn'",
    ],
    ["aws sso login --profile PROFILE", "aws sso login --profile <profile>"],
    [
      "aws logs associate-kms-key --log-group-name 'a && b' --kms-key-id KEY",
      `aws logs associate-kms-key --log-group-name 'a && b' --kms-key-id ${key} --region us-east-1`,
    ],
    ["# A remark about KEY && more", "# A remark about KEY && more"],
  ])("%s", (line, expected) => expect(exact(line)).toBe(expected));
});

test("a placeholder runs nothing in a shell", () => {
  const line = exact("aws mwaa create-environment --role ROLE_ARN --network SubnetIds=SUBNET_1,SUBNET_2");
  expect(line).toContain("<role-arn> --network SubnetIds=<subnet-1>,<subnet-2>");
  expect(() =>
    execFileSync("sh", ["-c", `cd /nowhere 2>/dev/null; aws() { echo ran; exit 0; }; ${line}`]),
  ).toThrow();
});

test.each([
  ["it's", "'it''s'"],
  ["a,b", "'a,b'"],
  ["@x", "'@x'"],
  ["a b", "'a b'"],
  ["arn:aws:kms:us-east-1:1:key/x", "arn:aws:kms:us-east-1:1:key/x"],
])("PowerShell gets its own quotes: %j", (text, expected) => {
  const posix = `'${text.replaceAll("'", "'\\''")}'`;
  expect(forShell(wordsOf(`x --y ${posix} && z`), "powershell")).toBe(`x --y ${expected} && z`);
});

test("the words of a line are as they are quoted", () =>
  expect(wordsOf("a 'b c' d\\ e \"f g\"h 'it'\\''s'")).toEqual([
    "a",
    "'b c'",
    "d\\ e",
    '"f g"h',
    "'it'\\''s'",
  ]));
