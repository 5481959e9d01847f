/** The backup's file: whole or not at all, nobody else's to read, and never over another. */
import { execFileSync } from "node:child_process";
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { filesOf, stateFolder } from "../../src/platform/node-host.js";
import { createPrivate } from "../../src/platform/private-file.js";
import { readBounded } from "../../src/platform/read-file.js";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "mwaa-kms-"));
});
afterEach(() => rm(root, { recursive: true }));

describe("createPrivate", () => {
  test("makes the folders, the file, and leaves nothing beside it", async () => {
    const folder = join(root, "a", "b");
    const path = await createPrivate(folder, "backup.json", "{é}");
    expect(path).toBe(join(folder, "backup.json"));
    expect(await readFile(path, "utf8")).toBe("{é}");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(await readdir(folder)).toEqual(["backup.json"]);
  });

  test("keeps to 0600 whatever the umask lets through", async () => {
    const before = process.umask(0);
    try {
      expect((await stat(await createPrivate(join(root, "a"), "x", ""))).mode & 0o777).toBe(0o600);
    } finally {
      process.umask(before);
    }
  });

  test("never overwrites, not even a link that leads nowhere, and of two at once one wins", async () => {
    const folder = join(root, "a");
    await createPrivate(folder, "x", "first");
    await expect(createPrivate(folder, "x", "second")).rejects.toMatchObject({ code: "EEXIST" });
    await symlink(join(root, "elsewhere"), join(folder, "link"));
    await expect(createPrivate(folder, "link", "second")).rejects.toMatchObject({ code: "EEXIST" });
    const both = await Promise.allSettled(["1", "2"].map((text) => createPrivate(folder, "y", text)));
    expect(both.map((each) => each.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await readFile(join(folder, "x"), "utf8")).toBe("first");
    expect((await readdir(folder)).sort()).toEqual(["link", "x", "y"]);
  });

  test("refuses a folder that is a link, a file, or open to others", async () => {
    await mkdir(join(root, "real"), { mode: 0o700 });
    await symlink(join(root, "real"), join(root, "link"));
    await expect(createPrivate(join(root, "link"), "x", "")).rejects.toMatchObject({ code: "ELOOP" });
    await writeFile(join(root, "file"), "");
    await expect(createPrivate(join(root, "file"), "x", "")).rejects.toMatchObject({ code: "ENOTDIR" });
    await chmod(join(root, "real"), 0o770);
    await expect(createPrivate(join(root, "real"), "x", "")).rejects.toMatchObject({ code: "EPERM" });
    expect(await readdir(join(root, "real"))).toEqual([]);
  });

  test.each(["", ".", "..", "a/b", "../x", "a\\b"])(
    "takes no name that leads elsewhere: %j",
    async (name) => {
      await expect(createPrivate(root, name, "")).rejects.toMatchObject({ code: "EINVAL" });
    },
  );
});

describe("the state folder and its parents", () => {
  const state = () => join(root, "home", "state", "mwaa-kms");
  const save = () => filesOf(state()).createPrivate(join(state(), "backups"), "x.json", "{}");
  beforeEach(() => mkdir(join(root, "home", "state"), { recursive: true, mode: 0o755 }));

  test("are made private where they are not there", async () => {
    await save();
    for (const folder of [state(), join(state(), "backups")])
      expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  test("are refused where others could put another folder in their place", async () => {
    for (const [folder, mode] of [
      [join(root, "home"), 0o777],
      [join(root, "home", "state"), 0o775],
    ] as const) {
      await chmod(folder, mode);
      await expect(save()).rejects.toMatchObject({ code: "EPERM" });
      await expect(filesOf(state()).list(join(state(), "backups"))).rejects.toMatchObject({ code: "EPERM" });
      await chmod(folder, 0o755);
    }
    await chmod(join(root, "home"), 0o1777);
    await save();
  });

  test("are refused where the state folder is a link, or can be written by others", async () => {
    await mkdir(join(root, "real"), { mode: 0o700 });
    await symlink(join(root, "real"), state());
    await expect(save()).rejects.toMatchObject({ code: "ELOOP" });
    await expect(filesOf(state()).list(join(state(), "backups"))).rejects.toMatchObject({ code: "ELOOP" });
    await rm(state());
    await mkdir(state(), { mode: 0o777 });
    await chmod(state(), 0o777);
    await expect(save()).rejects.toMatchObject({ code: "EPERM" });
  });

  test("follow a link of the user's own above the state folder, and look at what it leads to", async () => {
    await rename(join(root, "home"), join(root, "elsewhere"));
    await symlink(join(root, "elsewhere"), join(root, "home"));
    await save();
    await chmod(join(root, "elsewhere"), 0o777);
    await expect(save()).rejects.toMatchObject({ code: "EPERM" });
  });

  test.skipIf(process.geteuid?.() !== 0)("are refused where they are somebody else's", async () => {
    await mkdir(state(), { mode: 0o700 });
    await chown(state(), 12_345, 12_345);
    await expect(save()).rejects.toMatchObject({ code: "EPERM" });
    await chown(state(), 0, 0);
    await chown(join(root, "home"), 12_345, 12_345);
    await expect(save()).rejects.toMatchObject({ code: "EPERM" });
  });

  test("another folder is only looked at itself: what the user chose may lie anywhere", async () => {
    await chmod(join(root, "home"), 0o777);
    await filesOf(state()).createPrivate(join(root, "home", "chosen"), "x.json", "{}");
  });
});

describe("list", () => {
  test("names plain files alone, and opens nothing: a pipe would never end", async () => {
    await mkdir(join(root, "sub"));
    await writeFile(join(root, "b.json"), "");
    await writeFile(join(root, "a.json"), "");
    await symlink("/dev/zero", join(root, "link.json"));
    execFileSync("sh", ["-c", "mkfifo pipe.json"], { cwd: root });
    expect(await filesOf().list(root)).toEqual(["a.json", "b.json"]);
    expect(await filesOf().list(join(root, "none"))).toEqual([]);
  });
});

describe("read", () => {
  test("a text, byte for byte, with its byte order mark", async () => {
    await writeFile(join(root, "x"), "\ufeff{é}\r\n");
    expect(await readBounded(join(root, "x"), 100)).toBe("\ufeff{é}\r\n");
  });

  test("at most so many bytes, even of what never ends", async () => {
    await writeFile(join(root, "x"), "12345");
    expect(await readBounded(join(root, "x"), 5)).toBe("12345");
    await expect(readBounded(join(root, "x"), 4)).rejects.toMatchObject({ code: "EFBIG" });
    await expect(readBounded("/dev/zero", 1_000)).rejects.toMatchObject({ code: "EFBIG" });
  });

  test("what is no text, no file, or not there", async () => {
    await writeFile(join(root, "x"), Buffer.from([0xff, 0xfe]));
    await expect(readBounded(join(root, "x"), 9)).rejects.toMatchObject({ code: "EILSEQ" });
    await expect(readBounded(root, 9)).rejects.toMatchObject({ code: "EISDIR" });
    await expect(readBounded(join(root, "none"), 9)).rejects.toMatchObject({ code: "ENOENT" });
  });
});

test.each([
  [{ XDG_STATE_HOME: "/x", HOME: "/h" }, "linux", "/x/mwaa-kms"],
  [{ XDG_STATE_HOME: "x", HOME: "/h" }, "linux", "/h/.local/state/mwaa-kms"],
  [{ HOME: "" }, "linux", "/of-user/.local/state/mwaa-kms"],
  [{ HOME: "h" }, "linux", "/of-user/.local/state/mwaa-kms"],
  [{}, "darwin", "/of-user/Library/Application Support/mwaa-kms"],
  [{ LOCALAPPDATA: "", USERPROFILE: "C:\\u" }, "win32", "C:\\u\\AppData\\Local\\mwaa-kms"],
  [{ HOME: "/h" }, "darwin", "/h/Library/Application Support/mwaa-kms"],
  [{ LOCALAPPDATA: "C:\\l" }, "win32", "C:\\l\\mwaa-kms"],
] as const)("the state folder: %j on %s", (env, platform, folder) => {
  expect(stateFolder(env, platform, () => "/of-user")).toBe(folder);
});

test.each([undefined, "", "relative"])(
  "the state folder is never the working folder, whatever the home: %j",
  (home) => {
    expect(stateFolder({ HOME: "" }, "linux", () => home)).toBe("/.local/state/mwaa-kms");
  },
);
