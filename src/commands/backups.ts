/** `backups`: the saved policies, the newest last, each with the key that it is of. */

import { backupFolder, isOf, readBackups, type StoredBackup } from "../apply/backups.js";
import { parseKeyIdentifier } from "../key/identifier.js";
import { usageError } from "../report/compose.js";
import type { BackupView, ReportParts } from "../report/report.js";
import type { AwsOptions, Context, WriteOptions } from "../session/context.js";

/** @param key only the backups of this key */
export async function backups(
  key: string | undefined,
  options: AwsOptions & WriteOptions,
  context: Context,
): Promise<ReportParts> {
  const wanted = key === undefined ? undefined : parseKeyIdentifier(key);
  if (wanted !== undefined && !wanted.ok) return usageError("backups", wanted.problems);
  const folder = backupFolder(options, context);
  const stored = await readBackups(folder, context);
  if (!stored.ok) return { command: "backups", verdict: "not-done", problems: stored.problems };
  const entries = stored.value.map(viewOf).filter((each) => isOf(each, wanted?.value));
  return { command: "backups", verdict: "done", body: { kind: "backups", folder, entries } };
}

function viewOf({ file, backup }: StoredBackup): BackupView {
  if (!backup.ok)
    return { file, state: backup.problems[0]?.code === "backup/digest" ? "changed" : "unreadable" };
  const { key, takenAt, caller, reason, isSealed } = backup.value;
  return { file, state: "whole", ...(isSealed ? {} : { sealed: false }), key, takenAt, caller, reason };
}
