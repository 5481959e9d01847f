/** The real program as a child process, with an environment of the test's own and nothing of this machine's. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Spawned {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
}

/** A folder that is home, state and all for the programs of one test. */
export function newHome(): { readonly path: string; dispose(): void } {
  const path = mkdtempSync(join(tmpdir(), "mwaa-kms-binary-"));
  return { path, dispose: () => rmSync(path, { recursive: true, force: true }) };
}

export function environment(home: string, more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"],
    HOME: home,
    XDG_STATE_HOME: join(home, "state"),
    AWS_CONFIG_FILE: join(home, "none"),
    AWS_SHARED_CREDENTIALS_FILE: join(home, "none"),
    AWS_EC2_METADATA_DISABLED: "true",
    ...more,
  };
}

/** Starts the program; `node` are options for Node.js itself. */
export function start(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  node: readonly string[] = [],
): Spawned {
  const child = spawn(process.execPath, [...node, "bin/mwaa-kms.js", ...argv], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      texts[name] += text;
    });
  }
  const finished = new Promise<Finished>((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, ...texts }));
  });
  return { child, finished };
}

/** Runs the program to its end. */
export function run(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  node: readonly string[] = [],
): Promise<Finished> {
  return start(argv, env, node).finished;
}
