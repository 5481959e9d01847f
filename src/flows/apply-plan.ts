/**
 * A plan carried out, in the one order in which nothing is lost: re-read, refuse when stale, save, write, read back.
 * The backup is the journal: each later problem names it.
 */
import { type Connection, writeMayHaveHappened } from "../aws/connection.js";
import type { Host, Interruption } from "../host/host.js";
import { composeBackup } from "../plan/backup.js";
import type { Applied, Plan } from "../plan/plan.js";
import { differ } from "../policy/difference.js";
import { parsePolicy } from "../policy/document.js";
import type { Fact } from "../problem/parsed.js";
import { type Problem, problem } from "../problem/problem.js";
import { isSamePolicy, type ReadBack, readBack, steady } from "./read-back.js";

/** What carrying out a plan needs. `say` gets progress, one line each; `beforeWrite` runs when the point of no return is reached. */
export interface ApplyTools {
  readonly connection: Connection;
  readonly host: Pick<Host, "files" | "interrupted" | "now" | "sha256" | "sleep">;
  readonly backupFolder: string;
  /** The caller's ARN, for the backup. */
  readonly caller: string;
  readonly tool: string;
  readonly say: (progress: string) => void;
  readonly beforeWrite: () => void;
}

/**
 * Applies a plan.
 *
 * KMS has no conditional write: the re-read narrows the race between two writers to the moment between it and the
 * write, and the read-back tells when it was lost. Nothing can close it.
 *
 * @returns what is stored now, as far as anybody can say; it never throws for what AWS or the disk does
 */
export async function applyPlan(plan: Plan, tools: ApplyTools): Promise<Applied> {
  if (plan.empty) return { outcome: "unchanged", live: plan.base, problems: [] };
  const fresh = await readAgain(plan, tools);
  if (!fresh.known) return notWritten(fresh.problem);
  if (!isSamePolicy(fresh.value, plan.base)) return stale(plan, fresh.value);
  const saved = await save(plan, fresh.value, tools);
  if (!saved.known) return notWritten(saved.problem);
  const backup = saved.value;
  tools.say(`Saved the policy as it is to ${backup}`);
  const late = interruption(plan, tools);
  if (late !== undefined) return { ...notWritten(late), backup };
  tools.beforeWrite();
  let changed: string | undefined;
  const put = await tools.connection.putKeyPolicy(plan.key, plan.next, async () => {
    const now = await tools.connection.getKeyPolicy(plan.key);
    if (now.known && !isSamePolicy(now.value, plan.base)) changed = now.value;
    return now.known && changed === undefined;
  });
  if (!put.known && !writeMayHaveHappened(put.problem)) {
    return { ...(changed === undefined ? notWritten(put.problem) : stale(plan, changed)), backup };
  }
  tools.say(
    put.known ? "KMS took the policy; reading it back" : "The answer was lost; looking at what is stored",
  );
  const seen = await readBack(tools.connection, tools.host, plan, tools.say);
  return outcomeOf(plan, backup, put.known ? undefined : put.problem, seen);
}

function notWritten(...problems: readonly Problem[]): Applied {
  return { outcome: "not-written", problems };
}

async function readAgain(plan: Plan, tools: ApplyTools): Promise<Fact<string>> {
  const fresh = await tools.connection.getKeyPolicy(plan.key);
  const early = interruption(plan, tools);
  if (early !== undefined) return { known: false, problem: early };
  return fresh;
}

/** Somebody was faster: nothing is written, and what they changed is shown. */
function stale(plan: Plan, live: string): Applied {
  const [before, after] = [parsePolicy(plan.base), parsePolicy(live)];
  const meantime = before.ok && after.ok ? differ(before.value, after.value) : undefined;
  return {
    ...notWritten(problem("plan/stale", { key: plan.key })),
    live,
    ...(meantime === undefined ? {} : { meantime }),
  };
}

async function save(plan: Plan, policy: string, tools: ApplyTools): Promise<Fact<string>> {
  const { host, backupFolder } = tools;
  const { name, text } = composeBackup({
    key: plan.key,
    takenAt: host.now().toISOString(),
    caller: tools.caller,
    reason: plan.reason,
    tool: tools.tool,
    sha256: host.sha256(policy),
    policy,
  });
  try {
    return { known: true, value: await host.files.createPrivate(backupFolder, name, text) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const facts = { key: plan.key, folder: backupFolder, reason };
    return { known: false, problem: problem("backup/unsaved", facts) };
  }
}

function interruption(plan: Plan, { host }: ApplyTools): Problem | undefined {
  if (!host.interrupted.aborted) return undefined;
  const signal = host.interrupted.reason as Interruption;
  return problem("plan/interrupted", { signal, key: plan.key });
}

/** @param lost why the answer to the write is not known; undefined: KMS took it, and only that may then be said */
function outcomeOf(plan: Plan, backup: string, lost: Problem | undefined, seen: ReadBack): Applied {
  const { key } = plan;
  const seconds = steady.longest / 1000;
  const unseen = problem("plan/not-visible", { key, seconds, backup });
  if (seen.shows === "unread") {
    if (lost === undefined) return { outcome: "not-visible", backup, problems: [unseen, seen.problem] };
    const uncertain = problem("plan/uncertain", { key, backup, reason: seen.problem.what });
    return { outcome: "uncertain", backup, problems: [lost, uncertain] };
  }
  const { live, isSteady } = seen;
  if (seen.shows === "next" && isSteady) return { outcome: "written", backup, live, problems: [] };
  if (lost === undefined) {
    return seen.shows === "other" && isSteady
      ? { outcome: "overwritten", backup, live, problems: [problem("plan/overwritten", { key, backup })] }
      : { outcome: "not-visible", backup, live, problems: [unseen] };
  }
  const code = seen.shows === "base" ? "plan/lost-write" : "plan/overwritten";
  return { outcome: "uncertain", backup, live, problems: [lost, problem(code, { key, backup })] };
}
