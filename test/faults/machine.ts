/** The machine of one run: streams that are kept, a clock that runs in its sleep, a folder of its own. It knows no fault. */

import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Files, Host, Interruption } from "../../src/platform/host.js";
import { nodeFiles } from "../../src/platform/node-host.js";
import { awsVariables } from "../aws-variables.js";

export interface Machine {
  readonly folder: string;
  readonly backups: string;
  readonly host: Host;
  /** The machine's files without any fault. */
  readonly files: Files;
  readonly written: { stdout: string; stderr: string };
  interrupt(signal: Interruption): void;
  /** Lets time pass that nobody slept through: a call that took long. */
  pass(milliseconds: number): void;
  /** Milliseconds since the machine was set up. */
  elapsed(): number;
  dispose(): void;
}

/** Sets a machine up; `changes` replace parts of its host, and `files` parts of its files. */
export function setUpMachine(changes: Partial<Host> = {}, files: Partial<Files> = {}): Machine {
  const folder = mkdtempSync(join(tmpdir(), "mwaa-kms-fault-"));
  const interruption = new AbortController();
  const interruptionAgain = new AbortController();
  const written = { stdout: "", stderr: "" };
  const start = Date.parse("2026-11-23T12:00:00.000Z");
  let time = start;
  const output = (name: "stdout" | "stderr") => ({
    isTerminal: false,
    columns: 400,
    write: async (text: string) => {
      written[name] += text;
    },
  });
  const host: Host = {
    env: { ...awsVariables(), HOME: folder, AWS_MAX_ATTEMPTS: "2" },
    stdout: output("stdout"),
    stderr: output("stderr"),
    stdinIsTerminal: false,
    files: { ...nodeFiles, ...files },
    stateFolder: join(folder, "state"),
    now: () => new Date(time),
    sleep: async (milliseconds, signal) => {
      if (signal !== undefined) return background(signal);
      time += milliseconds;
    },
    ask: async () => undefined,
    sha256: (text) => createHash("sha256").update(text).digest("hex"),
    interrupted: interruption.signal,
    interruptedAgain: interruptionAgain.signal,
    ...changes,
  };
  return {
    folder,
    backups: join(folder, "state", "backups"),
    host,
    files: nodeFiles,
    written,
    interrupt: (signal) => interruption.abort(signal),
    pass: (milliseconds) => {
      time += milliseconds;
    },
    elapsed: () => time - start,
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What lies in a folder of backups: the files that hold, and whatever else is there. */
export function lookIntoBackups(folder: string): {
  readonly policies: readonly string[];
  readonly others: readonly string[];
} {
  const names = existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder) : [];
  const policies: string[] = [];
  const others: string[] = [];
  for (const name of names) {
    const policy = name.endsWith(".json") ? soundPolicy(readFileSync(join(folder, name), "utf8")) : undefined;
    if (policy === undefined) others.push(name);
    else policies.push(policy);
  }
  return { policies, others };
}

/** The policy of a backup that is whole and whose digest holds; nothing of the product reads it. */
function soundPolicy(text: string): string | undefined {
  try {
    const { policy, sha256 } = JSON.parse(text) as { policy?: unknown; sha256?: unknown };
    if (typeof policy !== "string") return undefined;
    return createHash("sha256").update(policy).digest("hex") === sha256 ? policy : undefined;
  } catch {
    return undefined;
  }
}

/** A wait beside other work: the clock stands still while it does, so that it ends only with the signal. */
function background(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
