/** The statement for Terraform: HCL, or the same in Terraform's JSON. */
import { logsContextKey } from "../policy/document/logs-statement.js";
import { hasMark, type Mark, written } from "./parts.js";
import { patternsOf, rootArn, type Snippet } from "./snippet.js";

/** Source: the data sources aws_caller_identity, aws_partition and aws_region of the Terraform AWS provider. */
const functions: Readonly<Record<Mark, string>> = {
  partition: "${data.aws_partition.current.partition}",
  suffix: "${data.aws_partition.current.dns_suffix}",
  region: "${data.aws_region.current.id}",
  account: "${data.aws_caller_identity.current.account_id}",
};

const sources = ["aws_caller_identity", "aws_partition", "aws_region"];

/** The name of the document; `source` is the one that has the key's other statements. */
const [name, source] = ["airflow_key", "key"];

/** Source: the aws_iam_policy_document data source of the Terraform AWS provider. */
export function terraform(snippet: Snippet): string {
  const { form } = snippet;
  if (form === "statement") return logsBlock(snippet, "");
  const isWhole = form === "policy";
  return [
    ...(usesMarks(snippet) ? [...sources.map((type) => `data "${type}" "current" {}`), ""] : []),
    `data "aws_iam_policy_document" "${name}" {`,
    ...(isWhole
      ? rootBlock(snippet)
      : [
          "  # The document with the statements that the key policy has already.",
          `  source_policy_documents = [data.aws_iam_policy_document.${source}.json]`,
        ]),
    "",
    logsBlock(snippet, "  "),
    "}",
    "",
    ...(isWhole ? keyBlock() : [`# In the key: policy = data.aws_iam_policy_document.${name}.json`]),
  ].join("\n");
}

/** The same, as a file `NAME.tf.json`. */
export function terraformJson(snippet: Snippet): string {
  const { form } = snippet;
  const isWhole = form === "policy";
  const statements = [...(isWhole ? [rootObject(snippet)] : []), logsObject(snippet)];
  const document = {
    ...(isWhole ? {} : { source_policy_documents: [`\${data.aws_iam_policy_document.${source}.json}`] }),
    statement: statements,
  };
  const data = {
    ...(usesMarks(snippet) ? Object.fromEntries(sources.map((type) => [type, { current: {} }])) : {}),
    aws_iam_policy_document: { [name]: document },
  };
  const policy = `\${data.aws_iam_policy_document.${name}.json}`;
  const key = { description: "Amazon MWAA", enable_key_rotation: true, policy };
  const whole = isWhole ? { data, resource: { aws_kms_key: { airflow: key } } } : { data };
  return JSON.stringify(whole, null, 2);
}

function usesMarks({ statement, partition }: Snippet): boolean {
  return hasMark(partition) || hasMark(statement.Principal.Service) || patternsOf(statement).some(hasMark);
}

function logsBlock({ statement }: Snippet, indent: string): string {
  return [
    "statement {",
    `  sid       = ${text(statement.Sid)}`,
    `  effect    = ${text(statement.Effect)}`,
    "  actions   = [",
    ...statement.Action.map((action) => `    ${text(action)},`),
    "  ]",
    `  resources = [${text(statement.Resource)}]`,
    "",
    "  principals {",
    '    type        = "Service"',
    `    identifiers = [${text(statement.Principal.Service)}]`,
    "  }",
    "",
    "  condition {",
    '    test     = "ArnLike"',
    `    variable = ${text(logsContextKey)}`,
    `    values   = [${patternsOf(statement).map(text).join(", ")}]`,
    "  }",
    "}",
  ]
    .map((line) => (line === "" ? "" : indent + line))
    .join("\n");
}

function rootBlock({ partition, account }: Snippet): readonly string[] {
  return [
    "  statement {",
    '    sid       = "EnableIAMUserPermissions"',
    '    effect    = "Allow"',
    '    actions   = ["kms:*"]',
    '    resources = ["*"]',
    "",
    "    principals {",
    '      type        = "AWS"',
    `      identifiers = [${text(rootArn(partition, account))}]`,
    "    }",
    "  }",
  ];
}

function keyBlock(): readonly string[] {
  return [
    'resource "aws_kms_key" "airflow" {',
    '  description         = "Amazon MWAA"',
    "  enable_key_rotation = true",
    `  policy              = data.aws_iam_policy_document.${name}.json`,
    "}",
  ];
}

function logsObject({ statement }: Snippet): object {
  return {
    sid: template(statement.Sid),
    effect: statement.Effect,
    actions: statement.Action.map(template),
    resources: [statement.Resource],
    principals: [{ type: "Service", identifiers: [template(statement.Principal.Service)] }],
    condition: [{ test: "ArnLike", variable: logsContextKey, values: patternsOf(statement).map(template) }],
  };
}

function rootObject({ partition, account }: Snippet): object {
  return {
    sid: "EnableIAMUserPermissions",
    effect: "Allow",
    actions: ["kms:*"],
    resources: ["*"],
    principals: [{ type: "AWS", identifiers: [template(rootArn(partition, account))] }],
  };
}

/** An HCL string. */
function text(value: string): string {
  return written(
    value,
    (piece) => escaped(JSON.stringify(piece).slice(1, -1)),
    (mark) => functions[mark],
  )
    .replace(/^/, '"')
    .concat('"');
}

/** A string of Terraform's JSON, where `${` begins a template as well. */
function template(value: string): string {
  return written(value, escaped, (mark) => functions[mark]);
}

/** `${` and `%{` would begin a template. (In a replacement text, `$$` would be one `$`.) */
function escaped(piece: string): string {
  return piece.replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);
}
