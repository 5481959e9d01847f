/** The environments of a manifest, several at a time: one result for each, and a failure of one hides no other. */
import PQueue from "p-queue";
import type { Connection } from "../aws/connection.js";
import type { ManifestEntry } from "../manifest/manifest.js";
import { type Problem, problem } from "../problems/problem.js";
import { composeReport } from "../report/compose.js";
import type { Report, ReportParts } from "../report/report.js";
import type { Connections } from "../session/connections.js";
import type { AwsOptions, Context } from "../session/context.js";
import { version } from "../version.js";

/** Enough to wait for AWS rather than for each other; the pace is kept elsewhere. */
const atOnce = 16;

/** What the SDK leaves behind for so many keys is some tens of megabytes. */
const tidyAfter = 25;

/**
 * Works on all entries.
 *
 * @param failed what an entry comes to that could not be worked on: no connection, or a fault of ours
 * @returns a result for each entry, in their order
 */
export async function forEachEnvironment<T>(
  entries: readonly ManifestEntry[],
  connections: Connections,
  { host, progress }: Pick<Context, "host" | "progress">,
  work: (entry: ManifestEntry, connection: Connection) => Promise<T>,
  failed: (entry: ManifestEntry, problems: readonly [Problem, ...Problem[]]) => T,
): Promise<readonly T[]> {
  const queue = new PQueue({ concurrency: atOnce });
  let done = 0;
  progress(done, entries.length);
  const workOn = async (entry: ManifestEntry): Promise<T> => {
    try {
      if (host.interrupted.aborted) return failed(entry, [problem("aws/interrupted", { action: "the run" })]);
      const connection = await connections.connectionFor(lineOf(entry));
      if (connection.ok) return await work(entry, connection.value);
      const [first = unexpected("no reason"), ...rest] = connection.problems;
      return failed(entry, [first, ...rest]);
    } catch (error) {
      return failed(entry, [
        unexpected(error instanceof Error ? (error.stack ?? error.message) : String(error)),
      ]);
    } finally {
      done += 1;
      progress(done, entries.length);
      if (done % tidyAfter === 0 || done === entries.length) await host.releaseMemory?.();
    }
  };
  return Promise.all(entries.map((entry) => queue.add(() => workOn(entry))));
}

/** Where and as whom an entry's key is asked about. */
export function lineOf({ target, profile, assumeRole }: ManifestEntry) {
  return {
    region: target.region,
    ...(profile === undefined ? {} : { profile }),
    ...(assumeRole === undefined ? {} : { assumeRole }),
  };
}

function unexpected(message: string): Problem {
  return problem("bug/unexpected", { message });
}

/** The report of one entry: its commands name the profile that it was asked with. */
export function environmentReport(entry: ManifestEntry, parts: ReportParts, options: AwsOptions): Report {
  return runReport(parts, { ...options, ...(entry.profile === undefined ? {} : { profile: entry.profile }) });
}

/** A report inside another one. */
export function runReport(parts: ReportParts, { profile, ...options }: AwsOptions): Report {
  return composeReport(parts, {
    tool: `mwaa-kms ${version}`,
    sandbox: options.sandbox === true,
    ...(profile === undefined ? {} : { profile }),
    ...(options.endpointUrl === undefined ? {} : { endpointUrl: options.endpointUrl }),
  });
}

/** The report of an entry that could not be worked on. */
export function reportOfFailed(
  command: "check" | "prepare",
  entry: ManifestEntry,
  problems: readonly Problem[],
  options: AwsOptions,
): Report {
  const isOurs = problems.some(({ code }) => code === "bug/unexpected");
  const verdict = isOurs ? "bug" : "could-not-tell";
  return environmentReport(entry, { command, target: entry.target, verdict, problems }, options);
}
