/** `check --all-environments`: every environment that MWAA shows in the Regions, checked in one report. */
import { findEnvironments, wantedRegions } from "../../fleet/find-environments.js";
import { runReport } from "../../fleet/for-each.js";
import { entriesOf, type FoundEntries } from "../../fleet/found-entries.js";
import { readWaivers } from "../../fleet/read-manifest.js";
import { problem } from "../../problems/problem.js";
import { usageError } from "../../report/compose.js";
import type { Report, ReportParts } from "../../report/report.js";
import { verdictOfAll } from "../../report/verdict.js";
import { openConnections } from "../../session/connections.js";
import type { Context } from "../../session/context.js";
import { failedToOpen } from "../../session/session.js";
import { beside } from "../unused-options.js";
import type { CheckOptions } from "./check.js";
import { checkEntries } from "./manifest.js";

export interface AllEnvironmentsOptions extends CheckOptions {
  readonly regions?: string;
}

const taken = [
  ...["strict", "allowUnknown", "waivers", "logGroups", "region", "regions"],
  ...["profile", "endpointUrl", "sandbox"],
];

export async function checkAllEnvironments(
  key: string | undefined,
  options: AllEnvironmentsOptions & { readonly [mode: string]: unknown },
  context: Context,
): Promise<ReportParts> {
  const useless = beside("check", "--all-environments", { key, ...options }, taken);
  if (useless.length > 0) return usageError("check", useless);
  const waivers = await readWaivers(options.waivers, context.host);
  if (!waivers.ok) return usageError("check", waivers.problems);
  const connections = await openConnections(options, context);
  if (!connections.ok) return failedToOpen("check", connections.problems);
  try {
    const home = options.region ?? connections.value.region;
    const wanted = await wantedRegions(home === undefined ? options : { ...options, region: home }, context);
    if (!wanted.ok) return usageError("check", wanted.problems);
    const { regions } = wanted.value;
    context.say(
      `Listing the environments of ${regions.length === 1 ? regions[0] : `${regions.length} Regions`}`,
    );
    const found = entriesOf(
      await findEnvironments(wanted.value, connections.value),
      options.logGroups === true,
    );
    const file = `all environments of ${regions.length > 3 ? `${regions.length} Regions` : regions.join(", ")}`;
    const set = { file, environments: found.entries, waivers: waivers.value };
    const checked = await checkEntries(set, connections.value, options, context);
    return withUnknown(checked, found, regions, options);
  } finally {
    await connections.value.close();
  }
}

/** What could not be read leaves the whole unknown, whatever became of the rest. */
function withUnknown(
  checked: ReportParts,
  { unknown, notes, entries }: FoundEntries,
  regions: readonly string[],
  options: AllEnvironmentsOptions,
): ReportParts {
  const unread = unknown.map(({ label, problems }): Report => {
    const parts = { command: "check", address: label, verdict: "could-not-tell", problems } as const;
    return runReport(parts, options);
  });
  const isEmpty = entries.length + unknown.length + notes.length === 0;
  const problems = isEmpty ? [problem("environment/none", { regions: regions.join(", ") })] : notes;
  const isBlocked = options.strict === true && problems.some(({ severity }) => severity === "warning");
  const isOpen = unread.length > 0 || problems.some(({ severity }) => severity === "error");
  const body = checked.body?.kind === "many" ? checked.body : undefined;
  return {
    ...checked,
    verdict: verdictOfAll(
      [
        checked.verdict,
        ...(isBlocked ? (["not-ready"] as const) : []),
        ...(isOpen ? (["could-not-tell"] as const) : []),
      ],
      // No key was checked: that is no "ready".
      entries.length === 0 ? "done" : "ready",
    ),
    problems,
    ...(body === undefined ? {} : { body: { ...body, reports: [...body.reports, ...unread] } }),
  };
}
