/** Whether a folder is safe from others: its owner, its mode, links on the way. It makes nothing and knows no content. */
import type { Stats } from "node:fs";
import { lstat, realpath } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { failure } from "./read-file.js";

const isWindows = process.platform === "win32";

/**
 * Refuses a folder that is a link, belongs to somebody else, or can be written by others.
 *
 * @throws `ELOOP`, `ENOTDIR`, `EPERM`, or what the system says (`ENOENT`)
 */
export async function refuseUnsafeFolder(folder: string): Promise<void> {
  const facts = await lstat(folder);
  if (facts.isSymbolicLink()) throw failure("ELOOP", `${folder} is a symbolic link`);
  if (!facts.isDirectory()) throw failure("ENOTDIR", `${folder} is no folder`);
  if (isWindows) return; // Owners and modes are not Windows' way; %LOCALAPPDATA% is the user's own.
  const user = process.geteuid?.();
  if (user !== undefined && facts.uid !== user) throw failure("EPERM", `${folder} belongs to another user`);
  if ((facts.mode & 0o022) !== 0)
    throw failure("EPERM", `others can write into ${folder} (chmod go-w helps)`);
}

/**
 * Refuses a folder of this tool's own state where others could put another in its place: from the state folder down
 * everything must be safe, and above it each folder must be the user's or root's, and no others can write into it.
 *
 * What is not there yet is no danger: it is made with mode 0700.
 */
export async function refuseUnsafeWay(folder: string, state: string): Promise<void> {
  const place = resolve(folder);
  if (!isWithin(place, state) || isWindows) return;
  for (let each = place; isWithin(each, state); each = dirname(each)) {
    await refuseUnsafeFolder(each).catch(unlessAbsent);
  }
  const above = dirname(resolve(state));
  for (const way of new Set([above, await realpath(above).catch(() => above)])) {
    for (let each = way; ; each = dirname(each)) {
      await refuseOpenParent(each).catch(unlessAbsent);
      if (each === dirname(each)) break;
    }
  }
}

function isWithin(folder: string, state: string): boolean {
  const way = relative(resolve(state), folder);
  return way === "" || (!way.startsWith("..") && resolve(state, way) === folder);
}

function unlessAbsent(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}

/** A link of the user's own, or of root's, is as good as the folder that it leads to. */
async function refuseOpenParent(folder: string): Promise<void> {
  const facts = await lstat(folder);
  const user = process.geteuid?.();
  if (user !== undefined && facts.uid !== user && facts.uid !== 0) {
    throw failure("EPERM", `${folder} belongs to another user`);
  }
  if (!facts.isSymbolicLink() && isOpen(facts)) {
    throw failure("EPERM", `others can write into ${folder} (chmod go-w helps)`);
  }
}

/** The sticky bit keeps others from renaming what is there. A group of the user's own has no others in it. */
function isOpen({ mode, gid }: Stats): boolean {
  const user = process.geteuid?.();
  const isOwnGroup = user !== 0 && gid === user && gid === process.getegid?.();
  const bits = isOwnGroup ? 0o002 : 0o022;
  return (mode & bits) !== 0 && (mode & 0o1000) === 0;
}
