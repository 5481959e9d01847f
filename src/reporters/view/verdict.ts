/** The verdict as a line: the result, how much was found, how much passed. */
import { awsCredentialsWords } from "../../problems/messages/aws-credentials.js";
import { everyFinding } from "../../report/compose.js";
import type { Report } from "../../report/report.js";
import { listed } from "./causes.js";
import { changeCounts } from "./change.js";
import type { Cause, Tone, Verdict } from "./view.js";

const shorts: Readonly<Record<Report["verdict"], readonly [Tone, string]>> = {
  ready: ["good", "Ready"],
  done: ["good", "Done"],
  unchanged: ["good", "No changes"],
  "not-ready": ["bad", "Not ready"],
  "would-change": ["warning", "Change needed"],
  different: ["warning", "Different"],
  incomplete: ["bad", "Incomplete"],
  "not-done": ["bad", "Not changed"],
  "asked-wrongly": ["bad", "Usage error"],
  "could-not-tell": ["unknown", "Unknown"],
  "uncertain-write": ["unknown", "Unknown"],
  interrupted: ["warning", "Interrupted"],
  terminated: ["warning", "Terminated"],
  "hung-up": ["warning", "Interrupted"],
  bug: ["bad", "Bug"],
};

/**
 * @param causes the causes of the report, or of all environments
 * @param isVerbose whether nothing is hidden, so that no option for more is named
 */
export function verdictOf(report: Report, causes: readonly Cause[], isVerbose: boolean): Verdict {
  const [tone, short] = shortOf(report);
  const isCancelled = report.problems.some(({ code }) => code === "plan/declined");
  return { tone: isCancelled ? "plain" : tone, short, sentence: sentenceOf(report, causes, isVerbose) };
}

/** What was waived or ignored is never called just ready. */
export function shortOf(report: Report): readonly [Tone, string] {
  if (report.verdict !== "ready") return shorts[report.verdict];
  if (report.partial !== undefined) return ["warning", "Ready in part"];
  if (report.waived !== undefined) return ["warning", "Not ready, waived"];
  return ignoredIn(report) > 0 ? ["warning", "Ready, with unknowns"] : shorts.ready;
}

function ignoredIn(report: Report): number {
  return everyFinding(report).filter(({ excused }) => excused?.by === "allow-unknown").length;
}

function sentenceOf(report: Report, causes: readonly Cause[], isVerbose: boolean): string {
  const { verdict, body, waived } = report;
  const passed = countsText(report, causes, isVerbose);
  switch (verdict) {
    case "ready":
      if (waived !== undefined) return `${waivedText(report)} (exit code 0).${passed}`;
      return `${readyText(report)}${passed}`;
    case "not-ready":
      if (body?.kind === "many") return manyText(report, "not-ready", "Not ready");
      if (isUnwritten(report)) return "Not ready: the key policy was not changed.";
      return `Not ready: ${problemsText(report, causes)}.${passed}`;
    case "could-not-tell":
      if (body?.kind === "many") return manyText(report, "could-not-tell", "Unknown");
      return unknownText(report, causes, passed);
    case "would-change": {
      if (body?.kind === "many") return manyText(report, "would-change", "Changes needed");
      const changes =
        body?.kind === "plan" ? changeCounts(body.plan.changes.filter(isChange)) : "The policy would change";
      const apply = report.next.find((line) => line.startsWith("mwaa-kms prepare"));
      return `${changes}.${apply === undefined ? "" : ` Apply it with: ${apply}`}`;
    }
    case "different":
      return `The policies differ: ${differenceText(report)}.`;
    case "incomplete":
    case "done":
      return doneText(report);
    case "unchanged":
      return unchangedText(report);
    case "not-done":
      return notDoneText(report);
    case "asked-wrongly":
      return "Usage error.";
    case "uncertain-write":
      return "Unknown: the write was not confirmed. Run check.";
    case "interrupted":
    case "terminated":
    case "hung-up": {
      const word = verdict === "terminated" ? "Terminated" : "Interrupted";
      return isUnwritten(report) ? `${word}. The key policy was not changed.` : `${word}.`;
    }
    case "bug":
      return "This is a bug in mwaa-kms. Please report it.";
  }
}

/** Whether a write was tried, and certainly changed nothing. */
function isUnwritten({ body }: Report): boolean {
  return body?.kind === "plan" && !body.plan.empty && body.applied?.outcome === "not-written";
}

function isChange({ action }: { readonly action: string }): boolean {
  return action !== "keep";
}

function readyText(report: Report): string {
  const { body, findings } = report;
  if (report.partial !== undefined) {
    const { ran, of } = report.partial;
    return `Ready in part: only ${ran} of ${plural(of, "check")} ran (--only, --skip).`;
  }
  if (body?.kind === "many") return `Ready: all ${body.reports.length} environments.`;
  const ignored = ignoredIn(report);
  if (ignored > 0) return `Ready, except ${plural(ignored, "unknown check")} (--allow-unknown).`;
  const isOfPolicyAlone = !findings.some(({ check }) => check === "key-state");
  return isOfPolicyAlone
    ? "The policy is valid for MWAA. The key was not checked."
    : "Ready: MWAA can use this key.";
}

function waivedText({ waived = [] }: Report): string {
  const checks = [...new Map(waived.map((one) => [one.check, one])).values()];
  const names = checks.map(({ check, until }) => `${check}${until === undefined ? "" : ` until ${until}`}`);
  const isUnknown = waived.every(({ outcome }) => outcome === "unknown");
  return `${isUnknown ? "Unknown" : "Not ready"}, waived: ${names.join(", ")}`;
}

function problemsText({ strictness }: Report, causes: readonly Cause[]): string {
  const errors = causes.filter(({ level }) => level === "error").length;
  const suffix = strictness?.strict === true ? " (--strict)" : "";
  return `${plural(Math.max(errors, 1), "problem")}${suffix}`;
}

/** ` 16 checks passed, 1 not run, 1 note (-v shows all).` Zero counts are left out. */
function countsText({ findings, counts }: Report, causes: readonly Cause[], isVerbose: boolean): string {
  if (findings.length === 0) return "";
  const of = (level: Cause["level"]) => causes.filter((cause) => cause.level === level).length;
  const notRun = findings.filter(
    ({ outcome, bearing, followsFrom }) =>
      followsFrom !== undefined || (outcome === "unknown" && bearing === "none"),
  ).length;
  const [warnings, notes] = [of("warning"), of("note")];
  const parts = [
    ...(counts.pass === 0 ? [] : [`${plural(counts.pass, "check")} passed`]),
    ...(notRun === 0 ? [] : [`${notRun} not run`]),
    ...(warnings === 0 ? [] : [plural(warnings, "warning")]),
    ...(notes === 0 ? [] : [plural(notes, "note")]),
  ];
  if (parts.length === 0) return "";
  const more = !isVerbose && notRun + notes > 0 ? " (-v shows all)" : "";
  return ` ${parts.join(", ")}${more}.`;
}

/** What could not be asked decides the words: credentials, the key policy, or several calls. */
function unknownText({ findings, exitCode }: Report, causes: readonly Cause[], passed: string): string {
  const open = findings.filter(({ outcome, bearing }) => outcome === "unknown" && bearing !== "none");
  const unknown = causes.filter(({ level }) => level === "unknown");
  const [only] = unknown.length === 1 ? unknown : [];
  if (open.length === 0)
    return `Unknown: ${plural(Math.max(unknown.length, 1), "call")} failed. Exit code ${exitCode}.`;
  const all = findings.filter(({ outcome }) => outcome === "unknown").length;
  if (only?.code !== undefined && Object.hasOwn(awsCredentialsWords, only.code))
    return `Unknown: ${all} of ${plural(findings.length, "check")} need AWS credentials. Exit code ${exitCode}.`;
  if (only?.subject === "kms:GetKeyPolicy") return `Unknown: ${needs(open.length)} the key policy.${passed}`;
  return `Unknown: ${plural(open.length, "check")} could not run.${passed}`;
}

function needs(count: number): string {
  return count === 1 ? "1 check needs" : `${count} checks need`;
}

/** `Not ready: 5 of 6 environments. 1 ready.` */
function manyText({ body }: Report, verdict: Report["verdict"], word: string): string {
  const reports = body?.kind === "many" ? body.reports : [];
  const rest = new Map<string, number>();
  for (const one of reports) {
    if (one.verdict === verdict) continue;
    const name = shortOf(one)[1].toLowerCase();
    rest.set(name, (rest.get(name) ?? 0) + 1);
  }
  const count = reports.filter((one) => one.verdict === verdict).length;
  const others = [...rest].map(([name, number]) => `${number} ${name}`).join(", ");
  return `${word}: ${count} of ${plural(reports.length, "environment")}.${others === "" ? "" : ` ${others}.`}`;
}

function differenceText({ body }: Report): string {
  if (body?.kind !== "difference") return "see above";
  const of = (action: string) => body.difference.changes.filter((change) => change.action === action).length;
  const parts = [
    [of("add"), "added"],
    [of("replace"), "changed"],
    [of("remove"), "removed"],
  ] as const;
  return listed(parts.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`]))) ?? "see above";
}

function notDoneText({ command, problems }: Report): string {
  if (problems.some(({ code }) => code === "plan/declined"))
    return "Cancelled. The key policy was not changed.";
  const title = problems.find(({ severity }) => severity === "error")?.title;
  const reason = title === undefined ? "" : `: ${title.charAt(0).toLowerCase()}${title.slice(1)}`;
  return `${command === "prepare" || command === "restore" ? "Not changed" : "Not done"}${reason}.`;
}

/** A verb whose output is its result has no line of its own. */
function doneText({ body, command }: Report): string {
  if (body?.kind === "identifier") {
    const { identifier } = body;
    const where = identifier.form === "arn" ? ` (account ${identifier.account}, ${identifier.region})` : "";
    const kind = identifier.form === "arn" ? "key ARN" : "key ID";
    return `Valid ${kind}${where}. Run mwaa-kms check to look at the key.`;
  }
  if (body?.kind === "grants" && body.live !== undefined) {
    const present = body.live.expected.filter(({ state }) => state === "present").length;
    const all = body.live.expected.length;
    return present === all
      ? `All ${all} grants exist.`
      : `Incomplete: ${present} of ${all} grants exist. If the environment is still CREATING, wait and run this again.`;
  }
  return command === "prepare" && body?.kind === "plan" && body.applied === undefined
    ? "Wrote the files. The key policy was not changed."
    : "";
}

function unchangedText({ body }: Report): string {
  if (body?.kind === "difference") return "No changes: the policies mean the same.";
  const isRestore = body?.kind === "plan" && body.plan.reason !== "prepare";
  return isRestore
    ? "No changes: the key policy already is the saved one."
    : "No changes: the key policy already allows CloudWatch Logs.";
}

/** `1 problem`, `2 problems`. */
export function plural(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}
