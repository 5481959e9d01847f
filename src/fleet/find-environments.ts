/** The environments that MWAA shows in some Regions. What could not be read stands beside what could. */
import PQueue from "p-queue";
import { mwaaRegions, partitionOfRegion } from "../key/arn.js";
import type { MwaaEnvironment } from "../key/facts.js";
import { parseRegion } from "../key/target.js";
import { type Problem, problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";
import type { Connections } from "../session/connections.js";
import type { AwsOptions, Context } from "../session/context.js";

/** MWAA publishes no quota for these calls: a few at a time throttle nobody. */
const atOnce = 8;

/** Which Regions are to be looked at. */
export interface WantedRegions {
  readonly regions: readonly string[];
  /** All that are known: some may not be enabled in the account. */
  readonly all: boolean;
}

/** An environment that is there, and why no more is known of it. */
export interface UnreadEnvironment {
  readonly name: string;
  readonly region: string;
  readonly problem: Problem;
}

export interface FoundEnvironments {
  /** By Region as asked, then by name. */
  readonly environments: readonly MwaaEnvironment[];
  readonly unread: readonly UnreadEnvironment[];
  /** A problem for each Region whose environments could not be listed. */
  readonly unlisted: readonly Problem[];
  /** Regions that take no credentials of the account, where others do. */
  readonly leftOut: readonly string[];
}

/** @returns the Regions of `--regions`, of `--region`, or of the AWS settings */
export async function wantedRegions(
  options: AwsOptions & { readonly region?: string; readonly regions?: string },
  { host }: Pick<Context, "host">,
): Promise<Result<WantedRegions>> {
  const { findRegion } = await import("../aws/settings.js");
  const home = async () => options.region ?? (await findRegion(host, options.profile));
  if (options.regions === "all") {
    const partition = partitionOfRegion((await home()) ?? "us-east-1");
    const regions = mwaaRegions.filter((region) => partition?.regions.test(region));
    return ok({ regions, all: true });
  }
  const named = options.regions?.split(",").map((text) => text.trim()) ?? [await home()];
  const problems: Problem[] = [];
  const regions = new Set<string>();
  for (const text of named) {
    const region = text === undefined ? fail<never>(problem("target/no-region", {})) : parseRegion(text);
    if (region.ok) regions.add(region.value.region);
    else problems.push(...region.problems);
  }
  return problems.length > 0 ? fail(...problems) : ok({ regions: [...regions], all: false });
}

/** Asks MWAA in each Region for the names, and for each of them what it uses. */
export async function findEnvironments(
  wanted: WantedRegions,
  connections: Connections,
): Promise<FoundEnvironments> {
  const queue = new PQueue({ concurrency: atOnce });
  const inRegions = await Promise.all(wanted.regions.map((region) => findIn(region, connections, queue)));
  const isAnswered = inRegions.some(({ unlisted }) => unlisted === undefined);
  const isLeftOut = ({ unlisted }: FoundInRegion) =>
    wanted.all && isAnswered && unlisted?.code === "aws/region-not-enabled";
  return {
    environments: inRegions.flatMap(({ environments }) => environments),
    unread: inRegions.flatMap(({ unread }) => unread),
    unlisted: inRegions.flatMap(({ region, unlisted, ...found }) =>
      unlisted === undefined || isLeftOut({ region, unlisted, ...found })
        ? []
        : [problem("environment/not-listed", { region, because: unlisted.what })],
    ),
    leftOut: inRegions.filter(isLeftOut).map(({ region }) => region),
  };
}

interface FoundInRegion {
  readonly region: string;
  readonly environments: readonly MwaaEnvironment[];
  readonly unread: readonly UnreadEnvironment[];
  readonly unlisted?: Problem;
}

async function findIn(region: string, connections: Connections, queue: PQueue): Promise<FoundInRegion> {
  const connection = await connections.connectionFor({ region });
  const none = { region, environments: [], unread: [] };
  if (!connection.ok) {
    const [unlisted = problem("bug/unexpected", { message: "no reason" })] = connection.problems;
    return { ...none, unlisted };
  }
  const { environments: list, environment, getCallerIdentity } = connection.value;
  const names = await queue.add(list);
  if (!names.known) return { ...none, unlisted: names.problem };
  const sorted = [...new Set(names.value)].sort();
  if (sorted.length === 0) return none;
  const [caller, ...shown] = await Promise.all([
    getCallerIdentity(),
    ...sorted.map((name) => queue.add(() => environment(name))),
  ]);
  const environments: MwaaEnvironment[] = [];
  const unread: UnreadEnvironment[] = [];
  for (const [index, fact] of shown.entries()) {
    const name = sorted[index] ?? "";
    const asked = caller.known ? caller.value.account : undefined;
    if (!fact.known) unread.push({ name, region, problem: fact.problem });
    else if (asked === undefined || fact.value.account === asked) environments.push(fact.value);
    else {
      const facts = { name, found: fact.value.account, asked };
      unread.push({ name, region, problem: problem("environment/other-account", facts) });
    }
  }
  return { region, environments, unread };
}
