/** Plans as files: written for a reviewer or a key's owner, read to be carried out. */
import { renderSnippet } from "../iac/render.js";
import type { Plan } from "../plan/plan.js";
import {
  composeHandoff,
  composePlanFile,
  longestPlanFile,
  type PlanFile,
  parsePlanFile,
} from "../plan/plan-file.js";
import { wantedStatement } from "../plan/plan-prepare.js";
import { composeLogsStatement, type Scope } from "../policy/logs-statement.js";
import { type Parsed, parsed, refused } from "../problem/parsed.js";
import { type Problem, problem } from "../problem/problem.js";
import { keyArn, type Snapshot } from "../readiness/snapshot.js";
import { version } from "../version.js";
import type { Context } from "./context.js";

/** Where the files go. */
export interface PlanFileOptions {
  readonly planOut?: string;
  readonly handoff?: string;
}

/** Reads a plan file. */
export async function readPlanFile(file: string, { host }: Context): Promise<Parsed<PlanFile>> {
  try {
    const text = await host.files.read(file, longestPlanFile);
    return parsePlanFile(text, (each) => host.sha256(each), file);
  } catch (error) {
    return refused(problem("plan/file-unread", { file, reason: reasonOf(error) }, file));
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
  scope: Scope | undefined,
  options: PlanFileOptions,
  context: Context,
): Promise<Parsed<readonly string[]>> {
  const texts: (readonly [file: string, text: string])[] = [];
  if (options.planOut !== undefined && plan !== undefined) {
    const text = planFileText(plan, snapshot, context);
    if (!text.ok) return text;
    texts.push([options.planOut, text.value]);
  }
  if (options.handoff !== undefined) {
    const text = handoffText(plan, snapshot, scope);
    if (!text.ok) return text;
    texts.push([options.handoff, text.value]);
  }
  const failed: Problem[] = [];
  for (const [file, text] of texts) {
    await context.host.files.create(file, text).catch((error: unknown) => {
      failed.push(problem("plan/file-unsaved", { file, reason: reasonOf(error) }, file));
    });
  }
  return failed.length > 0 ? refused(...failed) : parsed(texts.map(([file]) => file));
}

function planFileText(plan: Plan, snapshot: Snapshot, { host }: Context): Parsed<string> {
  const { caller, target } = snapshot;
  if (!caller.known) return refused(caller.problem);
  const file = {
    key: plan.key,
    account: caller.value.account,
    region: target.region,
    ...(target.account === undefined ? {} : { environmentAccount: target.account }),
    ...(target.environment === undefined ? {} : { environment: target.environment }),
    madeAt: snapshot.takenAt,
    madeBy: caller.value.arn,
    tool: `mwaa-kms ${version}`,
    base: plan.base,
    next: plan.next,
  };
  return parsed(composePlanFile(file, (text) => host.sha256(text)));
}

/** What the owner of a key is handed; it can be made without having read the policy. */
export function handoffText(
  plan: Plan | undefined,
  snapshot: Snapshot,
  scope: Scope | undefined,
): Parsed<string> {
  const wanted = wantedStatement(snapshot, scope ?? "account");
  if (!wanted.ok) return wanted;
  const key = keyArn(snapshot) ?? snapshot.target.key.given;
  const statement = composeLogsStatement(wanted.value);
  const partition = snapshot.target.partition;
  const commands = renderSnippet("cli", { statement, form: "addition", partition, key });
  return parsed(composeHandoff(statement, commands, key, plan));
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
