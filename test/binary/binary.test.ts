/** The program as it is installed: exit codes, streams, closed pipes and signals of a real process. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/report/report.js";
import { startSandbox } from "../../src/sandbox/start.js";
import { version } from "../../src/version.js";
import { environment, newHome, run, start } from "./spawned.js";

let home: ReturnType<typeof newHome>;
beforeAll(() => {
  home = newHome();
});
afterAll(() => home.dispose());
const env = (more: Readonly<Record<string, string>> = {}) => environment(home.path, more);

const arn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

describe("the binary", () => {
  it("has the version of package.json", async () => {
    const manifest = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect(version).toBe(manifest.version);
    expect((await run(["--version"], env())).stdout).toBe(`mwaa-kms ${manifest.version}\n`);
  });

  it("runs the main job, and the second time has nothing to do", async () => {
    const first = await run(["prepare", "--sandbox", "--yes"], env());
    expect(first).toMatchObject({ code: 0, signal: null });
    expect(first.stdout).toContain("Ready: MWAA can use this key.");
    const second = await run(["prepare", "--sandbox"], env());
    expect(second).toMatchObject({ code: 0, stderr: "" });
    expect(second.stdout).toContain("No changes:");
    expect((await run(["sandbox", "reset"], env())).code).toBe(0);
  });

  it.each([
    ["2 asked wrongly: the words", ["check", "--regoin", "x"], 2],
    ["2 asked wrongly: no terminal and no --yes", ["prepare", "--sandbox"], 2],
    ["3 could not tell: no credentials", ["check", arn], 3],
  ])("exit code %s, beside those of exit-codes.test.ts", async (_name, argv, code) => {
    expect((await run(argv, env())).code).toBe(code);
  });

  it("is valid JSON on stdout, whatever becomes of it", async () => {
    for (const argv of [["check", arn], ["--nonsense"]]) {
      const { stdout, code } = await run([...argv, "--format", "json"], env());
      expect(JSON.parse(stdout)).toMatchObject({ schema: "mwaa-kms/report/1", exitCode: code });
    }
  });

  it("has no colour in a pipe, and has it where it is asked for", async () => {
    const colour = "\u001b[";
    const explained = async (more: Readonly<Record<string, string>>, ...words: readonly string[]) =>
      (await run(["explain", "key/alias", ...words], env(more))).stdout;
    expect(await explained({})).not.toContain(colour);
    expect(await explained({ FORCE_COLOR: "1" })).toContain(colour);
    expect(await explained({}, "--color")).toContain(colour);
    expect(await explained({ FORCE_COLOR: "1", NO_COLOR: "1" })).not.toContain(colour);
  });

  it("prints the script of a shell, and refuses one that it does not know", async () => {
    expect((await run(["complete", "bash"], env())).stdout).toContain("complete words");
    const other = await run(["complete", "tcsh"], env());
    expect(other).toMatchObject({ code: 2, stdout: "" });
    expect(other.stderr).toContain("expected one of bash, zsh, fish, powershell");
  });

  it("bears a closed pipe without a word", async () => {
    const line = `"${process.execPath}" bin/mwaa-kms.js explain | head -n 1; exit \${PIPESTATUS[0]}`;
    const child = spawn("bash", ["-c", line], { env: env(), stdio: ["ignore", "pipe", "pipe"] });
    let stderr = "";
    child.stderr.on("data", (text: Buffer) => {
      stderr += text.toString();
    });
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("ends with %s while KMS does not answer, having written nothing", async (signal, code) => {
    const silent = await silentServer();
    const settings = env({ AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b" });
    const { child, finished } = start(["prepare", arn, "--yes", "--endpoint-url", silent.url], settings);
    await silent.asked;
    child.kill(signal);
    const done = await finished;
    expect(done.code).toBe(code);
    expect(done.stderr).not.toContain("Changing the key policy");
    silent.close();
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)(
    "%s while KMS stores the policy: says at once what is being finished, finishes it, and says what is stored",
    async (signal, code) => {
      let running: ReturnType<typeof start> | undefined;
      const sandbox = await startSandbox({
        fault: ({ operation }) => {
          if (operation !== "PutKeyPolicy") return undefined;
          running?.child.kill(signal);
          return { kind: "slow", ms: 500 };
        },
      });
      const key = sandbox.seeds["lacks-statement"];
      const { accessKeyId, secretAccessKey } = sandbox.credentials;
      const settings = env({ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
      const words = ["prepare", key, "--yes", "--format", "json", "--endpoint-url", sandbox.url];
      running = start(words, settings);
      const ended = await running.finished;
      const { body } = JSON.parse(ended.stdout) as Report;
      const applied = body?.kind === "plan" ? body.applied : undefined;
      await sandbox.close();
      expect([ended.code, applied?.outcome]).toEqual([code, "written"]);
      const word = ended.stderr.split("\n").findIndex((line) => line.startsWith(`${signal}: `));
      const response = ended.stderr
        .split("\n")
        .findIndex((line) => line.startsWith("Reading the key policy back"));
      // The word comes while the response is still on its way.
      expect(word).toBeGreaterThan(0);
      expect(response).toBeGreaterThan(word);
      expect(ended.stderr).toContain(`${signal}: the write to ${key} was sent; waiting`);
      expect(ended.stderr).toContain(`saved in ${applied?.backup}`);
    },
  );

  it("runs the sandbox until Ctrl-C, and another program can ask it", async () => {
    const { child, finished } = start(["sandbox"], env());
    const url = await new Promise<string>((resolve) => {
      let text = "";
      child.stdout?.on("data", (more: string) => {
        text += more;
        const found = /AWS_ENDPOINT_URL=(\S+)[\s\S]*three-grants/.exec(text);
        if (found?.[1] !== undefined) resolve(found[1]);
      });
    });
    const credentials = { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b", AWS_ENDPOINT_URL_KMS: url };
    const asked = await run(["check", arn], env({ ...credentials, AWS_ENDPOINT_URL: url }));
    expect(asked.code, "the sandbox knows no such access key").toBe(3);
    expect(asked.stdout).toContain("[aws/invalid-token]");
    child.kill("SIGINT");
    expect((await finished).code).toBe(0);
  });
});

/** A server that takes every request and answers none. */
async function silentServer() {
  const { createServer } = await import("node:http");
  let hear = () => undefined as undefined;
  const asked = new Promise<void>((resolve) => {
    hear = () => void resolve() as undefined;
  });
  const server = createServer(() => hear()).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
