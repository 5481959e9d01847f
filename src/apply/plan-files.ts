/** Plans as files: written for a reviewer or a key's owner, read to be carried out. */
import { resolve } from "node:path";
import { environmentAccount, keyArn, policyCaller, type Snapshot } from "../checks/snapshot.js";
import type { Scope } from "../choices.js";
import { renderStatements } from "../iac/access-policy.js";
import { renderSnippet } from "../iac/render.js";
import { composeHandoff } from "../plan/handoff.js";
import { crossAccountStatements } from "../plan/owner-statements.js";
import type { Plan } from "../plan/plan.js";
import { composePlanFile, longestPlanFile, type PlanFile, parsePlanFile } from "../plan/plan-file.js";
import { type Wish, wantedStatement } from "../plan/prepare.js";
import { composeLogsStatement } from "../policy/document/logs-statement.js";
import { type Problem, problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";
import type { Context, PlanFileOptions } from "../session/context.js";
import { version } from "../version.js";

/** Reads a plan file. */
export async function readPlanFile(file: string, { host }: Context): Promise<Result<PlanFile>> {
  try {
    const text = await host.files.read(file, longestPlanFile);
    return parsePlanFile(text, (each) => host.sha256(each), file);
  } catch (error) {
    return fail(problem("plan/file-unread", { file, reason: reasonOf(error) }, file));
  }
}

/**
 * Writes the files that were asked for. A plan needs the policy and the caller; a hand-off can do without.
 *
 * @returns the names of the files written, or why one could not be
 */
export async function writePlanFiles(
  plan: Plan | undefined,
  snapshot: Snapshot,
  wish: Wish,
  options: PlanFileOptions,
  context: Context,
): Promise<Result<readonly string[]>> {
  const texts: (readonly [file: string, text: string])[] = [];
  if (options.planOut !== undefined && plan !== undefined) {
    const text = planFileText(plan, snapshot, wish, context);
    if (!text.ok) return text;
    texts.push([options.planOut, text.value]);
  }
  if (options.handoff !== undefined) {
    const text = handoffText(plan, snapshot, wish.scope);
    if (!text.ok) return text;
    texts.push([options.handoff, text.value]);
  }
  const failed = await unwritable(
    texts.map(([file]) => file),
    context,
  );
  if (failed.length > 0) return fail(...failed);
  for (const [file, text] of texts) {
    await context.host.files.create(file, text).catch((error: unknown) => {
      failed.push(problem("plan/file-unsaved", { file, reason: reasonOf(error) }, file));
    });
  }
  return failed.length > 0 ? fail(...failed) : ok(texts.map(([file]) => file));
}

/** Both are tried before one is written: half of what was asked for is no result. */
async function unwritable(files: readonly string[], { host }: Context): Promise<Problem[]> {
  const failed: Problem[] = [];
  const [one, other] = files.map((file) => resolve(file));
  if (other !== undefined && one === other) {
    const reason = "the plan and the hand-off would be one file";
    failed.push(problem("plan/file-unsaved", { file: other, reason }, other));
  }
  for (const file of files) {
    await host.files.tryCreate(file).catch((error: unknown) => {
      failed.push(problem("plan/file-unsaved", { file, reason: reasonOf(error) }, file));
    });
  }
  return failed;
}

function planFileText(plan: Plan, snapshot: Snapshot, { tighten }: Wish, { host }: Context): Result<string> {
  const { target } = snapshot;
  const caller = policyCaller(snapshot);
  if (!caller.known) return fail(caller.problem);
  const account = environmentAccount(snapshot);
  const isCrossAccount = crossAccountStatements(snapshot).length > 0;
  // The owner who applies the plan is not of the environment's account.
  const environment = isCrossAccount && account.known ? account.value : target.account;
  const file = {
    key: plan.key,
    account: caller.value.account,
    region: target.region,
    ...(environment === undefined ? {} : { environmentAccount: environment }),
    ...(target.environment === undefined ? {} : { environment: target.environment }),
    ...(tighten === true ? { tighten } : {}),
    madeAt: snapshot.takenAt,
    madeBy: caller.value.arn,
    tool: `mwaa-kms ${version}`,
    base: plan.base,
    next: plan.next,
  };
  return ok(composePlanFile(file, (text) => host.sha256(text)));
}

/** What the owner of a key is handed; it can be made without having read the policy. */
export function handoffText(
  plan: Plan | undefined,
  snapshot: Snapshot,
  scope: Scope | undefined,
): Result<string> {
  const wanted = wantedStatement(snapshot, scope ?? "account");
  if (!wanted.ok) return wanted;
  const key = keyArn(snapshot) ?? snapshot.target.key.given;
  const statement = composeLogsStatement(wanted.value);
  const { partition, region } = snapshot.target;
  const more = crossAccountStatements(snapshot);
  const account = environmentAccount(snapshot);
  return ok(
    composeHandoff({
      key,
      region,
      environment: snapshot.target.environment,
      account: account.known ? account.value : undefined,
      isCrossAccount: more.length > 0,
      statements: [statement, ...more],
      commands: renderSnippet("cli", { statement, more, form: "addition", partition, key, region }),
      terraform: renderStatements("terraform", [statement, ...more], false),
      plan,
    }),
  );
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
