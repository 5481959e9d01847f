/** What `restore` would change: the live policy back to the one that a backup holds. */
import { parsePolicy } from "../policy/document.js";
import { type Parsed, refused } from "../problem/parsed.js";
import { problem } from "../problem/problem.js";
import { keyAccount, keyArn, type Snapshot } from "../readiness/snapshot.js";
import type { Backup } from "./backup.js";
import type { Plan } from "./plan.js";
import { planChange } from "./plan-change.js";

/**
 * Plans a restore.
 *
 * @param snapshot with the caller and the policy
 * @param backup of the same key
 * @param file the backup's name, for the problem
 * @param isOnto the person named another key than the backup's own
 */
export function planRestore(snapshot: Snapshot, backup: Backup, file: string, isOnto = false): Parsed<Plan> {
  const key = keyArn(snapshot);
  if (!snapshot.policy.known) return refused(snapshot.policy.problem);
  if (key === undefined || (key !== backup.key && !isOnto)) {
    return refused(problem("backup/other-key", { file, found: backup.key, wanted: key ?? "a key unknown" }));
  }
  const described = snapshot.key.known ? snapshot.key.value.Arn : undefined;
  if (described !== undefined && described !== key) {
    return refused(problem("backup/other-key", { file, found: key, wanted: described }));
  }
  const base = parsePolicy(snapshot.policy.value);
  if (!base.ok) return base;
  const owner = keyAccount(snapshot);
  return planChange({
    reason:
      key === backup.key ? `restore of ${backup.takenAt}` : `restore of ${backup.takenAt}, of ${backup.key}`,
    key,
    keyAccount: owner.known ? owner.value : undefined,
    partition: snapshot.target.partition,
    caller: snapshot.caller,
    base: base.value,
    next: backup.policy,
    // What a deployment wrote is put back: that is no drift.
    owner: undefined,
    losses: "any",
    warnings: [],
  });
}
