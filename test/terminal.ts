/** A terminal for tests: the whole program in this process, on a machine of its own, its clock running only in its sleep. */

import { createHash } from "node:crypto";
import { setMaxListeners } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../src/main.js";
import type { Host, Interruption } from "../src/platform/host.js";
import { nodeFiles } from "../src/platform/node-host.js";
import { awsVariables } from "./aws-variables.js";

export interface TerminalSettings {
  /** Whether stdout, stderr and stdin are a terminal. */
  readonly isTerminal?: boolean;
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** What the person types at each question. */
  readonly answers?: readonly string[];
  readonly stdin?: string;
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Terminal {
  readonly folder: string;
  readonly host: Host;
  run(...argv: readonly string[]): Promise<Ran>;
  interrupt(signal?: Interruption): void;
  /** The text with the folder of this test and the ports named alike in every run. */
  plain(text: string): string;
  dispose(): void;
}

/** Opens a terminal; `dispose` removes its folder. */
export function openTerminal(settings: TerminalSettings = {}): Terminal {
  const folder = mkdtempSync(join(tmpdir(), "mwaa-kms-test-"));
  const interruption = new AbortController();
  const interruptionAgain = new AbortController();
  // A terminal has many runs, and each listens.
  setMaxListeners(0, interruption.signal, interruptionAgain.signal);
  const answers = [...(settings.answers ?? [])];
  const written = { stdout: "", stderr: "" };
  let time = Date.parse("2026-11-23T12:00:00.000Z");
  const output = (name: "stdout" | "stderr") => ({
    isTerminal: settings.isTerminal ?? false,
    columns: settings.columns,
    write: async (text: string) => {
      written[name] += text;
    },
  });
  const host: Host = {
    get env() {
      return { ...awsVariables(), ...settings.env };
    },
    stdout: output("stdout"),
    stderr: output("stderr"),
    stdinIsTerminal: settings.isTerminal ?? false,
    files: nodeFiles,
    stateFolder: join(folder, "state"),
    now: () => new Date(time),
    sleep: async (milliseconds, signal) => {
      if (signal !== undefined) return background(signal);
      time += milliseconds;
    },
    ask: async (question) => {
      written.stderr += question;
      return answers.shift();
    },
    sha256: (text) => createHash("sha256").update(text).digest("hex"),
    interrupted: interruption.signal,
    interruptedAgain: interruptionAgain.signal,
  };
  return {
    folder,
    host,
    run: async (...argv) => {
      written.stdout = "";
      written.stderr = "";
      const code = await main(argv, host);
      return { code, ...written };
    },
    interrupt: (signal = "SIGINT") => interruption.abort(signal),
    plain: (text) => text.replaceAll(folder, "/FOLDER").replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT"),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A wait beside other work: the clock stands still while it does, so that it ends only with the signal. */
function background(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
