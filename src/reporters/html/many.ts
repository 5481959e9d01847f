/** A report on many environments: one table to find one's own, then a section for each, folded where it is ready. */
import type { Report } from "../../report/report.js";
import { html, type Markup, type Part } from "./markup.js";
import { type Extent, factsOf, sectionsOf } from "./report.js";
import { badge, folded, heading, type Section, scrolling, sectionElement } from "./section.js";
import { countWords, verdictOf } from "./words.js";

/** Policies and tables are for this many environments that are not ready; a browser must still open the page. */
const mostWhole = 50;

export function manySections(manifest: string, reports: readonly Report[]): readonly Section[] {
  const bad = reports.filter((report) => !isGood(report));
  const whole = new Set(bad.slice(0, mostWhole));
  const left = bad.length - whole.size;
  const summary = html`<p class="lead">From <code>${manifest}</code>. Policies and tables are shown for environments that are not ready${left > 0 ? `, the first ${mostWhole} of them: ${left} more have their checks alone` : ""}. For one of the others: <code>mwaa-kms check KEY -e NAME --report html=FILE</code></p>
${scrolling("Environments, table", tableOf(reports))}`;
  const each = reports.map((report, at) => {
    const extent: Extent = whole.has(report) ? "part" : "brief";
    return environmentPart(report, at, extent);
  });
  return [
    { slug: "environments", title: "Environments", content: summary },
    { slug: "reports", title: "One by one", content: each },
  ];
}

/** How many are ready, in words. */
export function manyWords(reports: readonly Report[]): string {
  const good = reports.filter(isGood).length;
  return `${good} of ${reports.length} environments ${good === 1 ? "is" : "are"} ready.`;
}

function isGood({ exitCode, waived }: Report): boolean {
  return exitCode === 0 && waived === undefined;
}

function tableOf(reports: readonly Report[]): Markup {
  const rows = reports.map((report, at) => {
    const { tone, short } = verdictOf(report);
    return html`<tr><th scope="row"><a href="#e${at + 1}">${nameOf(report, at)}</a></th><td>${badge(tone, short)}</td><td>${countWords(report) || problemWords(report)}</td><td>${report.target?.region}</td><td><code>${keyOf(report)}</code></td></tr>
`;
  });
  return html`<table class="list"><caption>Environments and their verdicts</caption>
<thead><tr><th scope="col">Environment</th><th scope="col">Verdict</th><th scope="col">Checks</th><th scope="col">Region</th><th scope="col">Key</th></tr></thead>
<tbody>
${rows}</tbody></table>`;
}

/** The name that is linked to stands inside of what is folded: a browser unfolds it on the way there. */
function environmentPart(report: Report, at: number, extent: Extent): Markup {
  const { tone, short } = verdictOf(report);
  const place = { level: 4, prefix: `e${at + 1}-` } as const;
  const sections = sectionsOf(report, place, extent).map((section) => sectionElement(section, place));
  const summary = html`${heading(3, nameOf(report, at))} ${badge(tone, short)} <span class="quiet">${countWords(report)}</span>`;
  const content: Part = html`<div class="anchor" id="e${at + 1}">${factsOf(report)}
${sections}<p class="page"><a href="#environments">Back to all environments</a></p></div>`;
  return folded(summary, content, !isGood(report), `environment ${tone}`);
}

function nameOf({ target, key, address }: Report, at: number): string {
  return target?.environment ?? address ?? key?.arn ?? target?.key.given ?? `Entry ${at + 1}`;
}

function keyOf({ target, key }: Report): string {
  return key?.arn ?? target?.key.given ?? "";
}

function problemWords({ problems }: Report): string {
  return problems.length === 0 ? "" : `${problems.length} problem${problems.length === 1 ? "" : "s"}`;
}
