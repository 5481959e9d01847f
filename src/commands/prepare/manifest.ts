/** `prepare --manifest`: all policies planned first, shown together, written with one word, and stopped at the first surprise. */

import { grantsOf } from "../../apply/assess.js";
import { backupFolder } from "../../apply/backups.js";
import { questionOf, unreadyFor } from "../../apply/confirm.js";
import { environmentReport } from "../../fleet/for-each.js";
import { type Planned, planEntries } from "../../fleet/plan-all.js";
import { readEnvironments } from "../../fleet/read-manifest.js";
import { writeEntries } from "../../fleet/write-all.js";
import type { Plan } from "../../plan/plan.js";
import { type Problem, problem } from "../../problems/problem.js";
import { headOf, usageError } from "../../report/compose.js";
import type { Report, ReportParts } from "../../report/report.js";
import { exitCodes, type Verdict, verdictOfAll } from "../../report/verdict.js";
import { type Connections, openConnections } from "../../session/connections.js";
import type { Context, PrepareOptions } from "../../session/context.js";
import { failedToOpen } from "../../session/session.js";
import { beside } from "../unused-options.js";

const taken = ["yes", "dryRun", "backupDir", "allowDrift", "profile", "endpointUrl", "sandbox", "scope"];

type ManifestOptions = PrepareOptions & {
  readonly dryRun?: boolean | undefined;
  readonly plan?: string | undefined;
};

export async function prepareManifest(
  file: string,
  key: string | undefined,
  options: ManifestOptions,
  context: Context,
): Promise<ReportParts> {
  const useless = beside("prepare", "--manifest", { key, ...options }, taken);
  if (useless.length > 0) return usageError("prepare", useless);
  const manifest = await readEnvironments(file, context.host);
  if (!manifest.ok) return usageError("prepare", manifest.problems);
  const connections = await openConnections(options, context);
  if (!connections.ok) return failedToOpen("prepare", connections.problems);
  const together = (verdict: Verdict, reports: readonly Report[]): ReportParts => ({
    command: "prepare",
    verdict,
    body: { kind: "many", manifest: file, reports },
  });
  try {
    const planned = await planEntries(manifest.value.environments, connections.value, options, context);
    return await carryOutAll(planned, connections.value, options, context, together);
  } finally {
    await connections.value.close();
  }
}

type Together = (verdict: Verdict, reports: readonly Report[]) => ReportParts;

async function carryOutAll(
  planned: readonly Planned[],
  connections: Connections,
  options: ManifestOptions,
  context: Context,
  together: Together,
): Promise<ReportParts> {
  const perKey = [...new Map(planned.map((each) => [each.key, each])).values()];
  const changing = perKey.filter(({ plan }) => plan !== undefined && !plan.empty);
  const previews = planned.map((each) => previewOf(each, options, context));
  const unplanned = planned.filter(({ plan }) => plan === undefined);
  if (options.dryRun === true || unplanned.length > 0) {
    const asked = previews.map(({ verdict }) => verdict);
    const parts = together(
      verdictOfAll(asked, changing.length === 0 ? "unchanged" : "would-change"),
      previews,
    );
    return options.dryRun === true ? parts : { ...parts, problems: [noneBegun(unplanned)] };
  }
  const refusal =
    changing.length === 0
      ? undefined
      : await refused(changing, options, context, together(worstOf(previews), previews));
  if (refusal !== undefined) return { ...together(refusal.verdict, previews), problems: [refusal.problem] };
  const reports = await writeEntries(planned, connections, options, context);
  return together(
    verdictOfAll(
      reports.map(({ verdict }) => verdict),
      "ready",
    ),
    reports,
  );
}

function worstOf(reports: readonly Report[]): Verdict {
  return verdictOfAll(
    reports.map(({ verdict }) => verdict),
    "would-change",
  );
}

/** What a person sees before being asked, and what a dry run ends with. */
function previewOf({ entry, proposal, plan }: Planned, options: ManifestOptions, context: Context): Report {
  const { snapshot, findings, verdict, problems } = proposal;
  const head = { command: "prepare", ...headOf(snapshot), findings, problems } as const;
  if (plan === undefined) return environmentReport(entry, { ...head, verdict }, options);
  const body = {
    kind: "plan",
    plan,
    grants: grantsOf(entry.target),
    backupFolder: backupFolder(options, context),
  } as const;
  const isRefused = exitCodes[verdict] !== 0 && plan.empty;
  const told = isRefused ? verdict : plan.empty ? "unchanged" : "would-change";
  return environmentReport(entry, { ...head, verdict: told, body }, options);
}

/** @returns why nothing may be written; undefined once somebody has said yes to all of it */
async function refused(
  changing: readonly Planned[],
  options: ManifestOptions,
  context: Context,
  preview: ReportParts,
) {
  const { host } = context;
  const canAsk = host.stdinIsTerminal && host.stderr.isTerminal;
  const owned = changing.map(({ plan }) => plan).find((plan): plan is Plan => plan?.owner !== undefined);
  if (owned?.owner !== undefined && !canAsk && options.allowDrift !== true) {
    const facts = { ...owned.owner, key: owned.key };
    return { verdict: "asked-wrongly", problem: problem("plan/needs-allow-drift", facts) } as const;
  }
  const [first] = changing;
  const unready = first && (await unreadyFor(first.key, options, context));
  if (unready !== undefined) return { verdict: "not-done", problem: unready } as const;
  if (options.yes === true) return undefined;
  const count = changing.length;
  if (!canAsk)
    return { verdict: "asked-wrongly", problem: problem("plan/many-need-yes", { count }) } as const;
  await context.preview(preview);
  const answer = await host.ask(
    questionOf(
      changing.flatMap(({ plan, proposal }) => (plan ? [{ plan, snapshot: proposal.snapshot }] : [])),
    ),
  );
  if (!host.interrupted.aborted && answer?.trim() === "yes") return undefined;
  return { verdict: "not-done", problem: problem("plan/declined", {}) } as const;
}

function noneBegun(unplanned: readonly Planned[]): Problem {
  const environments = unplanned.map(({ entry }) => entry.target.environment).join(", ");
  return problem("plan/none-begun", { environments });
}
