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

  it("tells both environments of a key that its write failed, and finds in it nothing that is not stored", async () => {
    open();
    const key = sandbox.seeds["lacks-statement"];
    fault = ({ operation }) => (operation === "PutKeyPolicy" ? { kind: "access-denied" } : undefined);
    const file = manifest([entry("a", key), entry("b", idOf(key))]);
    const { code, reports, codes } = await ran("prepare", "--manifest", file, "--yes");
    expect([code, codes, writes()]).toEqual([1, [["aws/access-denied"], ["aws/access-denied"]], 1]);
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

  it("leaves a policy that somebody changed after the plan, and tells all environments of that key", async () => {
    open();
    const { "lacks-statement": one, "wrong-region-statement": other, denied } = sandbox.seeds;
    let reads = 0;
    fault = ({ operation, keyArn }) =>
      operation === "GetKeyPolicy" && keyArn === other && ++reads === 3
        ? {
            kind: "hook",
            before: async () => {
              // The other key's write is sent first, or it would not be begun.
              while (writes() === 0) await new Promise((resolve) => setTimeout(resolve, 10));
              sandbox.putPolicyRaw(other, sandbox.policyOf(denied));
            },
          }
        : undefined;
    const file = manifest([entry("a", one), entry("b", other), entry("b2", other)]);
    const { code, codes } = await ran("prepare", "--manifest", file, "--yes");
    expect([code, codes]).toEqual([1, [[], ["plan/stale"], ["plan/stale"]]]);
    expect(sandbox.policyOf(other)).toBe(sandbox.policyOf(denied));
  });

  it("begins no other key while a write is unclear, and none once it is known to have failed", async () => {
    open();
    const { "lacks-statement": one, "wrong-region-statement": other } = sandbox.seeds;
    let isOut = false;
    fault = ({ operation, keyArn }) => {
      if (operation === "PutKeyPolicy" && keyArn === one) {
        isOut = true;
        return { kind: "html", status: 500 };
      }
      // The other key is at its re-read when the first write becomes unclear.
      if (operation !== "GetKeyPolicy" || keyArn !== other || sandbox.calls.length < 8) return undefined;
      const untilOut = async () => {
        while (!isOut) await new Promise((resolve) => setTimeout(resolve, 5));
        await new Promise((resolve) => setTimeout(resolve, 100));
      };
      return { kind: "hook", before: untilOut };
    };
    const { code, codes, verdicts } = await ran(
      ...["prepare", "--manifest", manifest([entry("a", one), entry("b", other)]), "--yes"],
    );
    expect([code, writes()]).toEqual([3, 1]);
    expect(verdicts).toEqual(["uncertain-write", "not-ready"]);
    expect(codes).toEqual([["aws/not-an-answer", "plan/lost-write"], ["plan/stopped"]]);
  });

  it("says ready only of what is ready at the end: another writer took the statement out again", async () => {
    open();
    const { "lacks-statement": one, "wrong-region-statement": other } = sandbox.seeds;
    const before = sandbox.policyOf(one);
    fault = ({ operation, keyArn }) =>
      operation === "DescribeKey" && keyArn === one && writes() > 0
        ? { kind: "hook", before: () => sandbox.putPolicyRaw(one, before) }
        : undefined;
    // The last look reads key and policy side by side: here the policy waits for the other.
    const { code, verdicts, codes } = await ran(
      ...["prepare", "--manifest", manifest([entry("a", one), entry("b", other), entry("a2", one)]), "--yes"],
    );
    expect([code, verdicts.at(2), verdicts.at(1)]).toEqual([1, "not-ready", "ready"]);
    expect(codes.at(2)).toEqual(["plan/overwritten"]);
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

  it("does not call a waived failure ready, in any words: it is waived, with check, reason and day", async () => {
    open();
    const key = sandbox.seeds["lacks-statement"];
    const waiver = `{ check: logs-access, key: "${key}", reason: "Enabled tomorrow (OPS-7)", expires: "2099-01-01" }`;
    const file = manifest([entry("a", key)], `waivers:\n  - ${waiver}\n`);
    const waived = [
      { check: "logs-access", outcome: "fail", reason: "Enabled tomorrow (OPS-7)", until: "2099-01-01" },
    ];
    const one = await ran("check", key, "--waivers", file, "--environment", "a");
    const many = await ran("check", "--manifest", file);
    for (const { code, report } of [one, many]) {
      expect([code, report.verdict]).toEqual([0, "ready"]);
      expect(report.waived).toEqual(waived);
    }
    expect(one.report.next.join()).not.toContain("create-environment");
    for (const [format, words] of [
      ["human", "Not ready, waived: logs-access until 2099-01-01 (exit code 0)."],
      ["markdown", "Not ready, waived: logs-access until `2099-01-01` (exit code `0`)."],
      ["html", "Not ready, waived"],
    ] as const) {
      const { stdout } = await terminal.run("check", key, "--waivers", file, "-e", "a", "--format", format);
      expect(stdout).toContain(words);
      expect(stdout).not.toMatch(/Ready: MWAA|create-environment/);
      const ofMany = await terminal.run("check", "--manifest", file, "--format", format);
      expect(ofMany.stdout).toContain(words);
      expect(ofMany.stdout).not.toMatch(/Ready: MWAA|create-environment|1 ready|1 environments? is ready/);
    }
  });
});
