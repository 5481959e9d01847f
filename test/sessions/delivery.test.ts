/** Where reports go: stdout, the files of --report, and what a pipeline shows by itself; and what becomes of a lost one. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { formatNames } from "../../src/choices.js";
import { main } from "../../src/main.js";
import { failure } from "../../src/platform/read-file.js";
import { openTerminal, type Terminal, type TerminalSettings } from "../terminal.js";

let terminal: Terminal;
const open = (settings: TerminalSettings = {}) => {
  terminal?.dispose();
  terminal = openTerminal(settings);
};
beforeEach(() => open());
afterEach(() => terminal.dispose());

const at = (name: string) => join(terminal.folder, name);
const read = (name: string) => readFileSync(at(name), "utf8");

/** Two policies, so that most of these runs need no sandbox: what is delivered matters here, and not what was found. */
const policies = mkdtempSync(join(tmpdir(), "mwaa-kms-policies-"));
afterAll(() => rmSync(policies, { recursive: true, force: true }));
const account = "111122223333";
const root = {
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: "kms:*",
  Resource: "*",
};
const logs = {
  Effect: "Allow",
  Principal: { Service: "logs.us-east-1.amazonaws.com" },
  Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
  Resource: "*",
  Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:us-east-1:${account}:*` } },
};
const arn = `arn:aws:kms:us-east-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
function checkOf(name: string, ...statements: readonly object[]): readonly string[] {
  const file = join(policies, name);
  writeFileSync(file, JSON.stringify({ Version: "2012-10-17", Statement: statements }));
  return ["check", arn, "-e", "demo", "--policy-file", file];
}
const ready = checkOf("ready.json", root, logs);
const lacking = checkOf("lacking.json", root);
const inSandbox = ["check", "5eed0000-0000-4000-8000-000000000002", "-e", "demo", "--sandbox"];

describe("--report", () => {
  it("writes each format to its file, as --format writes it to stdout", async () => {
    const all = formatNames.flatMap((name) => ["--report", `${name}=${at(name)}`]);
    const { code, stdout } = await terminal.run(...lacking, ...all);
    expect(code).toBe(1);
    expect(stdout).toBe(read("human"));
    for (const name of formatNames) {
      expect(read(name), name).toBe((await terminal.run(...lacking, "--format", name)).stdout);
    }
  });

  it("writes for people without colour, 100 wide and with Unicode, whatever the terminal is", async () => {
    open({ isTerminal: true, columns: 50, env: { FORCE_COLOR: "1", TERM: "dumb", LANG: "C" } });
    const { stdout } = await terminal.run(...lacking, "--report", `human=${at("a")}`);
    expect(stdout).toContain("\u001b[");
    expect(read("a")).not.toContain("\u001b");
    expect(read("a")).toContain("✗");
    const prose = read("a")
      .split("\n")
      .filter((line) => !/[^ ]{50}/.test(line));
    expect(Math.max(...prose.map((line) => line.length))).toBeGreaterThan(60);
  });

  it("puts the report over what was there, and tells of success in nothing but the file", async () => {
    writeFileSync(at("a"), "x".repeat(100_000));
    const { code, stderr } = await terminal.run(...ready, "--quiet", "--report", `json=${at("a")}`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(read("a"))).toMatchObject({ verdict: "ready", exitCode: 0 });
  });

  it.each([
    ["no format", "report.xml", "FORMAT=FILE"],
    ["no file", "junit=", "FORMAT=FILE"],
    ["another format", "xml=a", "The formats are human, json,"],
    ["a format in capitals", "JSON=a", "The formats are"],
    ["what every object has", "constructor=a", "The formats are"],
    ["stdout", "json=-", "--format"],
    ["stdout by its device", "json=/dev/stdout", "--format"],
  ])("refuses %s before anything runs", async (_name, word, told) => {
    const { code, stdout, stderr } = await terminal.run("prepare", "--sandbox", "--yes", "--report", word);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("[usage/words]");
    expect(stderr.replaceAll("\n", " ")).toContain(told);
    expect((await terminal.run("diff", "--sandbox")).code, "nothing was written to the key").toBe(1);
  });

  it("refuses one file for two reports, however it is spelt", async () => {
    const words = ["--report", `json=${at("a")}`, "--report", `tap=${at("x")}/../a`];
    const { code, stderr } = await terminal.run("explain", ...words);
    expect(code).toBe(2);
    expect(stderr).toContain("same file");
  });
});

describe("a report that is lost", () => {
  it.each([
    ["a folder that is not there", "none/a", "there is no such folder (ENOENT)"],
    ["a folder in its place", "taken", "it is a folder (EISDIR)"],
    ["a file for a folder", "file/a", "a part of its path is a file (ENOTDIR)"],
  ])("%s: no exit code 0, and the others are written", async (_name, name, told) => {
    mkdirSync(at("taken"));
    writeFileSync(at("file"), "");
    const words = ["--report", `junit=${at(name)}`, "--report", `json=${at("other")}`];
    const { code, stdout, stderr } = await terminal.run(...ready, ...words);
    expect(code).toBe(2);
    expect(stdout).toContain("The policy is valid for MWAA.");
    expect(stderr).toContain("[report/unwritten]");
    expect(stderr.replaceAll(/\s+/g, " ")).toContain(told);
    expect(stderr).toContain(`ls -ld ${join(at(name), "..")}`);
    expect(JSON.parse(read("other"))).toMatchObject({ verdict: "ready" });
  });

  it("a full disk", async () => {
    const { code, stderr } = await terminal.run(...ready, "--report", "json=/dev/full");
    expect(code).toBe(2);
    expect(stderr).toContain("no space is left (ENOSPC)");
  });

  it("a file system that is read-only", async () => {
    const files = { ...terminal.host.files, write: () => Promise.reject(failure("EROFS", "open")) };
    const told: string[] = [];
    const write = async (text: string) => void told.push(text);
    const host = { ...terminal.host, files, stderr: { ...terminal.host.stderr, write } };
    expect(await main([...ready, "--report", "json=a"], host)).toBe(2);
    expect(told.join("").replaceAll("\n", " ")).toContain("the file system is read-only (EROFS)");
  });

  it("leaves an exit code that is no yes", async () => {
    expect((await terminal.run(...lacking, "--report", `json=${at("none/a")}`)).code).toBe(1);
  });

  it("is told on stdout too where a program reads it, with the exit code that the process has", async () => {
    const words = ["--report", `tap=${at("none/a")}`, "--format", "json"];
    const { code, stdout } = await terminal.run(...ready, ...words);
    const report = JSON.parse(stdout) as { exitCode: number; problems: { code: string }[] };
    expect(report).toMatchObject({ exitCode: code, verdict: "ready" });
    expect(report.problems.map((problem) => problem.code)).toEqual(["report/unwritten"]);
    expect(code).toBe(2);
  });

  it("may be the one on stdout", async () => {
    const told: string[] = [];
    const host = {
      ...terminal.host,
      stdout: { ...terminal.host.stdout, write: () => Promise.reject(failure("ENOSPC", "write")) },
      stderr: { ...terminal.host.stderr, write: async (text: string) => void told.push(text) },
    };
    expect(await main(["explain"], host)).toBe(2);
    expect(told.join("").replaceAll("\n", " ")).toContain("standard output: no space is left (ENOSPC)");
  });

  it("is no crash where stderr is full as well", async () => {
    const full = { ...terminal.host.stdout, write: () => Promise.reject(failure("ENOSPC", "write")) };
    expect(await main(["explain"], { ...terminal.host, stdout: full, stderr: full })).toBe(2);
  });
});

describe("reports of runs that came to nothing", () => {
  it.each([
    ["an identifier that MWAA does not take", ["check", "alias/airflow"], 2, "asked-wrongly"],
    ["an option that there is not", ["check", "--regoin", "x"], 2, "asked-wrongly"],
    ["a verb that there is not", ["prepair"], 2, "asked-wrongly"],
    ["a format that there is not", ["check", "--format", "xml"], 2, "asked-wrongly"],
    ["another report that is wrong", ["check", "--report", "xml=a"], 2, "asked-wrongly"],
  ])("%s", async (_name, argv, code, verdict) => {
    const ran = await terminal.run(...argv, "--report", `json=${at("a")}`, `--report=tap=${at("b")}`);
    expect(ran).toMatchObject({ code, stdout: "" });
    expect(JSON.parse(read("a"))).toMatchObject({ verdict, exitCode: code });
    expect(read("b")).not.toBe("");
  });

  it("every format on stdout, also where the words could not be read", async () => {
    for (const format of formatNames.filter((name) => name !== "human")) {
      for (const words of [["--format", format], [`--format=${format}`]]) {
        const { code, stdout, stderr } = await terminal.run("check", "--regoin", "x", ...words);
        expect(code).toBe(2);
        expect(stdout, format).not.toBe("");
        expect(stderr).toContain("[usage/words]");
        if (format === "json") expect(JSON.parse(stdout)).toMatchObject({ exitCode: 2 });
      }
    }
    expect((await terminal.run("check", "--regoin", "--", "--format", "json")).stdout).toBe("");
  });

  it("a run that was interrupted", async () => {
    terminal.interrupt("SIGTERM");
    const { code } = await terminal.run(...inSandbox, "--report", `json=${at("a")}`);
    expect(code).toBe(143);
    expect(JSON.parse(read("a"))).toMatchObject({ verdict: "terminated", exitCode: 143 });
  });
});

describe("in GitHub Actions", () => {
  const github = (more: Readonly<Record<string, string>> = {}) =>
    open({ env: { GITHUB_ACTIONS: "true", ...more } });

  it("stdout is the report for people and then the annotations, without colours", async () => {
    github();
    const human = await terminal.run(...lacking, "--format", "human");
    const annotations = await terminal.run(...lacking, "--format", "github");
    const { code, stdout, stderr } = await terminal.run(...lacking);
    expect(annotations.stdout).not.toBe("");
    expect(stdout).toBe(human.stdout + annotations.stdout);
    expect(stdout).not.toContain("\u001b");
    expect({ code, stderr }).toEqual({ code: 1, stderr: human.stderr });
  });

  it("the summary gets the report as Markdown, each run after the other", async () => {
    github();
    const { stdout } = await terminal.run(...lacking, "--format", "markdown");
    github({ GITHUB_STEP_SUMMARY: join(terminal.folder, "summary") });
    const summary = terminal.host.env["GITHUB_STEP_SUMMARY"] ?? "";
    mkdirSync(join(summary, ".."), { recursive: true });
    await terminal.run(...lacking);
    await terminal.run(...lacking);
    expect(readFileSync(summary, "utf8")).toBe(stdout + stdout);
  });

  it.each([
    ["prepare, done", ["prepare", "--sandbox", "--yes"]],
    ["diff", ["diff", "--sandbox"]],
    [
      "grants --verify",
      ["grants", "5eed0000-0000-4000-8000-00000000000f", "-e", "demo", "--verify", "--sandbox"],
    ],
    ["validate, with a warning", ["validate", arn.replace("us-east-1", "us-west-9")]],
  ])("%s is annotated", async (_name, argv) => {
    github();
    const told = async (...words: readonly string[]) => {
      await terminal.run("sandbox", "reset");
      return terminal.plain((await terminal.run(...argv, ...words)).stdout).replaceAll(/\S+\.json/g, "FILE");
    };
    const annotations = await told("--format", "github");
    // What was done needs no annotation; whatever has one shows it.
    expect(annotations === "").toBe(argv.includes("--yes"));
    expect(await told()).toBe((await told("--format", "human")) + annotations);
  });

  it.each([
    ["statement", ["statement", arn]],
    ["statement, asked wrongly", ["statement", "alias/x"]],
    ["explain", ["explain", "key/alias"]],
    ["explain, no such code", ["explain", "key/allias"]],
    ["backups", ["backups"]],
    ["sandbox", ["sandbox", "keys"]],
    ["help", ["--help"]],
  ])("%s is as anywhere", async (_name, argv) => {
    const elsewhere = await terminal.run(...argv);
    const plain = terminal.plain(elsewhere.stdout + elsewhere.stderr);
    github({ GITHUB_STEP_SUMMARY: "/dev/null/summary" });
    const { code, stdout, stderr } = await terminal.run(...argv);
    expect(terminal.plain(stdout + stderr)).toBe(plain);
    expect(code).toBe(elsewhere.code);
  });

  it("a question that was not understood is annotated on stderr, and stdout stays empty", async () => {
    github({});
    const annotation = (await terminal.run("check", "alias/x", "--format", "github")).stdout;
    const { code, stdout, stderr } = await terminal.run("check", "alias/x");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.endsWith(annotation)).toBe(true);
    expect(stderr).toContain("[key/alias]");
    const words = await terminal.run("check", "--regoin", "x");
    expect(words.stderr.length).toBeGreaterThan(
      (await terminal.run("check", "--regoin", "x", "--format", "human")).stderr.length,
    );
  });

  it("--format turns it off, --report does not", async () => {
    github({ GITHUB_STEP_SUMMARY: "/dev/null/summary" });
    const human = await terminal.run(...lacking, "--format", "human");
    expect(human).toMatchObject({ code: 1, stderr: "" });
    const { stdout, stderr } = await terminal.run(...lacking, "--report", `json=${at("a")}`);
    expect(stdout.length).toBeGreaterThan(human.stdout.length);
    expect(stderr).toContain("[report/pipeline]");
  });

  it("a summary that cannot be written is a warning", async () => {
    github({ GITHUB_STEP_SUMMARY: "/dev/null/summary" });
    const { code, stderr } = await terminal.run(...ready);
    expect(code).toBe(0);
    expect(stderr).toContain("[report/pipeline]");
    expect(stderr).toContain("/dev/null/summary");
  });

  it("a summary is never longer than GitHub shows, and says so where it is cut", async () => {
    const { stdout } = await terminal.run(...lacking, "--format", "markdown");
    const limit = 1024 * 1024;
    const whole = Buffer.byteLength(stdout);
    for (const room of [0, 1, 60, whole - 1, whole, whole + 200]) {
      github({ GITHUB_STEP_SUMMARY: "/dev/null" });
      let added: string | undefined;
      const files = {
        ...terminal.host.files,
        read: async (path: string, most: number) =>
          path === "/dev/null" ? "x".repeat(limit - room) : terminal.host.files.read(path, most),
        append: async (_path: string, text: string) => {
          added = text;
        },
      };
      expect(await main(lacking, { ...terminal.host, files })).toBe(1);
      expect(Buffer.byteLength(added ?? "")).toBeLessThanOrEqual(room);
      if (room >= whole) expect(added).toBe(stdout);
      else if (added !== "") expect(added).toMatch(/^> This summary is cut short/);
    }
  });

  it("a summary that is full is a warning", async () => {
    github({ GITHUB_STEP_SUMMARY: "/dev/zero" });
    const { code, stderr } = await terminal.run(...ready);
    expect(code).toBe(0);
    expect(stderr.replaceAll(/\s+/g, " ")).toContain("it would be too long (EFBIG)");
  });
});

describe("what an untrusted text can do to GitHub's runner", () => {
  /** As the runner reads a line: https://github.com/actions/runner, src/Runner.Common/ActionCommand.cs. */
  const isCommand = (line: string) => line.trimStart().startsWith("::") || line.includes("##[");
  const commands = (text: string) => text.split("\n").filter(isCommand);
  const hostile = [
    "##[error]mine",
    "###[group]x",
    "::set-output name=a::b",
    "a\n::error::line",
    "a\r\n  ::stop-commands::x",
    "a\u2028::error::line",
    ...Array.from(
      { length: 12 },
      (_, length) => `${"w".repeat(70 + 2 * length)} ::error::wrapped ::warning::too`,
    ),
  ];

  beforeEach(() => open({ env: { GITHUB_ACTIONS: "true" } }));

  async function describedAs(description: string, ...argv: readonly string[]) {
    const key = "arn:aws:kms:us-east-1:111122223333:key/5eed0000-0000-4000-8000-000000000002";
    const file = join("state", "sandbox", "keys", `${encodeURIComponent(key)}.json`);
    if (!existsSync(at(file))) await terminal.run("check", "--sandbox");
    const was = JSON.parse(read(file)) as { readonly Description: string };
    expect(was.Description).not.toBe("");
    writeFileSync(at(file), JSON.stringify({ ...was, Description: description }));
    return terminal.run(...argv);
  }

  it("in a description", async () => {
    for (const description of hostile) {
      const own = ["--report", `github=${at("own")}`];
      const { stdout } = await describedAs(description, ...inSandbox, "-v", ...own);
      const annotations = read("own");
      expect(annotations, description).not.toContain("mine");
      expect(stdout.endsWith(annotations), description).toBe(true);
      const human = stdout.slice(0, -annotations.length);
      expect(human).toContain("Description");
      expect(commands(human), description).toEqual([]);
    }
  });

  it("in the preview of a question", async () => {
    open({ isTerminal: true, env: { GITHUB_ACTIONS: "true", NO_COLOR: "1" }, answers: ["no"] });
    const { stderr } = await describedAs("##[error]mine", "prepare", "--sandbox", "-v");
    expect(stderr).toContain("[error]mine");
    expect(commands(stderr)).toEqual([]);
  });

  it("is the same value in what programs read", async () => {
    const description = "##[error]mine";
    const { stdout } = await describedAs(description, ...inSandbox, "--format", "json");
    expect(commands(stdout)).toEqual([]);
    expect(JSON.parse(stdout)).toMatchObject({ key: { description } });
  });

  it("in the words that were typed", async () => {
    const typed = await terminal.run("check", "--##[error]mine", "--format", "human");
    expect(typed.stderr).toContain("[error]mine");
    expect(commands(typed.stderr)).toEqual([]);
  });

  it("is as it was written where no runner reads", async () => {
    open();
    const { stderr } = await terminal.run("check", "--##[error]mine");
    expect(stderr).toContain("##[error]mine");
  });
});

describe("in GitLab", () => {
  beforeEach(() => {
    const { folder } = terminal;
    terminal = {
      ...terminal,
      host: { ...terminal.host, env: { GITLAB_CI: "true", CI_PROJECT_DIR: folder } },
    };
  });
  const file = "gl-code-quality-report.json";
  const runHere = async (...argv: readonly string[]) => {
    const texts = { stdout: "", stderr: "" };
    const output = (name: "stdout" | "stderr") => ({
      ...terminal.host[name],
      write: async (text: string) => {
        texts[name] += text;
      },
    });
    const code = await main(argv, { ...terminal.host, stdout: output("stdout"), stderr: output("stderr") });
    return { code, ...texts };
  };

  it("writes the code quality report, and says so", async () => {
    const plain = await runHere(...lacking, "--format", "human");
    const quality = await runHere(...lacking, "--format", "gitlab");
    const { code, stdout, stderr } = await runHere(...lacking);
    expect({ code, stdout }).toEqual({ code: 1, stdout: plain.stdout });
    expect(read(file)).toBe(quality.stdout);
    expect(stderr).toContain(`Wrote ${at(file)}`);
    expect((await runHere(...lacking, "--quiet")).stderr).toBe("");
  });

  it.each([
    ["--format", [...lacking, "--format", "human"]],
    ["statement", ["statement", arn]],
    ["explain", ["explain", "key/alias"]],
  ])("writes none with %s", async (_name, argv) => {
    expect((await runHere(...argv)).stderr).toBe("");
    expect(() => read(file)).toThrow("ENOENT");
  });

  it("warns where it cannot be written", async () => {
    mkdirSync(at(file));
    const { code, stderr } = await runHere(...ready);
    expect(code).toBe(0);
    expect(stderr).toContain("[report/pipeline]");
  });
});
