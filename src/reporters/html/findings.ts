/** The checks on the html page: what does not pass first and unfolded, what passes in one line each. */
import type { Finding } from "../../checks/check.js";
import { html, link, type Markup, type Part } from "./markup.js";
import { problemPart } from "./problems.js";
import { badge, folded, heading, type Place, type Section } from "./section.js";
import { bearingWords, marks, outcomeTones, outcomeWords } from "./words.js";

/** @returns the section, or undefined where nothing was checked; `brief` leaves out what passes */
export function findingsSection(
  findings: readonly Finding[],
  place: Place,
  brief = false,
): Section | undefined {
  if (findings.length === 0) return undefined;
  const told = onceEach(findings);
  const open = told.filter(({ outcome }) => outcome !== "pass").toSorted((a, b) => rank(a) - rank(b));
  const passed = told.filter(({ outcome }) => outcome === "pass");
  const content = html`${open.map((finding) => cardOf(finding, place))}
${brief || passed.length === 0 ? "" : passedList(passed, open.length > 0, place)}`;
  return { slug: "checks", title: "Checks", content };
}

/** What stands in the way first, then what is open, then the rest; what is excused comes last. */
function rank({ bearing, excused, outcome }: Finding): number {
  if (excused !== undefined) return 4;
  if (bearing === "blocks") return 0;
  if (bearing === "open") return 1;
  return outcome === "warn" ? 2 : 3;
}

/** One refused call leaves many checks unknown for the same reason; the reason is told once. */
function onceEach(findings: readonly Finding[]): readonly Finding[] {
  const told = new Set<string>();
  const fresh = new Map<Finding, Finding>();
  for (const finding of findings.toSorted((a, b) => rank(a) - rank(b))) {
    const problems = finding.problems.filter((problem) => !told.has(problem.what));
    for (const problem of problems) told.add(problem.what);
    const isTold = problems.length === 0 && finding.problems.length > 0;
    fresh.set(finding, { ...finding, problems, ...(isTold ? { evidence: "for a reason told above" } : {}) });
  }
  return findings.map((finding) => fresh.get(finding) ?? finding);
}

function cardOf(finding: Finding, { level }: Place): Markup {
  const tone = outcomeTones[finding.outcome];
  const bearing = bearingWords(finding);
  const summary = html`${badge(tone, outcomeWords[finding.outcome])} ${heading(level + 1, finding.title)}${evidenceOf(finding)}`;
  const content = html`${bearing === "" ? "" : html`<p class="bearing">${bearing}</p>`}
${finding.problems.map(problemPart)}
<p class="page">Check <span class="code">${finding.check}</span>${pageOf(finding)}</p>`;
  return folded(summary, content, finding.excused === undefined, `card check ${tone}`);
}

function passedList(passed: readonly Finding[], isSecond: boolean, { level }: Place): Part {
  const items = passed.map(
    (
      finding,
    ) => html`<li><span class="mark"><span aria-hidden="true">${marks.good}</span><span class="unseen">${outcomeWords.pass}:</span></span> <span class="title">${finding.title}</span>${evidenceOf(finding)}
<span class="page">${link(finding.page, "AWS page", `AWS page: ${finding.title}`)}</span></li>
`,
  );
  return html`${isSecond ? heading(level + 1, "What passes") : ""}<ul class="passed">${items}</ul>`;
}

function evidenceOf({ evidence }: Finding): Part {
  return evidence === undefined || evidence === "" ? "" : html` <span class="evidence">${evidence}</span>`;
}

/** The page that a check rests on, unless a problem names it already. */
function pageOf({ page, problems }: Finding): Part {
  const told = problems.some((problem) => problem.docs.includes(page));
  return told ? "" : html`, after ${link(page, page)}`;
}
