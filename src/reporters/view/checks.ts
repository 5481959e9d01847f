/** A report as sections, one for each environment, each with its points: what the formats of pipelines are rendered from. */
import type { ComparedGrant } from "../../grants/compare.js";
import type { Problem } from "../../problems/problem.js";
import { eachReport } from "../../report/compose.js";
import type { Report } from "../../report/report.js";
import { setPage } from "../terminal/layout.js";
import { bounded } from "../text.js";
import { type Point, pointsOfFindings, pointsOfProblems } from "./messages.js";
import { verdictLines } from "./verdict.js";

/** What there is to say of one environment, or of a manifest as a whole. */
export interface Section {
  /** The environment and its Region; else the key; else the tool. */
  readonly name: string;
  readonly report: Report;
  /** The manifest that names the environment. */
  readonly manifest?: string;
  readonly points: readonly Point[];
}

/** @returns a section for each environment; what a manifest's report says of itself (its waivers) comes first */
export function sectionsOf(report: Report): readonly Section[] {
  if (report.body?.kind !== "many") return [whole(report)];
  const { manifest } = report.body;
  const each = eachReport(report).map((one) => ({ ...whole(one), manifest }));
  const own = pointsOf(report);
  const isExplained = report.exitCode === 0 || [...own, ...each.flatMap(({ points }) => points)].some(counts);
  const points = isExplained && !isStopped(report) ? own : [...own, verdictPoint(report)];
  return points.length === 0 && each.length > 0
    ? each
    : [{ name: bounded(manifest, 200), report, manifest, points: orVerdict(points, report) }, ...each];
}

function whole(report: Report): Section {
  const points = pointsOf(report);
  const isExplained = report.exitCode === 0 || points.some(counts);
  const all = isExplained && !isStopped(report) ? points : [...points, verdictPoint(report)];
  return { name: sectionName(report), report, points: orVerdict(all, report) };
}

/** A run with nothing to say for itself still says its verdict: a file without a test case is taken for a broken one. */
function orVerdict(points: readonly Point[], report: Report): readonly Point[] {
  return points.length > 0 ? points : [verdictPoint(report)];
}

function counts({ state }: Point): boolean {
  return state === "error" || state === "open";
}

function isStopped({ verdict }: Report): boolean {
  return verdict === "interrupted" || verdict === "terminated";
}

function pointsOf(report: Report): readonly Point[] {
  const { findings, body, exitCode } = report;
  const grants = body?.kind === "grants" ? (body.live?.expected ?? []).map(grantPoint) : [];
  return [...pointsOfFindings(findings), ...grants, ...pointsOfProblems(untold(report), exitCode === 3)];
}

/** The problems that no check has told already, and what a plan warns of. */
function untold({ findings, problems, body }: Report): readonly Problem[] {
  const told = new Set(findings.flatMap((finding) => finding.problems.map(({ what }) => what)));
  const warnings = body?.kind === "plan" ? body.plan.warnings : [];
  return [...problems, ...warnings].filter(({ what }) => {
    if (told.has(what)) return false;
    told.add(what);
    return true;
  });
}

function grantPoint({ expected, state, differences }: ComparedGrant): Point {
  const title = bounded(`The grant ${expected.Name} is on the key`, 300);
  const base = { rule: "grants", title } as const;
  if (state === "present") return { ...base, state: "pass", outcome: "pass", told: [] };
  const how = differences.length === 0 ? "" : `: ${differences.join("; ")}`;
  const what = bounded(`The grant ${expected.Name} is ${state}${how}.`, 1000);
  return { ...base, state: "error", outcome: "fail", told: [{ level: "error", what, fixes: [] }] };
}

/** A no that nothing above it explains, such as `diff`'s, is told all the same: a failed run is never green. */
function verdictPoint(report: Report): Point {
  const title = verdictSentence(report);
  const base = { rule: "verdict", title } as const;
  if (report.exitCode === 0) return { ...base, state: "pass", outcome: "pass", told: [] };
  const isUntold = report.exitCode === 3 || isStopped(report);
  const level = isUntold ? "open" : "error";
  return {
    ...base,
    state: level,
    outcome: isUntold ? "unknown" : "fail",
    told: [{ level, what: title, fixes: [] }],
  };
}

/** The verdict in one sentence, with what was let pass on the way. */
export function verdictSentence(report: Report): string {
  const page = setPage({ width: Number.MAX_SAFE_INTEGER, colour: false, unicode: true });
  const sentence = verdictLines(report, page).join(" ").trim();
  return bounded(sentence === "" ? "Done." : sentence, 2000);
}

/** @returns a name by which people know the subject of a report */
export function sectionName({ target, key, address }: Report): string {
  const name = target?.environment ?? address ?? target?.key.keyId ?? key?.arn ?? "mwaa-kms";
  return bounded(target === undefined ? name : `${name} (${target.region})`, 200);
}
