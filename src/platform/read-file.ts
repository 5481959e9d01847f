/** Reads a text of a bounded length from a file or from standard input. */
import { open } from "node:fs/promises";

/**
 * @param path `-` is standard input
 * @param limit bytes; what is longer is refused with code `EFBIG`, however long it is (a device never ends)
 * @returns the text; a file that is no UTF-8 is refused with `EILSEQ`, rather than changed
 */
export async function readBounded(path: string, limit: number): Promise<string> {
  if (path === "-") return collect(process.stdin, limit);
  const file = await open(path, "r");
  try {
    const facts = await file.stat();
    if (facts.isDirectory()) throw failure("EISDIR", `${path} is a folder`);
    return await collect(file.createReadStream({ autoClose: false, highWaterMark: 65_536 }), limit);
  } finally {
    await file.close();
  }
}

async function collect(chunks: AsyncIterable<Buffer | string>, limit: number): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > limit) throw failure("EFBIG", `more than ${limit} bytes`);
    parts.push(bytes);
  }
  const whole = Buffer.concat(parts);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(whole);
  } catch {
    throw failure("EILSEQ", kindOf(whole));
  }
}

/** What bytes are that are no UTF-8, where their first ones say it. */
function kindOf(whole: Buffer): string {
  const start = whole.subarray(0, 2).toString("hex");
  // PowerShell's redirection writes UTF-16, with its mark at the start.
  if (start === "fffe" || start === "feff") return "UTF-16; save it as UTF-8";
  if (start === "504b") return "not UTF-8 but a zip archive";
  return start === "1f8b" ? "not UTF-8 but gzip" : "not UTF-8";
}

/** An error with a code of Node's, as the Files of host.ts promise it. */
export function failure(code: string, message: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${message}`), { code });
}

const words: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOENT: "there is no such folder",
  ENOTDIR: "a part of its path is a file",
  EISDIR: "it is a folder",
  ENOSPC: "no space is left",
  EDQUOT: "no space is left",
  EFBIG: "it would be too long",
  ENAMETOOLONG: "its name is too long",
};

/** @returns `permission denied (EACCES)`, or what the error says of itself */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const known = words[code];
  if (known !== undefined) return `${known} (${code})`;
  return error instanceof Error ? error.message : String(error);
}
