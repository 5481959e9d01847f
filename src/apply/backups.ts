/** The folder of backups: where it lies, and what is in it. Nothing is ever deleted here. */
import { join } from "node:path";
import type { KeyIdentifier } from "../key/identifier.js";
import { type Backup, longestBackup, parseBackup } from "../plan/backup.js";
import { problem } from "../problems/problem.js";
import { fail, type Result } from "../problems/result.js";
import type { AwsOptions, Context, WriteOptions } from "../session/context.js";
import { sandboxFolder } from "../session/sandbox.js";

/** Where backups lie: `--backup-dir`, else with this tool's own state; those of sandbox keys apart. */
export function backupFolder(options: WriteOptions & AwsOptions, { host }: Context): string {
  const own = options.sandbox ? sandboxFolder(host) : host.stateFolder;
  return options.backupDir ?? join(own, "backups");
}

/** A file of the folder, and the backup in it, where it is one. */
export interface StoredBackup {
  readonly file: string;
  readonly backup: Result<Backup>;
}

/** Whether a backup is of a key. A key ID alone names the key of any account and Region; an ARN names one. */
export function isOf(backup: { readonly key?: string }, key: KeyIdentifier | undefined): boolean {
  if (key === undefined) return true;
  return key.form === "arn" ? backup.key === key.given : backup.key?.endsWith(`/${key.keyId}`) === true;
}

/** Reads one backup; what is no backup, or was changed, says so. */
export async function readBackup(file: string, { host }: Context): Promise<Result<Backup>> {
  try {
    const text = await host.files.read(file, longestBackup);
    return parseBackup(text, (policy) => host.sha256(policy), file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(problem("backup/unread", { file, reason }, file));
  }
}

/** Reads the whole folder, the oldest first; none where there is no folder yet. */
export async function readBackups(
  folder: string,
  context: Context,
): Promise<Result<readonly StoredBackup[]>> {
  let names: readonly string[];
  try {
    names = await context.host.files.list(folder);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(problem("backup/unread", { file: folder, reason }, folder));
  }
  const stored: StoredBackup[] = [];
  for (const name of names.filter((each) => each.endsWith(".json") && !each.startsWith("."))) {
    const file = join(folder, name);
    stored.push({ file, backup: await readBackup(file, context) });
  }
  return { ok: true, value: stored.toSorted((one, other) => timeOf(one) - timeOf(other)) };
}

function timeOf({ backup }: StoredBackup): number {
  return backup.ok ? Date.parse(backup.value.takenAt) || 0 : 0;
}
