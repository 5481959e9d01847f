/** What a verb loads: the offline ones never touch the SDK, seen in the modules that a real process loads. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { environment, run } from "./spawned.js";

const arn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mwaa-kms-trace-"));
  // A hook that writes down each module's address as it is loaded.
  writeFileSync(
    join(folder, "hooks.mjs"),
    `import { appendFileSync } from "node:fs";
     let file;
     export const initialize = (data) => { file = data.file; };
     export const load = (url, context, next) => { appendFileSync(file, url + "\\n"); return next(url, context); };`,
  );
  writeFileSync(
    join(folder, "trace.mjs"),
    `import { register } from "node:module";
     register(${JSON.stringify(pathToFileURL(join(folder, "hooks.mjs")).href)}, { data: { file: process.env.TRACE } });`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Meta {
  readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, unknown>> }>>;
}

/** The packages whose code is in the modules that a run loads. */
async function packagesLoadedBy(argv: readonly string[]): Promise<readonly string[]> {
  const trace = join(folder, `${argv.length}-${Math.random()}.txt`);
  writeFileSync(trace, "");
  const env = environment(folder, { TRACE: trace });
  const { code, stderr } = await run(argv, env, ["--import", pathToFileURL(join(folder, "trace.mjs")).href]);
  expect(code, stderr).toBeLessThan(4);
  const meta = JSON.parse(readFileSync("dist/meta.json", "utf8")) as Meta;
  const byName = new Map(
    Object.entries(meta.outputs).map(([path, output]) => [path.replace(/^[^/]+\//, ""), output]),
  );
  const loaded = readFileSync(trace, "utf8")
    .split("\n")
    .filter((url) => url.startsWith(pathToFileURL(resolve("dist")).href))
    .map((url) => relative(resolve("dist"), new URL(url).pathname));
  expect(loaded).toContain("main.js");
  const inputs = loaded.flatMap((path) => Object.keys(byName.get(path)?.inputs ?? {}));
  return [...new Set(inputs.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []))];
}

const isHeavy = (name: string) => /^@(aws-sdk|smithy|aws-crypto|aws)\//.test(name) || name === "zod";

describe("what is loaded", () => {
  it.each([
    [["--help"]],
    [["validate", arn]],
    [["validate", "alias/airflow"]],
    [["statement", arn, "--as", "cloudformation"]],
    [["grants", arn, "-e", "prod"]],
    [["explain", "key/alias"]],
    [["explain"]],
  ])("%j: neither the SDK nor zod", async (argv) => {
    expect((await packagesLoadedBy(argv)).filter(isHeavy)).toEqual([]);
  });

  const clients = /^@aws-sdk\/client-(s3|iam|cloudwatch-logs)$/;

  it("check does load the SDK, so that the test above can fail, but no client that it is not asked to use", async () => {
    const loaded = await packagesLoadedBy(["check", "--sandbox"]);
    expect(loaded).toContain("@aws-sdk/client-kms");
    expect(loaded.filter((name) => clients.test(name))).toEqual([]);
  });

  it("check --bucket loads S3's client, and no other", async () => {
    const loaded = await packagesLoadedBy(["check", "--sandbox", "--bucket", "demo-dags"]);
    expect(loaded.filter((name) => clients.test(name))).toEqual(["@aws-sdk/client-s3"]);
  });
});
