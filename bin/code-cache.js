"use strict";
/**
 * The code that V8 compiled, kept from one run to the next in a folder that nobody else can write to.
 * docs/decisions/0012-packs-and-a-code-cache.md says why each rule is there.
 */
const fs = require("node:fs");
const path = require("node:path");

/** @returns the folder, or undefined where no cache may be used */
function cacheFolder() {
  const { env, platform } = process;
  // What CI starts from nothing each time would only be written. An empty variable is one that is not set.
  if (env.CI || env.MWAA_KMS_NO_CACHE || env.NODE_DISABLE_COMPILE_CACHE) return undefined;
  // Elsewhere the owner of a folder is not to be told by its number.
  if (platform === "win32" || typeof process.geteuid !== "function") return undefined;
  const base = env.XDG_CACHE_HOME || (env.HOME && path.join(env.HOME, ".cache"));
  if (!base || !path.isAbsolute(base)) return undefined;
  try {
    fs.mkdirSync(base, { recursive: true, mode: 0o700 });
    const folder = path.join(fs.realpathSync(base), "mwaa-kms");
    try {
      fs.mkdirSync(folder, { mode: 0o700 });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    return isOurs(folder) ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** Nobody else may write into the folder, or put another in its place or in that of a folder above it. */
function isOurs(folder) {
  const us = process.geteuid();
  const facts = fs.lstatSync(folder);
  if (!facts.isDirectory() || facts.uid !== us || (facts.mode & 0o077) !== 0) return false;
  for (let at = path.dirname(folder); ; at = path.dirname(at)) {
    const { uid, mode } = fs.lstatSync(at);
    const isSticky = (mode & 0o1000) !== 0;
    if ((uid !== us && uid !== 0) || ((mode & 0o022) !== 0 && !isSticky)) return false;
    if (at === path.dirname(at)) return true;
  }
}

/**
 * A cache is a number of bytes of source, the source, and V8's bytes twice: V8 looks neither whether the source is another
 * of the same length nor whether its own bytes are damaged, and one wrong bit would end the process.
 *
 * @returns V8's bytes, or undefined where they are not certainly those of this source
 */
function readCache(file, source) {
  try {
    const bytes = fs.readFileSync(file);
    const start = 4 + source.length;
    const half = (bytes.length - start) / 2;
    if (bytes.readUInt32LE(0) !== source.length || half < 1 || !Number.isInteger(half)) return undefined;
    if (bytes.compare(source, 0, source.length, 4, start) !== 0) return undefined;
    const data = bytes.subarray(start, start + half);
    return data.equals(bytes.subarray(start + half)) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** Written beside and renamed, so that no run reads half of it. */
function writeCache(file, source, data) {
  const beside = `${file}.${process.pid}`;
  try {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(source.length);
    fs.writeFileSync(beside, Buffer.concat([length, source, data, data]), { mode: 0o600, flag: "wx" });
    fs.renameSync(beside, file);
  } catch {
    fs.rmSync(beside, { force: true });
  }
}

module.exports = { cacheFolder, readCache, writeCache };
