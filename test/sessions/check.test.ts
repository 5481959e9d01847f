/** `check` as a step of a pipeline: its round trips, how strictly it takes what it finds, and what it excuses. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/report/report.js";
import { type Fault, type Sandbox, type SandboxCall, startSandbox } from "../../src/sandbox/start.js";
import type { Terminal } from "../terminal.js";
import { terminalOn } from "./on-sandbox.js";

let fault: (call: SandboxCall) => Fault | undefined = () => undefined;
let sandbox: Sandbox;
let terminal: Terminal;
beforeAll(async () => {
  sandbox = await startSandbox({ fault: (call) => fault(call) });
});
afterAll(() => sandbox.close());
afterEach(() => {
  fault = () => undefined;
  terminal.dispose();
});

async function check(...argv: readonly string[]): Promise<{ code: number; report: Report; stderr: string }> {
  const { code, stdout, stderr } = await terminal.run("check", ...argv, "--format", "json");
  return { code, report: JSON.parse(stdout) as Report, stderr };
}

const found = (report: Report, id: string) => report.findings.find((each) => each.check === id);

/** Holds every request until no other has come for a while, then answers all of them: a wave is one round trip. */
function countWaves(): { readonly waves: readonly (readonly string[])[] } {
  const waves: string[][] = [];
  let held: (() => void)[] = [];
  let names: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  fault = ({ operation }) => ({
    kind: "hook",
    before: () =>
      new Promise<void>((answer) => {
        held.push(answer);
        names.push(operation);
        clearTimeout(timer);
        timer = setTimeout(() => {
          waves.push(names);
          const answers = held;
          [held, names] = [[], []];
          for (const each of answers) each();
        }, 300);
      }),
  });
  return { waves };
}

describe("round trips", () => {
  it("are two in sequence at most: everything is asked at once, and the dry run of CreateGrant when the caller is known", async () => {
    terminal = terminalOn(sandbox);
    const { waves } = countWaves();
    const { code } = await check(sandbox.seeds.ready, "-e", "demo");
    expect(code).toBe(0);
    expect(waves.map((wave) => [...wave].sort())).toEqual([
      [
        ...["DescribeKey", "Encrypt", "GenerateDataKey", "GetCallerIdentity", "GetKeyPolicy"],
        ...["GetKeyRotationStatus", "ListGrants", "ListResourceTags"],
      ],
      ["CreateGrant"],
    ]);
  });
});

describe("what may not be read", () => {
  it("is unknown, and where the key's readiness rests on it, exit 3", async () => {
    terminal = terminalOn(sandbox, {}, sandbox.principals.nobody);
    const { code, report } = await check(sandbox.seeds.ready, "-e", "demo");
    expect([code, report.verdict]).toEqual([3, "could-not-tell"]);
    expect(report.counts.fail).toBe(0);
  });

  it("is no pass with --allow-unknown where not even the key was seen", async () => {
    terminal = terminalOn(sandbox, {}, sandbox.principals.nobody);
    const ran = await terminal.run("check", sandbox.seeds.ready, "-e", "demo", "--allow-unknown");
    expect(ran.code).toBe(3);
    expect(ran.stdout).not.toContain("Ready");
  });

  it("passes with --allow-unknown, and the verdict says so", async () => {
    const identityPolicy = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "kms:DescribeKey", Resource: "*" }],
    };
    terminal = terminalOn(sandbox, {}, sandbox.addPrincipal({ role: "Describer", identityPolicy }));
    const ran = await terminal.run("check", sandbox.seeds.ready, "-e", "demo", "--allow-unknown");
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain("! Ready, except 5 unknown checks (--allow-unknown).");
    const denied = "kms:GetKeyPolicy, kms:ListGrants, kms:GetKeyRotationStatus";
    expect(ran.stdout).toContain(`Access denied: ${denied} [aws/access-denied]`);
    expect(ran.stdout.replaceAll(/\s+/g, " ")).toContain(`to allow ${denied} on this key`);
    const { report } = await check(sandbox.seeds.ready, "-e", "demo", "--allow-unknown");
    expect(found(report, "logs-access")).toMatchObject({
      outcome: "unknown",
      bearing: "none",
      excused: { by: "allow-unknown" },
    });
  });

  it("is no obstacle where it is advice: with the two permissions of the key alone a ready key is ready", async () => {
    terminal = terminalOn(sandbox, {}, sandbox.principals.reader);
    const { code, report } = await check(sandbox.seeds.ready, "-e", "demo");
    expect([code, report.verdict]).toEqual([0, "ready"]);
    expect(found(report, "rotation")).toMatchObject({ outcome: "unknown", weight: "advice" });
    expect((await check(sandbox.seeds.ready, "-e", "demo", "--strict")).code).not.toBe(0);
  });
});

describe("waivers", () => {
  const waived = (text: string) => {
    const file = join(terminal.folder, "mwaa-kms.yaml");
    writeFileSync(file, `schema: mwaa-kms/manifest/1\nwaivers:\n${text}`);
    return file;
  };
  const waiver = (check: string, key: string, expires = "2027-03-31") =>
    `  - { check: ${check}, key: "${key}", reason: "SEC-123", expires: ${expires} }\n`;

  it("let a check pass for its key until its last day, and the report shows the reason", async () => {
    terminal = terminalOn(sandbox);
    const key = sandbox.seeds["lacks-statement"];
    const { code, report } = await check(key, "-e", "demo", "--waivers", waived(waiver("logs-access", key)));
    expect([code, report.verdict]).toEqual([0, "ready"]);
    expect(found(report, "logs-access")).toMatchObject({
      outcome: "fail",
      excused: { by: "waiver", reason: "SEC-123", until: "2027-03-31" },
    });
  });

  it("that are over count no more, and are reported", async () => {
    terminal = terminalOn(sandbox);
    const key = sandbox.seeds["lacks-statement"];
    const file = waived(waiver("logs-access", key, "2026-11-22"));
    const { code, report } = await check(key, "-e", "demo", "--waivers", file);
    expect(code).toBe(1);
    expect(found(report, "waivers")?.problems.map((each) => each.code)).toEqual(["waiver/expired"]);
  });

  it("that nothing needs are reported, and fail with --strict", async () => {
    terminal = terminalOn(sandbox);
    const key = sandbox.seeds.ready;
    const file = waived(waiver("key-origin", key));
    const usual = await check(key, "-e", "demo", "--waivers", file);
    expect(usual.code).toBe(0);
    expect(found(usual.report, "waivers")?.problems.map((each) => each.code)).toEqual(["waiver/unused"]);
    expect((await check(key, "-e", "demo", "--waivers", file, "--strict")).code).toBe(1);
  });

  it("of another key are not this run's business", async () => {
    terminal = terminalOn(sandbox);
    const file = waived(waiver("key-origin", sandbox.seeds.denied));
    const { report } = await check(sandbox.seeds.ready, "-e", "demo", "--waivers", file);
    expect(found(report, "waivers")).toBeUndefined();
  });
});

describe("options", () => {
  it.each([
    [["--log-groups"], "target/log-groups"],
    [["--bucket", "s3://dags"], "target/bucket"],
    [["--execution-role", "airflow"], "target/execution-role"],
    [["--policy-file", "policy.json", "--bucket", "dags"], "usage/beside"],
    [["--waivers", "/nowhere/mwaa-kms.yaml"], "manifest/unread"],
  ])("%j is asked wrongly", async (argv, code) => {
    terminal = terminalOn(sandbox);
    const ran = await terminal.run("check", sandbox.seeds.ready, ...argv, "--format", "json");
    expect(ran.code).toBe(2);
    expect((JSON.parse(ran.stdout) as Report).problems.map((each) => each.code)).toContain(code);
  });
});
