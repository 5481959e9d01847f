/** Each exit code of the README's table, reached by the real binary; and the table says the same as the program. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exitCodes } from "../../src/report/verdict.js";
import { environment, newHome, run, start } from "./spawned.js";

let home: ReturnType<typeof newHome>;
beforeAll(() => {
  home = newHome();
});
afterAll(() => home.dispose());
const env = (more: Readonly<Record<string, string>> = {}) => environment(home.path, more);

const ready = "5eed0000-0000-4000-8000-000000000001";
const unheard = {
  AWS_ENDPOINT_URL: "http://127.0.0.1:9",
  AWS_ACCESS_KEY_ID: "a",
  AWS_SECRET_ACCESS_KEY: "b",
  AWS_MAX_ATTEMPTS: "1",
};

/** What makes each code; those of signals and of our own faults need more than words. */
const asked = [
  { code: 0, argv: ["check", ready, "-e", "demo", "--sandbox"], more: {} },
  { code: 1, argv: ["check", "--sandbox"], more: {} },
  { code: 2, argv: ["check", "alias/airflow"], more: {} },
  { code: 3, argv: ["check", ready, "--region", "us-east-1"], more: unheard },
];

/** The codes of the README's table, `130, 143` split. */
function codesOfTable(): readonly number[] {
  const section = readFileSync("README.md", "utf8").split("## Exit codes")[1]?.split("##")[0] ?? "";
  return [...section.matchAll(/^\| ([\d, ]+) \|/gm)].flatMap(([, codes = ""]) =>
    codes.split(",").map((code) => Number(code)),
  );
}

describe("the README's table of exit codes", () => {
  it("has every code of the program and no other", () => {
    expect([...codesOfTable()].sort()).toEqual([...new Set(Object.values(exitCodes))].sort());
  });

  it.each(asked)("$code", async ({ code, argv, more }) => {
    expect((await run(argv, env(more))).code).toBe(code);
  });

  it("70: a fault of ours is a report, and not a stack trace alone", async () => {
    // What no input can bring about is brought about from outside: a built-in that the checks rest on is broken.
    const broken = "data:text/javascript,Array.prototype.toSorted=()=>{throw new Error('broken on purpose')}";
    const words = ["backups", "--sandbox", "--format", "json"];
    const ran = await start(words, env(), ["--import", broken]).finished;
    expect(ran.code).toBe(70);
    const report = JSON.parse(ran.stdout);
    expect(report).toMatchObject({ verdict: "bug", problems: [{ code: "bug/unexpected" }] });
    expect(report.problems[0].what, "the file and the line of the source").toMatch(
      /at readBackups \(src\/apply\/backups\.ts:\d+:\d+\)/,
    );
  });

  it("70: also where not even the words could be read", async () => {
    const broken = "data:text/javascript,Array.prototype.find=()=>{throw new Error('broken on purpose')}";
    const ran = await start(["check", "--sandbox"], env(), ["--import", broken]).finished;
    expect([ran.code, ran.stderr]).toEqual([70, expect.stringContaining("a fault of mwaa-kms")]);
  });

  it.each([
    [129, "SIGHUP"],
    [130, "SIGINT"],
    [143, "SIGTERM"],
  ] as const)("%i: %s while it waits for AWS", async (code, signal) => {
    const { createServer } = await import("node:net");
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const { port } = server.address() as { port: number };
    const running = start(["check", ready, "--region", "us-east-1"], {
      ...env(unheard),
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    });
    const sockets: { destroy(): void }[] = [];
    await new Promise<void>((reached) =>
      server.on("connection", (socket) => {
        sockets.push(socket);
        reached();
      }),
    );
    running.child.kill(signal);
    expect((await running.finished).code).toBe(code);
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((closed) => server.close(() => closed()));
  });
});
