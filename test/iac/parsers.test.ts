/** Each language read by a parser of that language: the statement with functions, and with literals. */
import { parser as python } from "@lezer/python";
import { transformSync } from "esbuild";
import hcl from "hcl2-parser";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { languages, type Scope } from "../../src/choices.js";
import { markedStatement, marks } from "../../src/iac/parts.js";
import { renderSnippet } from "../../src/iac/render.js";
import type { Snippet } from "../../src/iac/snippet.js";
import { partitionById } from "../../src/key/arn.js";
import { composeLogsStatement, logsContextKey } from "../../src/policy/document/logs-statement.js";

const wanted = (scope: Scope) => ({
  scope,
  partition: partitionById("aws-cn"),
  region: "cn-north-1",
  account: "111122223333",
  environment: "prod",
});
const marked = (form: Snippet["form"], scope: Scope = "account"): Snippet => ({
  statement: markedStatement(wanted(scope)),
  form,
  partition: marks.partition,
  account: marks.account,
});
const literal = (form: Snippet["form"], scope: Scope = "account"): Snippet => ({
  statement: composeLogsStatement(wanted(scope)),
  form,
  partition: "aws-cn",
  account: "111122223333",
});
const forms = ["addition", "policy"] as const;

/** The document of HCL or of Terraform's JSON: the blocks of HCL are lists of one. */
function document(text: string): { statement: Record<string, unknown>[]; source_policy_documents?: unknown } {
  const [read] = hcl.parseToObject(text);
  expect(read, text).not.toBeNull();
  return read.data.aws_iam_policy_document.airflow_key[0];
}

describe("HCL", () => {
  test.each(forms)("%s", (form) => {
    const text = renderSnippet("terraform", marked(form));
    const { statement, source_policy_documents: sources } = document(text);
    expect(statement.at(-1)).toMatchObject({
      sid: "AllowCloudWatchLogsForMwaa",
      principals: [
        {
          type: "Service",
          identifiers: ["logs.${data.aws_region.current.id}.${data.aws_partition.current.dns_suffix}"],
        },
      ],
      condition: [{ test: "ArnLike", variable: logsContextKey }],
    });
    expect(sources).toEqual(form === "policy" ? undefined : ["${data.aws_iam_policy_document.key.json}"]);
    // Every data source that a text names is declared.
    for (const [, name] of text.matchAll(/\$\{data\.(aws_(?:region|partition|caller_identity))\./g))
      expect(text).toContain(`data "${name}" "current" {}`);
  });

  test("literals need no data source", () => {
    const text = renderSnippet("terraform", literal("addition"));
    expect(text).not.toContain("aws_region");
    expect(document(text).statement[0]).toMatchObject({
      principals: [{ type: "Service", identifiers: ["logs.cn-north-1.amazonaws.com.cn"] }],
    });
  });

  test("Terraform's JSON says the same", () => {
    for (const form of forms) {
      const { data } = JSON.parse(renderSnippet("terraform-json", marked(form)));
      const same = document(renderSnippet("terraform", marked(form)));
      expect(data.aws_iam_policy_document.airflow_key).toMatchObject(JSON.parse(JSON.stringify(same)));
    }
  });
});

describe("CloudFormation", () => {
  const sub = { tag: "!Sub", resolve: (text: string) => ({ "Fn::Sub": text }) };
  const values = {
    Partition: "aws-cn",
    AccountId: "111122223333",
    Region: "cn-north-1",
    URLSuffix: "amazonaws.com.cn",
  };
  /** What CloudFormation makes of it. */
  const deployed = (text: string): unknown =>
    JSON.parse(JSON.stringify(parse(text, { customTags: [sub] })), (_name, part) =>
      typeof part?.["Fn::Sub"] === "string"
        ? part["Fn::Sub"].replaceAll(
            /\$\{AWS::(\w+)\}/g,
            (_: string, name: keyof typeof values) => values[name],
          )
        : part,
    );

  test.each(["account", "region", "environment"] as const)("deployed it is the statement of %s", (scope) => {
    const { statement } = literal("addition", scope);
    expect(deployed(renderSnippet("cloudformation", marked("addition", scope)))).toEqual([statement]);
    expect(deployed(renderSnippet("cloudformation-json", marked("addition", scope)))).toEqual(statement);
    expect(deployed(renderSnippet("cloudformation", marked("policy", scope)))).toMatchObject({
      KeyPolicy: { Version: "2012-10-17", Statement: [{ Action: "kms:*" }, statement] },
    });
  });
});

describe("Python and Pulumi", () => {
  test.each([marked("addition"), marked("policy"), literal("policy"), marked("statement", "region")])(
    "%#: Python has no error",
    (snippet) => {
      const text = renderSnippet("cdk-python", snippet);
      const errors: string[] = [];
      python.parse(text).iterate({
        enter: ({ type, from }) => {
          if (type.isError) errors.push(text.slice(from, from + 30));
        },
      });
      expect(errors).toEqual([]);
    },
  );

  test.each([marked("addition"), marked("policy"), literal("policy")])(
    "%#: TypeScript of Pulumi",
    (snippet) => {
      const text = renderSnippet("pulumi", snippet);
      expect(() => transformSync(text, { loader: "ts" })).not.toThrow();
      for (const name of ["caller", "partition", "region"])
        if (text.includes(`\${${name}.`)) expect(text).toContain(`const ${name} = `);
    },
  );
});

test.each(languages)("%s: no mark is left, and no placeholder", (language) => {
  for (const form of forms) {
    const snippet =
      language === "json" || language === "policy" || language === "cli" ? literal(form) : marked(form);
    const text = renderSnippet(language, snippet);
    expect(text).not.toContain("\u0001");
    expect(text).not.toContain("ACCOUNT");
  }
});
