/** Faults of the machine: its disk, its signals, its pipes. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Host, Interruption } from "../../src/platform/host.js";
import { nodeFiles } from "../../src/platform/node-host.js";
import { nodeOutput } from "../../src/platform/output.js";
import { failure } from "../../src/platform/read-file.js";
import type { FaultKind } from "./scene.js";
import { requestSteps, type Step, steps } from "./steps.js";

const saving: readonly Step[] = ["saving"];

function failsToSave(name: string, code: string, message: string): FaultKind {
  const refuse = () => Promise.reject(failure(code, message));
  return {
    name,
    steps: saving,
    machine: () => ({ files: { ...nodeFiles, createPrivate: refuse } }),
    exit: () => 1,
  };
}

/** The name that the backup of this key gets at the hour at which every machine of these tests is set up. */
const takenName = "5eed0000-0000-4000-8000-000000000002.2026-11-23T12-00-00-000Z.json";

const diskFaults: readonly FaultKind[] = [
  failsToSave("disk full", "ENOSPC", "no space left on device, write"),
  failsToSave("folder may not be written into", "EACCES", "permission denied, open"),
  failsToSave("file system that is read-only", "EROFS", "read-only file system, open"),
  {
    name: "state folder is a link",
    note: "The folder of the backups is a symbolic link to another one.",
    steps: saving,
    before: ({ machine }) => {
      mkdirSync(join(machine.folder, "elsewhere"), { recursive: true });
      mkdirSync(join(machine.folder, "state"), { recursive: true });
      symlinkSync(join(machine.folder, "elsewhere"), machine.backups);
    },
    exit: () => 1,
  },
  {
    name: "state folder is a file",
    steps: saving,
    before: ({ machine }) => {
      mkdirSync(join(machine.folder, "state"), { recursive: true });
      writeFileSync(machine.backups, "");
    },
    exit: () => 1,
  },
  {
    name: "file of the same name",
    note: "Somebody else's file has the very name that the backup would get.",
    steps: saving,
    before: ({ machine }) => {
      mkdirSync(machine.backups, { recursive: true, mode: 0o700 });
      writeFileSync(join(machine.backups, takenName), "somebody else's");
    },
    exit: () => 1,
  },
];

function signalFault(signal: Interruption, exit: number): FaultKind {
  return {
    name: signal,
    steps,
    fault: ({ machine }, at, { step, isFirst }) =>
      step === at && isFirst ? { kind: "hook", before: () => machine.interrupt(signal) } : undefined,
    machine: (at, run): Partial<Host> =>
      at === "saving"
        ? {
            files: {
              ...nodeFiles,
              createPrivate: async (folder, name, text) => {
                run().interrupt(signal);
                return nodeFiles.createPrivate(folder, name, text);
              },
            },
          }
        : {},
    exit: () => exit,
  };
}

const gone = Object.assign(new Error("write EPIPE"), { code: "EPIPE" });

const pipeFaults: readonly FaultKind[] = [
  {
    name: "stdout is closed",
    note: "Whoever read the report has gone; the progress on stderr and the exit code are left.",
    steps: requestSteps,
    machine: () => ({
      stdout: nodeOutput({
        write: (_text, done) => {
          queueMicrotask(() => done(gone));
          return false;
        },
        on: () => undefined,
      }),
    }),
  },
];

export const machineFaults: readonly FaultKind[] = [
  ...diskFaults,
  signalFault("SIGINT", 130),
  signalFault("SIGHUP", 129),
  signalFault("SIGTERM", 143),
  ...pipeFaults,
];
