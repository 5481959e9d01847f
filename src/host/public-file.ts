/** Writes a file where the user said, over what is there. It knows not what the text is. */
import { randomBytes } from "node:crypto";
import { rename, stat, unlink, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/**
 * Writes a text, wholly or not at all: beside, then renamed over what was there. A device or a pipe is written to as it is.
 *
 * @throws an Error with Node's `code`: `ENOENT` (no such folder), `EACCES`, `EISDIR`, `ENOSPC`, …
 */
export async function writePublic(path: string, text: string): Promise<void> {
  const target = resolve(path);
  const there = await stat(target).catch(() => undefined);
  if (there !== undefined && !there.isFile()) return writeFile(target, text);
  const beside = join(dirname(target), `.${randomBytes(12).toString("hex")}.tmp`);
  try {
    await writeFile(beside, text, { flag: "wx" });
    await rename(beside, target);
  } catch (error) {
    await unlink(beside).catch(() => undefined);
    throw error;
  }
}
