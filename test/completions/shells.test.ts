/**
 * Completions in the real shells, where they are installed: TAB is pressed on a terminal, and the line that results is run by a program that
 * shows its words. The shells read no start-up files: no bash-completion, no compinit.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { environment } from "../binary/spawned.js";

const folder = mkdtempSync(join(tmpdir(), "mwaa-kms-shells-"));
const place = join(folder, "place");
const backups = join(folder, "state/mwaa-kms/backups");
const key = "arn:aws:kms:us-east-1:111122223333:key/5eed0000-0000-4000-8000-000000000001";

beforeAll(() => {
  for (const each of [place, join(folder, "bin"), join(folder, ".aws")]) mkdirSync(each);
  mkdirSync(backups, { recursive: true, mode: 0o700 });
  const program = `"${process.execPath}" "${resolve("bin/mwaa-kms.js")}"`;
  const shows = `#!/bin/sh\nif [ "$1" = complete ]; then exec ${program} "$@"; fi\nprintf 'words:'; printf '[%s]' "$@"; echo\n`;
  writeFileSync(join(folder, "bin/mwaa-kms"), shows, { mode: 0o755 });
  writeFileSync(join(folder, ".aws/config"), "[default]\n[profile production]\n");
  writeFileSync(join(place, "policy.json"), "{}");
  writeFileSync(join(place, "odd name.json"), "{}");
  writeFileSync(join(place, "mwaa-kms.yaml"), `environments:\n  - name: prod\n    key: "${key}"\n`);
  writeFileSync(join(backups, "one.json"), "{}", { mode: 0o600 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const env = () => ({
  ...environment(folder),
  HOME: folder,
  XDG_STATE_HOME: join(folder, "state"),
  PATH: `${join(folder, "bin")}:/usr/local/bin:/usr/bin:/bin`,
  TERM: "xterm",
  PS1: "$ ",
  AWS_CONFIG_FILE: join(folder, ".aws/config"),
});

/** What is typed before TAB, and the words that the program gets. */
const cases = [
  ["a verb", "prep", ["prepare"]],
  ["an option", "check --policy-f", ["check", "--policy-file"]],
  ["a choice", "statement --as pul", ["statement", "--as", "pulumi"]],
  ["a choice after =", "statement --as=pul", ["statement", "--as=pulumi"]],
  ["a file", "check --policy-file po", ["check", "--policy-file", "policy.json"]],
  ["a file after =", "check --policy-file=po", ["check", "--policy-file=policy.json"]],
  ["a file with a space", "check --policy-file od", ["check", "--policy-file", "odd name.json"]],
  ["a file after two =", "check --report=json=po", ["check", "--report=json=policy.json"]],
  ["a profile", "check --profile pro", ["check", "--profile", "production"]],
  ["a Region", "check --region sa-", ["check", "--region", "sa-east-1"]],
  ["an environment", "check -e pr", ["check", "-e", "prod"]],
  ["a key", "check arn:aws:k", ["check", key]],
  ["a backup", "restore ", ["restore", join(backups, "one.json")]],
  ["a code", "explain logs/miss", ["explain", "logs/missing"]],
] as const;

const has = (...programs: readonly string[]) =>
  programs.every((program) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0);

/** Types lines into a shell on a terminal, which `script` makes; each waits for what TAB is to add, and goes on without it after a while. */
async function typeInto(
  shell: string,
  lines: readonly (readonly [string, (string | undefined)?])[],
): Promise<string> {
  const child = spawn("script", ["-qfec", shell, "/dev/null"], { cwd: place, env: env() });
  let shown = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
  });
  const until = async (isSo: () => boolean) => {
    for (let waited = 0; waited < 500 && !isSo(); waited += 1)
      await new Promise((done) => setTimeout(done, 20));
  };
  const isReady = (count: number) => () => shown.split("<ready>").length > count;
  // The quotes keep the mark out of the echo of the line.
  child.stdin.write("echo '<rea''dy>'\n");
  await until(isReady(1));
  for (const [at, [line, end]] of lines.entries()) {
    child.stdin.write(line);
    const typed = shown.length;
    if (end !== undefined) await until(() => shown.slice(typed).includes(end));
    child.stdin.write("\necho '<rea''dy>'\n");
    await until(isReady(at + 2));
  }
  child.stdin.write("exit\n");
  await new Promise((done) => child.on("close", done));
  return shown;
}

describe.each([
  ["bash", "bash --norc --noprofile -i"],
  ["zsh", "zsh -f -i"],
])("%s", (name, shell) => {
  it.skipIf(!has(name, "script"))("completes every kind of value", { timeout: 120_000 }, async () => {
    const shown = await typeInto(shell, [
      [`source <(mwaa-kms complete ${name})`],
      ...cases.map(([, typed, words]) => [`mwaa-kms ${typed}\t`, words.at(-1)?.slice(-3)] as const),
    ]);
    const got = [...shown.matchAll(/^words:(.*?)\r?$/gm)].map(([, words]) => words);
    expect(got).toEqual(cases.map(([, , words]) => words.map((word) => `[${word}]`).join("")));
  });

  it.skipIf(!has(name))("reads the script twice without a word", () => {
    const line = `source <(mwaa-kms complete ${name}); source <(mwaa-kms complete ${name})`;
    const ran = spawnSync(
      shell.replace(" -i", "").split(" ")[0] ?? "",
      [...shell.split(" ").slice(1, -1), "-c", line],
      {
        cwd: place,
        env: env(),
        encoding: "utf8",
      },
    );
    expect({ code: ran.status, out: ran.stdout, err: ran.stderr }).toEqual({ code: 0, out: "", err: "" });
  });
});

describe("fish", () => {
  const fish = (line: string) =>
    spawnSync(
      "fish",
      ["--no-config", "-c", `mwaa-kms complete fish | source; mwaa-kms complete fish | source; ${line}`],
      {
        cwd: place,
        env: env(),
        encoding: "utf8",
      },
    );

  it.skipIf(!has("fish"))("completes every kind of value", { timeout: 120_000 }, () => {
    const ran = fish(cases.map(([, typed]) => `complete -C 'mwaa-kms ${typed}'; echo '<end>'`).join("; "));
    const answers = ran.stdout.split("<end>\n").map((text) => text.split("\n"));
    for (const [at, [name, , words]] of cases.entries()) {
      const values = answers[at]?.map((line) => line.split("\t")[0]?.replaceAll("\\ ", " "));
      expect(values, name).toContain(words.at(-1));
    }
    expect(ran.stderr).toBe("");
  });

  it.skipIf(!has("fish"))("reads the script twice without a word", () => {
    expect(fish("true")).toMatchObject({ status: 0, stdout: "", stderr: "" });
  });
});

describe("PowerShell", () => {
  it.skipIf(!has("pwsh"))("completes a verb and a choice", () => {
    const ask = (typed: string) =>
      `[System.Management.Automation.CommandCompletion]::CompleteInput('${typed}', ${typed.length}, $null).CompletionMatches.CompletionText`;
    const line = `mwaa-kms complete powershell | Out-String | Invoke-Expression; ${ask("mwaa-kms prep")}; ${ask("mwaa-kms statement --as pul")}`;
    const ran = spawnSync("pwsh", ["-NoProfile", "-Command", line], {
      cwd: place,
      env: env(),
      encoding: "utf8",
    });
    expect(ran.stdout.trim().split(/\r?\n/)).toEqual(["prepare", "pulumi"]);
  });
});
