/** SIGINT and SIGTERM as an AbortSignal: the first one asks the run to end, the second one ends it. */
import type { Interruption } from "./host.js";

type Signal = Exclude<Interruption, "timeout">;

/** As much of `process` as is used. */
export interface SignalSource {
  on(signal: Signal, listener: () => void): unknown;
  off(signal: Signal, listener: () => void): unknown;
}

/**
 * Listens until the first signal of either kind. Then the listeners are gone, so that the system's own action, to kill the
 * process, comes back for the second. Signal listeners do not keep a process alive.
 *
 * @returns the signal, aborted with the {@link Interruption} as its reason, and how to stop listening
 */
export function listenForSignals(source: SignalSource): {
  readonly interrupted: AbortSignal;
  readonly release: () => void;
} {
  const controller = new AbortController();
  const release = () => {
    source.off("SIGINT", onInt);
    source.off("SIGTERM", onTerm);
  };
  const end = (signal: Signal) => {
    release();
    controller.abort(signal);
  };
  const onInt = () => end("SIGINT");
  const onTerm = () => end("SIGTERM");
  source.on("SIGINT", onInt);
  source.on("SIGTERM", onTerm);
  return { interrupted: controller.signal, release };
}
