/** The CDK's snippets, compiled with the types of aws-cdk-lib and synthesized: what CloudFormation gets is the statement. */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as iam from "aws-cdk-lib/aws-iam";
import * as kms from "aws-cdk-lib/aws-kms";
import { App, Stack } from "aws-cdk-lib/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { markedStatement } from "../../src/iac/marked.js";
import { marks } from "../../src/iac/parts.js";
import { renderSnippet } from "../../src/iac/render.js";
import type { Snippet } from "../../src/iac/snippet.js";
import { partitionById } from "../../src/key/partition.js";
import { composeLogsStatement, logsContextKey } from "../../src/policy/logs-statement.js";

const wanted = {
  scope: "account",
  partition: partitionById("aws"),
  region: "us-east-1",
  account: "111122223333",
} as const;
const marked: Snippet = { statement: markedStatement(wanted), form: "addition", partition: marks.partition };
const literal: Snippet = { ...marked, statement: composeLogsStatement(wanted), partition: "aws" };
const snippets = { marked, whole: { ...marked, form: "policy" }, literal } as const;

/** Inside of the repository, so that packages are found. */
const folder = join(import.meta.dirname, `../../node_modules/.mwaa-kms-cdk-${process.pid}`);

/** The snippet where people put it: imports on top, the rest in the constructor of a stack. */
function program(text: string, name: string): string {
  const lines = text.split("\n");
  const imports = new Set([
    ...lines.filter((line) => line.startsWith("import ")),
    'import * as cdk from "aws-cdk-lib";',
    'import * as kms from "aws-cdk-lib/aws-kms";',
  ]);
  const body = lines.filter((line) => !line.startsWith("import "));
  const key = text.includes("const key") ? "" : 'const key = new kms.Key(this, "Key");';
  return `${[...imports].join("\n")}\nexport class ${name} extends cdk.Stack {\nconstructor() {\nsuper();\n${key}\n${body.join("\n")}\n}\n}\n`;
}

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the TypeScript compiler takes them with the library's types", { timeout: 120_000 }, () => {
  for (const [name, snippet] of Object.entries(snippets))
    writeFileSync(join(folder, `${name}.ts`), program(renderSnippet("cdk", snippet), `Stack${name}`));
  const options = {
    strict: true,
    module: "nodenext",
    target: "es2022",
    noEmit: true,
    skipLibCheck: true,
    types: [],
  };
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions: { ...options, noUnusedLocals: true }, include: ["*.ts"] }),
  );
  const tsc = join(import.meta.dirname, "../../node_modules/.bin/tsc");
  expect(() => execFileSync(tsc, ["-p", folder], { stdio: "pipe" })).not.toThrow();
});

test("synthesized, it is the statement with pseudo-parameters", () => {
  const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false });
  const stack = new Stack(app, "Airflow");
  const key = new kms.Key(stack, "Key");
  const body = renderSnippet("cdk", { ...marked, form: "statement" }).replaceAll("(this)", "(stack)");
  new Function("key", "iam", "cdk", "stack", body)(key, iam, { Stack }, stack);
  const { Key961B73FD: made } = app.synth().getStackByName("Airflow").template.Resources;
  const join = (...parts: unknown[]) => ({ "Fn::Join": ["", parts] });
  const [region, account, partition, suffix] = ["Region", "AccountId", "Partition", "URLSuffix"].map(
    (name) => ({
      Ref: `AWS::${name}`,
    }),
  );
  expect(made.Properties.KeyPolicy.Statement[1]).toMatchObject({
    Principal: { Service: join("logs.", region, ".", suffix) },
    Condition: {
      ArnLike: { [logsContextKey]: join("arn:", partition, ":logs:", region, ":", account, ":*") },
    },
  });
});
