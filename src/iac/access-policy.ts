/** Statements for a creator, an execution role or a key's owner, as JSON, Terraform or CloudFormation. */
import { Document } from "yaml";
import type { AccessStatement } from "../policy/access-statements.js";
import type { LogsStatement } from "../policy/document/logs-statement.js";

export type AnyStatement = AccessStatement | LogsStatement;

export const accessLanguages = ["json", "policy", "terraform", "cloudformation"] as const;
export type AccessLanguage = (typeof accessLanguages)[number];

/** @param isWhole a policy of its own, for IAM; else statements to add to a key policy */
export function renderStatements(
  language: AccessLanguage,
  statements: readonly AnyStatement[],
  isWhole: boolean,
): string {
  const value = isWhole ? { Version: "2012-10-17", Statement: statements } : statements;
  switch (language) {
    case "json":
    case "policy":
      return JSON.stringify(value, null, 2);
    case "cloudformation": {
      // YAML 1.1, which many readers of templates still are, takes a bare 2012-10-17 for a date.
      const document = new Document(isWhole ? { PolicyDocument: value } : value, {
        version: "1.1",
        aliasDuplicateObjects: false,
      });
      return document.toString({ lineWidth: 0 }).trimEnd();
    }
    case "terraform":
      return terraform(statements, isWhole);
  }
}

function terraform(statements: readonly AnyStatement[], isWhole: boolean): string {
  return [
    'data "aws_iam_policy_document" "mwaa" {',
    ...(isWhole
      ? []
      : [
          "  # The document with the statements that the key policy has already.",
          "  source_policy_documents = [data.aws_iam_policy_document.key.json]",
          "",
        ]),
    statements
      .map((statement) =>
        block(statement)
          .map((line) => (line === "" ? "" : `  ${line}`))
          .join("\n"),
      )
      .join("\n\n"),
    "}",
  ].join("\n");
}

/** Source: the aws_iam_policy_document data source of the Terraform AWS provider. */
function block(statement: AnyStatement): readonly string[] {
  const { Sid, Effect, Action, Resource, Condition = {} } = statement;
  const principals = "Principal" in statement ? Object.entries(statement.Principal ?? {}) : [];
  return [
    "statement {",
    `  sid       = ${text(Sid)}`,
    `  effect    = ${text(Effect)}`,
    "  actions   = [",
    ...Action.map((action) => `    ${text(action)},`),
    "  ]",
    `  resources = ${list(Resource)}`,
    ...principals.flatMap(([type, name]) => [
      "",
      "  principals {",
      `    type        = ${text(type)}`,
      `    identifiers = ${list(name)}`,
      "  }",
    ]),
    ...Object.entries(Condition).flatMap(([test, pairs]) =>
      Object.entries(pairs).flatMap(([variable, values]) => [
        "",
        "  condition {",
        `    test     = ${text(test)}`,
        `    variable = ${text(variable)}`,
        `    values   = ${list(values)}`,
        "  }",
      ]),
    ),
    "}",
  ];
}

function list(value: string | readonly string[]): string {
  return `[${[value].flat().map(text).join(", ")}]`;
}

/** An HCL string: `${` and `%{` would begin a template. */
function text(value: string): string {
  return JSON.stringify(value).replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);
}
