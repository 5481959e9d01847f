/**
 * What programs and browsers read, held to the letter: each situation of the sandbox in each format but the terminal's.
 * `npx vitest run test/sessions/formats.test.ts -u` writes them anew; read the difference before you keep it.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Report } from "../../src/report/report.js";
import { startSandbox } from "../../src/sandbox/start.js";
import { openTerminal, type Terminal } from "../terminal.js";
import { terminalOn } from "./on-sandbox.js";

const extensions = {
  json: "json",
  markdown: "md",
  github: "txt",
  gitlab: "json",
  sarif: "sarif",
  junit: "xml",
  tap: "tap",
  html: "html",
} as const;

/** The page's style is the same everywhere, and html.test.ts holds it. */
const style = /(<style>)[\s\S]*?(<\/style>)/;
const digest = /sha256-[\w+/]+=*/;

let terminal: Terminal | undefined;
afterEach(() => terminal?.dispose());

/** One run, all formats: each must say the same of the same report. */
async function golden(name: string, exit: number, argv: readonly string[], manifest?: string): Promise<void> {
  const opened = openTerminal();
  terminal = opened;
  const { folder } = opened;
  if (manifest !== undefined) writeFileSync(join(folder, "mwaa-kms.yaml"), manifest);
  const files = Object.entries(extensions).map(([format, extension]) => ({
    format,
    extension,
    file: join(folder, `${format}.${extension}`),
  }));
  const reports = files.flatMap(({ format, file }) => ["--report", `${format}=${file}`]);
  const words = argv.map((word) => word.replace("FOLDER", folder));
  const { code } = await opened.run(...words, ...reports, "--quiet");
  expect(code).toBe(exit);
  for (const { format, extension, file } of files) {
    const text = opened
      .plain(readFileSync(file, "utf8"))
      .replaceAll(folder.replaceAll("/", "_"), "_FOLDER")
      .replace(style, "$1$2")
      .replace(digest, "sha256-DIGEST");
    await expect(text).toMatchFileSnapshot(`../golden/formats/${name}.${format}.${extension}`);
  }
}

const seeded = (last: string) => `5eed0000-0000-4000-8000-0000000000${last}`;

const arnOf = (last: string) => `arn:aws:kms:us-east-1:111122223333:key/${seeded(last)}`;
const elsewhere = [
  ...["check", `arn:aws:kms:us-east-1:444455556666:key/${seeded("0c")}`],
  ...["-e", "demo", "--sandbox"],
];

describe("check, for each situation that a user meets", () => {
  it.each([
    ["ready", "01", 0],
    ["lacks-statement", "02", 1],
    ["denied", "03", 1],
    ["wrong-region-statement", "04", 1],
    ["disabled", "05", 1],
    ["pending-deletion", "06", 1],
    ["pending-import", "07", 1],
    ["rsa", "08", 1],
    ["hmac", "0a", 1],
    ["aws-managed", "0b", 1],
    ["nearly-full", "0d", 1],
    ["four-grants", "0e", 0],
    ["three-grants", "0f", 0],
  ] as const)("%s", (name, last, exit) =>
    golden(name, exit, ["check", seeded(last), "-e", "demo", "--sandbox"]),
  );

  it("another account's key", () => golden("other-account", 1, elsewhere));
  it("another account's key, which is accepted", () =>
    golden("accepted", 3, [...elsewhere, "--accept", "cross-account"]));
  it("the same, with what could not be told let pass", () =>
    golden("allow-unknown", 0, [...elsewhere, "--accept", "cross-account", "--allow-unknown"]));
  it("a key that warnings stand in the way of", () =>
    golden("strict", 1, [...elsewhere, "--accept", "cross-account", "--strict"]));
  it("a key that does not exist", () =>
    golden("missing", 1, ["check", "00000000-0000-4000-8000-000000000000", "--sandbox"]));
  const mrk = "mrk-5eed0000000040008000000000000009";
  it("a multi-Region key", () => golden("multi-region-primary", 2, ["check", mrk, "--sandbox"]));
  it("a multi-Region key's replica", () =>
    golden("multi-region-replica", 2, [
      ...["check", `arn:aws:kms:us-west-2:111122223333:key/${mrk}`, "--sandbox"],
    ]));
  it("an alias", () => golden("alias", 2, ["check", "alias/airflow", "--sandbox"]));
});

describe("the other verbs that judge", () => {
  it("diff", () => golden("diff", 1, ["diff", seeded("02"), "-e", "demo", "--sandbox"]));
  it("prepare", () => golden("prepare", 0, ["prepare", seeded("02"), "-e", "demo", "--sandbox", "--yes"]));
  it("grants --verify", () =>
    golden("grants-three", 1, ["grants", seeded("0f"), "-e", "demo", "--verify", "--sandbox"]));
});

describe("a manifest", () => {
  const manifest = `schema: mwaa-kms/manifest/1
environments:
  - { name: good, key: ${arnOf("01")} }
  - { name: lacking, key: ${arnOf("02")} }
  - { name: denied, key: ${arnOf("03")} }
waivers:
  - { check: logs-access, key: ${arnOf("02")}, reason: created next week, expires: 2026-12-31 }
  - { check: logs-access, key: ${arnOf("01")}, reason: no longer needed, expires: 2026-12-31 }
`;
  it("of keys that are ready, are not, and are waived", () =>
    golden("many", 1, ["check", "--manifest", "FOLDER/mwaa-kms.yaml", "--sandbox"], manifest));
  it("that is not one", () =>
    golden(
      "no-manifest",
      2,
      ["check", "--manifest", "FOLDER/mwaa-kms.yaml", "--sandbox"],
      "environments: 3\n",
    ));
});

describe("how AWS was reached", () => {
  const told = ["human", "json", "markdown", "sarif", "junit", "tap", "html"] as const;
  it("the principal, the source of its credentials and the endpoint are in the report of each verb, in each format with room", async () => {
    const sandbox = await startSandbox();
    const opened = terminalOn(sandbox);
    terminal = opened;
    const key = sandbox.seeds["lacks-statement"];
    const principal = "arn:aws:sts::111122223333:assumed-role/Administrator/sandbox";
    const texts = [principal, "environment variables", sandbox.url];
    const lacking = async (verb: string, ...argv: readonly string[]) => {
      const file = (format: string) => join(opened.folder, `${verb}.${format}`);
      const reports = told.flatMap((format) => ["--report", `${format}=${file(format)}`]);
      await opened.run(verb, ...argv, ...reports, "--quiet");
      const missing = told.filter((format) => {
        const text = readFileSync(file(format), "utf8").replaceAll(/\s+/g, " ");
        return !texts.every((each) => text.includes(each));
      });
      return [missing, JSON.parse(readFileSync(file("json"), "utf8")) as Report] as const;
    };
    const manifest = join(opened.folder, "mwaa-kms.yaml");
    const environments = `environments:\n  - { name: demo, key: ${key} }\n`;
    writeFileSync(manifest, `schema: mwaa-kms/manifest/1\n${environments}`);
    const runs: readonly (readonly [string, ...string[]])[] = [
      ["check", key, "-e", "demo"],
      ["diff", key, "-e", "demo"],
      ["grants", key, "-e", "demo", "--verify"],
      ["prepare", key, "-e", "demo", "--yes"],
    ];
    try {
      for (const [verb, ...argv] of runs) {
        const [missing, report] = await lacking(verb, ...argv);
        expect([verb, missing, report.endpoint]).toEqual([verb, [], sandbox.url]);
      }
      expect((await lacking("restore", "--last", "--yes"))[0]).toEqual([]);
      expect((await lacking("prepare", "--manifest", manifest, "--yes"))[0]).toEqual([]);
    } finally {
      await sandbox.close();
    }
  });
});
