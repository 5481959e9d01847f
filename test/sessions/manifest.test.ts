/** Many keys at once: one report, no failure hides another, one word for all writes, and a stop at the first surprise. */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { main } from "../../src/main.js";
import type { Report } from "../../src/report/report.js";
import { type Fault, type Sandbox, type SandboxCall, startSandbox } from "../../src/sandbox/start.js";
import type { Terminal, TerminalSettings } from "../terminal.js";
import { terminalOn } from "./on-sandbox.js";

let fault: (call: SandboxCall) => Fault | undefined;
let sandbox: Sandbox;
let terminal: Terminal;
beforeEach(async () => {
  fault = () => undefined;
  sandbox = await startSandbox({ fault: (call) => fault(call) });
});
afterEach(async () => {
  terminal.dispose();
  await sandbox.close();
});

function open(settings: TerminalSettings = {}) {
  terminal = terminalOn(sandbox, settings);
}

/** Writes a manifest: `name: key`, with more members in braces where a test wants them. */
function manifest(entries: Readonly<Record<string, string>>, more = ""): string {
  const file = join(terminal.folder, "mwaa-kms.yaml");
  const lines = Object.entries(entries).map(
    ([name, key]) => `  - { name: ${name}, key: "${key}" ${more} }\n`,
  );
  writeFileSync(file, `schema: mwaa-kms/manifest/1\nenvironments:\n${lines.join("")}`);
  return file;
}

function reportsOf(stdout: string): readonly Report[] {
  const { body } = JSON.parse(stdout) as Report;
  if (body?.kind !== "many") throw new Error("no report on many");
  return body.reports;
}

/** The program without the endpoint of this test's sandbox: it starts its own. */
async function onItsOwn(...argv: readonly string[]): Promise<{ code: number; stdout: string }> {
  let stdout = "";
  const write = async (text: string) => {
    stdout += text;
  };
  const output = { ...terminal.host.stdout, write };
  const code = await main(argv, { ...terminal.host, stdout: output });
  return { code, stdout };
}

const writes = () => sandbox.calls.filter(({ operation }) => operation === "PutKeyPolicy").length;

describe("check --manifest", () => {
  it("judges each environment, in the manifest's order, and comes to the worst of them", async () => {
    open();
    const { ready, denied } = sandbox.seeds;
    const missing = "arn:aws:kms:us-east-1:111122223333:key/00000000-0000-4000-8000-000000000000";
    const file = manifest({ good: ready, shut: denied, gone: missing, "also-good": ready });
    const { code, stdout } = await terminal.run("check", "--manifest", file, "--format", "json");
    expect(code).toBe(1);
    expect(reportsOf(stdout).map(({ target, verdict }) => [target?.environment, verdict])).toEqual([
      ["good", "ready"],
      ["shut", "not-ready"],
      ["gone", "not-ready"],
      ["also-good", "ready"],
    ]);
  });

  it("lets no failure hide another: a key that cannot be read is unknown, the others are judged", async () => {
    open();
    const { ready, denied } = sandbox.seeds;
    fault = ({ keyArn, operation }) =>
      keyArn === ready && operation === "DescribeKey" ? { kind: "access-denied" } : undefined;
    const file = manifest({ blind: ready, shut: denied });
    const { code, stdout } = await terminal.run("check", "--manifest", file, "--format", "json");
    expect([code, reportsOf(stdout).map(({ verdict }) => verdict)]).toEqual([
      1,
      ["could-not-tell", "not-ready"],
    ]);
  });

  it("asks who calls once for all keys of a Region", async () => {
    open();
    const file = manifest({ a: sandbox.seeds.ready, b: sandbox.seeds.denied, c: sandbox.seeds.disabled });
    await terminal.run("check", "--manifest", file);
    expect(sandbox.calls.filter(({ operation }) => operation === "GetCallerIdentity")).toHaveLength(1);
  });

  it("rides out one throttled call in four", async () => {
    open();
    let count = 0;
    fault = () => (++count % 4 === 0 ? { kind: "throttle" } : undefined);
    const file = manifest({ a: sandbox.seeds.ready });
    const { code } = await terminal.run("check", "--manifest", file);
    expect(code).toBe(0);
  });

  it("could not tell, and was not asked wrongly, where the sandbox cannot be started", async () => {
    open();
    const file = manifest({ a: sandbox.seeds.ready });
    mkdirSync(join(terminal.folder, "state", "sandbox"), { recursive: true });
    writeFileSync(join(terminal.folder, "state", "sandbox", "state.json"), "no state");
    for (const verb of ["check", "prepare"]) {
      const ran = await onItsOwn(verb, "--manifest", file, "--sandbox", "--format", "json");
      expect([ran.code, (JSON.parse(ran.stdout) as Report).problems[0]?.code]).toEqual([3, "sandbox/start"]);
    }
  });

  it("asks again who calls where the first answer failed", async () => {
    open();
    let asked = 0;
    fault = ({ operation }) =>
      operation === "GetCallerIdentity" && ++asked === 1 ? { kind: "access-denied" } : undefined;
    const names = Array.from({ length: 24 }, (_, index) => [`env-${index}`, sandbox.seeds.ready] as const);
    const file = manifest(Object.fromEntries(names));
    const { stdout } = await terminal.run("check", "--manifest", file, "--format", "json");
    expect(reportsOf(stdout).at(-1)?.caller).toContain("assumed-role/Administrator");
  });

  it("warns of nothing that is Node's business, however many wait for their turn", async () => {
    open();
    const warnings: Error[] = [];
    const listen = (warning: Error) => warnings.push(warning);
    process.on("warning", listen);
    // Keys that differ: what environments share is asked once.
    const keys = Object.values(sandbox.seeds).filter((key) => key.includes(":us-east-1:111122223333:key/5"));
    const names = keys.map((key, index) => [`env-${index}`, key] as const);
    await terminal.run("check", "--manifest", manifest(Object.fromEntries(names)));
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", listen);
    expect(warnings.map(({ message }) => message)).toEqual([]);
  });

  it("asks no more once it is interrupted, and still reports on each environment", async () => {
    open();
    fault = ({ operation }) =>
      operation === "DescribeKey" ? { kind: "hook", before: () => terminal.interrupt() } : undefined;
    const names = Array.from({ length: 60 }, (_, index) => [`env-${index}`, sandbox.seeds.ready] as const);
    const file = manifest(Object.fromEntries(names));
    const { code, stdout } = await terminal.run("check", "--manifest", file, "--format", "json");
    expect(code).toBe(130);
    expect(reportsOf(stdout).map(({ verdict }) => verdict)).toEqual(names.map(() => "could-not-tell"));
    expect(sandbox.calls.filter(({ operation }) => operation === "DescribeKey").length).toBeLessThan(20);
  });

  it("draws a bar on a terminal and takes it away again; in a pipe there is none", async () => {
    open({ isTerminal: true, env: { NO_COLOR: "1" } });
    const file = manifest({ a: sandbox.seeds.ready, b: sandbox.seeds.ready });
    const { stderr } = await terminal.run("check", "--manifest", file);
    expect(stderr).toContain("[............");
    expect(stderr.endsWith("\r\u001b[K")).toBe(true);
    terminal.dispose();
    open();
    const piped = await terminal.run("check", "--manifest", manifest({ a: sandbox.seeds.ready }));
    expect(piped.stderr).toBe("");
  });

  it.each([
    ["a key beside it", ["5eed0000-0000-4000-8000-000000000001"], "usage/beside"],
    ["a Region beside it", ["--region", "us-east-1"], "usage/beside"],
  ])("refuses %s", async (_name, argv, code) => {
    open();
    const file = manifest({ a: sandbox.seeds.ready });
    const ran = await terminal.run("check", ...argv, "--manifest", file, "--format", "json");
    expect([ran.code, (JSON.parse(ran.stdout) as Report).problems[0]?.code]).toEqual([2, code]);
    expect(sandbox.calls).toHaveLength(0);
  });
});

describe("prepare --manifest", () => {
  const lacking = () => [sandbox.seeds["lacks-statement"], sandbox.seeds["wrong-region-statement"]] as const;

  it("shows all changes, asks once, writes all, and saves each policy", async () => {
    open({ isTerminal: true, env: { NO_COLOR: "1" }, answers: ["yes"] });
    const [one, two] = lacking();
    const file = manifest({ one, two, ready: sandbox.seeds.ready });
    const { code, stdout, stderr } = await terminal.run("prepare", "--manifest", file);
    expect(code).toBe(0);
    expect(stderr.match(/Only 'yes' continues/g)).toHaveLength(1);
    expect(stderr).toMatch(/Change the policies of 2 keys as arn:aws:sts::\S+\? Only 'yes' continues: /);
    expect(stderr.match(/Backup: .*\/backups\n/g)).toHaveLength(1);
    expect(stderr.match(/\+ +"Sid": "AllowCloudWatchLogsForMwaa"/g)).toHaveLength(2);
    expect(writes()).toBe(2);
    const saved = readdirSync(join(terminal.folder, "state"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".json"))
      .map((name) => join(terminal.folder, "state", name));
    expect(saved).toHaveLength(2);
    for (const path of saved) expect(stdout).toContain(`saved the current policy: ${path}`);
    expect(stdout).toContain("✓ one: changed the key policy and verified it.");
    expect(stdout).toContain("✓ two: changed the key policy and verified it.");
  });

  it("writes nothing without a yes", async () => {
    open({ isTerminal: true, answers: ["no"] });
    const [one, two] = lacking();
    const { code } = await terminal.run("prepare", "--manifest", manifest({ one, two }));
    expect([code, writes()]).toEqual([1, 0]);
  });

  it("writes nothing without a terminal and without --yes", async () => {
    open();
    const [one, two] = lacking();
    const { code, stderr } = await terminal.run("prepare", "--manifest", manifest({ one, two }));
    expect([code, writes()]).toEqual([2, 0]);
    expect(stderr).toContain("2 key policies would change");
  });

  it("with --dry-run changes nothing and exits as diff does", async () => {
    open();
    const [one] = lacking();
    const { code } = await terminal.run("prepare", "--manifest", manifest({ one }), "--dry-run");
    expect([code, writes()]).toEqual([1, 0]);
    terminal.dispose();
    open();
    const ready = manifest({ ready: sandbox.seeds.ready });
    expect((await terminal.run("prepare", "--manifest", ready, "--dry-run")).code).toBe(0);
  });

  it("begins with none where one cannot be prepared", async () => {
    open();
    const [one] = lacking();
    const file = manifest({ one, broken: sandbox.seeds.disabled });
    const { code, stdout } = await terminal.run("prepare", "--manifest", file, "--yes", "--format", "json");
    expect([code, writes()]).toEqual([1, 0]);
    expect(reportsOf(stdout).map(({ verdict }) => verdict)).toEqual(["would-change", "not-ready"]);
    expect((JSON.parse(stdout) as Report).problems[0]?.what).toContain("broken cannot be prepared");
  });

  it("stops at the first surprise, finishes what is on its way, and says what was not begun", async () => {
    open();
    const keys = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`env-${index}`, ""] as const));
    const names = Object.keys(keys);
    const arns = await createLacking(names.length);
    const file = manifest(Object.fromEntries(names.map((name, index) => [name, arns[index] ?? ""])));
    fault = ({ operation, keyArn }) =>
      operation === "PutKeyPolicy" && keyArn === arns[0] ? { kind: "access-denied" } : undefined;
    const ran = await terminal.run("prepare", "--manifest", file, "--yes", "--format", "json");
    expect(ran.code).toBe(1);
    const reports = reportsOf(ran.stdout);
    const stopped = reports.filter(({ problems }) => problems.some(({ code }) => code === "plan/stopped"));
    expect(stopped.length).toBeGreaterThan(0);
    for (const { key } of stopped) expect(sandbox.policyOf(key?.arn ?? "")).not.toContain("ForMwaa");
    for (const { verdict, key } of reports)
      expect(sandbox.policyOf(key?.arn ?? "").includes("ForMwaa")).toBe(verdict === "ready");
  });

  it("plans all environments of a key together, and writes it once", async () => {
    open();
    const [one] = lacking();
    const { code, stdout } = await terminal.run(
      ...["prepare", "--manifest", manifest({ first: one, second: one }), "--yes", "--format", "json"],
    );
    expect([code, writes()]).toEqual([0, 1]);
    const outcomes = reportsOf(stdout).map(({ body }) =>
      body?.kind === "plan" ? body.applied?.outcome : "",
    );
    expect(outcomes).toEqual(["written", "written"]);
  });

  it("puts two environments of one key into one statement, each by its scope", async () => {
    open();
    const [one] = lacking();
    const file = manifest({ first: one, second: one }, ", scope: environment");
    const ran = await terminal.run("prepare", "--manifest", file, "--yes", "--format", "json");
    expect([ran.code, writes()]).toEqual([0, 1]);
    expect(reportsOf(ran.stdout).map(({ verdict }) => verdict)).toEqual(["ready", "ready"]);
    for (const name of ["first", "second"])
      expect(sandbox.policyOf(one)).toContain(`log-group:airflow-${name}-*`);
    expect(sandbox.policyOf(one).match(/ForMwaa/g)).toHaveLength(1);
  });

  it("an interruption ends it between two keys", async () => {
    open();
    const arns = await createLacking(8);
    const file = manifest(Object.fromEntries(arns.map((arn, index) => [`env-${index}`, arn])));
    fault = ({ operation }) =>
      operation === "PutKeyPolicy" ? { kind: "hook", before: () => terminal.interrupt() } : undefined;
    const { code } = await terminal.run("prepare", "--manifest", file, "--yes");
    expect(code).toBe(130);
    expect(writes()).toBeLessThan(8);
    for (const arn of arns) expect(() => JSON.parse(sandbox.policyOf(arn))).not.toThrow();
  });
});

/** Keys of one's own that lack the statement. */
async function createLacking(count: number): Promise<readonly string[]> {
  const { CreateKeyCommand, KMSClient } = await import("@aws-sdk/client-kms");
  const client = new KMSClient({
    region: sandbox.region,
    endpoint: sandbox.url,
    credentials: sandbox.credentials,
  });
  const arns: string[] = [];
  for (let index = 0; index < count; index++) {
    const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
    arns.push(KeyMetadata?.Arn ?? "");
  }
  client.destroy();
  return arns;
}

describe("validate --manifest", () => {
  it("asks nobody, and counts what it understood", async () => {
    open();
    const file = manifest({ one: sandbox.seeds.ready });
    const asked = process.env["AWS_ACCESS_KEY_ID"];
    const { main } = await import("../../src/main.js");
    expect([await main(["validate", "--manifest", file, "--quiet"], terminal.host), asked]).toEqual([
      0,
      undefined,
    ]);
    expect(sandbox.calls).toHaveLength(0);
  });
});
