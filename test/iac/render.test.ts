/** The snippets, read back where something can read them; what is hostile in them stays a text. */
import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { languages } from "../../src/choices.js";
import { renderSnippet } from "../../src/iac/render.js";
import type { Snippet } from "../../src/iac/snippet.js";
import { partitionById } from "../../src/key/arn.js";
import {
  composeLogsStatement,
  type LogsStatement,
  logsContextKey,
} from "../../src/policy/document/logs-statement.js";

const account = "111122223333";
const key = `arn:aws:kms:us-east-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const statement = composeLogsStatement({
  scope: "account",
  partition: partitionById("aws"),
  region: "us-east-1",
  account,
});
const alone: Snippet = { statement, form: "addition", partition: "aws", account, key };
const whole: Snippet = { ...alone, form: "policy" };
const policy = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Enable IAM User Permissions",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "kms:*",
      Resource: "*",
    },
    statement,
  ],
};

/** A statement whose texts try to be something else in every language. Ours never is, but nothing here relies on that. */
const hostileTexts = [
  'a"b',
  "${file(1)}",
  "%{if 1}",
  "$${x}",
  "it's",
  "\\",
  "a\nb",
  "$(id)",
  "`id`",
  "#",
  ": ",
  "- ",
];

function hostile(text: string): LogsStatement {
  return {
    ...statement,
    Sid: text,
    Principal: { Service: text },
    Action: [text, text],
    Condition: { ArnLike: { [logsContextKey]: [text, text] } },
  };
}

test("JSON", () => {
  expect(JSON.parse(renderSnippet("json", alone))).toEqual(statement);
  expect(JSON.parse(renderSnippet("json", whole))).toEqual(policy);
});

describe("CloudFormation", () => {
  test("is a list item, or the member KeyPolicy", () => {
    expect(parse(renderSnippet("cloudformation", alone))).toEqual([statement]);
    expect(parse(renderSnippet("cloudformation", whole))).toEqual({ KeyPolicy: policy });
  });

  test("whatever reads YAML 1.1 reads the same: Version is no date, `*` no alias", () => {
    expect(parse(renderSnippet("cloudformation", whole), { version: "1.1" })).toEqual({ KeyPolicy: policy });
    expect(renderSnippet("cloudformation", whole)).toContain('Version: "2012-10-17"');
  });

  test.each(hostileTexts)("%j stays a text", (text) =>
    expect(parse(renderSnippet("cloudformation", { ...alone, statement: hostile(text) }))).toEqual([
      hostile(text),
    ]),
  );
});

describe("Terraform", () => {
  test("the bare block, for a policy document that is there", () =>
    expect(renderSnippet("terraform", { ...alone, form: "statement" })).toBe(
      [
        "statement {",
        '  sid       = "AllowCloudWatchLogsForMwaa"',
        '  effect    = "Allow"',
        "  actions   = [",
        '    "kms:Encrypt*",',
        '    "kms:Decrypt*",',
        '    "kms:ReEncrypt*",',
        '    "kms:GenerateDataKey*",',
        '    "kms:Describe*",',
        "  ]",
        '  resources = ["*"]',
        "",
        "  principals {",
        '    type        = "Service"',
        '    identifiers = ["logs.us-east-1.amazonaws.com"]',
        "  }",
        "",
        "  condition {",
        '    test     = "ArnLike"',
        '    variable = "kms:EncryptionContext:aws:logs:arn"',
        '    values   = ["arn:aws:logs:us-east-1:111122223333:*"]',
        "  }",
        "}",
      ].join("\n"),
    ));

  test("the whole document, with the account's own statement before ours", () => {
    const text = renderSnippet("terraform", whole);
    expect(text.split("\n")[0]).toBe('data "aws_iam_policy_document" "airflow_key" {');
    expect(text).toContain(`identifiers = ["arn:aws:iam::${account}:root"]`);
    expect(text.match(/^ {2}statement \{$/gm)).toHaveLength(2);
    expect(text.split("{").length).toBe(text.split("}").length);
    expect(renderSnippet("terraform", { statement, form: "policy", partition: "aws" })).toContain(
      "iam::ACCOUNT:root",
    );
  });

  test("several patterns are several values", () =>
    expect(renderSnippet("terraform", { ...alone, statement: hostile("x") })).toContain(
      'values   = ["x", "x"]',
    ));

  test.each([
    ["${file(1)}", '"$${file(1)}"'],
    ["%{if 1}", '"%%{if 1}"'],
    ["a${b}${c}", '"a$${b}$${c}"'],
    ['"${x}"', '"\\"$${x}\\""'],
    ["a\nb", '"a\\nb"'],
    ["$(id) {", '"$(id) {"'],
  ])("%j begins no template", (text, expected) => {
    const hcl = renderSnippet("terraform", { ...alone, form: "statement", statement: hostile(text) });
    expect(hcl.split("\n")[1]).toBe(`  sid       = ${expected}`);
    expect(hcl.replaceAll("$${", "").replaceAll("%%{", "")).not.toMatch(/[$%]\{/);
  });
});

describe("the CDK", () => {
  /** The call's argument, run with stand-ins for the CDK's two constructors. */
  function argument(text: string): unknown {
    const call = text.slice(text.indexOf("key.addToResourcePolicy"));
    const run = new Function("key", "iam", call) as (key: unknown, iam: unknown) => void;
    const seen: unknown[] = [];
    class PolicyStatement {
      constructor(members: object) {
        Object.assign(this, members);
      }
    }
    class ServicePrincipal {
      readonly service: string;
      constructor(service: string) {
        this.service = service;
      }
    }
    run({ addToResourcePolicy: (each: unknown) => seen.push(each) }, { PolicyStatement, ServicePrincipal });
    return JSON.parse(JSON.stringify(seen));
  }

  test.each(["AllowCloudWatchLogsForMwaa", ...hostileTexts])("%j", (text) => {
    const made = hostile(text);
    expect(argument(renderSnippet("cdk", { ...alone, statement: made }))).toEqual([
      {
        sid: text,
        principals: [{ service: text }],
        actions: [text, text],
        resources: ["*"],
        conditions: made.Condition,
      },
    ]);
  });

  test("the whole makes the key too, and both say that an imported key is left alone", () => {
    const text = renderSnippet("cdk", whole);
    expect(text).toContain('import * as kms from "aws-cdk-lib/aws-kms";');
    expect(text).toContain('const key = new kms.Key(this, "AirflowKey"');
    expect(text).toContain("on an imported key this call changes nothing");
    expect(renderSnippet("cdk", { ...alone, form: "statement" })).not.toContain("import ");
  });
});

test.each(languages)("%s ends without a line end and has no line of white space", (language) => {
  for (const snippet of [alone, whole]) {
    const text = renderSnippet(language, snippet);
    expect(text).not.toMatch(/[ \t]$/m);
    expect(text).toBe(text.trimEnd());
    expect(text).not.toContain("undefined");
  }
});

test("every language is written, and by its name", () => {
  const texts = languages.map((language) => renderSnippet(language, alone));
  expect(new Set(texts).size).toBe(languages.length);
  expect(() => execFileSync("sh", ["-n"], { input: renderSnippet("cli", alone) })).not.toThrow();
});
