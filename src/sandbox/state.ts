/** Keeps the sandbox's state in one file that is whole at any moment. Knows no operation and no seed. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import type { State } from "./model.js";

const schema = "mwaa-kms/sandbox/2";

/** A state is read afresh for each request and written whole: an operation that fails half-way leaves nothing behind. */
export interface Store {
  read(): State;
  /** Keeps the state; it is on the disk when this returns. */
  write(state: State): void;
}

/**
 * A store in a file, seeded where there is none.
 * Throws an Error that names the file when it holds something else.
 */
export function fileStore(path: string, seed: () => State): Store {
  let written: string | undefined;
  const write = (state: State): void => {
    const text = JSON.stringify(state);
    if (text !== written) writeWhole(path, text);
    written = text;
  };
  const read = (): State => {
    if (!existsSync(path)) {
      written = undefined;
      write(seed());
    }
    const text = readFileSync(path, "utf8");
    const state = parse(path, text);
    written = text;
    return state;
  };
  read();
  return { read, write };
}

/** Removes the file, so that the next start seeds anew. */
export function forgetFile(path: string): void {
  rmSync(path, { force: true });
}

function parse(path: string, text: string): State {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw foreign(path, "is not JSON");
  }
  if (typeof value !== "object" || value === null) throw foreign(path, "holds no sandbox state");
  const found: Readonly<Record<string, unknown>> = { ...value };
  // What an earlier version stored lacks buckets and policies; a toy's state is sooner seeded anew than mended.
  if (found["schema"] === "mwaa-kms/sandbox/1") throw foreign(path, "was made by an earlier version");
  if (found["schema"] !== schema) throw foreign(path, `is not of the schema ${schema}`);
  for (const part of ["keys", "aliases", "principals", "roles", "policies", "logGroups", "buckets"]) {
    if (typeof found[part] !== "object" || found[part] === null) throw foreign(path, `has no ${part}`);
  }
  if (!Array.isArray(found["deletedPrincipals"])) throw foreign(path, "has no deletedPrincipals");
  return value as State;
}

function foreign(path: string, what: string): Error {
  return new Error(`The sandbox's state file ${path} ${what}. "mwaa-kms sandbox reset" starts over.`);
}

/** Another process sees the old file or the new one, never a part: written aside, forced to the disk, then renamed. */
function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const aside = `${path}.${process.pid}.tmp`;
  try {
    rmSync(aside, { force: true });
    const file = openSync(aside, "wx", 0o600);
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(aside, path);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}
