/** The real machine under Node.js: streams, clock, files, signals. It knows nothing of AWS or of keys. */
import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Host } from "./host.js";
import { releaseMemory } from "./memory.js";
import { filesOf } from "./node-files.js";
import { nodeOutput } from "./output.js";
import { listenForSignals } from "./signals.js";
import { stateFolder } from "./state-folder.js";

/** The host of a process. */
export interface NodeHost extends Host {
  /** Takes the signal handlers away again; a process that ends has no need of it. */
  release(): void;
}

/** @returns everything of this machine that the tool uses; its environment is the process's own, as it changes */
export function nodeHost(): NodeHost {
  const signals = listenForSignals(process);
  const state = stateFolder(process.env, process.platform);
  // What Node.js says of its own settings, such as NODE_TLS_REJECT_UNAUTHORIZED, is no part of a report.
  process.removeAllListeners("warning");
  return {
    env: process.env,
    stdout: nodeOutput(process.stdout),
    stderr: nodeOutput(process.stderr),
    isWindows: process.platform === "win32",
    stdinIsTerminal: process.stdin.isTTY === true,
    files: filesOf(state),
    stateFolder: state,
    now: () => new Date(),
    sleep: async (milliseconds, signal = signals.interruptedAgain) => {
      await wait(milliseconds, undefined, { signal }).catch(() => undefined);
    },
    releaseMemory,
    ask: (question, signal = signals.interrupted) => ask(question, signal),
    sha256: (text) => createHash("sha256").update(text, "utf8").digest("hex"),
    interrupted: signals.interrupted,
    interruptedAgain: signals.interruptedAgain,
    release: signals.release,
  };
}

/** Ctrl-C at the prompt comes to readline and not to the process, so it is passed on as the signal that it is. */
async function ask(question: string, interrupted: AbortSignal): Promise<string | undefined> {
  if (interrupted.aborted) return undefined;
  // Most runs ask nothing, and need not load what asks.
  const { createInterface } = await import("node:readline/promises");
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  const closed = new Promise<undefined>((resolve) => lines.once("close", () => resolve(undefined)));
  try {
    return await Promise.race([lines.question(question, { signal: interrupted }), closed]);
  } catch {
    return undefined;
  } finally {
    lines.close();
  }
}
