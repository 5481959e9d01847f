/** The sandbox started for one run: its state in a file, so that a second run finds what the first one wrote. */
import type { Host } from "../host/host.js";
import { type Parsed, parsed, refused } from "../problem/parsed.js";
import { problem } from "../problem/problem.js";
import { type Sandbox, startSandbox } from "../sandbox/start.js";
import { sandboxFolder } from "./sandbox-folder.js";

/** @returns the running sandbox, or `sandbox/start` where its state or its port cannot be had */
export async function startForRun(host: Host, port = 0): Promise<Parsed<Sandbox>> {
  try {
    return parsed(await startSandbox({ statePath: sandboxFolder(host), port, now: () => host.now() }));
  } catch (error) {
    return refused(
      problem("sandbox/start", { reason: error instanceof Error ? error.message : String(error) }),
    );
  }
}
