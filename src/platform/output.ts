/** A stream of the process as an Output: it waits for the text to be handed on, and takes a closed pipe for an end. */
import { constants, fstatSync, openSync, type Stats, writeSync } from "node:fs";
import { isatty } from "node:tty";
import type { OutputStream } from "./host.js";

/** As much of `process.stdout` as is used. */
export interface Writable {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string, done: (error?: Error | null) => void): boolean;
  on(event: "error", listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/** What a stream reports when its reader has gone: `mwaa-kms … | head -1` is no failure. */
const gone: ReadonlySet<string> = new Set([
  "EPIPE",
  "ECONNRESET",
  "ERR_STREAM_DESTROYED",
  "ERR_STREAM_WRITE_AFTER_END",
]);

/**
 * @returns an Output; after the reader has gone, everything else is dropped. Another error (a full disk) rejects the write.
 */
export function nodeOutput(stream: Writable): OutputStream {
  let closed = false;
  // Without a listener Node ends the process with a stack trace; the write's own callback reports what matters.
  stream.on("error", (error) => {
    if (gone.has(error.code ?? "")) closed = true;
  });
  const writePiece = (text: string) =>
    new Promise<void>((resolve, reject) => {
      if (closed) return resolve();
      stream.write(text, (error) => {
        if (error === undefined || error === null) return resolve();
        const code = "code" in error ? String(error.code) : "";
        if (!gone.has(code)) return reject(error);
        closed = true;
        resolve();
      });
    });
  return {
    isTerminal: stream.isTTY === true,
    get columns() {
      return stream.columns;
    },
    get isGone() {
      return closed;
    },
    write: async (text) => {
      for (const piece of piecesOf(text)) await writePiece(piece);
    },
  };
}

/** So many characters at a time: a report of megabytes is not held a second time as bytes. */
const longest = 1 << 18;

function* piecesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const end = at + longest;
    // A character of two units is not torn apart.
    const isTorn = end < text.length && /[\uD800-\uDBFF]/.test(text.charAt(end - 1));
    const next = isTorn ? end - 1 : end;
    yield text.slice(at, next);
    at = next;
  }
}

/** Milliseconds until a full pipe is tried again. */
const pause = 2;

/**
 * stdout or stderr. A plain file, /dev/null and a pipe are written to by descriptor: Node's streams take longer to load than
 * most texts to write. A pipe is opened anew for that, so that a full one keeps no signal from being heard.
 *
 * @param stream the same output as Node's stream, for terminals and everything else
 */
export function fastOutput(descriptor: 1 | 2, stream: () => Writable): OutputStream {
  const target = openDescriptor(descriptor);
  if (target === undefined) return nodeOutput(stream());
  let closed = false;
  const writeAll = async (bytes: Buffer) => {
    for (let at = 0; at < bytes.length && !closed; ) {
      try {
        at += writeSync(target, bytes, at);
      } catch (error) {
        const code = error instanceof Error && "code" in error ? String(error.code) : "";
        if (gone.has(code)) closed = true;
        else if (code === "EAGAIN") await new Promise((resolve) => setTimeout(resolve, pause));
        else throw error;
      }
    }
  };
  let before: Promise<void> = Promise.resolve();
  return {
    isTerminal: false,
    columns: undefined,
    get isGone() {
      return closed;
    },
    write: (text) => {
      const written = before.then(() => writeAll(Buffer.from(text)));
      before = written.catch(() => undefined);
      return written;
    },
  };
}

/** /dev/null and its likes: on Linux they have the major number 1, which no terminal has. */
function isMemoryDevice(facts: Stats): boolean {
  return process.platform === "linux" && facts.isCharacterDevice() && facts.rdev >> 8 === 1;
}

/** @returns whether it is a terminal; what cannot be one is not asked by way of Node's streams */
export function isTerminal(descriptor: number): boolean {
  try {
    const facts = fstatSync(descriptor);
    if (process.platform !== "win32" && !facts.isCharacterDevice()) return false;
    return !isMemoryDevice(facts) && isatty(descriptor);
  } catch {
    return isatty(descriptor);
  }
}

/** @returns what can be written to without waiting; undefined: a terminal, a socket, or another system than Linux */
function openDescriptor(descriptor: number): number | undefined {
  if (process.platform !== "linux") return undefined;
  try {
    const facts = fstatSync(descriptor);
    if (facts.isFile() || isMemoryDevice(facts)) return descriptor;
    if (!facts.isFIFO()) return undefined;
    return openSync(`/proc/self/fd/${descriptor}`, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
}
