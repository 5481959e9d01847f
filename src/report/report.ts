/** What a run has to say, as one plain value for all verbs and formats. It is made once and rendered by views/. */

import type { CheckOutcome, Finding } from "../checks/check.js";
import type { ComparedGrants } from "../grants/compare.js";
import type { ExpectedGrant, GrantFacts } from "../grants/expected.js";
import type { KeyIdentifier } from "../key/identifier.js";
import type { Target } from "../key/target.js";
import type { Waiver } from "../manifest/waivers.js";
import type { Applied, Plan } from "../plan/plan.js";
import type { AccessMatrix } from "../policy/access-matrix.js";
import type { Difference } from "../policy/diff/difference.js";
import type { Fix, Severity } from "../problems/define.js";
import type { Problem } from "../problems/problem.js";
import type { Verdict, WaivedCheck } from "./verdict.js";

/** The verbs that make a report. */
export type Command =
  | "prepare"
  | "check"
  | "diff"
  | "grants"
  | "statement"
  | "validate"
  | "manifest"
  | "report"
  | "restore"
  | "backups"
  | "explain"
  | "sandbox"
  | "mwaa-kms";

/** The key as far as it is known, for the head of a report. */
export interface KeyView {
  readonly arn: string;
  /** The account that owns it. */
  readonly account?: string;
  readonly description?: string;
  readonly state?: string;
  readonly createdAt?: string;
}

/** A file of the folder of backups. `changed`: its digest does not hold; `unreadable`: it is no backup. */
export interface BackupView {
  readonly file: string;
  readonly state: "whole" | "changed" | "unreadable";
  /** False for one of the first format, whose key and time have no digest; absent where all is sealed. */
  readonly sealed?: boolean;
  readonly key?: string;
  readonly takenAt?: string;
  readonly caller?: string;
  readonly reason?: string;
}

/** One code of the catalogue with all its words. */
export interface Explanation {
  readonly code: string;
  readonly severity: Severity;
  readonly title: string;
  readonly example: string;
  readonly why: string;
  readonly fix: readonly Fix[];
  readonly docs: readonly string[];
}

/** A key of the sandbox as it is now. */
export interface SandboxKeyView {
  /** Of its seed or its alias; empty where it has neither. */
  readonly name: string;
  readonly arn: string;
  readonly state: string;
  readonly spec: string;
  readonly grants: number;
}

/** The sandbox for people, and what another program needs to ask it. Its credentials open nothing but itself. */
export interface SandboxBody {
  readonly kind: "sandbox";
  readonly lines: readonly string[];
  /** Whether the lines are read by a shell, so that nothing else may stand around them. */
  readonly plain?: boolean;
  readonly url?: string;
  readonly region?: string;
  readonly account?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Environment variables. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly keys?: readonly SandboxKeyView[];
}

/** A part of a manifest's environments: what is needed to merge its report with those of the other parts. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly of: number;
  /** How many environments the manifest has. */
  readonly total: number;
  /** The SHA-256 of the manifest's text. */
  readonly manifestSha256: string;
  /** The places of this part's environments in the manifest, from 0, in the order of the reports. */
  readonly positions: readonly number[];
  /** The manifest's waivers: they are checked once all parts are together. */
  readonly waivers: readonly Waiver[];
}

/** What still depends on a key. */
export interface Dependents {
  /** Names of environments that use the key. */
  readonly environments: readonly string[];
  /** How many grants, for whom. */
  readonly grants: readonly { readonly holder: string; readonly count: number }[];
  readonly logGroups: readonly string[];
}

/** What is particular to a verb. */
export type Body =
  | {
      readonly kind: "plan";
      readonly plan: Plan;
      readonly grants: readonly ExpectedGrant[];
      readonly applied?: Applied;
      /** Where the policy as it is will be saved. */
      readonly backupFolder?: string;
    }
  | {
      readonly kind: "difference";
      readonly from: string;
      readonly to: string;
      readonly difference: Difference;
    }
  | {
      readonly kind: "grants";
      readonly expected: readonly ExpectedGrant[];
      /** What else AWS's page says of the key's grants, and why grants are used. */
      readonly facts?: GrantFacts;
      readonly live?: ComparedGrants;
    }
  | {
      /** What `check` saw beside its findings: for pages where people look around. */
      readonly kind: "inspection";
      /** What `prepare` would change; absent where no policy could be read or no plan would help. */
      readonly plan?: Plan;
      readonly expected: readonly ExpectedGrant[];
      /** Absent where the grants could not be read, or no environment is named. */
      readonly live?: ComparedGrants;
      readonly access?: AccessMatrix;
    }
  /** One report for each environment of a manifest, in its order. */
  | {
      readonly kind: "many";
      readonly manifest: string;
      readonly reports: readonly Report[];
      readonly shard?: Shard;
    }
  | { readonly kind: "statement"; readonly language: string; readonly text: string }
  | { readonly kind: "backups"; readonly folder: string; readonly entries: readonly BackupView[] }
  | {
      readonly kind: "text";
      readonly text: string;
      /** Of `check --before-deletion`. */
      readonly dependents?: Dependents;
    }
  | { readonly kind: "identifier"; readonly identifier: KeyIdentifier }
  | {
      readonly kind: "explanation";
      readonly entries: readonly Explanation[];
      /** What people read instead, where many are asked for. */
      readonly index?: string;
    }
  | SandboxBody;

export interface Report {
  readonly schema: "mwaa-kms/report/1";
  readonly tool: string;
  readonly command: Command;
  /** Whether the local sandbox answered instead of AWS. */
  readonly sandbox: boolean;
  readonly verdict: Verdict;
  readonly exitCode: number;
  readonly target?: Target;
  /** The environment's address, and its place as `file:line:column`, in a file of infrastructure code. */
  readonly address?: string;
  readonly at?: string;
  /** When the answers of AWS were read, ISO 8601, UTC. */
  readonly readAt?: string;
  /** The caller's ARN. */
  readonly caller?: string;
  /** Where the caller's credentials come from: "environment variables", "profile base, assumed role …". */
  readonly callerSource?: string;
  /** The endpoint that answered for KMS: "https://kms.us-east-1.amazonaws.com". */
  readonly endpoint?: string;
  readonly key?: KeyView;
  readonly findings: readonly Finding[];
  /** How the findings were to be taken, where it was not as usual. */
  readonly strictness?: { readonly strict: boolean; readonly allowUnknown: boolean };
  /** Where `--only` or `--skip` left checks out: `ready` then says nothing about these. */
  readonly partial?: { readonly ran: number; readonly of: number };
  /** Checks that fail, or are unknown, and were waived: with any, `ready` means no more than that the exit code is 0. */
  readonly waived?: readonly WaivedCheck[];
  /** How many findings have which outcome; of a report on many, of all of them. */
  readonly counts: Readonly<Record<CheckOutcome, number>>;
  /** What is wrong beside the findings: the words of the question, the plan, the write. */
  readonly problems: readonly Problem[];
  readonly body?: Body;
  /** Commands to type next, the best first; lines that begin with `#` are remarks. */
  readonly next: readonly string[];
  /** What the key's owner needs to do it himself, as Markdown: where the caller may not. */
  readonly handoff?: string;
}

/** What a verb brings for its report; the rest follows from it. */
export type ReportParts = Pick<Report, "command" | "verdict"> &
  Partial<
    Pick<
      Report,
      | "target"
      | "address"
      | "at"
      | "readAt"
      | "caller"
      | "callerSource"
      | "endpoint"
      | "key"
      | "findings"
      | "strictness"
      | "partial"
      | "problems"
      | "body"
      | "next"
      | "handoff"
    >
  >;
