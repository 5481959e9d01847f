/** Confirms a plan, applies it, and checks what is stored then: for `prepare` and for `prepare --plan`. */

import { keyName } from "../aws/take-snapshot.js";
import { readinessOf, runChecks } from "../checks/run-checks.js";
import type { Applied, Plan } from "../plan/plan.js";
import { known } from "../problems/result.js";
import { headOf } from "../report/compose.js";
import { afterReady, afterWrite } from "../report/next-steps.js";
import type { ReportParts } from "../report/report.js";
import type { Verdict } from "../report/verdict.js";
import type { AwsOptions, Context, WriteOptions } from "../session/context.js";
import type { Session } from "../session/session.js";
import { type Assessment, grantsOf, keyFacts } from "./assess.js";
import { backupFolder } from "./backups.js";
import { confirmAndApply } from "./confirm.js";

/** Carries a plan out and judges what is stored then; `prepare --plan` comes here too. */
export async function runPlan(
  proposal: Assessment & { readonly plan: Plan },
  session: Session,
  options: AwsOptions & WriteOptions,
  context: Context,
): Promise<ReportParts> {
  const { snapshot, findings, plan } = proposal;
  const body = { kind: "plan", plan, grants: grantsOf(session.target) } as const;
  const preview: ReportParts = {
    command: "prepare",
    ...headOf(snapshot),
    verdict: proposal.verdict,
    findings,
    body: { ...body, backupFolder: backupFolder(options, context) },
  };
  const carried = await confirmAndApply(plan, snapshot, session, options, context, preview);
  if (carried.outcome !== "applied") {
    const verdict = carried.outcome === "unasked" ? "asked-wrongly" : "not-done";
    return { ...preview, verdict, problems: [carried.problem] };
  }
  const { applied } = carried;
  // The key may have been disabled since it was looked at, and is not called ready then.
  const key =
    applied.outcome === "written"
      ? await session.connection.describeKey(keyName(session.target))
      : snapshot.key;
  const judged =
    applied.live === undefined
      ? findings
      : runChecks({ ...snapshot, key, policy: known(applied.live) }, keyFacts);
  const verdict = verdictOf(applied, readinessOf(judged));
  return {
    ...preview,
    verdict,
    findings: judged,
    problems: applied.problems,
    body: { ...body, applied },
    next: [...(verdict === "ready" ? afterReady(snapshot, plan.key) : []), ...afterWrite(applied)],
  };
}

/** Only a policy that KMS shows steadily counts; what is stored then is judged like any other. */
export function verdictOf(applied: Applied, readiness: Verdict): Verdict {
  switch (applied.outcome) {
    case "unchanged":
    case "written":
      return readiness;
    case "not-written":
      // A key that was ready stays so; but what somebody faster wrote was seen once, which is not enough for a yes.
      return readiness === "ready" ? "not-done" : readiness;
    case "overwritten":
      return readiness === "ready" ? "could-not-tell" : readiness;
    case "not-visible":
    case "uncertain":
      return "uncertain-write";
  }
}
