/** Ctrl-C while a run only reads, and after the point of no return. */
import { setMaxListeners } from "node:events";
import type { Context } from "./context.js";

/** Ctrl-C ends reading at once; from the point of no return on, the run must see what is stored, and the second one ends it. */
export function readingSignal({ host }: Pick<Context, "host">): {
  signal: AbortSignal;
  holdFast: () => void;
} {
  const reading = new AbortController();
  // Every call of a run on many keys listens to it, and Node would take so many listeners for a leak.
  setMaxListeners(0, reading.signal);
  const end = () => reading.abort(host.interrupted.reason);
  const follow = (signal: AbortSignal) => {
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  };
  follow(host.interrupted);
  return {
    signal: reading.signal,
    holdFast: () => {
      host.interrupted.removeEventListener("abort", end);
      follow(host.interruptedAgain);
    },
  };
}
