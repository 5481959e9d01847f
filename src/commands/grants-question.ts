/** What `grants` is asked, with --verify or without, and what cannot be answered either way. */
import { problem } from "../problem/problem.js";
import { askedWrongly } from "../report/compose.js";
import type { ReportParts } from "../report/report.js";
import type { AwsOptions, KeyOptions } from "./context.js";

export interface GrantsOptions extends KeyOptions, AwsOptions {
  readonly verify?: boolean;
}

/** MWAA puts the environment's name into its grants' names, so that nothing can be said without it. */
export function withoutEnvironment(key: string | undefined): ReportParts {
  const facts = { command: "grants", key: key ?? "KEY" };
  return askedWrongly("grants", [problem("environment/missing", facts, "--environment")]);
}
