/** The statement for Pulumi in TypeScript: a policy document with the key's other statements as its source. */
import { logsContextKey } from "../policy/document/logs-statement.js";
import { hasMark, type Mark, written } from "./parts.js";
import { patternsOf, rootArn, type Snippet } from "./snippet.js";

/** Source: getCallerIdentity, getPartition and getRegion of the package @pulumi/aws. */
const functions: Readonly<Record<Mark, string>> = {
  partition: "${partition.partition}",
  suffix: "${partition.dnsSuffix}",
  region: "${region.id}",
  account: "${caller.accountId}",
};

export function pulumi(snippet: Snippet): string {
  const { statement, form, partition, account } = snippet;
  const isWhole = form === "policy";
  const logs = [
    "{",
    `  sid: ${text(statement.Sid)},`,
    `  effect: ${text(statement.Effect)},`,
    "  actions: [",
    ...statement.Action.map((action) => `    ${text(action)},`),
    "  ],",
    '  resources: ["*"],',
    `  principals: [{ type: "Service", identifiers: [${text(statement.Principal.Service)}] }],`,
    "  conditions: [",
    "    {",
    '      test: "ArnLike",',
    `      variable: ${text(logsContextKey)},`,
    `      values: [${patternsOf(statement).map(text).join(", ")}],`,
    "    },",
    "  ],",
    "},",
  ];
  if (form === "statement") return logs.join("\n");
  const root = [
    "{",
    '  sid: "EnableIAMUserPermissions",',
    '  effect: "Allow",',
    '  actions: ["kms:*"],',
    '  resources: ["*"],',
    `  principals: [{ type: "AWS", identifiers: [${text(rootArn(partition, account))}] }],`,
    "},",
  ];
  const isMarked = hasMark(statement.Principal.Service);
  return [
    'import * as aws from "@pulumi/aws";',
    ...(isMarked ? ['import * as pulumi from "@pulumi/pulumi";'] : []),
    "",
    ...(isMarked
      ? [
          "const caller = aws.getCallerIdentityOutput();",
          "const partition = aws.getPartitionOutput();",
          "const region = aws.getRegionOutput();",
          "",
        ]
      : []),
    "const airflowKeyPolicy = aws.iam.getPolicyDocumentOutput({",
    ...(isWhole
      ? []
      : [
          "  // The document with the statements that the key policy has already.",
          "  sourcePolicyDocuments: [keyPolicy.json],",
        ]),
    "  statements: [",
    ...[...(isWhole ? root : []), ...logs].map((line) => `    ${line}`),
    "  ],",
    "});",
    "",
    ...(isWhole
      ? [
          'const key = new aws.kms.Key("airflow", {',
          '  description: "Amazon MWAA",',
          "  enableKeyRotation: true,",
          "  policy: airflowKeyPolicy.json,",
          "});",
        ]
      : ["// In the key: policy: airflowKeyPolicy.json"]),
  ].join("\n");
}

function text(value: string): string {
  if (!hasMark(value)) return JSON.stringify(value);
  const plain = (piece: string) => piece.replaceAll(/[\\`]|\$(?=\{)/g, (sign) => `\\${sign}`);
  return `pulumi.interpolate\`${written(value, plain, (mark) => functions[mark])}\``;
}
