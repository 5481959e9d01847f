/** `manifest init`: a manifest of the environments that MWAA shows, to be reviewed and committed. */
import { type FoundEnvironments, findEnvironments, wantedRegions } from "../../fleet/find-environments.js";
import { entriesOf, type FoundEntries } from "../../fleet/found-entries.js";
import { environmentLabel } from "../../key/environment-target.js";
import { parseManifest } from "../../manifest/manifest.js";
import { mostEntries } from "../../manifest/schema.js";
import { writeManifest } from "../../manifest/write.js";
import { reasonOf } from "../../platform/read-file.js";
import { quote } from "../../problems/define.js";
import { type Problem, problem } from "../../problems/problem.js";
import { usageError } from "../../report/compose.js";
import type { ReportParts } from "../../report/report.js";
import { openConnections } from "../../session/connections.js";
import type { AwsOptions, Context } from "../../session/context.js";
import { failedToOpen } from "../../session/session.js";
import { version } from "../../version.js";

export interface InitOptions extends AwsOptions {
  readonly region?: string;
  readonly regions?: string;
  readonly out?: string;
}

export async function initManifest(options: InitOptions, context: Context): Promise<ReportParts> {
  const unwritable = await tryOut(options.out, context);
  if (unwritable !== undefined) return { command: "manifest", verdict: "not-done", problems: [unwritable] };
  const connections = await openConnections(options, context);
  if (!connections.ok) return failedToOpen("manifest", connections.problems);
  try {
    const home = options.region ?? connections.value.region;
    const wanted = await wantedRegions(home === undefined ? options : { ...options, region: home }, context);
    if (!wanted.ok) return usageError("manifest", wanted.problems);
    const found = await findEnvironments(wanted.value, connections.value);
    return await writtenFor(found, wanted.value.regions, options, context);
  } finally {
    await connections.value.close();
  }
}

async function writtenFor(
  found: FoundEnvironments,
  regions: readonly string[],
  { out }: InitOptions,
  context: Context,
): Promise<ReportParts> {
  const all = entriesOf(found, false);
  const { entries, unknown, notes } = all;
  const open = [...unknown.flatMap(({ problems }) => problems), ...notes.filter(isError)];
  if (entries.length === 0 || entries.length > mostEntries) {
    const none = problem("environment/none-to-write", { regions: regions.join(", "), count: entries.length });
    const verdict = open.length > 0 ? "could-not-tell" : "not-done";
    return {
      command: "manifest",
      verdict,
      problems: [none, ...open, ...notes.filter((note) => !isError(note))],
    };
  }
  const text = writeManifest({ entries, head: headOf(entries.length, regions, context), foot: footOf(all) });
  const read = parseManifest(text, out ?? "mwaa-kms.yaml");
  if (!read.ok) throw new Error(`the manifest cannot be read back: ${read.problems[0]?.what}`);
  const verdict = open.length > 0 ? "could-not-tell" : "done";
  if (out === undefined) {
    // The text alone goes to stdout; what it lacks is in its comments too.
    for (const { what } of [...open, ...notes]) context.urge(what);
    return { command: "manifest", verdict, body: { kind: "statement", language: "yaml", text } };
  }
  await context.host.files.create(out, text);
  const count = `${entries.length} ${entries.length === 1 ? "environment" : "environments"}`;
  return {
    command: "manifest",
    verdict,
    problems: [...open, ...notes.filter((note) => !open.includes(note))],
    body: { kind: "text", text: `Wrote ${out}: ${count}. Review it, and commit it.\n` },
    next: [`mwaa-kms check --manifest ${quote(out)}`],
  };
}

function isError({ severity }: Problem): boolean {
  return severity === "error";
}

/** Found out before AWS is asked. */
async function tryOut(out: string | undefined, { host }: Context): Promise<Problem | undefined> {
  if (out === undefined) return undefined;
  try {
    await host.files.tryCreate(out);
    return undefined;
  } catch (error) {
    return problem("manifest/unwritten", { file: out, reason: reasonOf(error) }, "--out");
  }
}

function headOf(count: number, regions: readonly string[], { host }: Context): readonly string[] {
  const day = host.now().toISOString().slice(0, 10);
  const where = regions.length > 5 ? `${regions.length} Regions` : regions.join(", ");
  return [
    `${count} MWAA ${count === 1 ? "environment" : "environments"} of ${where}, as MWAA showed them on ${day}.`,
    `Written by mwaa-kms ${version} manifest init. Review it, and commit it.`,
  ];
}

function footOf({ unknown, ownKey, notes }: FoundEntries): readonly string[] {
  return [
    ...ownKey.map((one) => `${environmentLabel(one)} is not in this list: it uses the AWS owned key.`),
    ...unknown.map(
      ({ label, problems }) => `${label} is not in this list: ${problems.map(({ what }) => what).join(" ")}`,
    ),
    ...notes.filter(({ code }) => code !== "environment/aws-owned-key").map(({ what }) => what),
  ];
}
