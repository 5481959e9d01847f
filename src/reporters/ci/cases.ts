/** A report as sections, one for each environment, each with its cases: what the formats of pipelines are rendered from. */
import type { ComparedGrant } from "../../grants/compare.js";
import type { Problem } from "../../problems/problem.js";
import { eachReport } from "../../report/compose.js";
import type { Report } from "../../report/report.js";
import { bounded } from "../text.js";
import { causesOf } from "../view/causes.js";
import { verdictOf } from "../view/verdict.js";
import { type Case, casesOfFindings, casesOfProblems } from "./messages.js";

/** What there is to say of one environment, or of a manifest as a whole. */
export interface Section {
  /** The environment and its Region; else the key; else the tool. */
  readonly name: string;
  readonly report: Report;
  /** The manifest that names the environment. */
  readonly manifest?: string;
  readonly cases: readonly Case[];
}

/** @returns a section for each environment; what a manifest's report says of itself (its waivers) comes first */
export function sectionsOf(report: Report): readonly Section[] {
  if (report.body?.kind !== "many") return [whole(report)];
  const { manifest } = report.body;
  const each = eachReport(report).map((one) => ({ ...whole(one), manifest }));
  const own = casesOf(report);
  const isExplained = report.exitCode === 0 || [...own, ...each.flatMap(({ cases }) => cases)].some(counts);
  const cases = isExplained && !isStopped(report) ? own : [...own, verdictCase(report)];
  return cases.length === 0 && each.length > 0
    ? each
    : [{ name: bounded(manifest, 200), report, manifest, cases: orVerdict(cases, report) }, ...each];
}

function whole(report: Report): Section {
  const cases = casesOf(report);
  const isExplained = report.exitCode === 0 || cases.some(counts);
  const all = isExplained && !isStopped(report) ? cases : [...cases, verdictCase(report)];
  return { name: sectionName(report), report, cases: orVerdict(all, report) };
}

/** A run with nothing to say for itself still says its verdict: a file without a test case is taken for a broken one. */
function orVerdict(cases: readonly Case[], report: Report): readonly Case[] {
  return cases.length > 0 ? cases : [verdictCase(report)];
}

function counts({ state }: Case): boolean {
  return state === "error" || state === "open";
}

function isStopped({ verdict }: Report): boolean {
  return verdict === "interrupted" || verdict === "terminated";
}

function casesOf(report: Report): readonly Case[] {
  const { findings, body, exitCode } = report;
  const grants = body?.kind === "grants" ? (body.live?.expected ?? []).map(grantCase) : [];
  return [...casesOfFindings(findings), ...grants, ...casesOfProblems(unsaid(report), exitCode === 3)];
}

/** The problems that no check found, and what a plan warns of. */
function unsaid({ findings, problems, body }: Report): readonly Problem[] {
  const said = new Set(findings.flatMap((finding) => finding.problems.map(({ what }) => what)));
  const warnings = body?.kind === "plan" ? body.plan.warnings : [];
  return [...problems, ...warnings].filter(({ what }) => {
    if (said.has(what)) return false;
    said.add(what);
    return true;
  });
}

function grantCase({ expected, state, differences }: ComparedGrant): Case {
  const title = bounded(`The grant ${expected.Name} is on the key`, 300);
  const base = { rule: "grants", title } as const;
  if (state === "present") return { ...base, state: "pass", outcome: "pass", messages: [] };
  const how = differences.length === 0 ? "" : `: ${differences.join("; ")}`;
  const what = bounded(`The grant ${expected.Name} is ${state}${how}.`, 1000);
  return { ...base, state: "error", outcome: "fail", messages: [{ level: "error", what, fixes: [] }] };
}

/** A no that nothing above it explains, such as `diff`'s, has a case of its own: a failed run is never green. */
function verdictCase(report: Report): Case {
  const title = verdictSentence(report);
  const base = { rule: "verdict", title } as const;
  if (report.exitCode === 0) return { ...base, state: "pass", outcome: "pass", messages: [] };
  const isUnknown = report.exitCode === 3 || isStopped(report);
  const level = isUnknown ? "open" : "error";
  return {
    ...base,
    state: level,
    outcome: isUnknown ? "unknown" : "fail",
    messages: [{ level, what: title, fixes: [] }],
  };
}

/** The verdict in one sentence. */
export function verdictSentence(report: Report): string {
  const { sentence, short } = verdictOf(report, causesOf(report), true);
  return bounded(sentence === "" ? `${short}.` : sentence, 2000);
}

/** @returns a name by which people know the subject of a report */
export function sectionName({ target, key, address }: Report): string {
  const name = target?.environment ?? address ?? target?.key.keyId ?? key?.arn ?? "mwaa-kms";
  return bounded(target === undefined ? name : `${name} (${target.region})`, 200);
}
