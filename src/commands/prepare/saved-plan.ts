/** `prepare --plan`: carries out exactly what was reviewed, or refuses because the key, the policy or the caller is another. */

import { grantsOf, keyFacts, keyFindings, writeFacts } from "../../apply/assess.js";
import { readPlanFile } from "../../apply/plan-files.js";
import { runPlan } from "../../apply/run-plan.js";
import { takeSnapshot } from "../../aws/take-snapshot.js";
import { readinessOf, runChecks } from "../../checks/run-checks.js";
import { keyAccount, keyArn, policyCaller, type Snapshot } from "../../checks/snapshot.js";
import { buildPlan } from "../../plan/build.js";
import { ownerOf } from "../../plan/managed-by.js";
import { crossAccountStatements } from "../../plan/owner-statements.js";
import type { Plan } from "../../plan/plan.js";
import type { PlanFile } from "../../plan/plan-file.js";
import { differ } from "../../policy/diff/difference.js";
import { isSamePolicy } from "../../policy/diff/equivalence.js";
import { parsePolicy } from "../../policy/document/document.js";
import { problem } from "../../problems/problem.js";
import { fail, type Result } from "../../problems/result.js";
import { headOf, usageError } from "../../report/compose.js";
import type { ReportParts } from "../../report/report.js";
import type { Context, PrepareOptions } from "../../session/context.js";
import { type Session, withSession } from "../../session/session.js";

type SavedOptions = PrepareOptions & { readonly dryRun?: boolean | undefined };

export async function prepareSaved(
  file: string,
  key: string | undefined,
  options: SavedOptions,
  context: Context,
): Promise<ReportParts> {
  const clashing = clashes(key, options);
  if (clashing.length > 0) {
    return usageError("prepare", [problem("plan/file-beside", { options: clashing.join(", ") })]);
  }
  const saved = await readPlanFile(file, context);
  if (!saved.ok) return usageError("prepare", saved.problems);
  const { region, environmentAccount, environment } = saved.value;
  const asked = {
    ...options,
    region,
    ...(environmentAccount === undefined ? {} : { account: environmentAccount }),
    ...(environment === undefined ? {} : { environment }),
  };
  return withSession("prepare", saved.value.key, asked, context, async (session) => {
    const parts = await carryOutSaved(saved.value, session, options, context);
    const unsealed = saved.value.isSealed ? [] : [problem("plan/file-unsealed", { file }, file)];
    return { ...parts, problems: [...unsealed, ...(parts.problems ?? [])] };
  });
}

/** What the plan says already; `--yes`, `--backup-dir` and how AWS is reached are the caller's own. */
function clashes(key: string | undefined, options: SavedOptions): readonly string[] {
  const { region, account, environment, scope, planOut, handoff, logType } = options;
  const given = { "a key": key, "--region": region, "--account": account, "--environment": environment };
  const more = { "--scope": scope, "--plan-out": planOut, "--handoff": handoff, "--log-type": logType };
  return Object.entries({ ...given, ...more }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
}

async function carryOutSaved(
  saved: PlanFile,
  session: Session,
  options: SavedOptions,
  context: Context,
): Promise<ReportParts> {
  const snapshot = await takeSnapshot(session.target, session.connection, context, writeFacts);
  const findings = runChecks(snapshot, keyFacts);
  const head = { command: "prepare", ...headOf(snapshot), findings } as const;
  const caller = policyCaller(snapshot);
  const ofKey = readinessOf(keyFindings(findings));
  if (ofKey !== "ready" || !snapshot.policy.known || !caller.known) {
    const unfit = ofKey === "not-ready" ? [problem("plan/key-unfit", { key: saved.key })] : [];
    return { ...head, verdict: ofKey === "not-ready" ? ofKey : "could-not-tell", problems: unfit };
  }
  const { account } = caller.value;
  if (account !== saved.account) {
    const facts = { made: saved.account, caller: account, key: saved.key };
    return { ...head, verdict: "not-done", problems: [problem("plan/file-account", facts)] };
  }
  const plan = planAgain(saved, snapshot, snapshot.policy.value);
  if (!plan.ok)
    return { ...head, verdict: "not-done", problems: plan.problems, ...meantime(saved, snapshot) };
  const proposal = { snapshot, findings, plan: plan.value, verdict: readinessOf(findings), problems: [] };
  if (!options.dryRun) return runPlan(proposal, session, options, context);
  const body = { kind: "plan", plan: plan.value, grants: grantsOf(session.target) } as const;
  return { ...head, verdict: plan.value.empty ? "unchanged" : "would-change", body };
}

/** The file is only words: what it would change, and for whom, is found out anew from the live policy. */
function planAgain(saved: PlanFile, snapshot: Snapshot, live: string): Result<Plan> {
  const isDone = isSamePolicy(live, saved.next);
  if (!isDone && !isSamePolicy(live, saved.base)) return fail(problem("plan/stale", { key: saved.key }));
  const base = parsePolicy(live);
  if (!base.ok) return base;
  const owner = keyAccount(snapshot);
  return buildPlan({
    reason: "prepare",
    key: keyArn(snapshot) ?? saved.key,
    keyAccount: owner.known ? owner.value : undefined,
    partition: snapshot.target.partition,
    caller: policyCaller(snapshot),
    base: base.value,
    next: saved.next,
    owner: ownerOf(snapshot),
    losses: saved.tighten === true ? "asked" : "proven",
    warnings: [],
    intended: crossAccountStatements(snapshot),
  });
}

/** What somebody changed between the plan and now. */
function meantime(saved: PlanFile, { policy }: Snapshot): Pick<ReportParts, "body"> {
  const [before, after] = [parsePolicy(saved.base), parsePolicy(policy.known ? policy.value : "")];
  if (!before.ok || !after.ok) return {};
  const difference = differ(before.value, after.value);
  return { body: { kind: "difference", from: "the plan", to: "the live policy", difference } };
}
