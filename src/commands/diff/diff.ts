/** `diff`: what `prepare` would change, and nothing else. It is the same plan. */

import { assess, grantsOf } from "../../apply/assess.js";
import { backupFolder } from "../../apply/backups.js";
import type { Scope } from "../../choices.js";
import { headOf } from "../../report/compose.js";
import type { ReportParts } from "../../report/report.js";
import type { AwsOptions, Context, KeyOptions, WriteOptions } from "../../session/context.js";
import { withSession } from "../../session/session.js";

export interface DiffOptions extends KeyOptions, AwsOptions, WriteOptions {
  readonly scope?: Scope;
  readonly tighten?: boolean;
}

export async function diff(
  key: string | undefined,
  options: DiffOptions,
  context: Context,
): Promise<ReportParts> {
  return withSession("diff", key, options, context, async (session) => {
    const { snapshot, findings, plan, verdict, problems } = await assess(session, options, context);
    const head = { command: "diff", ...headOf(snapshot), findings, problems } as const;
    if (plan === undefined) return { ...head, verdict };
    return {
      ...head,
      verdict: plan.empty ? "unchanged" : "would-change",
      next: plan.empty ? [] : ["mwaa-kms prepare KEY"],
      body: {
        kind: "plan",
        plan,
        grants: grantsOf(session.target),
        backupFolder: backupFolder(options, context),
      },
    };
  });
}
