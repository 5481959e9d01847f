/** What can go wrong between the plans of many keys and their writes, and what may then not be said. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
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

/** Writes a manifest: each entry as YAML in braces; `more` stands below. */
function manifest(entries: readonly string[], more = ""): string {
  const file = join(terminal.folder, "mwaa-kms.yaml");
  const lines = entries.map((entry) => `  - { ${entry} }\n`).join("");
  writeFileSync(file, `schema: mwaa-kms/manifest/1\nenvironments:\n${lines}${more}`);
  return file;
}

const entry = (name: string, key: string, more = "") =>
  `name: ${name}, key: "${key}", region: us-east-1${more}`;

async function ran(...argv: string[]) {
  const { code, stdout } = await terminal.run(...argv, "--format", "json");
  const report = JSON.parse(stdout) as Report;
  const reports = report.body?.kind === "many" ? report.body.reports : [];
  const verdicts = reports.map(({ verdict }) => verdict);
  const codes = reports.map(({ problems }) => problems.map((each) => each.code));
  return { code, report, reports, verdicts, codes };
}

const writes = () => sandbox.calls.filter(({ operation }) => operation === "PutKeyPolicy").length;
const outcomeIn = (report: Report | undefined, check: string) =>
  report?.findings.find((finding) => finding.check === check)?.outcome;
const idOf = (arn: string) => arn.split("/").at(-1) ?? "";

describe("prepare --manifest, when things change on the way", () => {
  it("takes a key's ID, key/ID and ARN for one key, and writes it once", async () => {
    open();
    const key = sandbox.seeds["lacks-statement"];
    const entries = [entry("a", key), entry("b", idOf(key)), entry("c", `key/${idOf(key)}`)];
    const { code, verdicts } = await ran("prepare", "--manifest", manifest(entries), "--yes");
    expect([code, verdicts, writes()]).toEqual([0, ["ready", "ready", "ready"], 1]);
  });

  it("does not begin a second environment on a key whose first write failed, nor find in it what was not stored", async () => {
    open();
    const key = sandbox.seeds["lacks-statement"];
    fault = ({ operation }) => (operation === "PutKeyPolicy" ? { kind: "access-denied" } : undefined);
    const file = manifest([entry("a", key), entry("b", idOf(key))]);
    const { code, reports, codes } = await ran("prepare", "--manifest", file, "--yes");
    expect([code, codes, writes()]).toEqual([1, [["aws/access-denied"], ["plan/stopped"]], 1]);
    expect(reports.map((report) => outcomeIn(report, "logs-access"))).toEqual(["fail", "fail"]);
  });

  it("calls no environment unchanged whose key another one would change", async () => {
    open();
    const key = sandbox.seeds["lacks-statement"];
    const file = manifest([entry("a", key), entry("b", key), entry("broken", sandbox.seeds.disabled)]);
    const { code, verdicts } = await ran("prepare", "--manifest", file, "--yes");
    expect([code, verdicts, writes()]).toEqual([1, ["would-change", "would-change", "not-ready"], 0]);
  });

  it("looks again at a key that needed no write, once somebody has said yes to the others", async () => {
    open({ isTerminal: true, env: { NO_COLOR: "1" } });
    const { ready, "lacks-statement": lacking } = sandbox.seeds;
    Object.assign(terminal.host, {
      ask: async () => {
        sandbox.putPolicyRaw(ready, sandbox.policyOf(lacking));
        return "yes";
      },
    });
    const file = manifest([entry("a", lacking), entry("b", ready)]);
    const { code, verdicts, codes } = await ran("prepare", "--manifest", file);
    expect([code, verdicts, codes]).toEqual([1, ["ready", "not-ready"], [[], ["plan/stale"]]]);
  });

  it("leaves a policy that somebody changed after the plan, and what comes after it on that key", async () => {
    open();
    const { "lacks-statement": one, "wrong-region-statement": other, denied } = sandbox.seeds;
    let reads = 0;
    fault = ({ operation, keyArn }) =>
      operation === "GetKeyPolicy" && keyArn === other && ++reads === 3
        ? { kind: "hook", before: () => sandbox.putPolicyRaw(other, sandbox.policyOf(denied)) }
        : undefined;
    const file = manifest([entry("a", one), entry("b", other), entry("b2", other)]);
    const { code, codes } = await ran("prepare", "--manifest", file, "--yes");
    expect([code, codes]).toEqual([1, [[], ["plan/stale"], ["plan/stopped"]]]);
    expect(sandbox.policyOf(other)).toBe(sandbox.policyOf(denied));
  });
});

describe("check", () => {
  it("lets nothing pass with --allow-unknown that an interruption left untold", async () => {
    open();
    fault = ({ operation }) =>
      operation === "DescribeKey" ? { kind: "hook", before: () => terminal.interrupt() } : undefined;
    const file = manifest([entry("a", sandbox.seeds.ready)]);
    const { code, verdicts } = await ran("check", "--manifest", file, "--allow-unknown");
    expect([code, verdicts]).toEqual([130, ["could-not-tell"]]);
  });

  it("takes an expired waiver alike with --strict for one key and for a manifest, and then names no next step", async () => {
    open();
    const key = sandbox.seeds.ready;
    const waiver = `{ check: rotation, key: "${key}", reason: "Decided long ago (SEC-1)", expires: "2025-01-01" }`;
    const file = manifest([entry("b", key)], `waivers:\n  - ${waiver}\n`);
    const many = await ran("check", "--manifest", file, "--strict");
    const { code, report } = await ran("check", key, "--waivers", file, "--strict", "--environment", "b");
    expect([many.code, code, report.verdict, report.next]).toEqual([1, 1, "not-ready", []]);
  });

  it("tells of a role that could not be assumed, and judges the others", async () => {
    open();
    fault = ({ operation }) => (operation === "AssumeRole" ? { kind: "access-denied" } : undefined);
    const role = ', assumeRole: "arn:aws:iam::111122223333:role/R"';
    const file = manifest([entry("a", sandbox.seeds.ready, role), entry("b", sandbox.seeds.ready)]);
    const { code, verdicts } = await ran("check", "--manifest", file);
    expect([code, verdicts]).toEqual([3, ["could-not-tell", "ready"]]);
  });
});
