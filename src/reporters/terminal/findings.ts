/** The checks with their marks, a line each; what did not pass is explained below its line. */
import type { CheckOutcome, Finding } from "../../checks/check.js";
import { escapeControls } from "../text.js";
import { excuseWords } from "../view/excuse-words.js";
import { type Page, wrap } from "./layout.js";
import { problemLines } from "./problems.js";

/** Evidence stands in a column; a title that is longer than most pushes its own aside. */
const widest = 48;

const tones = { pass: "good", fail: "bad", warn: "warning", unknown: "unsure" } as const;
const words: Record<CheckOutcome, string> = {
  pass: "",
  fail: "no",
  warn: "warning",
  unknown: "could not tell",
};

/** Whether a finding matters enough to be explained in full: what is excused, or is advice that nobody could give, is not. */
function isExplained({ outcome, bearing, excused }: Finding): boolean {
  return excused === undefined && (outcome !== "unknown" || bearing !== "none");
}

export function findingsLines(findings: readonly Finding[], page: Page): readonly string[] {
  if (findings.length === 0) return [];
  const longest = Math.min(widest, Math.max(...findings.map(({ title }) => title.length)));
  return [
    page.paint("strong", "Checks"),
    ...onceEach(findings).flatMap((finding) => findingLines(finding, longest, page)),
    "",
  ];
}

/** One refused call leaves many checks unknown for the same reason; the reason is told once. */
function onceEach(findings: readonly Finding[]): readonly Finding[] {
  const told = new Set<string>();
  return findings.map((finding) => {
    const fresh = finding.problems.filter((problem) => !told.has(problem.what));
    for (const problem of fresh) told.add(problem.what);
    if (fresh.length > 0 || finding.problems.length === 0) return finding;
    return { ...finding, evidence: "for the same reason", problems: fresh };
  });
}

function findingLines(finding: Finding, longest: number, page: Page): readonly string[] {
  const { outcome, title } = finding;
  const mark = page.paint(tones[outcome], page.marks[outcome]);
  const evidence = escapeControls(
    [
      words[outcome],
      finding.evidence ?? "",
      finding.excused === undefined ? "" : excuseWords(finding.excused),
    ]
      .filter((text) => text !== "")
      .join(": "),
  );
  const column = Math.max(longest, title.length);
  const width = 2 + page.marks[outcome].length + 1 + column + 2 + evidence.length;
  const line =
    width <= page.width
      ? [`  ${mark} ${title.padEnd(longest)}  ${page.paint("quiet", evidence)}`.trimEnd()]
      : [`  ${mark} ${title}`, ...(evidence === "" ? [] : below(evidence, page))];
  return [...line, ...problemsOf(finding, page)];
}

function problemsOf(finding: Finding, page: Page): readonly string[] {
  if (isExplained(finding))
    return finding.problems.flatMap((problem) => problemLines(problem, page, "      "));
  return finding.problems.flatMap(({ what, code }) =>
    wrap(`${what} [${code}]`, page, "      ").map((line) => page.paint("quiet", line)),
  );
}

function below(evidence: string, page: Page): readonly string[] {
  return wrap(evidence, page, "      ").map((line) => `      ${page.paint("quiet", line.trimStart())}`);
}
