/** The real machine under Node.js: streams, clock, files, signals. It knows nothing of AWS or of keys. */

import { createHash } from "node:crypto";
import { appendFile, readdir } from "node:fs/promises";
import { userInfo } from "node:os";
import { posix, win32 } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Files, Host, Interruption } from "./host.js";
import { nodeOutput } from "./output.js";
import { createPrivate, createWhole, tryPrivate, tryWhole } from "./private-file.js";
import { tryPublic, writePublic } from "./public-file.js";
import { readBounded } from "./read-file.js";
import { refuseUnsafeFolder, refuseUnsafeWay } from "./safe-folder.js";

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

/**
 * Collects garbage. Node lets the heap of a long run grow to hundreds of megabytes before it looks for any by itself; in a
 * small container of a pipeline that is too much.
 *
 * Source: https://chromedevtools.github.io/devtools-protocol/tot/HeapProfiler/#method-collectGarbage
 */
export async function releaseMemory(): Promise<void> {
  // A Node that was built without the inspector does without.
  const inspector = await import("node:inspector/promises").catch(() => undefined);
  if (inspector === undefined) return;
  const session = new inspector.Session();
  session.connect();
  await session.post("HeapProfiler.collectGarbage").catch(() => undefined);
  session.disconnect();
}

/** @param state this tool's own state folder, whose parents are looked at too */
export function filesOf(state?: string): Files {
  return {
    read: readBounded,
    createPrivate: (folder, name, text) => createPrivate(folder, name, text, state),
    create: async (path, text) => void (await createWhole(path, text)),
    write: writePublic,
    tryWrite: tryPublic,
    tryPrivate: (folder) => tryPrivate(folder, state),
    tryCreate: tryWhole,
    append: (path, text) => appendFile(path, text),
    list: async (folder) => {
      try {
        if (state !== undefined) await refuseUnsafeWay(folder, state);
        await refuseUnsafeFolder(folder);
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
        throw error;
      }
      const entries = await readdir(folder, { withFileTypes: true });
      // A pipe would never end, and a link leads elsewhere.
      return entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).toSorted();
    },
  };
}

export const nodeFiles: Files = filesOf();

type Signal = Exclude<Interruption, "timeout">;

/** As much of `process` as is used. */
export interface SignalSource {
  readonly pid: number;
  on(signal: Signal | "SIGBREAK", listener: () => void): unknown;
  off(signal: Signal | "SIGBREAK", listener: () => void): unknown;
  kill(pid: number, signal: Signal): unknown;
}

const kinds = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Ctrl-Break of Windows, which ends a run as Ctrl-C does (https://nodejs.org/api/process.html#signal-events). */
const ctrlBreak = { event: "SIGBREAK", kind: "SIGINT" } as const;

/** After the second signal the run has this long, in milliseconds, to say what is unclear. */
export const lastWords = 2_000;

/**
 * Listens for two signals of any kind. Then the listeners are gone, so that the system's own action, to kill the process,
 * comes back for the third; it is taken here if the run does not end by itself (it waits for a pipe that takes nothing).
 * Signal listeners do not keep a process alive.
 *
 * @returns the signals, aborted with the {@link Interruption} as reason, and how to stop listening
 */
export function listenForSignals(
  source: SignalSource,
  platform: NodeJS.Platform = process.platform,
): {
  readonly interrupted: AbortSignal;
  readonly interruptedAgain: AbortSignal;
  readonly release: () => void;
} {
  const first = new AbortController();
  const second = new AbortController();
  const listeners = [
    ...kinds.map((kind) => ({ event: kind, listener: () => came(kind) })),
    ...(platform === "win32" ? [{ event: ctrlBreak.event, listener: () => came(ctrlBreak.kind) }] : []),
  ];
  const release = () => {
    for (const { event, listener } of listeners) source.off(event, listener);
  };
  const came = (kind: Signal) => {
    if (!first.signal.aborted) return first.abort(kind);
    release();
    second.abort(kind);
    setTimeout(() => source.kill(source.pid, kind), lastWords).unref();
  };
  for (const { event, listener } of listeners) source.on(event, listener);
  return { interrupted: first.signal, interruptedAgain: second.signal, release };
}

const own = "mwaa-kms";

/**
 * An absolute `$XDG_STATE_HOME` counts on every system; relative ones are to be ignored by its specification
 * (https://specifications.freedesktop.org/basedir-spec/latest/). So is a home that is empty or relative: the folder that one
 * happens to stand in is nobody's state.
 *
 * @param homeOfUser the home of the system's list of users, or undefined where it has none
 */
export function stateFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  homeOfUser: () => string | undefined = homeInList,
): string {
  const paths = platform === "win32" ? win32 : posix;
  const absolute = (path: string | undefined) =>
    path !== undefined && paths.isAbsolute(path) ? path : undefined;
  const xdg = absolute(env["XDG_STATE_HOME"]);
  if (platform === "win32") {
    const local = absolute(env["LOCALAPPDATA"]);
    const home = absolute(env["USERPROFILE"]) ?? absolute(homeOfUser()) ?? "C:\\";
    return win32.join(local ?? win32.join(home, "AppData", "Local"), own);
  }
  if (xdg !== undefined) return posix.join(xdg, own);
  const home = absolute(env["HOME"]) ?? absolute(homeOfUser()) ?? "/";
  return platform === "darwin"
    ? posix.join(home, "Library", "Application Support", own)
    : posix.join(home, ".local", "state", own);
}

/** A container may run as a user that no list has. */
function homeInList(): string | undefined {
  try {
    return userInfo().homedir;
  } catch {
    return undefined;
  }
}
