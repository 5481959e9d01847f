/** `restore`: puts a saved policy back, with the same care as `prepare`. */
import { takeSnapshot } from "../flows/take-snapshot.js";
import { type KeyIdentifier, parseKeyIdentifier } from "../key/identifier.js";
import { type Backup, unsealedWarning } from "../plan/backup.js";
import { planRestore } from "../plan/plan-restore.js";
import { type Parsed, parsed, refused } from "../problem/parsed.js";
import { problem } from "../problem/problem.js";
import type { FactName } from "../readiness/snapshot.js";
import { askedWrongly, headOf } from "../report/compose.js";
import type { ReportParts } from "../report/report.js";
import type { Verdict } from "../report/verdict.js";
import { backupFolder, readBackup, readBackups } from "./backup-folder.js";
import { carryOut } from "./carry-out.js";
import type { AwsOptions, Context, WriteOptions } from "./context.js";
import { withSession } from "./session.js";

const restoreFacts: readonly FactName[] = ["caller", "policy"];

export interface RestoreOptions extends AwsOptions, WriteOptions {
  readonly last?: boolean;
  readonly key?: string;
}

/** @param path the backup's file; undefined with `--last` */
export async function restore(
  path: string | undefined,
  options: RestoreOptions,
  context: Context,
): Promise<ReportParts> {
  const chosen = await choose(path, options, context);
  if (!chosen.ok) return askedWrongly("restore", chosen.problems);
  const { file, backup } = chosen.value;
  return withSession("restore", backup.key, options, context, async (session) => {
    const snapshot = await takeSnapshot(session.target, session.connection, context, restoreFacts);
    const unsealed = unsealedWarning(backup, file);
    const head = { command: "restore", ...headOf(snapshot), problems: unsealed } as const;
    if (!snapshot.policy.known) {
      return { ...head, verdict: "could-not-tell", problems: [...unsealed, snapshot.policy.problem] };
    }
    const plan = planRestore(snapshot, backup, file);
    if (!plan.ok) return { ...head, verdict: "not-done", problems: [...unsealed, ...plan.problems] };
    const body = { kind: "plan", plan: plan.value, grants: [] } as const;
    const preview: ReportParts = {
      ...head,
      verdict: plan.value.empty ? "unchanged" : "would-change",
      body: { ...body, backupFolder: backupFolder(options, context) },
    };
    const carried = await carryOut(plan.value, snapshot, session, options, context, preview);
    if (carried.outcome !== "applied") {
      const verdict = carried.outcome === "unasked" ? "asked-wrongly" : "not-done";
      return { ...preview, verdict, problems: [...unsealed, carried.problem] };
    }
    const { applied } = carried;
    return {
      ...head,
      verdict: verdicts[applied.outcome],
      problems: [...unsealed, ...applied.problems],
      body: { ...body, applied },
    };
  });
}

const verdicts = {
  unchanged: "unchanged",
  written: "done",
  "not-written": "not-done",
  "not-visible": "uncertain-write",
  overwritten: "uncertain-write",
  uncertain: "uncertain-write",
} as const satisfies Record<string, Verdict>;

interface Chosen {
  readonly file: string;
  readonly backup: Backup;
}

/** The file that was named, or the newest of the folder; `--key` says of which key it must be. */
async function choose(
  file: string | undefined,
  options: RestoreOptions,
  context: Context,
): Promise<Parsed<Chosen>> {
  if ((file === undefined) !== (options.last === true)) return refused(problem("backup/which", {}));
  const key = options.key === undefined ? undefined : parseKeyIdentifier(options.key);
  if (key !== undefined && !key.ok) return key;
  const wanted = key?.value;
  return file === undefined ? newest(wanted, options, context) : named(file, wanted, context);
}

async function named(
  file: string,
  key: KeyIdentifier | undefined,
  context: Context,
): Promise<Parsed<Chosen>> {
  const backup = await readBackup(file, context);
  if (!backup.ok) return backup;
  if (isOf(backup.value, key)) return parsed({ file, backup: backup.value });
  return refused(problem("backup/other-key", { file, found: backup.value.key, wanted: key?.given ?? "" }));
}

async function newest(
  key: KeyIdentifier | undefined,
  options: RestoreOptions,
  context: Context,
): Promise<Parsed<Chosen>> {
  const folder = backupFolder(options, context);
  const stored = await readBackups(folder, context);
  if (!stored.ok) return stored;
  const last = stored.value
    .flatMap((each) => (each.backup.ok ? [{ file: each.file, backup: each.backup.value }] : []))
    .findLast(({ backup }) => isOf(backup, key));
  return last === undefined ? refused(problem("backup/none", { folder })) : parsed(last);
}

/** A key ID alone names the key of any account and Region; an ARN names one. */
function isOf(backup: Backup, key: KeyIdentifier | undefined): boolean {
  if (key === undefined) return true;
  return key.form === "arn" ? backup.key === key.given : backup.key.endsWith(`/${key.keyId}`);
}
