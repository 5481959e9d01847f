/** `prepare`, `diff` and `restore` as a person meets them, on the sandbox: what is asked, written, saved and put back. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Report } from "../../src/report/report.js";
import { openTerminal, type Terminal, type TerminalSettings } from "../terminal.js";

let terminal: Terminal;
const open = (settings: TerminalSettings) => {
  terminal.dispose();
  terminal = openTerminal(settings);
};
beforeEach(() => {
  terminal = openTerminal();
});
afterEach(() => terminal.dispose());

function backups(): readonly string[] {
  const folder = join(terminal.folder, "state", "sandbox", "backups");
  return readdirSync(folder).map((name) => join(folder, name));
}

/** The line of the preview that names the new statement. */
const added = '+   "Sid": "AllowCloudWatchLogsForMwaa"';

/** The stored policy, as the sandbox's state holds it. */
function state(): string {
  return readFileSync(join(terminal.folder, "state", "sandbox", "state.json"), "utf8");
}

describe("prepare", () => {
  it("makes the sandbox's key ready, and says so", async () => {
    const { code, stdout, stderr } = await terminal.run("prepare", "--sandbox", "--yes", "-v");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Sandbox: /);
    expect(stdout).toContain("✓ Ready: MWAA can use this key.");
    expect(stdout).toContain("Key policy: 1 statement to add, 3 unchanged");
    expect(stdout).toMatch(/aws mwaa create-environment --name demo .*--kms-key arn:aws:kms:us-east-1/);
    expect(stdout).toContain("MWAA cannot change the key later");
    expect(stdout).toContain(`✓ Saved the current policy: ${backups()[0]}`);
    expect(stdout).toContain("✓ Changed the key policy and verified it.");
    expect(stdout).toContain("Undo: mwaa-kms restore --last --key");
    expect(stderr).toBe("Changing the key policy…\nReading the key policy back…\n");
  });

  it("has nothing to do the second time, and writes nothing", async () => {
    await terminal.run("prepare", "--sandbox", "--yes");
    const before = state();
    const { code, stdout } = await terminal.run("prepare", "--sandbox");
    expect(code).toBe(0);
    expect(stdout).toContain("No changes: the key policy already allows CloudWatch Logs.");
    expect(backups()).toHaveLength(1);
    expect(state()).toBe(before);
  });

  it("saves the policy byte for byte, for nobody else to read, before it writes", async () => {
    const shown = JSON.parse((await terminal.run("diff", "--sandbox", "--format", "json")).stdout);
    await terminal.run("prepare", "--sandbox", "--yes");
    const [file = ""] = backups();
    const backup = JSON.parse(readFileSync(file, "utf8"));
    expect(backup).toMatchObject({
      schema: "mwaa-kms/backup/2",
      key: "arn:aws:kms:us-east-1:111122223333:key/5eed0000-0000-4000-8000-000000000002",
      caller: "arn:aws:sts::111122223333:assumed-role/Administrator/sandbox",
      reason: "prepare",
      policy: shown.body.plan.base,
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(file, "..")).mode & 0o777).toBe(0o700);
  });

  it("asks on a terminal, and writes only on yes", async () => {
    open({ isTerminal: true, columns: 100, env: { NO_COLOR: "1" }, answers: ["y"] });
    const before = await terminal.run("prepare", "--sandbox");
    expect(before.code).toBe(1);
    expect(terminal.plain(before.stderr)).toContain(added);
    expect(before.stderr).toMatch(/Backup: .*\/backups\n/);
    expect(before.stderr).toMatch(/Change the policy of arn:\S+ as arn:\S+\? Only 'yes' continues: $/);
    expect(terminal.plain(before.stdout)).toMatch(
      /^Sandbox: .*\n+Cancelled\. The key policy was not changed\.\n$/,
    );
    expect((await terminal.run("diff", "--sandbox")).code).toBe(1);

    open({ isTerminal: true, columns: 100, env: { NO_COLOR: "1" }, answers: ["yes"] });
    const after = await terminal.run("prepare", "--sandbox");
    expect(after.code).toBe(0);
    expect(after.stdout).toContain("Ready");
    expect(terminal.plain(after.stderr)).toContain(added);
    expect(after.stdout, "the preview is not told twice").not.toContain("AllowCloudWatchLogsForMwaa");
  });

  it("takes the end of the input for a no", async () => {
    open({ isTerminal: true, answers: [] });
    expect((await terminal.run("prepare", "--sandbox")).code).toBe(1);
    expect((await terminal.run("diff", "--sandbox")).code).toBe(1);
  });

  it("without a terminal needs --yes, and says so before it writes", async () => {
    const { code, stdout, stderr } = await terminal.run("prepare", "--sandbox");
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain("[plan/needs-yes]");
    expect(stderr).toContain("--yes -e demo --sandbox");
    expect((await terminal.run("diff", "--sandbox")).code).toBe(1);
  });

  it("is a dry run with --dry-run, the same as diff", async () => {
    const dry = await terminal.run("prepare", "--sandbox", "--dry-run");
    const diff = await terminal.run("diff", "--sandbox");
    expect(dry).toEqual(diff);
    expect(dry.code).toBe(1);
    expect(dry.stdout).toContain("1 statement to add. Apply it with: mwaa-kms prepare");
    expect((await terminal.run("diff", "--sandbox")).code).toBe(1);
  });

  it("takes nothing away for a scope that is asked for, where the policy allows enough", async () => {
    await terminal.run("prepare", "--sandbox", "--yes");
    const before = state();
    const { code, stdout } = await terminal.run("prepare", "--sandbox", "--yes", "--scope", "environment");
    expect([code, state()]).toEqual([0, before]);
    expect(stdout).toContain("No changes:");
  });

  it("with --tighten narrows its own statement, says who loses what, and keeps other environments' log groups", async () => {
    await terminal.run("prepare", "--sandbox", "--yes");
    const narrow = ["prepare", "--sandbox", "--yes", "--scope", "environment", "--tighten"] as const;
    const demo = await terminal.run(...narrow, "-e", "demo");
    expect(demo.code).toBe(0);
    expect(demo.stdout).toMatch(/- +arn:aws:logs:us-east-1:111122223333:\*\n/);
    expect(demo.stdout).toMatch(/\+ +arn:aws:logs:us-east-1:111122223333:log-group:airflow-demo-\*\n/);
    expect(demo.stdout).toContain("Lost access: CloudWatch Logs of us-east-1 loses kms:Encrypt*");
    const key = "arn:aws:kms:us-east-1:111122223333:key/5eed0000-0000-4000-8000-000000000002";
    const other = await terminal.run(...narrow, "-e", "other", key);
    expect(other.code).toBe(0);
    expect((await terminal.run("check", "--sandbox", key, "-e", "demo")).code).toBe(0);
    expect((await terminal.run("check", "--sandbox", key, "-e", "third")).code).toBe(1);
  });

  it("in CI says that the backup ends with the runner, and puts the policy into the JSON report; not with --backup-dir", async () => {
    open({ env: { CI: "true" } });
    const { code, stdout } = await terminal.run("prepare", "--sandbox", "--yes", "--format", "json");
    const { body, problems } = JSON.parse(stdout) as Report;
    const [file = ""] = backups();
    const { policy } = JSON.parse(readFileSync(file, "utf8"));
    expect([code, problems.map((each) => each.code)]).toEqual([0, ["backup/runner"]]);
    expect(body?.kind === "plan" && body.applied?.saved).toBe(policy);
    const kept = [
      "prepare",
      "--sandbox",
      "--yes",
      "--scope",
      "region",
      "--backup-dir",
      `${terminal.folder}/kept`,
    ];
    const again = JSON.parse((await terminal.run(...kept, "--format", "json")).stdout) as Report;
    expect([again.problems, again.body?.kind === "plan" && again.body.applied?.saved]).toEqual([
      [],
      undefined,
    ]);
  });

  it("changes nothing when it is interrupted before the write", async () => {
    await terminal.run("diff", "--sandbox");
    const before = state();
    terminal.interrupt();
    const { code, stdout } = await terminal.run("prepare", "--sandbox", "--yes");
    expect(code).toBe(130);
    expect(stdout).toContain("Interrupted.");
    expect(state()).toBe(before);
  });

  it("keeps its hands off when no backup can be saved", async () => {
    await terminal.run("diff", "--sandbox");
    const before = state();
    const { code, stdout } = await terminal.run(
      "prepare",
      "--sandbox",
      "--yes",
      "--backup-dir",
      "/dev/null/x",
    );
    expect(code).toBe(1);
    expect(stdout).toContain("[backup/unsaved]");
    expect(state()).toBe(before);
  });
});

describe("restore", () => {
  it("puts the old policy back, and saves the one that it replaces", async () => {
    await terminal.run("prepare", "--sandbox", "--yes");
    const [file = ""] = backups();
    const { code, stdout } = await terminal.run("restore", file, "--sandbox", "--yes");
    expect(code).toBe(0);
    expect(stdout).toContain('-   "Sid": "AllowCloudWatchLogsForMwaa"');
    expect(stdout).toMatch(/✓ Saved the current policy: .*\n✓ Restored the key policy of 2026-/);
    expect(backups()).toHaveLength(2);
    expect((await terminal.run("diff", "--sandbox")).code).toBe(1);
    const again = await terminal.run("restore", file, "--sandbox");
    expect(again.code).toBe(0);
    expect(again.stdout).toContain("No changes: the key policy already is the saved one.");
  });

  it("refuses what is no backup, or was changed", async () => {
    await terminal.run("prepare", "--sandbox", "--yes");
    const [file = ""] = backups();
    const backup = JSON.parse(readFileSync(file, "utf8"));
    const other = JSON.stringify({ ...backup, policy: backup.policy.replace("root", "user/eve") });
    const cases: readonly (readonly [string, string])[] = [
      ["{}", "backup/form"],
      ["not json", "backup/form"],
      [other, "backup/digest"],
    ];
    for (const [text, code] of cases) {
      const path = await terminal.host.files.createPrivate(
        terminal.folder,
        `${code.replace("/", "-")}${text.length}`,
        text,
      );
      const ran = await terminal.run("restore", path, "--sandbox", "--yes");
      expect(ran.code).toBe(2);
      expect(ran.stderr).toContain(`[${code}]`);
    }
    expect((await terminal.run("restore", "/nowhere", "--sandbox", "--yes")).stderr).toContain(
      "[backup/unread]",
    );
  });
});
