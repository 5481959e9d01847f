/** What can be typed after `sandbox`. */
import type { Behaviour } from "./faults.js";

export const sandboxActions = ["start", "keys", "stop", "reset"] as const;
export type SandboxAction = (typeof sandboxActions)[number];

/** Shells whose way of setting a variable we know; `env` is a file of NAME=value lines, as GitHub and Docker read them. */
export const shells = ["sh", "bash", "zsh", "fish", "powershell", "env"] as const;
export type ExportShell = (typeof shells)[number];

export interface SandboxVerbOptions {
  readonly port?: number;
  readonly export?: ExportShell;
  readonly state?: string;
  readonly memory?: boolean;
  readonly account?: string;
  readonly region?: string;
  readonly log?: string;
  readonly fault?: readonly Behaviour[];
  readonly strict?: boolean;
}
