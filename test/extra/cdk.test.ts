/** The CDK's snippets, compiled with the types of aws-cdk-lib and synthesized: what CloudFormation gets is the statement. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as iam from "aws-cdk-lib/aws-iam";
import * as kms from "aws-cdk-lib/aws-kms";
import { CfnEnvironment } from "aws-cdk-lib/aws-mwaa";
import { App, Stack, Validations } from "aws-cdk-lib/core";
import { transformSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { markedStatement, marks } from "../../src/iac/parts.js";
import { renderSnippet } from "../../src/iac/render.js";
import type { Snippet } from "../../src/iac/snippet.js";
import { partitionById } from "../../src/key/arn.js";
import { composeLogsStatement, logsContextKey } from "../../src/policy/document/logs-statement.js";

const wanted = {
  scope: "account",
  partition: partitionById("aws"),
  region: "us-east-1",
  account: "111122223333",
} as const;
const marked: Snippet = { statement: markedStatement(wanted), form: "addition", partition: marks.partition };
const literal: Snippet = { ...marked, statement: composeLogsStatement(wanted), partition: "aws" };
const snippets = { marked, whole: { ...marked, form: "policy" }, literal } as const;

const root = join(import.meta.dirname, "../..");
/** Inside of the package, so that other packages are found, and this one by its name. */
const folder = join(root, `types/cdk-test-${process.pid}`);

/** The plugin of docs/library.md. */
const example = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(root, "docs/library.md"), "utf8"))?.[1] ?? "";

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
    paths: {
      "aws-cdk-lib": ["../../test/extra/node_modules/aws-cdk-lib/index.d.ts"],
      "aws-cdk-lib/*": ["../../test/extra/node_modules/aws-cdk-lib/*/index.d.ts"],
    },
  };
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions: { ...options, noUnusedLocals: true }, include: ["*.ts"] }),
  );
  const tsc = join(root, "node_modules/.bin/tsc");
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

describe("the plugin of docs/library.md", () => {
  /** An app with an environment on a key that has the statement, or not. */
  async function app(isReady: boolean): Promise<App> {
    const file = join(folder, "example.mjs");
    writeFileSync(file, transformSync(example, { loader: "ts" }).code);
    const { mwaaKeys } = await import(file);
    const made = new App({
      analyticsReporting: false,
      builtinCloudFormationValidation: false,
      outdir: join(folder, `out-${isReady}`),
    });
    const stack = new Stack(made, "Airflow", { env: { region: "us-east-1", account: "111122223333" } });
    const key = new kms.Key(stack, "Key");
    const body = renderSnippet("cdk", { ...marked, form: "statement" }).replaceAll("(this)", "(stack)");
    if (isReady) new Function("key", "iam", "cdk", "stack", body)(key, iam, { Stack }, stack);
    new CfnEnvironment(stack, "Environment", { name: "demo", kmsKey: key.keyArn });
    Validations.of(made).addPlugins(mwaaKeys);
    return made;
  }

  test("lets a key that is ready be synthesized, and fails with one that is not", {
    timeout: 60_000,
  }, async () => {
    const code = process.exitCode;
    const lines: string[] = [];
    const said = vi
      .spyOn(console, "error")
      .mockImplementation((...words) => void lines.push(words.join(" ")));
    const log = vi.spyOn(console, "log").mockImplementation((...words) => void lines.push(words.join(" ")));
    try {
      (await app(true)).synth();
      expect(process.exitCode).toBe(code);
      const bare = await app(false);
      let failed = "";
      try {
        bare.synth();
      } catch (error) {
        failed = String(error);
      }
      expect(process.exitCode === 1 || failed !== "", lines.join("\n")).toBe(true);
      expect(`${failed}${lines.join("\n")}`).toContain("Environment");
    } finally {
      process.exitCode = code;
      said.mockRestore();
      log.mockRestore();
    }
  });
});
