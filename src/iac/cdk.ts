/** The statement for the AWS CDK, in TypeScript and in Python: one addToResourcePolicy on a key that the stack owns. */
import { logsContextKey } from "../policy/document/logs-statement.js";
import { hasMark, type Mark, written } from "./parts.js";
import { patternsOf, type Snippet } from "./snippet.js";

const members: Readonly<Record<Mark, readonly [typescript: string, python: string]>> = {
  partition: ["partition", "partition"],
  suffix: ["urlSuffix", "url_suffix"],
  region: ["region", "region"],
  account: ["account", "account"],
};

/** On an imported key addToResourcePolicy does nothing and says nothing, so the snippet says it. */
const imported = "`key` must be created in this stack: on an imported key this call changes nothing.";

export function cdk({ statement, form }: Snippet): string {
  const values = patternsOf(statement).map(typescript);
  const isMarked = hasMark(statement.Principal.Service);
  const add = [
    ...(isMarked ? ["const { account, partition, region, urlSuffix } = cdk.Stack.of(this);"] : []),
    `// ${imported}`,
    "key.addToResourcePolicy(",
    "  new iam.PolicyStatement({",
    `    sid: ${typescript(statement.Sid)},`,
    `    principals: [new iam.ServicePrincipal(${typescript(statement.Principal.Service)})],`,
    "    actions: [",
    ...statement.Action.map((action) => `      ${typescript(action)},`),
    "    ],",
    '    resources: ["*"],',
    "    conditions: {",
    `      ArnLike: { ${typescript(logsContextKey)}: ${values.length === 1 ? values[0] : `[${values.join(", ")}]`} },`,
    "    },",
    "  }),",
    ");",
  ];
  if (form === "statement") return used(add).join("\n");
  const imports = [
    ...(isMarked ? ['import * as cdk from "aws-cdk-lib";'] : []),
    'import * as iam from "aws-cdk-lib/aws-iam";',
    ...(form === "policy" ? ['import * as kms from "aws-cdk-lib/aws-kms";'] : []),
    "",
  ];
  // The CDK gives a new key KMS's default statement.
  const create = [
    'const key = new kms.Key(this, "AirflowKey", {',
    '  description: "Amazon MWAA",',
    "  enableKeyRotation: true,",
    "});",
  ];
  return [...imports, ...(form === "policy" ? create : []), ...used(add)].join("\n");
}

/** Only the members that the texts name are taken out of the stack. */
function used(lines: readonly string[]): readonly string[] {
  const [first = "", ...rest] = lines;
  if (!first.startsWith("const {")) return lines;
  const names = ["account", "partition", "region", "urlSuffix"].filter((name) =>
    rest.some((line) => line.includes(`\${${name}}`)),
  );
  return [`const { ${names.join(", ")} } = cdk.Stack.of(this);`, ...rest];
}

export function cdkPython({ statement, form }: Snippet): string {
  const values = patternsOf(statement).map(python);
  const isMarked = hasMark(statement.Principal.Service);
  const names = [
    ...(isMarked ? ["Stack"] : []),
    "aws_iam as iam",
    ...(form === "policy" ? ["aws_kms as kms"] : []),
  ];
  const create = [
    "key = kms.Key(",
    "    self,",
    '    "AirflowKey",',
    '    description="Amazon MWAA",',
    "    enable_key_rotation=True,",
    ")",
  ];
  return [
    ...(form === "statement" ? [] : [`from aws_cdk import ${names.join(", ")}`, ""]),
    ...(form === "policy" ? create : []),
    ...(isMarked ? ["stack = Stack.of(self)"] : []),
    `# ${imported}`,
    "key.add_to_resource_policy(",
    "    iam.PolicyStatement(",
    `        sid=${python(statement.Sid)},`,
    `        principals=[iam.ServicePrincipal(${python(statement.Principal.Service)})],`,
    "        actions=[",
    ...statement.Action.map((action) => `            ${python(action)},`),
    "        ],",
    '        resources=["*"],',
    "        conditions={",
    `            "ArnLike": {${python(logsContextKey)}: ${values.length === 1 ? values[0] : `[${values.join(", ")}]`}},`,
    "        },",
    "    )",
    ")",
  ].join("\n");
}

/** A string of TypeScript: a template where it has marks. */
function typescript(text: string): string {
  if (!hasMark(text)) return JSON.stringify(text);
  const plain = (piece: string) => piece.replaceAll(/[\\`]|\$(?=\{)/g, (sign) => `\\${sign}`);
  return `\`${written(text, plain, (mark) => `\${${members[mark][0]}}`)}\``;
}

/** A string of Python; what JSON writes is one as well. */
function python(text: string): string {
  if (!hasMark(text)) return JSON.stringify(text);
  const plain = (piece: string) =>
    JSON.stringify(piece)
      .slice(1, -1)
      .replaceAll(/[{}]/g, (brace) => brace + brace);
  return `f"${written(text, plain, (mark) => `{stack.${members[mark][1]}}`)}"`;
}
