/** The reports of all shards of a manifest made one. A shard that is missing, or there twice, leaves the whole unknown. */
import { applyStrictness, readinessOf } from "../checks/run-checks.js";
import { waiverFinding } from "../manifest/waivers.js";
import { type Problem, problem } from "../problems/problem.js";
import type { Body, Report, ReportParts, Shard } from "./report.js";
import { exitCodes, type Verdict, verdictOfAll } from "./verdict.js";

/** A report that was read from a file. */
export interface ReportFromFile {
  readonly file: string;
  readonly report: Report;
}

interface ShardReport extends ReportFromFile {
  readonly shard: Shard;
  readonly body: Extract<Body, { kind: "many" }>;
}

/**
 * Merges the reports of shards.
 *
 * @param unread a problem for each file that could not be read: its shard is missing
 * @param today the day of the run, `YYYY-MM-DD`, UTC: waivers are judged once all environments are
 */
export function mergeShards(
  read: readonly ReportFromFile[],
  unread: readonly Problem[],
  today: string,
): ReportParts {
  const shards = read.flatMap(shardIn);
  const foreign = read.filter(({ file }) => !shards.some((shard) => shard.file === file));
  const [first] = shards;
  if (foreign.length > 0 || first === undefined) {
    const problems = [...foreign.map(({ file }) => problem("report/no-shard", { file }, file)), ...unread];
    const verdict = foreign.length > 0 ? "asked-wrongly" : "could-not-tell";
    return { command: "check", verdict, problems };
  }
  const { mine, problems } = chosen(first, shards);
  const reports = inOrder(mine);
  const isComplete = mine.length === first.shard.of && reports.length === first.shard.total;
  const open = [...unread, ...problems, ...(isComplete ? [] : missing(mine, first.shard))];
  const strictness = first.report.strictness ?? { strict: false, allowUnknown: false };
  const waivers = waiverFinding(first.shard.waivers, reports, today);
  const findings =
    waivers === undefined ? [] : applyStrictness([waivers], { ...strictness, excuseOf: () => undefined });
  const verdicts: readonly Verdict[] = [
    ...reports.map(({ verdict }) => verdict),
    ...mine.map(({ report }) => report.verdict),
    ...(findings.some(({ bearing }) => bearing === "blocks") ? (["not-ready"] as const) : []),
    ...(open.length > 0 ? (["could-not-tell"] as const) : []),
  ];
  return {
    command: "check",
    verdict: verdictOfAll(verdicts, "ready"),
    findings,
    ...(first.report.strictness === undefined ? {} : { strictness }),
    problems: [...open, ...mine.flatMap(({ report }) => report.problems)],
    body: { kind: "many", manifest: first.body.manifest, reports },
  };
}

function shardIn({ file, report }: ReportFromFile): readonly ShardReport[] {
  const { body, command } = report;
  if (command !== "check" || body?.kind !== "many" || body.shard === undefined) return [];
  return [{ file, report, body, shard: body.shard }];
}

/** One report for each shard of the first one's manifest and way of asking; a problem for every other. */
function chosen(
  first: ShardReport,
  shards: readonly ShardReport[],
): { readonly mine: readonly ShardReport[]; readonly problems: readonly Problem[] } {
  const byIndex = new Map<number, ShardReport>();
  const problems: Problem[] = [];
  for (const each of shards) {
    const { file, shard } = each;
    const before = byIndex.get(shard.index);
    const other = differenceBetween(each, first);
    if (other !== undefined)
      problems.push(problem("report/other-shard", { file, first: first.file, because: other }, file));
    else if (!isWhole(each)) problems.push(problem("report/broken-shard", { file }, file));
    else if (before !== undefined)
      problems.push(problem("report/shard-twice", { shard: name(shard), file, first: before.file }, file));
    else byIndex.set(shard.index, each);
  }
  return { mine: [...byIndex.values()], problems };
}

/** What must be alike, or the parts are not parts of one whole. */
function differenceBetween(one: ShardReport, other: ShardReport): string | undefined {
  const taking = ({ report }: ShardReport) => JSON.stringify(report.strictness ?? {});
  if (one.shard.manifestSha256 !== other.shard.manifestSha256) return "they are of two manifests";
  if (one.shard.of !== other.shard.of || one.shard.total !== other.shard.total)
    return `one is of ${one.shard.of} shards, the other of ${other.shard.of}`;
  if (taking(one) !== taking(other)) return "--strict or --allow-unknown was given to one of them";
  if (one.report.sandbox !== other.report.sandbox) return "one comes from the sandbox";
  if (one.report.tool !== other.report.tool) return "two versions of mwaa-kms wrote them";
  return undefined;
}

/** Each environment has its place, and no verdict says more than the findings do. */
function isWhole({ shard, body, report }: ShardReport): boolean {
  const { index, of, total, positions } = shard;
  const isPlaced =
    index >= 1 &&
    index <= of &&
    positions.length === body.reports.length &&
    positions.every((at, nth) => at >= 0 && at < total && at > (positions[nth - 1] ?? -1));
  const isTrue = ({ verdict, exitCode, findings }: Report) =>
    exitCode === exitCodes[verdict] && (verdict !== "ready" || readinessOf(findings) === "ready");
  return isPlaced && body.reports.every(isTrue) && report.exitCode === exitCodes[report.verdict];
}

/** An environment that two shards have is in neither of them for certain: it is left to {@link missing} to say so. */
function inOrder(shards: readonly ShardReport[]): readonly Report[] {
  const placed = new Map(
    shards.flatMap(({ shard, body }) =>
      shard.positions.flatMap((at, nth) => {
        const report = body.reports[nth];
        return report === undefined ? [] : [[at, report] as const];
      }),
    ),
  );
  return [...placed].sort(([one], [other]) => one - other).map(([, report]) => report);
}

function missing(mine: readonly ShardReport[], { of, total }: Shard): readonly Problem[] {
  const there = new Set(mine.map(({ shard }) => shard.index));
  const gone = Array.from({ length: of }, (_, at) => at + 1).filter((index) => !there.has(index));
  const seen = mine.reduce((sum, { shard }) => sum + shard.positions.length, 0);
  const shards = gone.map((index) => `${index}/${of}`).join(", ") || "none, but environments are missing";
  return [problem("report/shard-missing", { shards, environments: Math.max(0, total - seen) })];
}

function name({ index, of }: Shard): string {
  return `${index}/${of}`;
}
