/** `prepare`: look, plan, show, ask, save, write, read back, and judge again what is stored then. */
import { keyName } from "../flows/take-snapshot.js";
import type { Applied, Plan } from "../plan/plan.js";
import type { Scope } from "../policy/logs-statement.js";
import { known } from "../problem/parsed.js";
import { quote } from "../problem/quote.js";
import { judge, readinessOf } from "../readiness/judge.js";
import { headOf } from "../report/compose.js";
import type { ReportParts } from "../report/report.js";
import type { Verdict } from "../report/verdict.js";
import { backupFolder } from "./backup-folder.js";
import { carryOut } from "./carry-out.js";
import type { AwsOptions, Context, KeyOptions, WriteOptions } from "./context.js";
import { afterReady, isForOwner } from "./next-steps.js";
import { grantsOf, keyFacts, type Proposal, propose } from "./proposal.js";
import { handoffText, type PlanFileOptions, writePlanFiles } from "./saved-plan.js";
import { type Session, withSession } from "./session.js";

export interface PrepareOptions extends KeyOptions, AwsOptions, WriteOptions, PlanFileOptions {
  readonly scope?: Scope;
  readonly tighten?: boolean;
}

export async function prepare(
  key: string | undefined,
  options: PrepareOptions,
  context: Context,
): Promise<ReportParts> {
  return withSession("prepare", key, options, context, async (session) => {
    const proposal = await propose(session, options, context);
    const { plan } = proposal;
    const parts =
      options.planOut !== undefined || options.handoff !== undefined
        ? await writeFiles(proposal, session, options, context)
        : plan === undefined
          ? withoutPlan(proposal)
          : await carryOutPlan({ ...proposal, plan }, session, options, context);
    return isForOwner(parts) ? withHandoff(parts, proposal, options.scope) : parts;
  });
}

function withoutPlan({ snapshot, findings, verdict, problems }: Proposal): ReportParts {
  return { command: "prepare", ...headOf(snapshot), verdict, findings, problems };
}

/** Somebody else may do what the caller may not. */
function withHandoff(
  parts: ReportParts,
  { plan, snapshot }: Proposal,
  scope: Scope | undefined,
): ReportParts {
  const text = handoffText(plan, snapshot, scope);
  return text.ok ? { ...parts, handoff: text.value } : parts;
}

/** The plan goes to a file, and nothing to the key. */
async function writeFiles(
  proposal: Proposal,
  session: Session,
  options: PrepareOptions,
  context: Context,
): Promise<ReportParts> {
  const { snapshot, plan } = proposal;
  const parts = withoutPlan(proposal);
  if (plan === undefined && options.handoff === undefined) return parts;
  const written = await writePlanFiles(plan, snapshot, options, options, context);
  if (!written.ok)
    return { ...parts, verdict: "not-done", problems: [...proposal.problems, ...written.problems] };
  for (const file of written.value) context.say(`Wrote ${file}`);
  if (plan === undefined) return parts;
  const body = { kind: "plan", plan, grants: grantsOf(session.target) } as const;
  const next = options.planOut === undefined ? [] : [`mwaa-kms prepare --plan ${quote(options.planOut)}`];
  return { ...parts, verdict: "done", body, next };
}

/** Carries a plan out and judges what is stored then; `prepare --plan` comes here too. */
export async function carryOutPlan(
  proposal: Proposal & { readonly plan: Plan },
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
  const carried = await carryOut(plan, snapshot, session, options, context, preview);
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
      : judge({ ...snapshot, key, policy: known(applied.live) }, keyFacts);
  const verdict = verdictOf(applied, readinessOf(judged));
  return {
    ...preview,
    verdict,
    findings: judged,
    problems: applied.problems,
    body: { ...body, applied },
    next: verdict === "ready" ? afterReady(snapshot, plan.key) : [],
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
