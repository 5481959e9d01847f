/** What `prepare` and `restore` have in common: ask for the word, apply the plan, and say what became of it. */

import { policyCaller, type Snapshot } from "../checks/snapshot.js";
import type { Applied, Plan } from "../plan/plan.js";
import type { Host, Interruption } from "../platform/host.js";
import { listSome } from "../policy/document/title.js";
import { type Problem, problem } from "../problems/problem.js";
import type { ReportParts } from "../report/report.js";
import { escapeControls } from "../reporters/text.js";
import type { AwsOptions, Context, WriteOptions } from "../session/context.js";
import type { Session } from "../session/session.js";
import { version } from "../version.js";
import { applyPlan } from "./apply-plan.js";
import { backupFolder } from "./backups.js";

/** Applied, or why nobody was allowed to: `declined` by the person, or `unasked` where there is none to ask. */
export type ConfirmOutcome =
  | { readonly outcome: "applied"; readonly applied: Applied }
  | { readonly outcome: "declined" | "unasked"; readonly problem: Problem };

/**
 * Carries a plan out, with the person's word.
 *
 * A question is asked only where both stdin and stderr are terminals; elsewhere a write needs `--yes`.
 *
 * @param preview what the person is shown before being asked
 */
export async function confirmAndApply(
  plan: Plan,
  snapshot: Snapshot,
  session: Session,
  options: WriteOptions & AwsOptions,
  context: Context,
  preview: ReportParts,
): Promise<ConfirmOutcome> {
  const { host } = context;
  const canAsk = host.stdinIsTerminal && host.stderr.isTerminal;
  if (!plan.empty && plan.owner !== undefined && !canAsk && options.allowDrift !== true) {
    return {
      outcome: "unasked",
      problem: problem("plan/needs-allow-drift", { ...plan.owner, key: plan.key }),
    };
  }
  const unready = plan.empty ? undefined : await unreadyFor(plan.key, options, context);
  if (unready !== undefined) return { outcome: "declined", problem: unready };
  if (!plan.empty && options.yes !== true) {
    if (!canAsk) {
      const facts = { command: preview.command, key: plan.key };
      return { outcome: "unasked", problem: problem("plan/needs-yes", facts) };
    }
    await context.preview(preview);
    const answer = await host.ask(questionOf([{ plan, snapshot }]));
    if (host.interrupted.aborted) return { outcome: "declined", problem: interruptedAt(plan, host) };
    if (answer?.trim() !== "yes") return { outcome: "declined", problem: problem("plan/declined", {}) };
  }
  const writer = policyCaller(snapshot);
  const applied = await applyPlan(plan, {
    connection: session.connection,
    host,
    backupFolder: backupFolder(options, context),
    caller: writer.known ? writer.value.arn : "unknown",
    tool: `mwaa-kms ${version}`,
    environment: { name: session.target.environment, account: session.target.account },
    say: context.say,
    urge: context.urge,
    beforeWrite: async () => {
      const [unheard] = await context.outputs();
      const stopped = unheard ?? (await session.beforeWrite?.());
      if (stopped === undefined) session.holdFast();
      return stopped;
    },
    ...(session.onUnclear === undefined ? {} : { onUnclear: session.onUnclear }),
  });
  return { outcome: "applied", applied: forPipeline(applied, options, context) };
}

/** Everything that is needed after the write is tried before anybody is asked. */
export async function unreadyFor(
  key: string,
  options: WriteOptions & AwsOptions,
  context: Context,
): Promise<Problem | undefined> {
  const folder = backupFolder(options, context);
  const unsaved = await context.host.files.tryPrivate(folder).then(
    () => undefined,
    (error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      return problem("backup/unsaved", { key, folder, reason });
    },
  );
  return unsaved ?? (await context.outputs())[0];
}

/** The keys and the caller, and who loses access, where the answer is given, and not only above it. */
export function questionOf(changes: readonly { readonly plan: Plan; readonly snapshot: Snapshot }[]): string {
  const plans = changes.map(({ plan }) => plan);
  const keys = [...new Set(plans.map(({ key }) => key))];
  const what = keys.length === 1 ? `the policy of ${keys.join("")}` : `the policies of ${keys.length} keys`;
  const callers = new Set(
    changes.flatMap(({ snapshot: { caller } }) => (caller.known ? [caller.value.arn] : [])),
  );
  const who = callers.size === 0 ? "" : ` as ${listSome([...callers])}`;
  const anyway = plans.every(({ owner }) => owner === undefined) ? "" : " anyway,";
  const losses = [...new Set(plans.flatMap((plan) => (plan.losses ?? []).map((loss) => loss.who)))];
  const lost = losses.length === 0 ? "" : ` It removes access: ${listSome(losses)}.`;
  return escapeControls(`Change ${what}${anyway}${who}?${lost} Only 'yes' continues: `);
}

/** The runner's own folder ends with it: the policy then stands in the report too, and a person is told. */
function forPipeline(
  { saved, ...applied }: Applied,
  { backupDir }: WriteOptions,
  { host }: Context,
): Applied {
  const { backup, problems } = applied;
  if (!host.env["CI"] || backupDir !== undefined || backup === undefined || saved === undefined)
    return applied;
  return { ...applied, saved, problems: [...problems, problem("backup/runner", { file: backup })] };
}

function interruptedAt(plan: Plan, host: Host): Problem {
  return problem("plan/interrupted", { signal: host.interrupted.reason as Interruption, key: plan.key });
}
