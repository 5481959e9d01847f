/** SIGINT, SIGTERM and SIGHUP as AbortSignals: the first asks the run to end, the second to give up at once. */
import type { Interruption } from "./host.js";

type Signal = Exclude<Interruption, "timeout">;

/** As much of `process` as is used. */
export interface SignalSource {
  readonly pid: number;
  on(signal: Signal, listener: () => void): unknown;
  off(signal: Signal, listener: () => void): unknown;
  kill(pid: number, signal: Signal): unknown;
}

const kinds = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** After the second signal the run has this long, in milliseconds, to say what is unclear. */
export const lastWords = 2_000;

/**
 * Listens for two signals of any kind. Then the listeners are gone, so that the system's own action, to kill the process,
 * comes back for the third; it is taken here if the run does not end by itself (it waits for a pipe that takes nothing).
 * Signal listeners do not keep a process alive.
 *
 * @returns the signals, aborted with the {@link Interruption} as reason, and how to stop listening
 */
export function listenForSignals(source: SignalSource): {
  readonly interrupted: AbortSignal;
  readonly interruptedAgain: AbortSignal;
  readonly release: () => void;
} {
  const first = new AbortController();
  const second = new AbortController();
  const listeners = kinds.map((kind) => ({ kind, listener: () => came(kind) }));
  const release = () => {
    for (const { kind, listener } of listeners) source.off(kind, listener);
  };
  const came = (kind: Signal) => {
    if (!first.signal.aborted) return first.abort(kind);
    release();
    second.abort(kind);
    setTimeout(() => source.kill(source.pid, kind), lastWords).unref();
  };
  for (const { kind, listener } of listeners) source.on(kind, listener);
  return { interrupted: first.signal, interruptedAgain: second.signal, release };
}
