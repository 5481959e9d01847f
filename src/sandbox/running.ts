/** Which sandboxes run on a folder of state. Knows no state. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { isAlive } from "./lock.js";

export interface RunningSandbox {
  readonly pid: number;
  readonly url: string;
}

/** Tells the others that a sandbox runs here; the answer takes that back. */
export function announce(folder: string, { pid, url }: RunningSandbox): () => void {
  const running = join(folder, "running");
  mkdirSync(running, { recursive: true, mode: 0o700 });
  const file = join(running, `${pid}-${new URL(url).port}.json`);
  writeFileSync(file, JSON.stringify({ pid, url }), { mode: 0o600 });
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
    const { pid, url } = JSON.parse(readFileSync(path, "utf8")) as Partial<RunningSandbox>;
    const isOurs = Number.isInteger(pid) && /^http:\/\/127\.0\.0\.1:\d+$/.test(url ?? "");
    return isOurs ? { pid: pid as number, url: url as string } : undefined;
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
