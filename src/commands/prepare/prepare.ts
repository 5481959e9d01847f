/** `prepare`: look, plan, show, ask, save, write, read back, and judge again what is stored then. */

import { type Assessment, assess, grantsOf } from "../../apply/assess.js";
import { handoffText, writePlanFiles } from "../../apply/plan-files.js";
import { runPlan } from "../../apply/run-plan.js";
import type { Scope } from "../../choices.js";
import { quote } from "../../problems/define.js";
import { headOf } from "../../report/compose.js";
import { isForOwner } from "../../report/next-steps.js";
import type { ReportParts } from "../../report/report.js";
import type { Context, PrepareOptions } from "../../session/context.js";
import { type Session, withSession } from "../../session/session.js";

export async function prepare(
  key: string | undefined,
  options: PrepareOptions,
  context: Context,
): Promise<ReportParts> {
  return withSession("prepare", key, options, context, async (session) => {
    const proposal = await assess(session, options, context);
    const { plan } = proposal;
    const parts =
      options.planOut !== undefined || options.handoff !== undefined
        ? await writeFiles(proposal, session, options, context)
        : plan === undefined
          ? withoutPlan(proposal)
          : await runPlan({ ...proposal, plan }, session, options, context);
    return isForOwner(parts) ? withHandoff(parts, proposal, options.scope) : parts;
  });
}

function withoutPlan({ snapshot, findings, verdict, problems }: Assessment): ReportParts {
  return { command: "prepare", ...headOf(snapshot), verdict, findings, problems };
}

/** Somebody else may do what the caller may not. */
function withHandoff(
  parts: ReportParts,
  { plan, snapshot }: Assessment,
  scope: Scope | undefined,
): ReportParts {
  const text = handoffText(plan, snapshot, scope);
  if (!text.ok) return parts;
  // A caller who is denied the write is told so by that problem's own fix.
  const isTold = (parts.problems ?? []).some(({ code }) => code === "aws/access-denied");
  const next = isTold ? parts.next : [...(parts.next ?? []), "mwaa-kms prepare KEY --handoff request.md"];
  return { ...parts, handoff: text.value, ...(next === undefined ? {} : { next }) };
}

/** The plan goes to a file, and nothing to the key. */
async function writeFiles(
  proposal: Assessment,
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
