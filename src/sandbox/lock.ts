/** One turn at a time for the processes that share a folder. Knows no state. */
import { closeSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";

const patience = 20_000;

/**
 * Does `act` while no other process is at it.
 * A turn takes milliseconds, so that waiting for one may stop this process; a turn whose process died is taken over.
 * @throws when the turn does not come in 20 seconds
 */
export function withLock<T>(path: string, act: () => T): T {
  take(path);
  try {
    return act();
  } finally {
    rmSync(path, { force: true });
  }
}

function take(path: string): void {
  const end = Date.now() + patience;
  for (let tries = 0; ; tries++) {
    if (made(path)) return;
    if (tries % 50 === 49) breakDead(path);
    if (Date.now() > end) throw new Error(`The sandbox's state is in use: ${path} stays there.`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1 + Math.random() * 2);
  }
}

/** The file is there as a whole or not at all: only the one who makes it has the turn. */
function made(path: string): boolean {
  let file: number;
  try {
    file = openSync(path, "wx", 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
  writeSync(file, String(process.pid));
  closeSync(file);
  return true;
}

/**
 * Removes the mark of a process that died. Only one may do that at a time: otherwise the second one would remove the
 * mark that somebody made after the first.
 */
function breakDead(path: string): void {
  const breaking = `${path}.breaking`;
  if (!made(breaking)) {
    if (isOld(breaking, 10_000)) rmSync(breaking, { force: true });
    return;
  }
  try {
    if (isDead(path)) rmSync(path, { force: true });
  } finally {
    rmSync(breaking, { force: true });
  }
}

function isDead(path: string): boolean {
  try {
    const pid = Number(readFileSync(path, "utf8"));
    // A process that died before it wrote its number left an empty mark.
    // A number may have been given anew; no turn takes a minute.
    return pid === 0 ? isOld(path, 2_000) : !isAlive(pid) || isOld(path, 60_000);
  } catch {
    return false;
  }
}

function isOld(path: string, ms: number): boolean {
  try {
    return Date.now() - statSync(path).mtimeMs > ms;
  } catch {
    return false;
  }
}

/** Whether a process of this number runs; one of another user counts. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
