/** `check --manifest`: every environment of a manifest judged, in one report. */

import type { Connection } from "../../aws/connection.js";
import { applyStrictness } from "../../checks/run-checks.js";
import { environmentReport, forEachEnvironment, reportOfFailed } from "../../fleet/for-each.js";
import { type ManifestText, readEnvironments } from "../../fleet/read-manifest.js";
import { type ShardOption, shardOf } from "../../fleet/shard.js";
import { withSharedAnswers } from "../../fleet/shared-answers.js";
import type { Manifest, ManifestEntry } from "../../manifest/manifest.js";
import { waiverFinding } from "../../manifest/waivers.js";
import { usageError } from "../../report/compose.js";
import type { Report, ReportParts, Shard } from "../../report/report.js";
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
  {
    shard,
    ...options
  }: CheckOptions & {
    readonly policyFile?: string | undefined;
    readonly shard?: ShardOption | undefined;
  },
  context: Context,
): Promise<ReportParts> {
  const useless = beside("check", "--manifest", { key, ...options }, taken);
  if (useless.length > 0) return usageError("check", useless);
  const manifest = await readEnvironments(file, context.host);
  if (!manifest.ok) return usageError("check", manifest.problems);
  const connections = await openConnections(options, context);
  if (!connections.ok) return failedToOpen("check", connections.problems);
  const part = shard && partOf(manifest.value, shard, context);
  try {
    return await checkEntries(manifest.value, connections.value, options, context, part);
  } finally {
    await connections.value.close();
  }
}

/** A part of the environments, and what its report says of that. */
interface ManifestShard {
  readonly entries: readonly ManifestEntry[];
  readonly shard: Shard;
}

function partOf(
  { environments, waivers, text }: ManifestText,
  { index, of }: ShardOption,
  { host }: Context,
): ManifestShard {
  const { entries, positions } = shardOf(environments, { index, of });
  const total = environments.length;
  return {
    entries,
    shard: { index, of, total, manifestSha256: host.sha256(text), positions, waivers },
  };
}

/** Checks environments side by side, those of a manifest or those that MWAA shows. */
export async function checkEntries(
  manifest: Manifest,
  connections: Connections,
  options: CheckOptions,
  context: Context,
  part?: ManifestShard,
): Promise<ReportParts> {
  const { strict = false, allowUnknown = false } = options;
  const taking = { strict, allowUnknown, waivers: manifest.waivers };
  const shown = new Set(manifest.environments.slice(0, mostShown));
  const quiet = { host: context.host, say: () => undefined };
  const shared = new Map<Connection, Connection>();
  const sharedFor = (connection: Connection) => {
    const made = shared.get(connection) ?? withSharedAnswers(connection);
    shared.set(connection, made);
    return made;
  };
  const reports = await forEachEnvironment(
    part?.entries ?? manifest.environments,
    connections,
    context,
    async (entry, connection) => {
      const { target, logGroups } = entry;
      const facts = factsFor(target, logGroups);
      const parts = await inspect(target, sharedFor(connection), facts, taking, quiet, shown.has(entry));
      return environmentReport(entry, parts, options);
    },
    (entry, problems) => reportOfFailed("check", entry, problems, options),
  );
  return together(manifest, reports, taking, context, part?.shard);
}

/** The waivers are judged once all environments are: only then is it known which were needed. */
function together(
  { file, waivers }: Manifest,
  reports: readonly Report[],
  taking: Taking,
  { host }: Context,
  shard: Shard | undefined,
): ReportParts {
  const { strict, allowUnknown } = taking;
  const today = host.now().toISOString().slice(0, 10);
  // A part does not see whether a waiver is needed elsewhere.
  const found = shard === undefined ? waiverFinding(waivers, reports, today) : undefined;
  const findings =
    found === undefined ? [] : applyStrictness([found], { strict, allowUnknown, excuseOf: () => undefined });
  const isBlocked = findings.some(({ bearing }) => bearing === "blocks");
  const verdicts = reports.map(({ verdict }) => verdict);
  // Without an environment there is no key that could be ready.
  const yes = reports.length === 0 ? "done" : "ready";
  return {
    command: "check",
    verdict: verdictOfAll([...verdicts, ...(isBlocked ? (["not-ready"] as const) : [])], yes),
    findings,
    ...(strict || allowUnknown ? { strictness: { strict, allowUnknown } } : {}),
    body: { kind: "many", manifest: file, reports, ...(shard === undefined ? {} : { shard }) },
  };
}
