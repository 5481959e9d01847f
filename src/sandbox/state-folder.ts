/** Keeps the sandbox's state in a folder: a file for each key and one for all else, each whole at any moment. Knows no operation. */
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { withLock } from "./lock.js";
import type { State, StoredKey } from "./model.js";
import { type KeySource, lazyKeys, type Store } from "./state.js";

const schema = "mwaa-kms/sandbox/3";

type Rest = Omit<State, "keys">;

/**
 * A store in a folder, seeded where there is none. Processes that share it take turns.
 * Throws an Error that names the folder or the file where it holds something else.
 */
export function folderStore(folder: string, seed: () => State): Store {
  const main = join(folder, "state.json");
  const lock = join(folder, "lock");
  const keyFile = (arn: string) => join(folder, "keys", `${encodeURIComponent(arn)}.json`);
  const source: KeySource = {
    read: (arn) => readJson<StoredKey>(keyFile(arn)),
    names: () =>
      readdirSync(join(folder, "keys"))
        .filter((name) => name.endsWith(".json"))
        .map((name) => decodeURIComponent(name.slice(0, -".json".length)))
        .sort(),
  };
  const seedOnce = (): void => {
    if (existsSync(main)) return;
    const { keys, ...rest } = seed();
    for (const key of Object.values(keys)) writeWhole(keyFile(key.Arn), JSON.stringify(key));
    writeWhole(main, JSON.stringify(rest));
  };
  const run = <T>(looks: boolean, act: (state: State) => T): T => {
    const before = readFileSync(main, "utf8");
    const lazy = lazyKeys(source);
    const state = { ...parse(main, before), keys: lazy.keys };
    const result = act(state);
    if (looks) return result;
    for (const [arn, key] of lazy.used) {
      const text = JSON.stringify(key);
      if (text !== readText(keyFile(arn))) writeWhole(keyFile(arn), text);
    }
    const { keys: _keys, ...rest } = state;
    const after = JSON.stringify(rest);
    if (after !== before) writeWhole(main, after);
    return result;
  };
  const change = <T>(looks: boolean, act: (state: State) => T): T => {
    // After a reset the folder is empty, also under a sandbox that runs.
    if (!existsSync(main)) makeFolder(folder);
    if (looks && existsSync(main)) return run(looks, act);
    return withLock(lock, () => {
      seedOnce();
      return run(looks, act);
    });
  };
  change(true, () => undefined);
  return { change, read: () => change(true, (state) => state) };
}

function makeFolder(folder: string): void {
  if (existsSync(folder) && !lstatSync(folder).isDirectory()) throw foreign(folder, "is no folder");
  mkdirSync(join(folder, "keys"), { recursive: true, mode: 0o700 });
}

/** Removes the state, so that the next start seeds anew. */
export function forgetFolder(folder: string): void {
  rmSync(join(folder, "state.json"), { force: true });
  rmSync(join(folder, "keys"), { recursive: true, force: true });
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function readJson<T>(path: string): T | undefined {
  const text = readText(path);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw foreign(path, "is not JSON");
  }
}

const parts = [
  "aliases",
  "principals",
  "roles",
  "policies",
  "logGroups",
  "buckets",
  "environments",
  "home",
] as const satisfies readonly (keyof Rest)[];

function parse(path: string, text: string): Rest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw foreign(path, "is not JSON");
  }
  if (typeof value !== "object" || value === null) throw foreign(path, "holds no sandbox state");
  const found: Readonly<Record<string, unknown>> = { ...value };
  // What an earlier version stored lacks parts; a toy's state is sooner seeded anew than converted.
  if (/^mwaa-kms\/sandbox\/[12]$/.test(String(found["schema"]))) {
    throw foreign(path, "was made by an earlier version");
  }
  if (found["schema"] !== schema) throw foreign(path, `is not of the schema ${schema}`);
  for (const part of parts) {
    if (typeof found[part] !== "object" || found[part] === null) throw foreign(path, `has no ${part}`);
  }
  for (const part of ["deletedPrincipals", "knownPrincipals"]) {
    if (!Array.isArray(found[part])) throw foreign(path, `has no ${part}`);
  }
  return value as Rest;
}

function foreign(path: string, what: string): Error {
  return stateError(`The sandbox's state ${path} ${what}. "mwaa-kms sandbox reset" starts over.`);
}

/** What is wrong with a state itself, and not with the machine. */
export function stateError(text: string): Error & { readonly code: "SANDBOX_STATE" } {
  return Object.assign(new Error(text), { code: "SANDBOX_STATE" as const });
}

/** Another process sees the old file or the new one, never a part: written aside, then renamed. A power cut may lose it: it is a test double. */
function writeWhole(path: string, text: string): void {
  const aside = `${path}.${process.pid}.tmp`;
  try {
    rmSync(aside, { force: true });
    const file = openSync(aside, "wx", 0o600);
    try {
      writeFileSync(file, text);
    } finally {
      closeSync(file);
    }
    renameSync(aside, path);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}
