/** A stream of the process as an Output: it waits for the text to be handed on, and takes a closed pipe for an end. */
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
