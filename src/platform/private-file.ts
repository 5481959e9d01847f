/** Puts a text into a file that is there wholly or not at all, and that nobody else may read. It knows not what the text is. */
import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { link, lstat, mkdir, open, rename, unlink } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { tryBeside } from "./public-file.js";
import { failure } from "./read-file.js";
import { refuseUnsafeFolder, refuseUnsafeWay } from "./safe-folder.js";

const isWindows = process.platform === "win32";

/**
 * Creates `name` in `folder`: written beside under a random name, flushed, put in place without overwriting, folder flushed.
 *
 * @param state this tool's own state folder: where `folder` lies in it, its parents must be safe too
 * @returns the absolute path
 * @throws an Error with `code`: `EEXIST` (the name is taken), `ELOOP` (the folder is a link), `EPERM` (the folder is somebody
 * else's, or others may write into it), `EINVAL` (the name is no plain file name), and whatever the system says
 */
export async function createPrivate(
  folder: string,
  name: string,
  text: string,
  state?: string,
): Promise<string> {
  if (name === "" || name === "." || name === ".." || basename(name) !== name || name.includes("\\")) {
    throw failure("EINVAL", `"${name}" is no file name`);
  }
  const place = resolve(folder);
  if (state !== undefined) await refuseUnsafeWay(place, state);
  await prepareFolder(place);
  return createWhole(join(place, name), text);
}

/** Tries whether a file could be created in the folder, which is made. */
export async function tryPrivate(folder: string, state?: string): Promise<void> {
  const place = resolve(folder);
  if (state !== undefined) await refuseUnsafeWay(place, state);
  await prepareFolder(place);
  await tryBeside(join(place, "backup"));
}

/** Tries whether {@link createWhole} could create a file there. */
export async function tryWhole(path: string): Promise<void> {
  const there = await lstat(path).catch(() => undefined);
  if (there !== undefined) throw failure("EEXIST", `${path} is there already`);
  await tryBeside(resolve(path));
}

/**
 * Creates a file where the user said, as whole as the other, in a folder that is as it is.
 *
 * @returns the absolute path
 * @throws as {@link createPrivate}, but for what it says of folders
 */
export async function createWhole(path: string, text: string): Promise<string> {
  const target = resolve(path);
  const place = dirname(target);
  const beside = join(place, `.${randomBytes(12).toString("hex")}.tmp`);
  try {
    await writeFlushed(beside, text);
    await putInPlace(beside, target);
  } catch (error) {
    await unlink(beside).catch(() => undefined);
    throw error;
  }
  await flushFolder(place);
  return target;
}

async function prepareFolder(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
  const made = await mkdir(folder, { mode: 0o700 }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") return false;
      throw error;
    },
  );
  if (made) await flushFolder(dirname(folder)).catch(() => undefined);
  await refuseUnsafeFolder(folder);
}

async function writeFlushed(path: string, text: string): Promise<void> {
  const noFollow = isWindows ? 0 : constants.O_NOFOLLOW;
  const file = await open(path, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | noFollow, 0o600);
  try {
    await file.writeFile(text, "utf8");
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A hard link fails where the name is taken, which a rename would silently replace. Some file systems have no links. */
async function putInPlace(beside: string, target: string): Promise<void> {
  try {
    await link(beside, target);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!["EPERM", "ENOTSUP", "ENOSYS", "EOPNOTSUPP", "EMLINK"].includes(code)) throw error;
    const taken = await open(target, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600);
    await taken.close();
    await rename(beside, target);
    return;
  }
  await unlink(beside);
}

/** A name is safe on the disk only after its folder is. Windows, and some network file systems, cannot. */
async function flushFolder(folder: string): Promise<void> {
  if (isWindows) return;
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync().catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EINVAL" && error.code !== "ENOTSUP") throw error;
    });
  } finally {
    await handle.close();
  }
}
