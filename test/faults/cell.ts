/** One cell of the table: one fault at one step of one run of the whole program, and everything that came of it. */
import { existsSync } from "node:fs";
import { main } from "../../src/main.js";
import { type Fault, type Sandbox, type SandboxCall, startSandbox } from "../../src/sandbox/start.js";
import { lookIntoBackups, type Machine, setUpMachine } from "./machine.js";
import { type FaultKind, type Scene, theirAccount } from "./scene.js";
import { followRun, type Step } from "./steps.js";
import { isSameStored, readStored, type Stored } from "./stored.js";
import type { Way } from "./ways.js";

/** What was seen of one run. */
export interface Cell {
  readonly way: Way;
  readonly kind: FaultKind;
  readonly at: Step;
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What is stored at the end, and whatever was stored at some time before. */
  readonly stored: Stored;
  readonly ever: ReadonlySet<Stored>;
  /** Somebody else's statement was stored at some time. */
  readonly theyWrote: boolean;
  /** What the other run of this program ended with. */
  readonly theirExit: number | undefined;
  /** For each write that reached KMS: whether what was stored then had been saved. */
  readonly savedBeforeWrite: readonly boolean[];
  readonly backups: readonly string[];
  /** What lies beside the backups and is none. */
  readonly leftovers: readonly string[];
  /** Backups that the run named and that are there. */
  readonly namedThere: readonly string[];
  readonly wasFaulty: boolean;
}

/** How long a run waits for an answer that never comes. */
const patience = { request: 2_500, socket: 2_500, call: 20_000 } as const;
/** In the time of one response a whole other run may have to take place. */
const longPatience = { request: 20_000, silence: 60_000 } as const;

export async function runCell(way: Way, kind: FaultKind, at: Step): Promise<Cell> {
  const seen = { wasFaulty: kind.fault === undefined || at === "saving", savedBeforeWrite: [] as boolean[] };
  let choose: (call: SandboxCall) => Fault | undefined = () => undefined;
  const sandbox = await startSandbox({ fault: (call) => choose(call) });
  const machine: Machine = setUpMachine({
    patience: kind.name.startsWith("no answer") ? patience : longPatience,
    ...kind.machine?.(at, () => machine),
  });
  const before = sandbox.policyOf(sandbox.seeds["lacks-statement"]);
  const words = await way.setUp(sandbox, machine, sandbox.seeds["lacks-statement"]);
  const { scene, ever, theirs } = setScene(sandbox, machine, before);
  const follower = followRun();
  let isReached = false;
  choose = (call) => {
    if (theirs.areRunning) return undefined;
    scene.look();
    const step = follower.stepOf(call);
    if (step === "write") {
      const stored = sandbox.policyOf(scene.key);
      const isTheirWindow = theirs.wrote && kind.window?.(at) !== undefined;
      const { policies } = lookIntoBackups(machine.backups);
      const due = isTheirWindow ? scene.base : stored;
      seen.savedBeforeWrite.push(policies.some((policy) => isSameStored(policy, due)));
    }
    const fault = kind.fault?.(scene, at, { step, isFirst: step === at && !isReached });
    if (step === at) isReached = true;
    if (fault !== undefined) seen.wasFaulty = true;
    follower.answered(step, fault);
    return fault;
  };
  try {
    await kind.before?.(scene);
    const url = kind.isUnreachable === true ? "http://127.0.0.1:9" : sandbox.url;
    const exit = await main([...words, "--endpoint-url", url], machine.host);
    scene.look();
    const { policies, others } = lookIntoBackups(machine.backups);
    return {
      ...{ way, kind, at, exit, ...machine.written, ever, theyWrote: theirs.wrote, theirExit: theirs.exit },
      ...{
        stored: readStored(before, sandbox.policyOf(scene.key)),
        backups: policies,
        leftovers: others,
      },
      namedThere: namedIn(machine.written).filter((path) => existsSync(path)),
      ...seen,
    };
  } finally {
    await sandbox.close();
    machine.dispose();
  }
}

/** The backups that a run names. */
export function namedIn({ stdout, stderr }: Pick<Cell, "stdout" | "stderr">): readonly string[] {
  return [...(stdout + stderr).matchAll(/[^\s'"]*\/backups\/[^/\s'"]+\.json/g)].map(([path]) => path);
}

interface Theirs {
  areRunning: boolean;
  wrote: boolean;
  exit: number | undefined;
}

/** @param before the policy without our statement: what is stored is told by it */
function setScene(sandbox: Sandbox, machine: Machine, before: string) {
  const key = sandbox.seeds["lacks-statement"];
  const base = sandbox.policyOf(key);
  const ever = new Set<Stored>();
  const theirs: Theirs = { areRunning: false, wrote: false, exit: undefined };
  const look = () => void ever.add(readStored(before, sandbox.policyOf(key)));
  const scene: Scene = {
    ...{ sandbox, machine, key, base, look },
    theyAdd: () => {
      look();
      theirs.wrote = true;
      sandbox.putPolicyRaw(key, withTheirs(sandbox.policyOf(key)));
    },
    theyPrepare: async () => {
      look();
      const other = setUpMachine();
      theirs.areRunning = true;
      const keyId = key.split("/")[1] ?? "";
      const argv = [
        "prepare",
        keyId,
        "--region",
        "us-east-1",
        "--account",
        theirAccount,
        "--accept",
        "cross-account",
        "--yes",
      ];
      theirs.exit = await main([...argv, "--endpoint-url", sandbox.url], other.host);
      theirs.areRunning = false;
      theirs.wrote = sandbox.policyOf(key).includes(theirAccount);
      other.dispose();
    },
  };
  return { scene, ever, theirs };
}

function withTheirs(text: string): string {
  const policy = JSON.parse(text) as { Statement: readonly unknown[] };
  const theirs = {
    Sid: "Somebody else's, new",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${theirAccount}:root` },
    Action: ["kms:Decrypt", "kms:DescribeKey"],
    Resource: "*",
  };
  return JSON.stringify({ ...policy, Statement: [...policy.Statement, theirs] }, null, 2);
}
