/** Streams, signals and questions of the real machine; what ends a process is tried in a process of its own. */
import { spawn } from "node:child_process";
import { EventEmitter } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { lastWords, listenForSignals, nodeHost } from "../../src/platform/node-host.js";
import { nodeOutput, type Writable } from "../../src/platform/output.js";

describe("an output", () => {
  const stream = (code: string | undefined) => {
    let writes = 0;
    const made = Object.assign(new EventEmitter(), {
      isTTY: true,
      columns: 80,
      write: (_text: string, done: (error?: Error) => void) => {
        writes++;
        const error = code === undefined ? undefined : Object.assign(new Error(code), { code });
        setImmediate(() => {
          done(error);
          if (error) made.emit("error", error);
        });
        return true;
      },
    });
    return { made: made as unknown as Writable, writes: () => writes };
  };

  test("waits until the text is handed on", async () => {
    const { made } = stream(undefined);
    const output = nodeOutput(made);
    expect(output).toMatchObject({ isTerminal: true, columns: 80 });
    await expect(output.write("x")).resolves.toBeUndefined();
  });

  test("drops everything once the reader has gone", async () => {
    const { made, writes } = stream("EPIPE");
    const output = nodeOutput(made);
    await output.write("x");
    await output.write("y");
    expect(writes()).toBe(1);
  });

  test("reports a full disk", async () => {
    await expect(nodeOutput(stream("ENOSPC").made).write("x")).rejects.toMatchObject({ code: "ENOSPC" });
  });
});

test("two signals abort with their names; then the listeners are gone, and what hangs is killed", () => {
  vi.useFakeTimers();
  const kill = vi.fn();
  const source = Object.assign(new EventEmitter(), { pid: 7, kill });
  const { interrupted, interruptedAgain } = listenForSignals(source);
  source.emit("SIGHUP");
  expect(interrupted).toMatchObject({ aborted: true, reason: "SIGHUP" });
  expect([interruptedAgain.aborted, source.listenerCount("SIGINT")]).toEqual([false, 1]);
  source.emit("SIGTERM");
  expect(interruptedAgain).toMatchObject({ aborted: true, reason: "SIGTERM" });
  expect(source.eventNames()).toEqual([]);
  expect(kill).not.toHaveBeenCalled();
  vi.advanceTimersByTime(lastWords);
  expect(kill).toHaveBeenCalledExactlyOnceWith(7, "SIGTERM");
  vi.useRealTimers();
});

test.each([
  ["win32", { aborted: true, reason: "SIGINT" }],
  ["linux", { aborted: false }],
  ["darwin", { aborted: false }],
] as const)("Ctrl-Break on %s", (platform, expected) => {
  const source = Object.assign(new EventEmitter(), { pid: 7, kill: vi.fn() });
  const { interrupted, release } = listenForSignals(source, platform);
  source.emit("SIGBREAK");
  expect(interrupted).toMatchObject(expected);
  release();
  expect(source.eventNames()).toEqual([]);
});

test("a host can be let go of, sleeps no longer than its signal, and knows SHA-256", async () => {
  const before = process.listenerCount("SIGINT");
  const host = nodeHost();
  expect(process.listenerCount("SIGINT")).toBe(before + 1);
  host.release();
  expect(process.listenerCount("SIGINT")).toBe(before);
  const began = Date.now();
  await host.sleep(20_000, AbortSignal.timeout(20));
  expect(Date.now() - began).toBeLessThan(5_000);
  expect(host.sha256("é")).toBe("4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c");
});

describe("a process", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "mwaa-kms-"));
    const entry = "src/platform/node-host.ts";
    await build({
      entryPoints: [entry],
      outfile: join(folder, "host.mjs"),
      bundle: true,
      platform: "node",
      format: "esm",
      logLevel: "silent",
    });
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Runs a script that has a host; `act` is called at each piece of its standard error. */
  function running(
    script: string,
    act: (child: ReturnType<typeof spawn>, said: string) => unknown = () => undefined,
  ) {
    const code = `import { nodeHost } from ${JSON.stringify(join(folder, "host.mjs"))}; const host = nodeHost();\n${script}`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", code]);
    const out = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk) => (out.stdout += chunk));
    child.stderr.on("data", (chunk) => {
      out.stderr += chunk;
      act(child, out.stderr);
    });
    return new Promise<{ stdout: string; stderr: string; code: number | null; signal: string | null }>(
      (resolve) => child.on("close", (status, signal) => resolve({ ...out, code: status, signal })),
    );
  }

  test("ends by itself: listening for signals keeps nothing alive", async () => {
    expect(await running("await host.stdout.write('done')")).toMatchObject({
      code: 0,
      stdout: "done",
      stderr: "",
    });
  });

  test("the second signal kills what does not end by itself", async () => {
    const script = `const keep = setInterval(() => {}, 1000);
      host.interrupted.addEventListener("abort", () => void host.stderr.write("first " + host.interrupted.reason));
      await host.stderr.write("ready ");`;
    const ended = await running(script, (child, said) => {
      if (said === "ready ") child.kill("SIGINT");
      if (said.includes("first")) child.kill("SIGTERM");
    });
    expect(ended).toMatchObject({ stderr: "ready first SIGINT", signal: "SIGTERM" });
  });

  test("a closed pipe is no crash", async () => {
    const script = `await host.stderr.write("ready");
      await host.sleep(50);
      for (let i = 0; i < 50; i++) await host.stdout.write("x".repeat(100000));
      await host.stderr.write(" done");`;
    const ended = await running(script, (child) => child.stdout?.destroy());
    expect(ended).toMatchObject({ code: 0, stderr: "ready done" });
  });

  test("asks on stderr; an answer, the end of the input and a signal end the question", async () => {
    const script = `const answer = await host.ask("Go? "); await host.stdout.write(JSON.stringify(answer ?? null));`;
    const said = { stderr: "Go? ", code: 0 };
    expect(await running(script, (child) => child.stdin?.end("yes\n"))).toMatchObject({
      ...said,
      stdout: '"yes"',
    });
    expect(await running(script, (child) => child.stdin?.end())).toMatchObject({ ...said, stdout: "null" });
    expect(await running(script, (child, shown) => shown === "Go? " && child.kill("SIGINT"))).toMatchObject({
      ...said,
      stderr: "Go? \r\n",
      stdout: "null",
    });
  });

  test("reads standard input, bounded", async () => {
    const script = `await host.stderr.write("r"); await host.stdout.write(await host.files.read("-", 5).catch((e) => e.code));`;
    expect(await running(script, (child) => child.stdin?.end("12345"))).toMatchObject({ stdout: "12345" });
    expect(await running(script, (child) => child.stdin?.end("123456"))).toMatchObject({ stdout: "EFBIG" });
  });
});
