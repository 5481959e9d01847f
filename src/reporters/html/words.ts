/** The words and tones of verdicts and outcomes on the html page. It sets nothing. */
import type { CheckOutcome, Finding } from "../../checks/check.js";
import { everyFinding } from "../../report/compose.js";
import type { Report } from "../../report/report.js";
import type { Verdict } from "../../report/verdict.js";
import { waivedWords } from "../../report/verdict.js";

/** Each has a colour of its own; the words and marks say the same without it. */
export type Tone = "good" | "bad" | "warning" | "unsure";

export interface Said {
  readonly tone: Tone;
  /** A word or two: for titles and tables. */
  readonly short: string;
  readonly words: string;
}

const verdicts: Readonly<Record<Verdict, readonly [tone: Tone, short: string, words: string]>> = {
  ready: ["good", "Ready", "MWAA can use this key."],
  done: ["good", "Done", ""],
  unchanged: ["good", "No changes", ""],
  "not-ready": ["bad", "Not ready", "MWAA cannot use this key as it is."],
  "would-change": ["warning", "Would change", "The policy would change."],
  different: ["warning", "Different", "The policies differ."],
  incomplete: ["bad", "Incomplete", "Not all four grants are there."],
  "not-done": ["bad", "Not done", ""],
  "asked-wrongly": ["bad", "Not understood", "What was asked has to be put otherwise."],
  "could-not-tell": ["unsure", "Could not tell", "Something that matters is unknown."],
  "uncertain-write": ["unsure", "Could not tell", "Nobody can say what is stored now."],
  interrupted: ["warning", "Interrupted", ""],
  terminated: ["warning", "Terminated", ""],
  "hung-up": ["warning", "Hung up", "The terminal was closed."],
  bug: ["bad", "A fault of mwaa-kms", "This is a fault of mwaa-kms, not of the key."],
};

export const marks: Readonly<Record<Tone, string>> = { good: "✓", bad: "✗", warning: "!", unsure: "?" };

export const outcomeTones: Readonly<Record<CheckOutcome, Tone>> = {
  pass: "good",
  fail: "bad",
  warn: "warning",
  unknown: "unsure",
};

export const outcomeWords: Readonly<Record<CheckOutcome, string>> = {
  pass: "Passes",
  fail: "Fails",
  warn: "Warning",
  unknown: "Could not tell",
};

/** The verdict of a report; one that rests on an excuse is not said as one that does not. */
export function verdictOf(report: Report): Said {
  const [tone, short, words] = verdicts[report.verdict];
  const waived = report.verdict === "ready" ? waivedWords(report.waived) : undefined;
  if (waived !== undefined)
    return { tone: "warning", short: waived.split(":", 1)[0] ?? short, words: waived };
  if (report.verdict === "ready" && excusedIn(report).length > 0) {
    return { tone: "warning", short, words: "What was let pass is listed below." };
  }
  // A file says nothing of the key's state: ready is then no more than its policy's.
  if (isOfPolicyAlone(report)) {
    return { tone, short: "Policy ready", words: "The key itself was not looked at." };
  }
  const isOfMany = report.verdict === "ready" && report.body?.kind === "many";
  return { tone, short, words: isOfMany ? "MWAA can use these keys." : words };
}

function isOfPolicyAlone({ verdict, findings, body }: Report): boolean {
  const isJudged = findings.some((finding) => finding.check === "key-state");
  return verdict === "ready" && body?.kind !== "many" && !isJudged;
}

/** Why a finding counts otherwise than its outcome says; empty where it does not. */
export function bearingWords({ outcome, bearing, excused, weight }: Finding): string {
  if (excused?.by === "waiver") {
    const until = excused.until === undefined ? "" : ` until ${excused.until}`;
    return `Waived${until}: ${excused.reason}`;
  }
  if (excused !== undefined) return "Not known, and let pass by --allow-unknown";
  if (outcome === "warn" && bearing === "blocks") return "Counts as a failure: --strict";
  if (outcome === "unknown" && weight === "advice") return "Advice: does not count";
  return "";
}

/** `2 fail, 1 warning, 15 pass, 1 let pass`: what is none is not said, and what is excused is counted as that. */
export function countWords(report: Report): string {
  const excused = excusedIn(report);
  const of = (outcome: CheckOutcome) =>
    report.counts[outcome] - excused.filter((finding) => finding.outcome === outcome).length;
  const words: readonly (readonly [number, string, string])[] = [
    [of("fail"), "fails", "fail"],
    [of("unknown"), "could not be told", "could not be told"],
    [of("warn"), "warning", "warnings"],
    [of("pass"), "passes", "pass"],
    [excused.length, "let pass", "let pass"],
  ];
  return words
    .flatMap(([count, one, many]) => (count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]))
    .join(", ");
}

/** What was let pass, in all that a report holds. */
function excusedIn(report: Report): readonly Finding[] {
  return everyFinding(report).filter(({ excused }) => excused !== undefined);
}
