/** `restore` and `backups`: which backup goes back, to which key, and what is said of it. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { main } from "../../src/main.js";
import { composeBackup } from "../../src/plan/backup.js";
import type { Report } from "../../src/report/report.js";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.js";
import type { Terminal, TerminalSettings } from "../terminal.js";
import { terminalOn } from "./on-sandbox.js";

let sandbox: Sandbox;
let terminal: Terminal;
beforeEach(async () => {
  sandbox = await startSandbox({});
  terminal = terminalOn(sandbox, {});
});
afterEach(async () => {
  terminal.dispose();
  await sandbox.close();
});

const digest = (text: string) => createHash("sha256").update(text).digest("hex");
const folder = () => join(terminal.folder, "state", "backups");
const files = () => readdirSync(folder()).map((name) => join(folder(), name));

async function saved(key: string): Promise<string> {
  await terminal.run("prepare", key, "-e", "demo", "--yes");
  const id = key.split("/").at(-1) ?? "";
  return files().findLast((name) => name.includes(id)) ?? "";
}

async function ran(...argv: string[]) {
  const { code, stdout } = await terminal.run(...argv, "--format", "json");
  const report = JSON.parse(stdout) as Report;
  return { code, report, codes: report.problems.map((each) => each.code) };
}

/** `backups` asks no endpoint. */
async function backupsOf(...argv: string[]): Promise<Report> {
  let text = "";
  const write = async (piece: string) => {
    text += piece;
  };
  const stdout = { ...terminal.host.stdout, write };
  await main(["backups", ...argv, "--format", "json"], { ...terminal.host, stdout });
  return JSON.parse(text) as Report;
}

function inTerminal(settings: TerminalSettings) {
  const { folder } = terminal;
  const state = terminal.host.stateFolder;
  terminal = terminalOn(sandbox, { isTerminal: true, env: { NO_COLOR: "1" }, ...settings });
  // A day later, for backups are named by the time.
  const now = () => new Date("2026-11-24T12:00:00.000Z");
  Object.assign(terminal.host, { stateFolder: state, now, sleep: async () => undefined });
  Object.assign(terminal, { folder });
}

describe("restore", () => {
  it("says who loses what, in the question and above it: CloudWatch Logs, and statements newer than the backup", async () => {
    const key = sandbox.seeds["lacks-statement"];
    const file = await saved(key);
    const newer = JSON.parse(sandbox.policyOf(key)) as { Statement: object[] };
    newer.Statement.push({
      Sid: "Newer",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:role/Newer" },
      Action: "kms:Decrypt",
      Resource: "*",
    });
    sandbox.putPolicyRaw(key, JSON.stringify(newer));
    inTerminal({ answers: ["yes"] });
    const { code, stdout, stderr } = await terminal.run("restore", file);
    const asked = stderr.replace(/\s+/g, " ");
    expect(asked).toMatch(/\? It removes access: CloudWatch Logs of us-east-1, arn:\S+role\/Newer\./);
    expect(asked).toContain("Lost access: CloudWatch Logs of us-east-1 loses kms:Encrypt*");
    expect(asked).toContain("role/Newer loses kms:Decrypt");
    expect(stdout, "what was asked is not repeated").not.toContain("loses");
    expect(stdout).toContain("✓ Restored the key policy of");
    expect(code).toBe(0);
    expect(JSON.parse(sandbox.policyOf(key)).Statement).not.toContainEqual(
      expect.objectContaining({ Sid: "Newer" }),
    );
  });

  it("puts a backup back only on its own key, and on another where --onto names it", async () => {
    const { "lacks-statement": own, ready: other } = sandbox.seeds;
    const file = await saved(own);
    const wrong = await ran("restore", file, "--key", other, "--yes");
    expect([wrong.code, wrong.codes]).toEqual([2, ["backup/other-key"]]);
    const onto = await ran("restore", file, "--onto", other, "--yes");
    expect([onto.code, onto.report.key?.arn]).toEqual([0, other]);
    expect(sandbox.policyOf(other)).not.toContain("ForMwaa");
    expect(sandbox.policyOf(own)).toContain("ForMwaa");
  });

  it("names the field of an edited backup that differs, whichever it is", async () => {
    const file = await saved(sandbox.seeds["lacks-statement"]);
    const backup = JSON.parse(readFileSync(file, "utf8"));
    const edits = {
      key: sandbox.seeds.ready,
      region: "eu-west-1",
      account: "444455556666",
      environment: "prod",
      takenAt: "2020-01-01T00:00:00.000Z",
      caller: "x",
      policy: backup.policy.replace("root", "user/eve"),
    };
    for (const [field, value] of Object.entries(edits)) {
      writeFileSync(file, JSON.stringify({ ...backup, [field]: value }));
      const { code, codes, report } = await ran("restore", file, "--yes");
      expect([code, codes]).toEqual([2, ["backup/digest"]]);
      expect(report.problems[0]?.what).toContain(`: ${field} differs`);
    }
    writeFileSync(file, JSON.stringify({ ...backup, seal: { ...backup.seal, whole: "0".repeat(64) } }));
    expect((await ran("restore", file, "--yes")).report.problems[0]?.what).toContain(": seal differs");
  });

  it("takes a backup of the first format, and says that it is unsealed", async () => {
    const key = sandbox.seeds["lacks-statement"];
    const file = await saved(key);
    const { region, account, environment, environmentAccount, seal, ...first } = JSON.parse(
      readFileSync(file, "utf8"),
    );
    expect([region, account, environment, typeof seal]).toEqual([
      "us-east-1",
      "111122223333",
      "demo",
      "object",
    ]);
    writeFileSync(file, JSON.stringify({ ...first, schema: "mwaa-kms/backup/1" }));
    const listed = await backupsOf();
    expect(listed.body?.kind === "backups" && listed.body.entries).toMatchObject([{ sealed: false }]);
    const { code, codes } = await ran("restore", file, "--yes");
    expect([code, codes, sandbox.policyOf(key).includes("ForMwaa")]).toEqual([0, ["backup/unsealed"], false]);
    writeFileSync(file, JSON.stringify({ ...first, seal, schema: "mwaa-kms/backup/1" }));
    expect((await ran("restore", file, "--yes")).codes).toEqual(["backup/form"]);
  });

  it("brings the old text back to the character, also where only the Id differs", async () => {
    const key = sandbox.seeds["lacks-statement"];
    const before = sandbox.policyOf(key);
    const file = await saved(key);
    sandbox.putPolicyRaw(key, before.replace("key-consolepolicy-3", "other-id"));
    expect((await ran("restore", file, "--yes")).code).toBe(0);
    const put = sandbox.calls.findLast(({ operation }) => operation === "PutKeyPolicy");
    expect(put?.body["Policy"]).toBe(before);
  });
});

describe("restore --last", () => {
  it("of a folder of one key takes its latest; of many it refuses, names them, and takes the one that --key names", async () => {
    const { "lacks-statement": one, "wrong-region-statement": other } = sandbox.seeds;
    await saved(one);
    await saved(other);
    const { code, codes, report } = await ran("restore", "--last", "--yes");
    expect([code, codes]).toEqual([2, ["backup/many-keys"]]);
    expect(JSON.stringify(report.problems[0]?.fix)).toContain(`--key ${other}`);
    expect((await ran("restore", "--last", "--key", one, "--yes")).report.key?.arn).toBe(one);
  });

  it("asks a person which key is meant", async () => {
    const { "lacks-statement": one, "wrong-region-statement": other } = sandbox.seeds;
    await saved(one);
    await saved(other);
    inTerminal({ answers: ["1"] });
    const { stderr, stdout } = await terminal.run("restore", "--last", "--yes");
    expect(stderr).toContain("Which one (1 to 2)?");
    expect(stdout).toContain(one);
    expect(sandbox.policyOf(one)).not.toContain("AllowCloudWatchLogsForMwaa");
    expect(sandbox.policyOf(other)).toContain("AllowCloudWatchLogsForMwaa");
  });
});

describe("backups KEY", () => {
  it("lists that key's only: an ARN names one account and Region, an ID any", async () => {
    const key = sandbox.seeds["lacks-statement"];
    await saved(key);
    const elsewhere = key.replace("us-east-1", "eu-west-1");
    const facts = { caller: "x", reason: "test", tool: "test", policy: "{}", region: "eu-west-1" };
    const { name, text } = composeBackup(
      { key: elsewhere, takenAt: "2026-01-01T00:00:00Z", ...facts },
      digest,
    );
    writeFileSync(join(folder(), name), text);
    const count = async (...argv: string[]) => {
      const report = await backupsOf(...argv);
      return report.body?.kind === "backups" ? report.body.entries.map((entry) => entry.key) : [];
    };
    expect(await count(key)).toEqual([key]);
    expect(await count(elsewhere)).toEqual([elsewhere]);
    expect(await count(key.split("/")[1] ?? "")).toHaveLength(2);
  });
});

it.each(["", " "])("--backup-dir %j is a usage error", async (name) => {
  for (const argv of [["prepare", sandbox.seeds["lacks-statement"]], ["backups"], ["restore", "--last"]]) {
    expect((await terminal.run(...argv, "--backup-dir", name)).code).toBe(2);
  }
});

describe("what is needed after the write is tried before it", () => {
  const key = () => sandbox.seeds["lacks-statement"];
  const writes = () => sandbox.calls.filter(({ operation }) => operation === "PutKeyPolicy").length;

  it.each([
    ["a report file in no folder", ["--report", "json=/nowhere/x.json"], "report/unwritten"],
    ["a report file that is a folder", ["--report", "json=/tmp"], "report/unwritten"],
    ["a backup folder that cannot be made", ["--backup-dir", "/dev/null/x"], "backup/unsaved"],
  ])("%s", async (_name, argv, code) => {
    const { codes, ...rest } = await ran("prepare", key(), "-e", "demo", "--yes", ...argv);
    expect([rest.code, codes[0], writes()]).toEqual([1, code, 0]);
  });

  it("a full disk behind stderr", async () => {
    const stderr = {
      ...terminal.host.stderr,
      write: () => Promise.reject(new Error("ENOSPC: no space left")),
    };
    Object.assign(terminal.host, { stderr });
    const { code, codes } = await ran("prepare", key(), "-e", "demo", "--yes");
    expect([code, codes, writes()]).toEqual([1, ["report/unwritten"], 0]);
  });

  it("both files of a plan: neither is written where one cannot be", async () => {
    const plan = join(terminal.folder, "plan.json");
    const { code, codes } = await ran(
      "prepare",
      key(),
      "-e",
      "demo",
      "--plan-out",
      plan,
      "--handoff",
      "/nowhere/x.md",
    );
    expect([code, codes]).toEqual([1, ["plan/file-unsaved"]]);
    expect(() => readFileSync(plan)).toThrow();
  });

  it("a reader of stdout that has gone: the result is on stderr, and the exit code is not 0", async () => {
    const stdout = { ...terminal.host.stdout, isGone: true, write: async () => undefined };
    Object.assign(terminal.host, { stdout });
    const { code, stderr } = await terminal.run("prepare", key(), "-e", "demo", "--yes");
    expect([code, writes()]).toEqual([2, 1]);
    expect(stderr).toContain("Ready: MWAA can use this key.");
    expect(stderr).toContain("[report/unwritten]");
  });
});
