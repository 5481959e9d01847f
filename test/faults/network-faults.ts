/** Faults of the network and of the service: what becomes of one request, or of all that follow. */
import type { Fault } from "../../src/sandbox/start.js";
import type { FaultKind } from "./scene.js";
import { isFrom, requestSteps, type Step } from "./steps.js";

/** A call that fails for ever costs the run's clock this much, so that a wait of a minute ends. */
const longCall = 25_000;

/** The first request of the step, and no other. */
function once(name: string, fault: Fault, steps: readonly Step[] = requestSteps): FaultKind {
  return {
    name: `${name}, once`,
    steps,
    fault: (_scene, at, { step, isFirst }) => (step === at && isFirst ? fault : undefined),
  };
}

/** The step and all that follow it; the first three go out side by side, and there it is the one alone. */
function forEver(name: string, fault: Fault, steps: readonly Step[] = requestSteps): FaultKind {
  return {
    name: `${name}, for ever`,
    steps,
    fault: ({ machine }, at, { step }) => {
      if (!isFrom(step, at)) return undefined;
      machine.pass(longCall);
      return fault;
    },
  };
}

export const networkFaults: readonly FaultKind[] = [
  forEver("no answer", { kind: "hang" }),
  once("no answer", { kind: "hang" }),
  forEver("throttled", { kind: "throttle" }),
  once("throttled", { kind: "throttle" }),
  forEver("internal error (500)", { kind: "internal" }),
  once("internal error (500)", { kind: "internal" }),
  {
    name: "connection refused",
    note: "Nobody listens at the endpoint from the first request on.",
    steps: ["identity"],
    isUnreachable: true,
  },
  forEver("connection cut before the request", { kind: "reset", when: "before" }),
  once("connection cut before the request", { kind: "reset", when: "before" }),
  once("connection cut after the request took effect", { kind: "reset", when: "after" }),
  once("slow answer", { kind: "slow", ms: 150 }),
  once("answer in single bytes", { kind: "drip", ms: 1 }, ["write", "read-back 1"]),
  forEver("HTML page (status 200)", { kind: "html", status: 200 }),
  once("HTML page (status 200)", { kind: "html", status: 200 }),
  once("HTML page (status 500)", { kind: "html", status: 500 }),
  forEver("answer cut in half", { kind: "truncated" }),
  once("answer cut in half", { kind: "truncated" }),
  forEver("empty answer", { kind: "empty" }),
  once("empty answer", { kind: "empty" }),
  forEver("clock skew", { kind: "clock-skew" }),
  once("clock skew", { kind: "clock-skew" }),
  forEver("expired token", { kind: "expired-token" }),
  forEver("access denied", { kind: "access-denied" }),
];
