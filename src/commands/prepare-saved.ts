/** `prepare --plan`: carries out exactly what was reviewed, or refuses because the key, the policy or the caller is another. */

import { takeSnapshot } from "../flows/take-snapshot.js";
import { ownerOf } from "../plan/owner.js";
import type { Plan } from "../plan/plan.js";
import { planChange } from "../plan/plan-change.js";
import type { PlanFile } from "../plan/plan-file.js";
import { differ } from "../policy/difference.js";
import { parsePolicy } from "../policy/document.js";
import { isSamePolicy } from "../policy/same-policy.js";
import { type Parsed, refused } from "../problem/parsed.js";
import { problem } from "../problem/problem.js";
import { judge, readinessOf } from "../readiness/judge.js";
import { keyAccount, keyArn, type Snapshot } from "../readiness/snapshot.js";
import { askedWrongly, headOf } from "../report/compose.js";
import type { ReportParts } from "../report/report.js";
import type { Context } from "./context.js";
import { carryOutPlan, type PrepareOptions } from "./prepare.js";
import { grantsOf, keyFacts, ofTheKey, writeFacts } from "./proposal.js";
import { readPlanFile } from "./saved-plan.js";
import { type Session, withSession } from "./session.js";

type SavedOptions = PrepareOptions & { readonly dryRun?: boolean | undefined };

export async function prepareSaved(
  file: string,
  key: string | undefined,
  options: SavedOptions,
  context: Context,
): Promise<ReportParts> {
  const clashing = clashes(key, options);
  if (clashing.length > 0) {
    return askedWrongly("prepare", [problem("plan/file-beside", { options: clashing.join(", ") })]);
  }
  const saved = await readPlanFile(file, context);
  if (!saved.ok) return askedWrongly("prepare", saved.problems);
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
  const findings = judge(snapshot, keyFacts);
  const head = { command: "prepare", ...headOf(snapshot), findings } as const;
  const ofKey = readinessOf(ofTheKey(findings));
  if (ofKey !== "ready" || !snapshot.policy.known || !snapshot.caller.known) {
    const unfit = ofKey === "not-ready" ? [problem("plan/key-unfit", { key: saved.key })] : [];
    return { ...head, verdict: ofKey === "not-ready" ? ofKey : "could-not-tell", problems: unfit };
  }
  const { account } = snapshot.caller.value;
  if (account !== saved.account) {
    const facts = { made: saved.account, caller: account, key: saved.key };
    return { ...head, verdict: "not-done", problems: [problem("plan/file-account", facts)] };
  }
  const plan = planAgain(saved, snapshot, snapshot.policy.value);
  if (!plan.ok)
    return { ...head, verdict: "not-done", problems: plan.problems, ...meantime(saved, snapshot) };
  const proposal = { snapshot, findings, plan: plan.value, verdict: readinessOf(findings), problems: [] };
  if (!options.dryRun) return carryOutPlan(proposal, session, options, context);
  const body = { kind: "plan", plan: plan.value, grants: grantsOf(session.target) } as const;
  return { ...head, verdict: plan.value.empty ? "unchanged" : "would-change", body };
}

/** The file is only words: what it would change, and for whom, is found out anew from the live policy. */
function planAgain(saved: PlanFile, snapshot: Snapshot, live: string): Parsed<Plan> {
  const isDone = isSamePolicy(live, saved.next);
  if (!isDone && !isSamePolicy(live, saved.base)) return refused(problem("plan/stale", { key: saved.key }));
  const base = parsePolicy(live);
  if (!base.ok) return base;
  const owner = keyAccount(snapshot);
  return planChange({
    reason: "prepare",
    key: keyArn(snapshot) ?? saved.key,
    keyAccount: owner.known ? owner.value : undefined,
    partition: snapshot.target.partition,
    caller: snapshot.caller,
    base: base.value,
    next: saved.next,
    owner: ownerOf(snapshot),
    losses: saved.tighten === true ? "asked" : "proven",
    warnings: [],
  });
}

/** What somebody changed between the plan and now. */
function meantime(saved: PlanFile, { policy }: Snapshot): Pick<ReportParts, "body"> {
  const [before, after] = [parsePolicy(saved.base), parsePolicy(policy.known ? policy.value : "")];
  if (!before.ok || !after.ok) return {};
  const difference = differ(before.value, after.value);
  return { body: { kind: "difference", from: "the plan", to: "the live policy", difference } };
}
