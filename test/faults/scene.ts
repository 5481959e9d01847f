/** What a fault can reach while a run is under way: the sandbox, the run's machine, somebody else who writes too. */
import type { Fault, Sandbox } from "../../src/sandbox/start.js";
import type { Machine } from "./machine.js";
import type { Step } from "./steps.js";

/** The account that only somebody else's statements name. */
export const theirAccount = "999988887777";

export interface Scene {
  readonly sandbox: Sandbox;
  readonly key: string;
  readonly machine: Machine;
  /** The policy before the run, as KMS prints it. */
  readonly base: string;
  /** Notes what is stored at this moment; to be called before and after somebody else changes it. */
  look(): void;
  /** Somebody else adds a statement of his own, with a tool that asks nobody. */
  theyAdd(): void;
  /** Somebody else runs this program on the same key, for an environment of another account. */
  theyPrepare(): Promise<void>;
}

/** One kind of fault, and the steps at which it is tried. */
export interface FaultKind {
  readonly name: string;
  /** What is meant, where the name does not say it all. */
  readonly note?: string;
  readonly steps: readonly Step[];
  /**
   * What becomes of one request.
   *
   * @param at the step that the fault is tried at
   * @param isFirst this is the first request of that step
   */
  fault?(scene: Scene, at: Step, now: { readonly step: Step; readonly isFirst: boolean }): Fault | undefined;
  /** Parts of the machine that are not as usual. */
  machine?(at: Step, run: () => Machine): Partial<Machine["host"]>;
  /** Something on the disk before the run. */
  before?(scene: Scene): Promise<void> | void;
  /** The run hears of nobody: no listener at the endpoint. */
  readonly isUnreachable?: boolean;
  /** Where KMS, which has no conditional write, lets somebody else's statement be lost: why. */
  window?(at: Step): string | undefined;
  /** What the exit code must be at a step, where the fault itself says. */
  exit?(at: Step): number;
}
