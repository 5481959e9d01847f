/** What every verb is given besides its options, and what it gives back. Verbs print nothing themselves. */

import type { Acknowledgement, LogGroupKind, Scope } from "../choices.js";
import type { Host } from "../platform/host.js";
import type { Problem } from "../problems/problem.js";
import type { ReportParts } from "../report/report.js";

export interface Context {
  readonly host: Host;
  /** Tells of progress on stderr, one line. */
  readonly say: (line: string) => void;
  /** What a person must see, also with --quiet: one line on stderr. */
  readonly urge: (line: string) => void;
  /** Tries what is needed after a write, before it: the files of --report, and stderr. */
  readonly outputs: () => Promise<readonly Problem[]>;
  /** Tells how much of a long work is done: a bar on a terminal, nothing elsewhere. */
  readonly progress: (done: number, of: number) => void;
  /** Shows a report on stderr before a question is asked about it. */
  readonly preview: (parts: ReportParts) => Promise<void>;
  /** Takes a line of `--debug`; absent: nothing is to be told. */
  readonly debug?: (line: string) => void;
}

/** What a verb comes to. `until` is awaited after the report is shown: a server runs on. */
export interface Outcome {
  readonly parts: ReportParts;
  readonly until?: () => Promise<void>;
  /** The reports that went into this one come from the sandbox. */
  readonly sandbox?: boolean;
}

/** Options that say which key, and for which environment. */
export interface KeyOptions {
  readonly region?: string;
  readonly account?: string;
  readonly environment?: string;
  readonly logType?: readonly LogGroupKind[];
  readonly accept?: readonly Acknowledgement[];
  /** An alias is to be turned into the ARN of its key. */
  readonly resolve?: boolean;
  /** A Terraform state that may say who sets the key's policy. */
  readonly terraformState?: string;
}

/** Options that say how AWS, or the sandbox, is reached. */
export interface AwsOptions {
  readonly profile?: string;
  readonly endpointUrl?: string;
  /** Credentials for the account that owns the key: a profile, a role to assume, and what the role asks for. */
  readonly keyProfile?: string;
  readonly keyRoleArn?: string;
  readonly keyExternalId?: string;
  readonly keySessionName?: string;
  readonly keyMfaSerial?: string;
  readonly sandbox?: boolean;
  /** Seconds for the whole run. */
  readonly timeout?: number;
  readonly maxAttempts?: number;
  readonly debug?: boolean;
}

export interface WriteOptions {
  readonly yes?: boolean;
  readonly backupDir?: string;
  readonly allowDrift?: boolean;
}

/** Where a plan is written to, instead of being applied. */
export interface PlanFileOptions {
  readonly planOut?: string;
  readonly handoff?: string;
}

export interface PrepareOptions extends KeyOptions, AwsOptions, WriteOptions, PlanFileOptions {
  readonly scope?: Scope;
  readonly tighten?: boolean;
}
