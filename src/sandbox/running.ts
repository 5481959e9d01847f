/** Which sandboxes run on a folder of state. Knows no state. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { isAlive } from "./lock.js";

export interface RunningSandbox {
  readonly pid: number;
  readonly url: string;
  readonly region: string;
  /** The administrator's, which are the same in every sandbox. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Whether it runs for other programs, and not for one run of its own. */
  readonly lasting: boolean;
}

/** Tells the others that a sandbox runs here; the answer takes that back. */
export function announce(folder: string, one: RunningSandbox): () => void {
  const running = join(folder, "running");
  mkdirSync(running, { recursive: true, mode: 0o700 });
  const file = join(running, `${one.pid}-${new URL(one.url).port}.json`);
  writeFileSync(file, JSON.stringify(one), { mode: 0o600 });
  return () => remove(file);
}

/** A mark that stays tells nobody anything wrong: its process is gone, or its port is closed. */
function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // The folder is gone, or closed.
  }
}

/** Those that run: whose process is there and whose port is open. The marks of others are removed. */
export async function runningOn(folder: string): Promise<readonly RunningSandbox[]> {
  const running = join(folder, "running");
  const found: RunningSandbox[] = [];
  for (const name of namesIn(running)) {
    const one = read(join(running, name));
    if (one !== undefined && isAlive(one.pid) && (await isOpen(one.url))) found.push(one);
    else remove(join(running, name));
  }
  return found;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function read(path: string): RunningSandbox | undefined {
  try {
    const one = JSON.parse(readFileSync(path, "utf8")) as Partial<RunningSandbox>;
    const isWhole = typeof one.region === "string" && typeof one.credentials?.accessKeyId === "string";
    const isOurs = Number.isInteger(one.pid) && /^http:\/\/127\.0\.0\.1:\d+$/.test(one.url ?? "");
    return isOurs && isWhole ? (one as RunningSandbox) : undefined;
  } catch {
    return undefined;
  }
}

function isOpen(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port) });
    const done = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.setTimeout(2000, () => done(false));
    socket.once("connect", () => done(true));
    socket.once("error", () => done(false));
  });
}
