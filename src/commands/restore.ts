/** `restore`: puts a saved policy back, with the same care as `prepare`. */

import { backupFolder, isOf, readBackup, readBackups } from "../apply/backups.js";
import { confirmAndApply } from "../apply/confirm.js";
import { takeSnapshot } from "../aws/take-snapshot.js";
import type { FactName } from "../checks/snapshot.js";
import { type KeyIdentifier, parseKeyIdentifier } from "../key/identifier.js";
import { type Backup, planRestore, unsealedWarning } from "../plan/backup.js";
import { problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";
import { headOf, usageError } from "../report/compose.js";
import type { ReportParts } from "../report/report.js";
import type { Verdict } from "../report/verdict.js";
import { escapeControls } from "../reporters/text.js";
import type { AwsOptions, Context, WriteOptions } from "../session/context.js";
import { withSession } from "../session/session.js";

const restoreFacts: readonly FactName[] = ["caller", "key", "policy"];

export interface RestoreOptions extends AwsOptions, WriteOptions {
  readonly last?: boolean;
  readonly key?: string;
  /** Another key than the backup's own. */
  readonly onto?: string;
}

/** @param path the backup's file; undefined with `--last` */
export async function restore(
  path: string | undefined,
  options: RestoreOptions,
  context: Context,
): Promise<ReportParts> {
  const chosen = await choose(path, options, context);
  if (!chosen.ok) return usageError("restore", chosen.problems);
  const { file, backup } = chosen.value;
  return withSession("restore", options.onto ?? backup.key, options, context, async (session) => {
    const snapshot = await takeSnapshot(session.target, session.connection, context, restoreFacts);
    const unsealed = unsealedWarning(backup, file);
    const head = { command: "restore", ...headOf(snapshot), problems: unsealed } as const;
    if (!snapshot.policy.known) {
      return { ...head, verdict: "could-not-tell", problems: [...unsealed, snapshot.policy.problem] };
    }
    const plan = planRestore(snapshot, backup, file, options.onto !== undefined);
    if (!plan.ok) return { ...head, verdict: "not-done", problems: [...unsealed, ...plan.problems] };
    const body = { kind: "plan", plan: plan.value, grants: [] } as const;
    const preview: ReportParts = {
      ...head,
      verdict: plan.value.empty ? "unchanged" : "would-change",
      body: { ...body, backupFolder: backupFolder(options, context) },
    };
    const carried = await confirmAndApply(plan.value, snapshot, session, options, context, preview);
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
): Promise<Result<Chosen>> {
  if ((file === undefined) !== (options.last === true)) return fail(problem("backup/which", {}));
  const key = options.key === undefined ? undefined : parseKeyIdentifier(options.key);
  if (key !== undefined && !key.ok) return key;
  const wanted = key?.value;
  return file === undefined ? newest(wanted, options, context) : named(file, wanted, context);
}

async function named(
  file: string,
  key: KeyIdentifier | undefined,
  context: Context,
): Promise<Result<Chosen>> {
  const backup = await readBackup(file, context);
  if (!backup.ok) return backup;
  if (isOf(backup.value, key)) return ok({ file, backup: backup.value });
  return fail(problem("backup/other-key", { file, found: backup.value.key, wanted: key?.given ?? "" }));
}

async function newest(
  key: KeyIdentifier | undefined,
  options: RestoreOptions,
  context: Context,
): Promise<Result<Chosen>> {
  const folder = backupFolder(options, context);
  const stored = await readBackups(folder, context);
  if (!stored.ok) return stored;
  const whole = stored.value
    .flatMap((each) => (each.backup.ok ? [{ file: each.file, backup: each.backup.value }] : []))
    .filter(({ backup }) => isOf(backup, key));
  // The latest of each key, the oldest first.
  const lasts = [...new Map(whole.map((each) => [each.backup.key, each])).values()];
  if (lasts.length > 1) return oneOf(lasts, folder, context);
  const [last] = lasts;
  return last === undefined ? fail(problem("backup/none", { folder })) : ok(last);
}

/** The latest of all could be of a key that nobody thinks of: a person chooses, a pipeline has to name the key. */
async function oneOf(lasts: readonly Chosen[], folder: string, { host }: Context): Promise<Result<Chosen>> {
  const keys = lasts.map(({ backup }) => backup.key);
  const unclear = () => fail<Chosen>(problem("backup/many-keys", { folder, keys }));
  if (!host.stdinIsTerminal || !host.stderr.isTerminal) return unclear();
  const lines = lasts.map(({ backup }, index) => `  ${index + 1}  ${backup.key}, ${backup.takenAt}`);
  const question = `The folder has backups of ${lasts.length} keys, the latest of each:\n${lines.join("\n")}\nWhich one (1 to ${lasts.length})? `;
  const answer = await host.ask(printableLines(question));
  const chosen = /^\d+$/.test(answer?.trim() ?? "") ? lasts[Number(answer) - 1] : undefined;
  return chosen === undefined ? unclear() : ok(chosen);
}

/** What a file says is untrusted; the line ends are ours. */
function printableLines(text: string): string {
  return text.split("\n").map(escapeControls).join("\n");
}
