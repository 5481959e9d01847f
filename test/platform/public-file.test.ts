/** Files that the user named: replaced whole, links followed, devices written to as they are, and nothing left behind. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { nodeFiles } from "../../src/platform/node-host.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mwaa-kms-public-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (...names: readonly string[]) => join(folder, ...names);
const failing = (code: string) => expect.objectContaining({ code });
const isRoot = process.geteuid?.() === 0;

describe("write", () => {
  it("makes a file that others may read, and puts the next one over it", async () => {
    await nodeFiles.write(at("a"), "long and first");
    expect(statSync(at("a")).mode & 0o777).toBe(0o666 & ~process.umask());
    await nodeFiles.write(at("a"), "second");
    expect(readFileSync(at("a"), "utf8")).toBe("second");
    expect(readdirSync(folder)).toEqual(["a"]);
  });

  it("follows a link, and leaves it a link", async () => {
    mkdirSync(at("real"));
    writeFileSync(at("real", "file"), "old");
    symlinkSync(at("real", "file"), at("link"));
    await nodeFiles.write(at("link"), "new");
    expect(readFileSync(at("real", "file"), "utf8")).toBe("new");
    expect(readdirSync(folder, { withFileTypes: true }).map((entry) => entry.isSymbolicLink())).toEqual([
      true,
      false,
    ]);
    expect(readdirSync(at("real"))).toEqual(["file"]);
  });

  it.each([
    ["a folder in its place", "taken", "EISDIR"],
    ["no such folder", "none/a", "ENOENT"],
    ["a file for a folder", "file/a", "ENOTDIR"],
    ["too long a name", "x".repeat(300), "ENAMETOOLONG"],
  ])("%s is refused, and nothing is left behind", async (_name, path, code) => {
    mkdirSync(at("taken"));
    writeFileSync(at("file"), "");
    await expect(nodeFiles.write(at(path), "x")).rejects.toEqual(failing(code));
    expect(readdirSync(folder)).toEqual(["file", "taken"]);
  });

  it("writes to a device as it is, and tells when it takes no more", async () => {
    await nodeFiles.write("/dev/null", "x");
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
    await expect(nodeFiles.write("/dev/full", "x")).rejects.toEqual(failing("ENOSPC"));
  });

  it.skipIf(isRoot)("writes into a file whose folder is read-only, and makes none there", async () => {
    mkdirSync(at("closed"));
    writeFileSync(at("closed", "open"), "old and longer");
    chmodSync(at("closed"), 0o555);
    await nodeFiles.write(at("closed", "open"), "new");
    expect(readFileSync(at("closed", "open"), "utf8")).toBe("new");
    await expect(nodeFiles.write(at("closed", "none"), "x")).rejects.toEqual(failing("EACCES"));
    chmodSync(at("closed"), 0o755);
  });
});

describe("append", () => {
  it("makes a file, and adds to its end", async () => {
    await nodeFiles.append(at("a"), "one\n");
    await nodeFiles.append(at("a"), "two\n");
    expect(readFileSync(at("a"), "utf8")).toBe("one\ntwo\n");
  });

  it("refuses a folder, and a folder that is not there", async () => {
    await expect(nodeFiles.append(folder, "x")).rejects.toEqual(failing("EISDIR"));
    await expect(nodeFiles.append(at("none", "a"), "x")).rejects.toEqual(failing("ENOENT"));
  });
});
