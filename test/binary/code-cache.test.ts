/** The code cache of the program as it is built: where it may be, and that a damaged or foreign one changes nothing. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newHome, run } from "./spawned.js";

const { readCache, writeCache } = createRequire(import.meta.url)("../../bin/code-cache.js") as {
  readCache(file: string, source: Buffer): Buffer | undefined;
  writeCache(file: string, source: Buffer, data: Buffer): void;
};

let home: ReturnType<typeof newHome>;
let folder: string;
beforeEach(() => {
  home = newHome();
  folder = join(home.path, ".cache", "mwaa-kms");
});
afterEach(() => home.dispose());

const validate = async (more: Readonly<Record<string, string>> = {}, node: readonly string[] = []) => {
  const env = { PATH: process.env["PATH"], HOME: home.path, ...more };
  return run(["validate", "alias/airflow"], env, node);
};

describe("a cache file", () => {
  const source = Buffer.from("source of the pack");
  const data = Buffer.from("bytes of V8");

  it("is read back for the same source alone", () => {
    const file = join(home.path, "a");
    writeCache(file, source, data);
    expect(readCache(file, source)).toEqual(data);
    expect(readCache(file, Buffer.from("source of the park"))).toBeUndefined();
    expect(readCache(file, Buffer.from("source"))).toBeUndefined();
    expect(readCache(join(home.path, "none"), source)).toBeUndefined();
  });

  it("is not used with any bit changed, at any length", () => {
    const file = join(home.path, "a");
    writeCache(file, source, data);
    const whole = readFileSync(file);
    for (let at = 0; at < whole.length; at++) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 8));
      writeFileSync(file, damaged);
      expect(readCache(file, source), `byte ${at}`).toBeUndefined();
      writeFileSync(file, whole.subarray(0, at));
      expect(readCache(file, source), `${at} bytes`).toBeUndefined();
    }
  });
});

describe.skipIf(process.platform === "win32")("the folder of the cache", () => {
  it("is made for its owner alone, and says the same when it is used", async () => {
    const first = await validate();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder).length).toBeGreaterThan(0);
    expect(await validate()).toEqual(first);
    expect(await validate({}, ["--max-old-space-size=300"]), "V8 takes it for no other flags").toEqual(first);
  });

  it.each([
    ["in CI", { CI: "1" }],
    ["where it is switched off", { MWAA_KMS_NO_CACHE: "1" }],
    ["where Node's is switched off", { NODE_DISABLE_COMPILE_CACHE: "1" }],
    ["with a relative folder", { XDG_CACHE_HOME: "cache" }],
  ])("is not made %s", async (_name, more) => {
    expect((await validate(more)).code).toBe(2);
    expect([existsSync(folder), existsSync("cache")]).toEqual([false, false]);
  });

  it("is made where CI is empty, which is not set", async () => {
    await validate({ CI: "" });
    expect(existsSync(folder)).toBe(true);
  });

  it("is not used where others can write to it, or to a folder above it", async () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o770);
    expect((await validate()).code).toBe(2);
    chmodSync(folder, 0o700);
    chmodSync(join(home.path, ".cache"), 0o777);
    expect((await validate()).code).toBe(2);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("is not used where it is a link", async () => {
    const elsewhere = join(home.path, "elsewhere");
    mkdirSync(elsewhere, { mode: 0o700 });
    mkdirSync(join(home.path, ".cache"));
    symlinkSync(elsewhere, folder);
    expect((await validate()).code).toBe(2);
    expect(readdirSync(elsewhere)).toEqual([]);
    rmSync(folder);
  });
});
