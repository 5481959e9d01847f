/** `kill -9` at each step, of a real process against a sandbox in this one; then the run that comes after it. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Fault, type SandboxCall, startSandbox } from "../../src/sandbox/start.js";
import { environment, type Finished, run, start } from "../binary/spawned.js";
import { lookIntoBackups } from "./machine.js";
import { followRun, requestSteps, type Step } from "./steps.js";
import { isSameStored, readStored, type Stored } from "./stored.js";

export interface KillPoint {
  readonly at: Step;
  readonly when: "before" | "after" | "link" | "unlink";
  readonly name: string;
}

export const killPoints: readonly KillPoint[] = [
  ...requestSteps.map((at): KillPoint => ({ at, when: "before", name: "before KMS carries it out" })),
  { at: "saving", when: "link", name: "the backup is written beside its place" },
  { at: "saving", when: "unlink", name: "the backup has its name, and the other name too" },
  { at: "write", when: "after", name: "after KMS carried it out" },
];

export interface Killed {
  readonly point: KillPoint;
  readonly ended: Finished;
  readonly stored: Stored;
  /** Whole backups, and whatever else lies beside them. */
  readonly backups: number;
  readonly leftovers: number;
  /** No write reached KMS, or what was stored then had been saved. */
  readonly wasSaved: boolean;
  /** What the next run ends with, and what is stored then. */
  readonly next: Finished;
  readonly storedNext: Stored;
}

/** Starts the program, kills it at the point, and runs it again. */
export async function killAt(point: KillPoint): Promise<Killed> {
  const home = mkdtempSync(join(tmpdir(), "mwaa-kms-kill-"));
  let choose: (call: SandboxCall) => Fault | undefined = () => undefined;
  const sandbox = await startSandbox({ fault: (call) => choose(call) });
  const key = sandbox.seeds["lacks-statement"];
  const base = sandbox.policyOf(key);
  const backups = join(home, "state", "mwaa-kms", "backups");
  const env = environment(home, {
    AWS_ACCESS_KEY_ID: sandbox.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: sandbox.credentials.secretAccessKey,
  });
  const argv = ["prepare", key, "-e", "demo", "--yes", "--endpoint-url", sandbox.url];
  try {
    let wasSaved = true;
    const killer = atFile(point, home);
    const { child, finished } = start(argv, env, killer);
    const kill = async () => {
      child.kill("SIGKILL");
      await finished;
    };
    const follower = followRun();
    choose = (call) => {
      const step = follower.stepOf(call);
      if (step === "write") {
        const stored = sandbox.policyOf(key);
        wasSaved &&= lookIntoBackups(backups).policies.some((policy) => isSameStored(policy, stored));
      }
      if (step !== point.at || killer.length > 0) {
        follower.answered(step, undefined);
        return undefined;
      }
      // What the dead asked for before the kill is never carried out: the handler ends with the error.
      return point.when === "after"
        ? { kind: "hook", after: kill }
        : { kind: "hook", before: () => kill().then(() => Promise.reject(new Error("killed"))) };
    };
    const ended = await finished;
    choose = () => undefined;
    const stored = readStored(base, sandbox.policyOf(key));
    const { policies, others } = lookIntoBackups(backups);
    const next = await run(argv, env);
    const storedNext = readStored(base, sandbox.policyOf(key));
    return {
      point,
      ended,
      stored,
      backups: policies.length,
      leftovers: others.length,
      wasSaved,
      next,
      storedNext,
    };
  } finally {
    await sandbox.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** While the backup is saved no request tells the moment: a module loaded first ends the process at a call of node:fs. */
function atFile({ when }: KillPoint, home: string): readonly string[] {
  if (when !== "link" && when !== "unlink") return [];
  const file = join(home, "killer.mjs");
  writeFileSync(
    file,
    `import fs from "node:fs/promises";
     import { syncBuiltinESMExports } from "node:module";
     // The first file that is taken away is the one by which the folder was tried.
     let left = ${when === "unlink" ? 1 : 0};
     const real = fs.${when};
     fs.${when} = async (...args) => (left-- > 0 ? real(...args) : process.kill(process.pid, "SIGKILL"));
     syncBuiltinESMExports();`,
  );
  return ["--import", pathToFileURL(file).href];
}
