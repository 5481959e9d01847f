/** The whole table: every kind of fault at every step that it is tried at, several cells side by side. */
import { type Cell, runCell } from "./cell.js";
import { type Killed, killAt, killPoints } from "./killed.js";
import { machineFaults } from "./machine-faults.js";
import { meantimeFaults } from "./meantime-faults.js";
import { networkFaults } from "./network-faults.js";
import type { FaultKind } from "./scene.js";
import type { Step } from "./steps.js";
import { prepareWay, type Way, ways, writeSteps } from "./ways.js";

export const faultKinds: readonly FaultKind[] = [...networkFaults, ...meantimeFaults, ...machineFaults];

/** Most cells wait for a time-out rather than for the processor; a process needs it. */
const cellsAtOnce = 12;
const processesAtOnce = 3;

/** Runs the cells. @returns them in the order of the table, in whatever order they ended */
export function runTable(
  isWanted: (way: Way, kind: FaultKind, at: Step) => boolean,
): Promise<readonly Cell[]> {
  const all = ways.flatMap((way) =>
    faultKinds.flatMap((kind) => kind.steps.map((at) => ({ way, kind, at }))),
  );
  const tried = all.filter(
    ({ way, kind, at }) =>
      way.steps.includes(at) &&
      (way === prepareWay || (writeSteps.includes(at) && kind.isUnreachable !== true)),
  );
  return sideBySide(
    tried.filter(({ way, kind, at }) => isWanted(way, kind, at)),
    cellsAtOnce,
    ({ way, kind, at }) => runCell(way, kind, at),
  );
}

/** Kills a process at every point. */
export function runKills(): Promise<readonly Killed[]> {
  return sideBySide(killPoints, processesAtOnce, killAt);
}

async function sideBySide<From, To>(
  todo: readonly From[],
  width: number,
  run: (one: From) => Promise<To>,
): Promise<readonly To[]> {
  const done: To[] = [];
  const entries = todo.entries();
  const worker = async () => {
    for (const [index, one] of entries) done[index] = await run(one);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return done;
}
