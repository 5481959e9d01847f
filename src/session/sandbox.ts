/** The sandbox started for one run: its state in a folder, so that a second run finds what the first one wrote. */

import { join } from "node:path";
import type { Host } from "../platform/host.js";
import { reasonOf } from "../platform/read-file.js";
import { type Problem, problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";
import { type Sandbox, type SandboxOptions, startSandbox } from "../sandbox/start.js";

/** @returns the running sandbox, or `sandbox/…` where its state or its port cannot be had */
export async function startForRun(
  host: Host,
  options: SandboxOptions = { statePath: sandboxFolder(host) },
): Promise<Result<Sandbox>> {
  try {
    return ok(await startSandbox({ ...options, now: () => host.now() }));
  } catch (error) {
    return fail(problemOf(error, options));
  }
}

function problemOf(error: unknown, { port = 0 }: SandboxOptions): Problem {
  const code = (error as { code?: unknown }).code;
  if (code === "EADDRINUSE") return problem("sandbox/port", { port: String(port) });
  const reason = reasonOf(error);
  return code === "SANDBOX_STATE"
    ? problem("sandbox/start", { reason })
    : problem("sandbox/unavailable", { reason });
}

/** Where the sandbox keeps its state between runs, apart from that of real keys. */
export function sandboxFolder(host: Host): string {
  return join(host.stateFolder, "sandbox");
}
