/** What people hand over as a key policy, three ways: a file to check, a file to compare, standard input. Never a verdict on the key. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { nodeFiles } from "../../src/platform/node-host.js";
import { readBounded } from "../../src/platform/read-file.js";
import { recognizePolicy } from "../../src/policy/document/input.js";
import { openTerminal, type Terminal } from "../terminal.js";

const key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const root = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "kms:*",
  Resource: "*",
};
const logs = {
  Effect: "Allow",
  Principal: { Service: "logs.us-east-1.amazonaws.com" },
  Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
  Resource: "*",
  Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-east-1:111122223333:*" } },
};
const policy = JSON.stringify({ Version: "2012-10-17", Statement: [root, logs] });
const withText = (text: string) => policy.replace("111122223333:root", text);

let terminal: Terminal;
beforeEach(() => {
  terminal = openTerminal();
});
afterEach(() => {
  vi.restoreAllMocks();
  terminal.dispose();
});

/** The same bytes as `check --policy-file F`, `diff --from F --to F` and `check --policy-file -`: exit code and first sentence. */
async function threeWays(bytes: string | Uint8Array): Promise<readonly (readonly [number, string])[]> {
  const file = join(terminal.folder, "input");
  writeFileSync(file, bytes);
  vi.spyOn(nodeFiles, "read").mockImplementation((path, limit) =>
    readBounded(path === "-" ? file : path, limit),
  );
  const told: (readonly [number, string])[] = [];
  for (const argv of [
    ["check", key, "--policy-file", file],
    ["diff", "--from", file, "--to", file],
    ["check", key, "--policy-file", "-"],
  ]) {
    const { code, stdout, stderr } = await terminal.run(...argv, "--format", "json");
    const { problems } = JSON.parse(stdout === "" ? stderr : stdout) as { problems: { what: string }[] };
    told.push([code, (problems[0]?.what ?? "").replace(file, "F")]);
  }
  return told;
}

describe("what holds a key policy", () => {
  test.each([
    ["the policy", policy],
    ["a byte order mark before it", `\ufeff${policy}`],
    ["the response of get-key-policy", JSON.stringify({ Policy: policy, PolicyName: "default" }, null, 4)],
    ["the same of before PolicyName", JSON.stringify({ Policy: policy })],
    ["the input of put-key-policy", JSON.stringify({ KeyId: key, PolicyName: "default", Policy: policy })],
    ["a JSON string of it", JSON.stringify(policy)],
    ["a JSON string of the response", JSON.stringify(JSON.stringify({ Policy: policy }))],
    [
      "policy variables of IAM",
      withText("111122223333:user/${aws:username}").replace("user/${aws:username}", "root"),
    ],
  ])("%s", async (_name, text) => {
    expect(await threeWays(text)).toEqual([
      [0, ""],
      [0, ""],
      [0, ""],
    ]);
  });
});

const template = (text: string) =>
  `a template: ${text} at /Statement/0/Principal/AWS is still to be replaced`;

describe("what is no key policy", () => {
  const cases: readonly (readonly [string, string | Uint8Array, string])[] = [
    ["nothing", "", "empty"],
    ["white space", "\ufeff \n", "empty"],
    [
      "a Terraform plan",
      `{"format_version":"1.2","terraform_version":"1.9.0","planned_values":{}}`,
      "a Terraform plan",
    ],
    [
      "a Terraform state",
      `{"version":4,"terraform_version":"1.9.0","lineage":"a","resources":[]}`,
      "a Terraform state",
    ],
    ["terraform show -json", `{"format_version":"1.0","values":{"root_module":{}}}`, "a Terraform state"],
    ["Terraform code", `resource "aws_kms_key" "a" {\n  policy = data.a\n}\n`, "Terraform code"],
    [
      "a CloudFormation template",
      `{"Resources":{"Key":{"Type":"AWS::KMS::Key"}}}`,
      "a CloudFormation template",
    ],
    [
      "one in YAML",
      "AWSTemplateFormatVersion: 2010-09-09\nResources:\n",
      "a CloudFormation template in YAML",
    ],
    ["a part of one", `{"KeyPolicy":{"Statement":[]}}`, "a part of a CloudFormation template"],
    ["one statement", JSON.stringify(logs), "one statement, without a policy around it"],
    [
      "a list of statements",
      JSON.stringify([root, logs]),
      "a list of statements, without a policy around it",
    ],
    [
      "the response of describe-key",
      `{"KeyMetadata":{"KeyId":"a"}}`,
      "the description of a key, not its policy",
    ],
    ["another object", `{"a":1}`, "JSON that is no key policy"],
    ["an empty object", "{}", "an empty JSON object"],
    ["another list", "[1]", "a JSON list"],
    ["a number", "1", "a JSON value that is no object"],
    ["another string", `"a"`, "a JSON string that is no policy"],
    ["prose", "The policy is in the wiki.", "not JSON"],
    ["a variable of Terraform", withText("${var.account}:root"), template("${var.account}")],
    ["one of CloudFormation", withText("${AWS::AccountId}:root"), template("${AWS::AccountId}")],
    ["one of Serverless", withText("${self:custom.account}:root"), template("${self:custom.account}")],
    ["one that is cut", withText("${aws:username"), template("${aws:username")],
    ["a token of the CDK", withText("${Token[AWS.AccountId.4]}:root"), template("${Token[AWS.AccountId.4]}")],
    ["a template of Jinja", withText("{{ account }}:root"), template("{{ account }}")],
    [
      "a function",
      policy.replace(`"arn:aws:iam::111122223333:root"`, `{"Fn::Sub":"a"}`),
      template("Fn::Sub"),
    ],
    [
      "text around which JSON is broken",
      policy.replace(/"Statement".*/, `"Statement": \${jsonencode(local.a)}}`),
      "a template: it has text that is still to be replaced",
    ],
  ];
  test.each(cases)("%s", async (_name, input, found) => {
    const sentence = (file: string) => `${file} is ${found}; expected a key policy.`;
    expect(await threeWays(input)).toEqual([
      [2, sentence("F")],
      [2, sentence("F")],
      [2, sentence("Standard input")],
    ]);
  });

  test.each([
    ["UTF-16", Buffer.from(`\ufeff${policy}`, "utf16le"), "EILSEQ: UTF-16; save it as UTF-8"],
    ["another encoding", Buffer.from(policy.replace("kms:*", "kms:é"), "latin1"), "EILSEQ: not UTF-8"],
    ["50 MB", Buffer.alloc(50_000_000, 32), "EFBIG: more than 786432 bytes"],
  ])("%s", async (_name, bytes, reason) => {
    const sentence = (file: string) => `${file} cannot be read: ${reason}.`;
    expect(await threeWays(bytes)).toEqual([
      [2, sentence("F")],
      [2, sentence("F")],
      [2, sentence("Standard input")],
    ]);
  });
});

describe("policy variables of IAM are none of a template's", () => {
  test.each([
    "${aws:username}",
    "${AWS:PrincipalTag/team}",
    "${aws:PrincipalTag/team, 'none'}",
    "${kms:EncryptionContext:App}",
    "${saml:sub}",
    "${accounts.google.com:sub}",
    "${*}${?}${$}",
  ])("%s", (text) => expect(recognizePolicy(withText(text)).is).toBe("policy"));
});

describe("a key policy with a fault stays one", () => {
  test.each([
    ["broken JSON", "{ Statement: }", 1, 3],
    ["no Statement", `{"Version":"2012-10-17"}`, 1, 3],
    ["Statement in another case", `{"Version":"2012-10-17","statement":[]}`, 1, 3],
    ["IAM's grammar", policy.replace(`"Allow"`, `"allow"`), 1, 3],
  ])("%s", async (_name, text, check, diff) => {
    expect((await threeWays(text)).map(([code]) => code)).toEqual([check, diff, check]);
  });
});
