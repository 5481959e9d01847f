/** The statement as HCL: one block for an aws_iam_policy_document, or the whole data source. */
import { logsContextKey } from "../policy/logs-statement.js";
import { rootArn, type Snippet } from "./snippet.js";

/** Source: the aws_iam_policy_document data source of the Terraform AWS provider. */
export function terraform(snippet: Snippet): string {
  const { statement, whole } = snippet;
  if (!whole) return logsBlock(snippet, "");
  return [
    'data "aws_iam_policy_document" "airflow_key" {',
    ...rootBlock(snippet),
    "",
    logsBlock({ ...snippet, statement }, "  "),
    "}",
    "",
    "# The key's policy as a whole belongs to Terraform from here on:",
    "#   policy = data.aws_iam_policy_document.airflow_key.json",
  ].join("\n");
}

function logsBlock({ statement }: Snippet, indent: string): string {
  const value = statement.Condition.ArnLike[logsContextKey];
  const values = typeof value === "string" ? [value] : (value ?? []);
  return [
    "statement {",
    `  sid       = ${text(statement.Sid)}`,
    `  effect    = ${text(statement.Effect)}`,
    "  actions   = [",
    ...statement.Action.map((action) => `    ${text(action)},`),
    "  ]",
    `  resources = [${text(statement.Resource)}]`,
    "  principals {",
    '    type        = "Service"',
    `    identifiers = [${text(statement.Principal.Service)}]`,
    "  }",
    "  condition {",
    '    test     = "ArnLike"',
    `    variable = ${text(logsContextKey)}`,
    `    values   = [${values.map(text).join(", ")}]`,
    "  }",
    "}",
  ]
    .map((line) => indent + line)
    .join("\n");
}

function rootBlock({ partition, account }: Snippet): readonly string[] {
  return [
    "  statement {",
    '    sid       = "EnableIAMUserPermissions"',
    '    effect    = "Allow"',
    '    actions   = ["kms:*"]',
    '    resources = ["*"]',
    "    principals {",
    '      type        = "AWS"',
    `      identifiers = [${text(rootArn(partition, account))}]`,
    "    }",
    "  }",
  ];
}

/** An HCL string: `${` and `%{` would begin a template. (In a replacement text, `$$` would be one `$`.) */
function text(value: string): string {
  return JSON.stringify(value).replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);
}
