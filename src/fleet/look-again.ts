/** The last look of a run on many keys: every environment again, once all is written, and ready only what is ready then. */

import { grantsOf, keyFacts } from "../apply/assess.js";
import { verdictOf } from "../apply/run-plan.js";
import { takeSnapshot } from "../aws/take-snapshot.js";
import type { Finding } from "../checks/check.js";
import { readinessOf, runChecks } from "../checks/run-checks.js";
import type { Snapshot } from "../checks/snapshot.js";
import type { Applied } from "../plan/plan.js";
import { isSamePolicy } from "../policy/diff/equivalence.js";
import { type Problem, problem } from "../problems/problem.js";
import { headOf } from "../report/compose.js";
import { afterReady } from "../report/next-steps.js";
import type { Report } from "../report/report.js";
import { exitCodes } from "../report/verdict.js";
import type { Connections } from "../session/connections.js";
import type { Context, PrepareOptions } from "../session/context.js";
import { environmentReport, forEachEnvironment, reportOfFailed } from "./for-each.js";
import type { Planned, Written } from "./plan-all.js";

/** What the last look saw of an entry; without a snapshot, nothing. */
interface Seen {
  readonly snapshot?: Snapshot;
  readonly problems: readonly Problem[];
}

/**
 * Looks at every environment whose key was applied. After an interruption it looks no more, and what was written is told
 * from the read-back.
 */
export async function lookAtAll(
  planned: readonly Planned[],
  written: ReadonlyMap<string, Written>,
  connections: Connections,
  options: PrepareOptions,
  context: Context,
): Promise<readonly Report[]> {
  const quiet = { host: context.host, say: () => undefined };
  const entries = new Map(planned.map((each) => [each.entry, each]));
  const isWorthIt = planned.some(({ key }) => "applied" in (written.get(key) ?? {}));
  const seen = isWorthIt
    ? await forEachEnvironment(
        [...entries.keys()],
        connections,
        context,
        async (entry, connection): Promise<Seen> => ({
          snapshot: await takeSnapshot(entry.target, connection, quiet, keyFacts),
          problems: [],
        }),
        (_entry, problems): Seen => ({ problems }),
      )
    : [];
  return planned.map((each, index) => reportOf(each, written.get(each.key), seen[index], options));
}

function reportOf(
  { entry, proposal, plan }: Planned,
  written: Written | undefined,
  seen: Seen | undefined,
  options: PrepareOptions,
): Report {
  const before = { command: "prepare", ...headOf(proposal.snapshot), findings: proposal.findings } as const;
  if (plan === undefined || written === undefined)
    return reportOfFailed("prepare", entry, proposal.problems, options);
  if ("failed" in written) return reportOfFailed("prepare", entry, written.failed, options);
  const body = { kind: "plan", plan, grants: grantsOf(entry.target) } as const;
  if ("stopped" in written) {
    return environmentReport(
      entry,
      { ...before, verdict: "not-done", problems: [written.stopped], body },
      options,
    );
  }
  const { applied } = written;
  const snapshot = seen?.snapshot ?? fromReadBack(proposal.snapshot, applied);
  const findings = runChecks(snapshot, keyFacts);
  const verdict = verdictOf(applied, readinessOf(findings));
  const next = verdict === "ready" ? afterReady(snapshot, plan.key) : [];
  const problems = [...applied.problems, ...changedSince(snapshot, applied, plan, findings)];
  return environmentReport(
    entry,
    { ...before, ...headOf(snapshot), verdict, findings, problems, body: { ...body, applied }, next },
    options,
  );
}

function fromReadBack(snapshot: Snapshot, { live }: Applied): Snapshot {
  return live === undefined ? snapshot : { ...snapshot, policy: { known: true, value: live } };
}

/** Another writer changed the policy after our write, or after our look, and the key is not ready for it. */
function changedSince(
  { policy }: Snapshot,
  { outcome, backup }: Applied,
  { key, next }: NonNullable<Planned["plan"]>,
  findings: readonly Finding[],
): readonly Problem[] {
  const isChanged = policy.known && !isSamePolicy(policy.value, next);
  if (!isChanged || exitCodes[readinessOf(findings)] === 0) return [];
  if (outcome === "unchanged") return [problem("plan/stale", { key })];
  return outcome === "written" && backup !== undefined ? [problem("plan/overwritten", { key, backup })] : [];
}
