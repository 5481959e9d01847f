/** Writes a file where the user said, over what is there. It knows not what the text is. */
import { randomBytes } from "node:crypto";
import { realpath, rename, stat, unlink, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/** Where nothing can be put beside the file, or over it: a folder that is read-only, a file that is mounted by itself. */
const fixed: ReadonlySet<string> = new Set(["EACCES", "EPERM", "EROFS", "EBUSY", "EXDEV"]);

/**
 * Writes a text, wholly or not at all: beside, then renamed over what was there. A link is followed. A device, a pipe and a
 * file that cannot be replaced are written to as they are.
 *
 * @throws an Error with Node's `code`: `ENOENT` (no such folder), `EACCES`, `EISDIR`, `ENOSPC`, …
 */
export async function writePublic(path: string, text: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there === undefined) return putInPlace(resolve(path), text);
  if (!there.isFile()) return writeFile(path, text);
  try {
    await putInPlace(await realpath(path), text);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!fixed.has(code)) throw error;
    await writeFile(path, text);
  }
}

async function putInPlace(target: string, text: string): Promise<void> {
  const beside = join(dirname(target), `.${randomBytes(12).toString("hex")}.tmp`);
  try {
    await writeFile(beside, text, { flag: "wx" });
    await rename(beside, target);
  } catch (error) {
    await unlink(beside).catch(() => undefined);
    throw error;
  }
}
