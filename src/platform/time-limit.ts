/** A limit for the whole run: when the time is over, the run ends as it does at a signal. */
import { setMaxListeners } from "node:events";
import type { Host, Interruption } from "./host.js";

/**
 * @param seconds undefined: no limit
 * @returns a host that is interrupted at its end too, and how to stop the clock
 */
export function withTimeLimit(
  host: Host,
  seconds: number | undefined,
): { readonly host: Host; readonly release: () => void } {
  if (seconds === undefined) return { host, release: () => undefined };
  const controller = new AbortController();
  const reason: Interruption = "timeout";
  const clock = setTimeout(() => controller.abort(reason), seconds * 1000);
  // The clock alone keeps no process alive.
  clock.unref();
  const interrupted = AbortSignal.any([host.interrupted, controller.signal]);
  setMaxListeners(0, interrupted);
  const ask: Host["ask"] = (question) => host.ask(question, interrupted);
  return { host: { ...host, interrupted, ask }, release: () => clearTimeout(clock) };
}
