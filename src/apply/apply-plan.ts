/**
 * A plan applied, in the one order in which nothing is lost: re-read, refuse when stale, save, write, read back.
 * The backup is the journal: each later problem names it.
 */
import { type Connection, fateOfWrite } from "../aws/connection.js";
import { parseArn } from "../key/arn.js";
import { composeBackup } from "../plan/backup.js";
import type { Applied, Plan } from "../plan/plan.js";
import type { Host, Interruption } from "../platform/host.js";
import { differ } from "../policy/diff/difference.js";
import { isSamePolicy } from "../policy/diff/equivalence.js";
import { parsePolicy } from "../policy/document/document.js";
import { type Problem, problem } from "../problems/problem.js";
import type { Fact } from "../problems/result.js";
import { type ReadBack, readBack, steady } from "./read-back.js";

/** What applying a plan needs. */
export interface ApplyTools {
  readonly connection: Connection;
  readonly host: Pick<Host, "files" | "interrupted" | "interruptedAgain" | "now" | "sha256" | "sleep">;
  readonly backupFolder: string;
  /** The caller's ARN, for the backup. */
  readonly caller: string;
  /** The environment that the write is for, for the backup. */
  readonly environment?: { readonly name?: string | undefined; readonly account?: string | undefined };
  readonly tool: string;
  /** Progress, one line each. */
  readonly say: (progress: string) => void;
  /** What a person must see even with --quiet. */
  readonly urge: (line: string) => void;
  /** Runs when the point of no return is reached; a problem keeps the write from being sent. */
  readonly beforeWrite: () => Promise<Problem | undefined> | Problem | undefined;
  /** Runs when nobody knows whether the write was stored, before that is found out. */
  readonly onUnclear?: () => void;
}

/**
 * Applies a plan.
 *
 * KMS has no conditional write: the re-read narrows the race between two writers to the moment between it and the
 * write, and the read-back tells when it was lost. Nothing can close it.
 *
 * @returns what is stored now, as far as it is known; it never throws for what AWS or the disk does
 */
export async function applyPlan(plan: Plan, tools: ApplyTools): Promise<Applied> {
  if (plan.empty) return { outcome: "unchanged", live: plan.base, problems: [] };
  const fresh = await readAgain(plan, tools);
  if (!fresh.known) return notWritten(fresh.problem);
  if (!isSamePolicy(fresh.value, plan.base)) return stale(plan, fresh.value);
  const saved = await save(plan, fresh.value, tools);
  if (!saved.known) return notWritten(saved.problem);
  const backup = saved.value;
  // The last word before the write: where it cannot be said, nothing is written.
  tools.say("Changing the key policy…");
  const late = interruption(plan, tools) ?? (await tools.beforeWrite()) ?? interruption(plan, tools);
  if (late !== undefined) return { ...notWritten(late), backup, saved: fresh.value };
  const ignore = onInterruption(tools, () => tools.urge(finishing(plan, backup, tools)));
  try {
    return { ...(await write(plan, backup, tools)), saved: fresh.value };
  } finally {
    ignore();
  }
}

/** From the moment of the write on, only what was read says what is stored. */
async function write(plan: Plan, backup: string, tools: ApplyTools): Promise<Applied> {
  let wasSentBefore = false;
  const put = await tools.connection.putKeyPolicy(plan.key, plan.next, async () => {
    wasSentBefore = true;
    const now = await tools.connection.getKeyPolicy(plan.key);
    // It is not sent again over our own write, answered by a throttle, nor over a policy of somebody else.
    return now.known && !isSamePolicy(now.value, plan.next) && isSamePolicy(now.value, plan.base);
  });
  const fate = put.known ? "accepted" : fateOfWrite(put.problem);
  if (!put.known && !wasSentBefore && fate !== "unclear") {
    return { ...notWritten(put.problem), backup, ...(fate === "refused" ? { refused: true } : {}) };
  }
  if (!put.known) tools.onUnclear?.();
  tools.say(
    put.known ? "Reading the key policy back…" : "No clear response to the write. Reading the key policy…",
  );
  const seen = await readBack(tools.connection, tools.host, plan, tools.say);
  return outcomeOf(plan, backup, put.known ? undefined : put.problem, seen, tools);
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
  const { host, backupFolder, environment } = tools;
  const { region = "", account = "" } = parseArn(plan.key) ?? {};
  const { name, text } = composeBackup(
    {
      key: plan.key,
      region,
      ...(/^\d{12}$/.test(account) ? { account } : {}),
      ...(environment?.name === undefined ? {} : { environment: environment.name }),
      ...(environment?.account === undefined ? {} : { environmentAccount: environment.account }),
      takenAt: host.now().toISOString(),
      caller: tools.caller,
      reason: plan.reason,
      tool: tools.tool,
      policy,
    },
    host.sha256,
  );
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

function onInterruption({ host }: ApplyTools, act: () => void): () => void {
  if (host.interrupted.aborted) act();
  else host.interrupted.addEventListener("abort", act, { once: true });
  return () => host.interrupted.removeEventListener("abort", act);
}

function finishing(plan: Plan, backup: string, { host }: ApplyTools): string {
  const signal = host.interrupted.reason as Interruption;
  return (
    `${signal}: the write to ${plan.key} was sent; waiting until it is certain what is stored. ` +
    `The previous policy is saved in ${backup}. Press Ctrl-C again to stop at once.`
  );
}

/** @param lost why the response to the write is not clear; undefined: KMS accepted it, and only that is said then */
function outcomeOf(
  plan: Plan,
  backup: string,
  lost: Problem | undefined,
  seen: ReadBack,
  { host }: ApplyTools,
): Applied {
  const { key } = plan;
  const seconds = steady.longest / 1000;
  const unseen = problem("plan/not-visible", { key, seconds, backup });
  const outcome = lost === undefined ? "not-visible" : "uncertain";
  const first = lost === undefined ? [] : [lost];
  if (seen.shows !== "unread" && seen.shows === "next" && seen.isSteady) {
    return { outcome: "written", backup, live: seen.live, problems: [] };
  }
  const live = seen.shows === "unread" ? {} : { live: seen.live };
  if (host.interruptedAgain.aborted) {
    const signal = host.interruptedAgain.reason as Interruption;
    return {
      outcome,
      backup,
      ...live,
      problems: [...first, problem("plan/cut-short", { signal, key, backup })],
    };
  }
  if (seen.shows === "unread") {
    if (lost === undefined) return { outcome, backup, problems: [unseen, seen.problem] };
    const uncertain = problem("plan/uncertain", { key, backup, reason: seen.problem.what });
    return { outcome, backup, problems: [lost, uncertain] };
  }
  if (seen.shows === "other" && seen.isSteady) {
    const problems = [...first, problem("plan/overwritten", { key, backup })];
    return { outcome: lost === undefined ? "overwritten" : "uncertain", backup, ...live, problems };
  }
  if (lost === undefined) return { outcome, backup, ...live, problems: [unseen] };
  const code =
    seen.shows === "base" && seen.isSteady
      ? problem("plan/lost-write", { key, backup })
      : problem("plan/not-steady", { key, seconds, backup });
  return { outcome, backup, ...live, problems: [lost, code] };
}
