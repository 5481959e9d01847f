/** Plans and backups that travel: one role reviews, another applies; the newest backup goes back; an owner is handed what he needs. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { composePlanFile } from "../../src/plan/plan-file.js";
import type { Report } from "../../src/report/report.js";
import { openTerminal, type Terminal } from "../terminal.js";

let terminal: Terminal;
beforeEach(() => {
  terminal = openTerminal();
});
afterEach(() => terminal.dispose());

const ready = "5eed0000-0000-4000-8000-000000000001";
const lacking = "arn:aws:kms:us-east-1:111122223333:key/5eed0000-0000-4000-8000-000000000002";
const path = (name: string) => join(terminal.folder, name);
const plan = async () => {
  const ran = await terminal.run("prepare", "--sandbox", "--plan-out", path("plan.json"));
  expect(ran.code).toBe(0);
  return ran;
};

describe("prepare --plan-out, and --plan", () => {
  it("writes the plan and nothing to the key; then carries out exactly that", async () => {
    const written = await plan();
    expect(written.stdout).toContain("Wrote the files. The key policy was not changed.");
    expect(written.stdout).toContain("mwaa-kms prepare --plan");
    expect((await terminal.run("diff", "--sandbox")).code).toBe(1);

    const shown = await terminal.run("prepare", "--sandbox", "--plan", path("plan.json"), "--dry-run");
    expect(shown.code).toBe(1);
    expect(shown.stdout).toContain('+   "Sid": "AllowCloudWatchLogsForMwaa"');

    const applied = await terminal.run("prepare", "--sandbox", "--plan", path("plan.json"), "--yes");
    expect(applied.stdout).toContain("Ready: MWAA can use this key.");
    expect(applied.code).toBe(0);
    const again = await terminal.run("prepare", "--sandbox", "--plan", path("plan.json"), "--yes");
    expect(again.code).toBe(0);
    expect(again.stdout).toContain("No changes:");
  });

  it("is written in a dry run too, and the command to carry it out can be copied", async () => {
    const file = path("a plan.json");
    const { code, stdout } = await terminal.run("prepare", "--sandbox", "--dry-run", "--plan-out", file);
    expect(code).toBe(0);
    expect(stdout).toContain(`prepare --plan '${file}'`);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
      schema: "mwaa-kms/plan-file/2",
      key: lacking,
    });
  });

  it("needs --yes without a terminal, like any write", async () => {
    await plan();
    const { code, stderr } = await terminal.run("prepare", "--sandbox", "--plan", path("plan.json"));
    expect(code).toBe(2);
    expect(stderr).toContain("[plan/needs-yes]");
  });

  it("refuses when the policy has changed since, and shows how", async () => {
    await plan();
    await terminal.run("prepare", "--sandbox", "--yes", "--scope", "environment");
    const { code, stdout } = await terminal.run("prepare", "--sandbox", "--plan", path("plan.json"), "--yes");
    expect(code).toBe(1);
    expect(stdout).toContain("[plan/stale]");
    expect(stdout).toContain("Key policy: 1 statement added, 3 unchanged");
    expect(stdout).toContain("log-group:airflow-demo-*");
  });

  it("refuses a caller of another account, a changed file, and a file that is none", async () => {
    await plan();
    const file = JSON.parse(readFileSync(path("plan.json"), "utf8"));
    const resealed = (changes: object) => {
      const { schema: _, seal: __, ...facts } = file;
      return composePlanFile({ ...facts, ...changes }, (text) =>
        createHash("sha256").update(text).digest("hex"),
      );
    };
    const cases: readonly (readonly [object | string, number, string])[] = [
      [resealed({ account: "444455556666" }), 1, "[plan/file-account]"],
      [resealed({ next: without(file.next, "DataScience") }), 1, "[plan/not-kept]"],
      [{ ...file, account: "444455556666" }, 2, "account differs"],
      [{ ...file, environment: "prod" }, 2, "environment differs"],
      [{ ...file, madeAt: "2026-01-01" }, 2, "madeAt differs"],
      [{ ...file, next: file.next.replace("kms:Encrypt*", "kms:*") }, 2, "[plan/file-digest]"],
      [{ ...file, key: file.key.replace(/2$/, "1") }, 2, "[plan/file-digest]"],
      [{ ...file, schema: "mwaa-kms/plan-file/1" }, 2, "[plan/file-form]"],
      ["not json", 2, "[plan/file-form]"],
    ];
    for (const [index, [content, code, told]] of cases.entries()) {
      const other = path(`other-${index}.json`);
      writeFileSync(other, typeof content === "string" ? content : JSON.stringify(content));
      const ran = await terminal.run("prepare", "--sandbox", "--plan", other, "--yes");
      expect((ran.stdout + ran.stderr).replace(/\s+/g, " ")).toContain(told);
      expect(ran.code).toBe(code);
    }
    expect((await terminal.run("prepare", "--plan", "/nowhere")).stderr).toContain("[plan/file-unread]");
    const beside = await terminal.run("prepare", lacking, "--plan", path("plan.json"), "--scope", "region");
    expect(beside.stderr).toContain("a key, --scope cannot be used with --plan");
  });

  it("applies a plan of the first format, and says that it is unsealed, also where it refuses", async () => {
    await plan();
    const { seal: _, ...facts } = JSON.parse(readFileSync(path("plan.json"), "utf8"));
    const digest = createHash("sha256").update(JSON.stringify([facts.key, facts.base, facts.next]));
    const first = { ...facts, schema: "mwaa-kms/plan-file/1", sha256: digest.digest("hex") };
    const file = path("first.json");
    const ran = async (content: object, ...more: string[]) => {
      writeFileSync(file, JSON.stringify(content));
      const { code, stdout } = await terminal.run(
        "prepare",
        "--sandbox",
        "--plan",
        file,
        "--format",
        "json",
        ...more,
      );
      const { verdict, problems } = JSON.parse(stdout) as Report;
      return [code, verdict, ...problems.map((each) => each.code)];
    };
    const elsewhere = { ...first, account: "444455556666" };
    expect(await ran(elsewhere, "--yes")).toEqual([1, "not-done", "plan/file-unsealed", "plan/file-account"]);
    expect(await ran(first, "--dry-run")).toEqual([1, "would-change", "plan/file-unsealed"]);
    expect(await ran(first, "--yes")).toEqual([0, "ready", "plan/file-unsealed"]);
    expect((await ran({ ...first, environment: "prod" }, "--yes"))[2]).toBe("plan/file-unsealed");
  });

  it("never overwrites a file", async () => {
    writeFileSync(path("plan.json"), "mine");
    const { code, stdout } = await terminal.run("prepare", "--sandbox", "--plan-out", path("plan.json"));
    expect(code).toBe(1);
    expect(stdout).toContain("[plan/file-unsaved]");
    expect(readFileSync(path("plan.json"), "utf8")).toBe("mine");
  });
});

/** The policy without the statements that name a text. */
function without(text: string, name: string): string {
  const policy = JSON.parse(text) as { Statement: readonly object[] };
  return JSON.stringify({
    ...policy,
    Statement: policy.Statement.filter((each) => !JSON.stringify(each).includes(name)),
  });
}

describe("--handoff", () => {
  it("writes the statement, the whole new policy and the commands", async () => {
    const { code } = await terminal.run("prepare", "--sandbox", "--handoff", path("handoff.md"));
    expect(code).toBe(0);
    const text = readFileSync(path("handoff.md"), "utf8");
    expect(text).toContain(lacking);
    expect(text).toContain('"Sid": "AllowCloudWatchLogsForMwaa"');
    expect(text).toContain("Allow use of the key by the data platform");
    const named = `--key-id ${lacking} --policy-name default --region us-east-1`;
    expect(text).toContain(`aws kms get-key-policy ${named}`);
    expect(text).toContain(`aws kms put-key-policy ${named}`);
    expect(text).not.toMatch(/bypass/i);
  });

  it("is told by itself where another account owns the key", async () => {
    const other = "arn:aws:kms:us-east-1:444455556666:key/5eed0000-0000-4000-8000-00000000000c";
    const { code, stdout } = await terminal.run(
      "prepare",
      other,
      "--sandbox",
      "--yes",
      "--accept",
      "cross-account",
      ...["--report", `json=${path("report.json")}`],
    );
    expect(code).toBe(3);
    expect(stdout).toContain("[aws/other-account]");
    const { handoff } = JSON.parse(readFileSync(path("report.json"), "utf8")) as Report;
    expect(handoff).toContain("arn:aws:logs:us-east-1:111122223333:*");
    const next = /^Next: (mwaa-kms .* --handoff request\.md .*)$/m.exec(stdout)?.[1]?.split(" ") ?? [];
    const argv = next.slice(1).map((word) => (word === "request.md" ? path(word) : word));
    await terminal.run(...argv);
    expect(readFileSync(path("request.md"), "utf8")).toContain(other);
  });
});

describe("backups, and restore --last", () => {
  it("lists what is there, and says what was changed or is none", async () => {
    const empty = await terminal.run("backups", "--sandbox");
    expect(empty).toMatchObject({ code: 0 });
    expect(empty.stdout).toContain("No backups in");
    await terminal.run("prepare", "--sandbox", "--yes");
    const folder = path("state/sandbox/backups");
    writeFileSync(join(folder, "stray.json"), "{}");
    const { stdout } = await terminal.run("backups", "--sandbox");
    expect(stdout).toContain(lacking);
    expect(stdout).toContain("before prepare");
    expect(stdout).toMatch(/! \S+stray\.json {2}is not a backup/);
    expect((await terminal.run("backups", ready, "--sandbox")).stdout).not.toContain(lacking);
  });

  it("puts the newest back", async () => {
    expect((await terminal.run("restore", "--last", "--sandbox", "--yes")).stderr).toContain("[backup/none]");
    await terminal.run("prepare", "--sandbox", "--yes");
    const { code, stdout } = await terminal.run("restore", "--last", "--sandbox", "--yes");
    expect(code).toBe(0);
    expect(stdout).toContain('-   "Sid": "AllowCloudWatchLogsForMwaa"');
    const again = await terminal.run("restore", "--last", "--key", lacking, "--sandbox", "--yes");
    expect(again.stdout, "the newest is now the one that restore itself made").toContain(
      '+   "Sid": "AllowCloudWatchLogsForMwaa"',
    );
    expect((await terminal.run("restore", "--last", "--key", ready, "--sandbox")).stderr).toContain(
      "[backup/none]",
    );
    expect((await terminal.run("restore", "--sandbox")).stderr).toContain("[backup/which]");
    const [file = ""] = readdirSync(path("state/sandbox/backups"));
    const named = ["restore", path(`state/sandbox/backups/${file}`), "--sandbox", "--yes", "--key"] as const;
    expect((await terminal.run(...named, ready)).stderr).toContain("[backup/other-key]");
    expect((await terminal.run(...named, lacking)).code).toBe(0);
  });
});
