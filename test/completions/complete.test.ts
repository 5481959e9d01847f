/** What a shell is told can follow: by verb, option and argument, from files of the machine. No shell is needed. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { verbs } from "../../src/cli/verbs.js";
import { openTerminal } from "../terminal.js";

const terminal = openTerminal({
  env: {
    AWS_CONFIG_FILE: "/FOLDER/none",
    AWS_SHARED_CREDENTIALS_FILE: "/FOLDER/none",
  },
});
afterAll(() => terminal.dispose());
const { folder } = terminal;

/** Completes the last word. */
async function complete(...words: readonly string[]): Promise<readonly string[]> {
  const typed = words.map((word, at) => (at === words.length - 1 ? `=${word}` : word));
  const { stdout } = await terminal.run("complete", "words", ...typed);
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t")[0] ?? "");
}

describe("words", () => {
  it.each([
    [["dif"], ["diff", ":none"]],
    [
      ["help", "dif"],
      ["diff", ":none"],
    ],
    [
      ["prepare", "--dry"],
      ["--dry-run", ":none"],
    ],
    [
      ["prepare", "--scope", "env"],
      ["environment", ":none"],
    ],
    [
      ["prepare", "--scope=env"],
      ["--scope=environment", ":none"],
    ],
    [
      ["check", "--region", "sa-"],
      ["sa-east-1", ":none"],
    ],
    [
      ["check", "--report", "js"],
      ["json=", ":none"],
    ],
    [["check", "--report", "json=x"], [":files json="]],
    [["check", "--report=json=x"], [":files --report=json="]],
    [["check", "--key-policy", "aws_kms_key.x=p"], [":files aws_kms_key.x="]],
    [
      ["sandbox", "re"],
      ["reset", ":none"],
    ],
    [
      ["explain", "logs/missing"],
      ["logs/missing", ":none"],
    ],
    [
      ["explain", "key-ori"],
      ["key-origin", ":none"],
    ],
    [["check", "--bucket", ""], [":none"]],
    [["check", "--", "--form"], [":none"]],
    [["no-such-verb", ""], [":none"]],
    [["check", "--no-such=", ""], [":none"]],
  ])("%j", async (words, expected) => expect(await complete(...words)).toEqual(expected));

  it("offer every verb and every option", async () => {
    expect(await complete("")).toEqual(expect.arrayContaining(verbs.map(({ name }) => name)));
    for (const { name, options } of verbs)
      expect(await complete(name, "--")).toEqual(expect.arrayContaining(options.map(({ long }) => long)));
  });

  it("offer files for each option that takes one", async () => {
    for (const { name, options } of verbs)
      for (const { long, flags } of options)
        if (/<(file|dir|folder)>/.test(flags))
          expect(await complete(name, long ?? "", "")).toEqual([":files"]);
  });
});

describe("values of the machine", () => {
  const manifest = join(folder, "m.yaml");
  const key = "arn:aws:kms:us-east-1:111122223333:key/5eed0000-0000-4000-8000-000000000001";
  writeFileSync(
    manifest,
    `schema: mwaa-kms/manifest/1
defaults: { region: us-east-1 }
environments:
  - name: prod
    key: "${key}"
  - { name: test, key: 5eed0000-0000-4000-8000-000000000002 } # a comment
  - key: ${key}
waivers:
  - { check: key-origin, key: other, reason: x }
`,
  );

  it("are the environments and keys of the manifest that was named", async () => {
    expect(await complete("check", "--manifest", manifest, "-e", "")).toEqual(["prod", "test", ":none"]);
    expect(await complete("check", `--manifest=${manifest}`, "")).toEqual([
      key,
      "5eed0000-0000-4000-8000-000000000002",
      ":none",
    ]);
  });

  it("are the backups of a folder, the latest first, and files where there is none", async () => {
    const backups = join(folder, "backups");
    expect(await complete("restore", "--backup-dir", backups, "")).toEqual([":files"]);
    mkdirSync(backups, { mode: 0o700 });
    for (const name of ["1.json", "2.json", "other.txt"])
      writeFileSync(join(backups, name), "{}", { mode: 0o600 });
    expect(await complete("restore", "--backup-dir", backups, "")).toEqual([
      join(backups, "2.json"),
      join(backups, "1.json"),
      ":none",
    ]);
  });

  it("never carry a control character to the terminal", async () => {
    writeFileSync(manifest, 'environments:\n  - name: "a\u001b[31mb\\tc"\n');
    const { stdout } = await terminal.run("complete", "words", "check", "--manifest", manifest, "-e", "=");
    expect(stdout).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f]/);
  });
});
