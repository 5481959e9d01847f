/** `restore`: puts a saved policy back, with the same care as `prepare`. */
import { takeSnapshot } from "../flows/take-snapshot.js";
import { type Backup, longestBackup, parseBackup } from "../plan/backup.js";
import { planRestore } from "../plan/plan-restore.js";
import { type Parsed, refused } from "../problem/parsed.js";
import { problem } from "../problem/problem.js";
import type { FactName } from "../readiness/snapshot.js";
import { askedWrongly, headOf } from "../report/compose.js";
import type { ReportParts } from "../report/report.js";
import type { Verdict } from "../report/verdict.js";
import { backupFolder, carryOut } from "./carry-out.js";
import type { AwsOptions, Context, WriteOptions } from "./context.js";
import { withSession } from "./session.js";

const restoreFacts: readonly FactName[] = ["caller", "policy"];

export async function restore(
  file: string,
  options: AwsOptions & WriteOptions,
  context: Context,
): Promise<ReportParts> {
  const backup = await readBackup(file, context);
  if (!backup.ok) return askedWrongly("restore", backup.problems);
  return withSession("restore", backup.value.key, options, context, async (session) => {
    const snapshot = await takeSnapshot(session.target, session.connection, context.host, restoreFacts);
    const head = { command: "restore", ...headOf(snapshot) } as const;
    if (!snapshot.policy.known) {
      return { ...head, verdict: "could-not-tell", problems: [snapshot.policy.problem] };
    }
    const plan = planRestore(snapshot, backup.value, file);
    if (!plan.ok) return { ...head, verdict: "not-done", problems: plan.problems };
    const body = { kind: "plan", plan: plan.value, grants: [] } as const;
    const preview: ReportParts = {
      ...head,
      verdict: plan.value.empty ? "unchanged" : "would-change",
      body: { ...body, backupFolder: backupFolder(options, context) },
    };
    const carried = await carryOut(plan.value, snapshot, session, options, context, preview);
    if (carried.outcome !== "applied") {
      const verdict = carried.outcome === "unasked" ? "asked-wrongly" : "not-done";
      return { ...preview, verdict, problems: [carried.problem] };
    }
    const { applied } = carried;
    return {
      ...head,
      verdict: verdicts[applied.outcome],
      problems: applied.problems,
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

async function readBackup(file: string, { host }: Context): Promise<Parsed<Backup>> {
  try {
    const text = await host.files.read(file, longestBackup);
    return parseBackup(text, (policy) => host.sha256(policy), file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refused(problem("backup/unread", { file, reason }, file));
  }
}
