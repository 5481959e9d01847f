/** `prepare`: look, plan, show, ask, save, write, read back, and judge again what is stored then. */
import type { Applied } from "../plan/plan.js";
import type { Scope } from "../policy/logs-statement.js";
import { known } from "../problem/parsed.js";
import { judge, readinessOf } from "../readiness/judge.js";
import { headOf } from "../report/compose.js";
import type { ReportParts } from "../report/report.js";
import type { Verdict } from "../report/verdict.js";
import { backupFolder, carryOut } from "./carry-out.js";
import type { AwsOptions, Context, KeyOptions, WriteOptions } from "./context.js";
import { afterReady } from "./next-steps.js";
import { grantsOf, keyFacts, type Proposal, propose } from "./proposal.js";
import { type Session, withSession } from "./session.js";

export interface PrepareOptions extends KeyOptions, AwsOptions, WriteOptions {
  readonly scope?: Scope;
}

export async function prepare(
  key: string | undefined,
  options: PrepareOptions,
  context: Context,
): Promise<ReportParts> {
  return withSession("prepare", key, options, context, async (session) => {
    const proposal = await propose(session, options.scope, context.host);
    return proposal.plan === undefined
      ? withoutPlan(proposal, session)
      : carryOutPrepare({ ...proposal, plan: proposal.plan }, session, options, context);
  });
}

function withoutPlan(proposal: Proposal, _session: Session): ReportParts {
  const { snapshot, findings, verdict, problems } = proposal;
  return { command: "prepare", ...headOf(snapshot), verdict, findings, problems };
}

async function carryOutPrepare(
  proposal: Proposal & Required<Pick<Proposal, "plan">>,
  session: Session,
  options: PrepareOptions,
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
  const judged =
    applied.live === undefined ? findings : judge({ ...snapshot, policy: known(applied.live) }, keyFacts);
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
function verdictOf(applied: Applied, readiness: Verdict): Verdict {
  switch (applied.outcome) {
    case "unchanged":
    case "written":
      return readiness;
    case "not-written":
      return "not-ready";
    case "overwritten":
      return readiness === "ready" ? "could-not-tell" : readiness;
    case "not-visible":
    case "uncertain":
      return "uncertain-write";
  }
}
