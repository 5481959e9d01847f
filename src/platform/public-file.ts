/** Writes a file where the user said, over what is there. It knows not what the text is. */
import { randomBytes } from "node:crypto";
import { open, realpath, rename, stat, unlink, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { failure } from "./read-file.js";

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

/** As much as is written to see whether a disk has room: an empty file fits on a full one. */
const sample = " ".repeat(4_096);

/**
 * Tries whether a text could be written so. It writes beside and takes that away again.
 *
 * @throws as {@link writePublic}
 */
export async function tryPublic(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory()) throw failure("EISDIR", `${path} is a folder`);
  // A pipe or a device takes what it is given, when it is given.
  if (there !== undefined && !there.isFile()) return;
  const target = there === undefined ? resolve(path) : await realpath(path);
  try {
    await tryBeside(target);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (there === undefined || !fixed.has(code)) throw error;
    await (await open(target, "r+")).close();
  }
}

/** Tries whether a file could be put beside another one. */
export async function tryBeside(target: string): Promise<void> {
  const beside = join(dirname(target), `.${randomBytes(12).toString("hex")}.tmp`);
  try {
    await writeFile(beside, sample, { flag: "wx", mode: 0o600 });
  } finally {
    await unlink(beside).catch(() => undefined);
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
