/** Ctrl-C while a run only reads, and after the point of no return. */
import { setMaxListeners } from "node:events";
import type { Context } from "./context.js";

/** Ctrl-C ends reading at once; from the point of no return on, the run must see what is stored. */
export function readingSignal({ host }: Context): { signal: AbortSignal; holdFast: () => void } {
  const reading = new AbortController();
  // Every call of a run on many keys listens to it, and Node would take so many listeners for a leak.
  setMaxListeners(0, reading.signal);
  const end = () => reading.abort(host.interrupted.reason);
  if (host.interrupted.aborted) end();
  else host.interrupted.addEventListener("abort", end, { once: true });
  return { signal: reading.signal, holdFast: () => host.interrupted.removeEventListener("abort", end) };
}
