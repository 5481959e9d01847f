/** `check --manifest`: every environment of a manifest judged, in one report. */

import { applyStrictness } from "../../checks/run-checks.js";
import { environmentReport, forEachEnvironment, reportOfFailed } from "../../fleet/for-each.js";
import { readEnvironments } from "../../fleet/read-manifest.js";
import type { Manifest } from "../../manifest/manifest.js";
import { waiverFinding } from "../../manifest/waivers.js";
import { usageError } from "../../report/compose.js";
import type { Report, ReportParts } from "../../report/report.js";
import { verdictOfAll } from "../../report/verdict.js";
import { type Connections, openConnections } from "../../session/connections.js";
import type { Context } from "../../session/context.js";
import { failedToOpen } from "../../session/session.js";
import { beside } from "../unused-options.js";
import type { CheckOptions } from "./check.js";
import { factsFor, inspect, type Taking } from "./inspect.js";

/** Policies, plans and tables of thousands of keys are megabytes that nobody looks at: the first so many have them. */
const mostShown = 50;

const taken = ["strict", "allowUnknown", "profile", "endpointUrl", "sandbox"];

export async function checkManifest(
  file: string,
  key: string | undefined,
  options: CheckOptions & { readonly policyFile?: string | undefined },
  context: Context,
): Promise<ReportParts> {
  const useless = beside("check", "--manifest", { key, ...options }, taken);
  if (useless.length > 0) return usageError("check", useless);
  const manifest = await readEnvironments(file, context.host);
  if (!manifest.ok) return usageError("check", manifest.problems);
  const connections = await openConnections(options, context);
  if (!connections.ok) return failedToOpen("check", connections.problems);
  try {
    return await checkEntries(manifest.value, connections.value, options, context);
  } finally {
    await connections.value.close();
  }
}

/** Checks environments side by side, those of a manifest or those that MWAA shows. */
export async function checkEntries(
  manifest: Manifest,
  connections: Connections,
  options: CheckOptions,
  context: Context,
): Promise<ReportParts> {
  const { strict = false, allowUnknown = false } = options;
  const taking = { strict, allowUnknown, waivers: manifest.waivers };
  const shown = new Set(manifest.environments.slice(0, mostShown));
  const quiet = { host: context.host, say: () => undefined };
  const reports = await forEachEnvironment(
    manifest.environments,
    connections,
    context,
    async (entry, connection) => {
      const { target, logGroups } = entry;
      const facts = factsFor(target, logGroups);
      const parts = await inspect(target, connection, facts, taking, quiet, shown.has(entry));
      return environmentReport(entry, parts, options);
    },
    (entry, problems) => reportOfFailed("check", entry, problems, options),
  );
  return together(manifest, reports, taking, context);
}

/** The waivers are judged once all environments are: only then is it known which were needed. */
function together(
  { file, waivers }: Manifest,
  reports: readonly Report[],
  taking: Taking,
  { host }: Context,
): ReportParts {
  const { strict, allowUnknown } = taking;
  const today = host.now().toISOString().slice(0, 10);
  const found = waiverFinding(waivers, reports, today);
  const findings =
    found === undefined ? [] : applyStrictness([found], { strict, allowUnknown, excuseOf: () => undefined });
  const isBlocked = findings.some(({ bearing }) => bearing === "blocks");
  const verdicts = reports.map(({ verdict }) => verdict);
  return {
    command: "check",
    verdict: verdictOfAll([...verdicts, ...(isBlocked ? (["not-ready"] as const) : [])], "ready"),
    findings,
    ...(strict || allowUnknown ? { strictness: { strict, allowUnknown } } : {}),
    body: { kind: "many", manifest: file, reports },
  };
}
