/** The steps of a write, in order, and which request of a run belongs to which. It injects nothing. */
import type { Fault, SandboxCall } from "../../src/sandbox/start.js";

export const steps = [
  "identity",
  "describe",
  "first read",
  "tags",
  "re-read",
  "saving",
  "write",
  "read-back 1",
  "read-back 2",
  "read-back 3",
  "last look",
] as const;

export type Step = (typeof steps)[number];

/** All but the one that no request belongs to. */
export const requestSteps: readonly Step[] = steps.filter((step) => step !== "saving");
/** The steps that take the snapshot go out side by side; the others follow one another. */
export const lookSteps: readonly Step[] = ["identity", "describe", "first read", "tags"];
export const readBackSteps: readonly Step[] = ["read-back 1", "read-back 2", "read-back 3"];

/** Whether `step` is `from`, or comes after it where the steps follow one another. */
export function isFrom(step: Step, from: Step): boolean {
  if (lookSteps.includes(from)) return step === from;
  return steps.indexOf(step) >= steps.indexOf(from);
}

/** Finds the step of each request. A request that fails is repeated in its step; one that is answered ends it. */
export interface Follower {
  stepOf(call: SandboxCall): Step;
  /** To be told what becomes of each request. */
  answered(step: Step, fault: Fault | undefined): void;
}

export function followRun(): Follower {
  let reads = 0;
  let isWritten = false;
  let readBacks = 0;
  return {
    stepOf: ({ operation }) => {
      if (operation === "GetCallerIdentity") return "identity";
      if (operation === "DescribeKey") return isWritten ? "last look" : "describe";
      if (operation === "ListResourceTags") return "tags";
      if (operation === "PutKeyPolicy") {
        isWritten = true;
        return "write";
      }
      if (!isWritten) return reads === 0 ? "first read" : "re-read";
      return readBackSteps[Math.min(readBacks, 2)] ?? "read-back 3";
    },
    answered: (step, fault) => {
      if (fault !== undefined && !isAnswer.has(fault.kind)) return;
      if (step === "first read" || step === "re-read") reads += 1;
      if (readBackSteps.includes(step)) readBacks += 1;
    },
  };
}

/** Faults after which the client has its answer all the same. */
const isAnswer: ReadonlySet<Fault["kind"]> = new Set(["slow", "drip", "stale-policy", "hook"]);
