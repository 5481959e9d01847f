/** Findings and problems of one or several reports as causes: each thing that is wrong once, with what follows from it left out. */
import type { Finding } from "../../checks/check.js";
import { type Fix, quote } from "../../problems/define.js";
import type { Problem } from "../../problems/problem.js";
import type { Report } from "../../report/report.js";
import { filledJson } from "../text.js";
import type { Cause, FixView, Level } from "./view.js";

/** A problem of one environment, with what it does to the verdict. */
interface Found {
  readonly environment: string;
  readonly level: Level;
  readonly problem: Problem;
  readonly check?: string;
}

const ranks: Readonly<Record<Level, number>> = { error: 0, unknown: 1, warning: 2, note: 3 };

/** Advice that changes nothing today: it is counted, and shown with `--verbose`. */
const noteCodes: ReadonlySet<string> = new Set(["readiness/rotation-off", "bucket/not-this-key"]);

/** @returns the causes of one report, the gravest first; errors are numbered in the order of repair */
export function causesOf(report: Report): readonly Cause[] {
  return numbered(grouped(foundIn(report, ""), false));
}

/**
 * @param named the reports of a manifest, each with its environment's name
 * @returns each cause once, with the environments that have it
 */
export function causesOfAll(
  named: readonly (readonly [name: string, report: Report])[],
  manifest: string,
): readonly Cause[] {
  const causes = grouped(
    named.flatMap(([name, report]) => foundIn(report, name)),
    true,
  );
  return causes.map((cause) => withOnePrepare(cause, manifest));
}

/** One command for all environments of a manifest, instead of one for each. */
function withOnePrepare(cause: Cause, manifest: string): Cause {
  const isPrepare = (fix: FixView) => fix.kind === "command" && /^mwaa-kms prepare /.test(fix.command);
  const first = cause.fixes.find(isPrepare);
  if (first?.kind !== "command" || !/\.ya?ml$/.test(manifest)) return cause;
  const options = /( --(?:sandbox|profile|endpoint-url)\b.*)$/.exec(first.command)?.[1] ?? "";
  const command = `mwaa-kms prepare --manifest ${quote(manifest)}${options}`;
  const note = `changes ${listed(cause.environments ?? []) ?? ""}`;
  return {
    ...cause,
    fixes: [{ kind: "command", command, note }, ...cause.fixes.filter((fix) => !isPrepare(fix))],
  };
}

function foundIn(report: Report, environment: string): readonly Found[] {
  const { findings, problems, body, exitCode } = report;
  const warnings = body?.kind === "plan" && body.applied === undefined ? body.plan.warnings : [];
  const own = [...problems, ...warnings].map((problem): Found => {
    const isUnknown = exitCode === 3 && problem.severity === "error";
    return { environment, level: isUnknown ? "unknown" : problem.severity, problem };
  });
  const checked = findings.flatMap((finding) =>
    finding.followsFrom === undefined
      ? withHints(finding.problems).map((problem) => foundBy(finding, problem, environment))
      : [],
  );
  return [...checked, ...own];
}

/** Why a statement misses is part of the cause that it misses: one headline, the hints as its text and its further fixes. */
function withHints(problems: readonly Problem[]): readonly Problem[] {
  const missing = problems.find(({ code }) => /^(?:logs|role)\/missing$/.test(code));
  const hints = problems.filter((problem) => problem !== missing && problem.severity === "error");
  if (missing === undefined || hints.length === 0) return problems;
  const what = hints.slice(0, 2).map((hint) => hint.what);
  const fix = [...missing.fix, ...hints.flatMap((hint) => hint.fix)];
  const whole = { ...missing, what: [missing.what, ...what].join(" "), fix };
  return [whole, ...problems.filter((problem) => problem !== missing && !hints.includes(problem))];
}

function foundBy(finding: Finding, problem: Problem, environment: string): Found {
  return { environment, level: levelOf(finding, problem), problem, check: finding.check };
}

/** The gravest problems of a finding are as grave as the finding; what is said beside them keeps its own severity. */
function levelOf({ outcome, bearing, excused, problems }: Finding, problem: Problem): Level {
  if (outcome === "pass" || excused !== undefined) return "note";
  const isGravest = problem.severity === "error" || problems.every(({ severity }) => severity !== "error");
  if (!isGravest) return problem.severity;
  if (bearing === "blocks") return "error";
  if (bearing === "open") return "unknown";
  if (outcome === "unknown") return isRefused(problem) ? "warning" : "note";
  return problem.severity === "note" || noteCodes.has(problem.code) ? "note" : "warning";
}

/** A call that AWS refused is worth a look even where only advice depends on it. */
function isRefused({ code }: Problem): boolean {
  return code === "aws/access-denied";
}

/** Problems of one code that say the same are one; denied calls of one caller are too, and in a fleet all of one code. */
function grouped(all: readonly Found[], isFleet: boolean): readonly Cause[] {
  const groups = new Map<string, Found[]>();
  for (const found of all) {
    const id = groupOf(found, isFleet);
    groups.set(id, [...(groups.get(id) ?? []), found]);
  }
  return [...groups.values()]
    .map((group) => causeOf(group, isFleet))
    .toSorted((one, other) => ranks[one.level] - ranks[other.level]);
}

function groupOf({ problem: { code, what, at, subject, facts } }: Found, isFleet: boolean): string {
  if (code === "aws/access-denied")
    return `${code} ${String(facts?.["who"] ?? "")} ${subject === undefined ? what : ""}`;
  return isFleet ? code : `${code} ${what} ${at ?? ""}`;
}

function causeOf(group: readonly Found[], isFleet: boolean): Cause {
  const gravest = group.toSorted((one, other) => ranks[one.level] - ranks[other.level])[0] as Found;
  const { problem } = gravest;
  const subjects = unique(
    group.flatMap(({ problem: { subject } }) => (subject === undefined ? [] : [subject])),
  );
  const subject = isFleet && problem.code !== "aws/access-denied" ? undefined : listed(subjects);
  const at = unique(
    group.map(({ problem: { at, resource, what } }) =>
      [placeOf(at, what), resource].filter(Boolean).join(", "),
    ),
  );
  const environments = unique(group.map(({ environment }) => environment));
  const fixes = fixesOf(group);
  const page = problem.docs[0];
  return {
    level: gravest.level,
    title: problem.title,
    ...(subject === undefined ? {} : { subject }),
    code: problem.code,
    text: isFleet ? textOfAll(group) : [problem.what, problem.why],
    ...(isFleet || at.length !== 1 || at[0] === "" || at[0] === undefined ? {} : { at: at[0] }),
    ...(isFleet ? { environments } : {}),
    fixes,
    ...(page === undefined || isFleet ? {} : { docs: page }),
    checks: unique(group.flatMap(({ check }) => (check === undefined ? [] : [check]))),
  };
}

/** A JSON pointer is for programs: the sentence names the statement; where it does not, the place does. */
function placeOf(at: string | undefined, what: string): string | undefined {
  if (!at?.startsWith("/") || /:\d+$/.test(at)) return at;
  const statement = /^\/Statement\/(\d+)/.exec(at)?.[1];
  const isNamed = statement === undefined || /\bstatements? (?:\d|")/i.test(what);
  return isNamed ? undefined : `statement ${Number(statement) + 1}`;
}

/** What was found in each environment, where it differs; the reason once. */
function textOfAll(group: readonly Found[]): readonly string[] {
  const texts = new Map<string, string[]>();
  for (const { environment, problem } of group)
    texts.set(problem.what, [...(texts.get(problem.what) ?? []), environment]);
  const [first] = texts.keys();
  if (texts.size === 1 && first !== undefined) return [first];
  return [...texts].map(([what, names]) => `${listed(unique(names)) ?? ""}: ${lowerFirst(what)}`);
}

/** A sentence that follows a colon; a name in AWS's spelling keeps its capitals. */
export function lowerFirst(text: string): string {
  return /^(?:No|The|A|An|Statement|Whether|Saved|Changed|Restored) /.test(text)
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}

function fixesOf(group: readonly Found[]): readonly FixView[] {
  const fixes = new Map<string, { readonly fix: Fix; readonly actions: string[] }>();
  for (const { problem } of group) {
    const action = problem.code === "aws/access-denied" ? problem.subject : undefined;
    for (const fix of problem.fix) {
      // Requests that differ in the denied action alone are one request, for all of these actions.
      const id = JSON.stringify(fix).replace(action ?? "", "");
      const seen = fixes.get(id) ?? { fix, actions: [] };
      fixes.set(id, { fix: seen.fix, actions: [...seen.actions, ...(action === undefined ? [] : [action])] });
    }
  }
  return [...fixes.values()].map(({ fix, actions: [first = "", ...more] }) =>
    fixView(
      fix.do !== "ask"
        ? fix
        : { ...fix, sentence: fix.sentence.replace(first, unique([first, ...more]).join(", ")) },
    ),
  );
}

/** One fix, in the words of every page. */
export function fixView(fix: Fix): FixView {
  switch (fix.do) {
    case "run":
      return { kind: "command", command: fix.command };
    case "ask":
      return { kind: "sentence", text: askText(fix) };
    case "edit":
      return {
        kind: "edit",
        text: editText(fix),
        language: "json",
        ...(fix.was === undefined ? {} : { before: filledJson(fix.was, 80).join("\n") }),
        after: filledJson(fix.json, 80).join("\n"),
      };
    case "write":
      return { kind: "edit", text: `in ${fix.where}, write:`, language: fix.language, after: fix.text };
  }
}

function editText({ pointer, was }: Fix & { do: "edit" }): string {
  const place = placeText(pointer);
  if (was !== undefined) return `change ${place}:`;
  return place === "a statement to the policy" ? `add ${place}:` : `set ${place} to:`;
}

function askText({ who, sentence }: Fix & { do: "ask" }): string {
  const request = lowerFirstWord(sentence).replace(/\.$/, "");
  return who === "you" ? request : `ask ${who} to ${request}`;
}

function lowerFirstWord(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** `/Statement/2/Condition` for people: "Condition of statement 3". */
function placeText(pointer: string): string {
  const [, index, rest = ""] = /^\/?Statement\/(\d+)(?:\/(.*))?$/.exec(pointer) ?? [];
  if (index === undefined) return /^\/?Statement\/-$/.test(pointer) ? "a statement to the policy" : pointer;
  const statement = `statement ${Number(index) + 1}`;
  return rest === "" ? statement : `${rest.replaceAll("/", " ")} of ${statement}`;
}

function numbered(causes: readonly Cause[]): readonly Cause[] {
  const errors = causes.filter(({ level }) => level === "error");
  if (errors.length < 2) return causes;
  return causes.map((cause) => {
    const index = errors.indexOf(cause);
    return index < 0 ? cause : { ...cause, number: index + 1 };
  });
}

/** Three names, then a count. */
export function listed(names: readonly string[], most = 3): string | undefined {
  if (names.length === 0) return undefined;
  const left = names.length - most;
  return left > 1 ? `${names.slice(0, most).join(", ")} and ${left} more` : names.join(", ");
}

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}
