/** A change of one key policy as a value: what was seen, what is wanted, and what became of it. */

import type { AccessLoss } from "../policy/change/losses.js";
import type { Change, Difference } from "../policy/diff/difference.js";
import type { AccessGain } from "../policy/diff/widens.js";
import type { Problem } from "../problems/problem.js";
import type { ManagedBy } from "./managed-by.js";

/** What `prepare` or `restore` would do. It is made once; the preview and the write share it. */
export interface Plan {
  readonly schema: "mwaa-kms/plan/1";
  /** Why the policy is changed: `prepare`, or `restore` with the backup's time. */
  readonly reason: string;
  /** The key's ARN. */
  readonly key: string;
  /** The policy's exact text when the plan was made: what is stored must still mean the same when it is carried out. */
  readonly base: string;
  /** The whole policy to store. */
  readonly next: string;
  readonly changes: readonly Change[];
  /** Whether the change lets anybody do more than before. */
  readonly widens: "no" | "yes" | "unknown";
  /** Who gains what; where that is unknown, who may gain. */
  readonly gains: readonly AccessGain[];
  readonly empty: boolean;
  /** Who can do less afterwards, where less was asked for (`--tighten`) or an older policy goes back. */
  readonly losses?: readonly AccessLoss[];
  /** The deployment tool that seems to own the key, and would undo the change. */
  readonly owner?: ManagedBy;
  /** What is worth knowing before the write, and does not stand in its way. */
  readonly warnings: readonly Problem[];
}

/** What became of a plan. */
export interface Applied {
  /**
   * `unchanged`: there was nothing to write. `written`: KMS shows the new policy. `not-written`: nothing was changed.
   * `not-visible`: KMS took the policy and does not show it yet. `overwritten`: KMS shows somebody else's policy now.
   * `uncertain`: nobody can say whether it was written.
   */
  readonly outcome: "unchanged" | "written" | "not-written" | "not-visible" | "overwritten" | "uncertain";
  /** The file that holds the policy as it was. */
  readonly backup?: string;
  /** The text in that file, in a pipeline without `--backup-dir`: its folder ends with the runner. */
  readonly saved?: string;
  /** `not-written` though the write was sent: AWS answered that it does not carry it out. */
  readonly refused?: boolean;
  /** The policy's text as KMS showed it at the end. */
  readonly live?: string;
  /** Where the policy had changed since the plan was made: how. */
  readonly meantime?: Difference;
  readonly problems: readonly Problem[];
}
