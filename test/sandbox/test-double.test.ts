/** Each example of docs/test-double.md, carried out where its tool is there. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { terraformPlugins } from "../property-runs.js";

const page = readFileSync("docs/test-double.md", "utf8");
const program = resolve("bin/mwaa-kms.js");

function example(language: string): string {
  const found = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(page)?.[1];
  if (found === undefined) throw new Error(`no example in ${language}`);
  return found;
}

const has = (command: string, ...words: string[]): boolean => spawnSync(command, words).status === 0;

describe("the examples for others", () => {
  let folder: string;
  let env: Record<string, string>;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mwaa-kms-double-"));
    // As if the package were installed: its command, and npx that finds it.
    const shim = (name: string, skip: string) => {
      writeFileSync(join(folder, name), `#!/bin/sh\n${skip}exec "${process.execPath}" "${program}" "$@"\n`);
      chmodSync(join(folder, name), 0o755);
    };
    shim("mwaa-kms", "");
    shim("npx", 'while [ "$1" != mwaa-kms ]; do shift; done\nshift\n');
    const { PATH = "" } = process.env;
    env = { PATH: [folder, PATH].join(delimiter), HOME: folder, XDG_STATE_HOME: join(folder, "state") };
  });
  afterEach(() => {
    spawnSync(join(folder, "mwaa-kms"), ["sandbox", "stop"], { env });
    rmSync(folder, { recursive: true, force: true });
  });
  const bash = (script: string, more: Record<string, string> = {}) =>
    execFileSync("bash", ["-euc", script], { env: { ...env, ...more }, encoding: "utf8", timeout: 60_000 });

  it("for bash", { timeout: 90_000 }, () => {
    const withAws = has("aws", "--version");
    const script = example("bash").replace(/^aws .*$/m, withAws ? "$&" : "mwaa-kms sandbox keys");
    const output = bash(`AWS_PROFILE=mine\n${script}\nenv`);
    expect(output).toContain(withAws ? '"KeyState": "Enabled"' : "lacks-statement");
    expect(output).toMatch(/Ended http:\/\/127\.0\.0\.1:\d+/);
    expect(output).toMatch(/^AWS_DEFAULT_REGION=us-east-1$/m);
    expect(output).not.toMatch(/^AWS_PROFILE=/m);
  });

  it.skipIf(!has("fish", "--version"))("for fish", { timeout: 90_000 }, () => {
    const script =
      'set -gx AWS_PROFILE mine; eval "$(mwaa-kms sandbox --export)"; env; mwaa-kms sandbox stop';
    const output = execFileSync("fish", ["-c", script], { env, encoding: "utf8" });
    expect(output).toMatch(/^AWS_ENDPOINT_URL=http:/m);
    expect(output).not.toMatch(/^AWS_PROFILE=/m);
  });

  it.skipIf(!has("pwsh", "--version"))("for PowerShell", { timeout: 90_000 }, () => {
    const output = execFileSync("pwsh", ["-c", `${example("powershell")}; $env:AWS_ENDPOINT_URL`], {
      env,
      encoding: "utf8",
    });
    expect(output).toContain("http://127.0.0.1:");
  });

  it.skipIf(!has("python3", "-c", "import boto3, pytest"))("for boto3", { timeout: 90_000 }, () => {
    const file = join(folder, "test_double.py");
    writeFileSync(file, example("python"));
    // Where Python's packages are is none of this test's business.
    const HOME = process.env["HOME"] ?? folder;
    const words = ["-m", "pytest", "-q", "-p", "no:cacheprovider", file];
    const output = execFileSync("python3", words, { env: { ...env, HOME }, encoding: "utf8" });
    expect(output).toContain("1 passed");
  });

  // A second apply has nothing to do: what was read is what was written.
  it.skipIf(terraformPlugins === undefined)("for Terraform", { timeout: 300_000 }, async () => {
    const port = "4599";
    const server = spawn(join(folder, "mwaa-kms"), ["sandbox", "--memory", "--port", port], { env });
    await new Promise((done) => server.stdout.once("data", done));
    try {
      writeFileSync(join(folder, "main.tf"), example("hcl"));
      const terraform = (...words: string[]) =>
        spawnSync("terraform", [`-chdir=${folder}`, ...words], { env, encoding: "utf8" });
      expect(terraform("init", "-no-color", `-plugin-dir=${terraformPlugins}`).status).toBe(0);
      const applied = terraform("apply", "-no-color", "-auto-approve");
      expect(applied.stdout + applied.stderr).toContain("2 added, 0 changed, 0 destroyed");
      expect(terraform("plan", "-no-color", "-detailed-exitcode").status).toBe(0);
      expect(terraform("destroy", "-no-color", "-auto-approve").status).toBe(0);
    } finally {
      server.kill();
    }
  });

  it("for a GitHub job", { timeout: 120_000 }, () => {
    interface Step {
      readonly name?: string;
      readonly run?: string;
    }
    const steps: readonly Step[] = parse(example("yaml")).jobs.test.steps;
    const file = join(folder, "github-env");
    writeFileSync(file, "");
    const said = steps.flatMap(({ run }) => {
      if (run === undefined) return [];
      const kept = readFileSync(file, "utf8").trim().split("\n").filter(Boolean);
      const more = Object.fromEntries(kept.map((line) => line.split(/=(.*)/s).slice(0, 2)));
      return [bash(run, { ...more, GITHUB_ENV: file })];
    });
    expect(said).toHaveLength(4);
    expect(readFileSync(file, "utf8")).toMatch(/^AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:\d+$/m);
    expect(said.at(-1)).toContain("Ended");
  });
});
