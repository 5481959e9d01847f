/** The verdict as a sentence, and what was excused on the way to it. */
import type { Finding } from "../../checks/check.js";
import { everyFinding } from "../../report/compose.js";
import type { Report } from "../../report/report.js";
import type { Verdict } from "../../report/verdict.js";
import { waivedWords } from "../../report/verdict.js";
import { type Page, wrap } from "../terminal/layout.js";

const verdictWords: Record<Verdict, readonly [tone: "good" | "bad" | "warning" | "unsure", words: string]> = {
  ready: ["good", "Ready: MWAA can use this key."],
  done: ["good", "Done."],
  unchanged: ["good", "No changes."],
  "not-ready": ["bad", "Not ready."],
  "would-change": ["warning", "The policy would change."],
  different: ["warning", "The policies differ."],
  incomplete: ["bad", "Not all four grants are there."],
  "not-done": ["bad", "Not done."],
  "asked-wrongly": ["bad", "This could not be understood."],
  "could-not-tell": ["unsure", "Could not tell: something that matters is unknown."],
  "uncertain-write": ["unsure", "Could not tell what is stored now."],
  interrupted: ["warning", "Interrupted."],
  terminated: ["warning", "Terminated."],
  "hung-up": ["warning", "Hung up: the terminal was closed."],
  bug: ["bad", "This is a fault of mwaa-kms."],
};

/** What was let pass is said where the verdict is said; of many keys, how much it was. */
function letPass(report: Report): string {
  const findings = everyFinding(report);
  const checks = (kind: "waiver" | "allow-unknown") => {
    const excused = findings.filter(({ excused }) => excused?.by === kind).map(({ check }) => check);
    const said = kind === "waiver" && report.verdict === "ready" ? (report.waived ?? []) : [];
    return [...new Set(excused)].filter((each) => !said.some(({ check }) => check === each)).join(", ");
  };
  const [waived, unknown] = [checks("waiver"), checks("allow-unknown")];
  return [
    ...(waived === "" ? [] : [` Waived: ${waived}.`]),
    ...(unknown === "" ? [] : [` Not known, and let pass by --allow-unknown: ${unknown}.`]),
    ...(report.strictness?.strict && findings.some(isWarningThatCounts)
      ? [" Warnings count (--strict)."]
      : []),
  ].join("");
}

function isWarningThatCounts({ outcome, bearing }: Finding): boolean {
  return outcome === "warn" && bearing === "blocks";
}

/** One key, or all of many; and no more than nothing against it where something was let pass unknown. */
function wordsOf(report: Report): (typeof verdictWords)[Verdict] {
  if (report.verdict !== "ready") return verdictWords[report.verdict];
  const waived = waivedWords(report.waived);
  if (waived !== undefined) return ["warning", waived];
  const findings = everyFinding(report);
  if (findings.some(({ excused }) => excused?.by === "allow-unknown"))
    return ["warning", "Ready, as far as could be told."];
  return report.body?.kind === "many" ? ["good", "Ready: MWAA can use these keys."] : verdictWords.ready;
}

const policyReady = ["good", "The policy is ready. The key itself was not looked at."] as const;

/** A file says nothing of the key's state: ready is then no more than its policy's. */
function isOfPolicyAlone({ verdict, findings, body }: Report): boolean {
  if (body?.kind === "many") return false;
  return verdict === "ready" && !findings.some((finding) => finding.check === "key-state");
}

/** The verdict in one line, with what was let pass. Verbs that only print have no verdict worth a line. */
export function verdictLines(report: Report, page: Page): readonly string[] {
  if (report.verdict === "done" && report.body?.kind !== "plan" && report.body?.kind !== "identifier")
    return [];
  const [tone, words] =
    isOfPolicyAlone(report) && report.waived === undefined ? policyReady : wordsOf(report);
  const sandbox = report.sandbox ? "SANDBOX  " : "";
  const pardons = letPass(report);
  const isLoud = pardons !== "" && report.verdict === "ready";
  return [
    ...wrap(`${sandbox}${words}${pardons}`, page, "").map((line) =>
      page.paint(isLoud ? "warning" : tone, line),
    ),
    "",
  ];
}
