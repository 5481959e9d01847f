/** The report as one self-contained page: no script, no outside request, nothing but HTML and one style sheet. */
import type { Report } from "../../report/report.js";
import { manySections, manyWords } from "./many.js";
import { html, type Markup, type Part, styleElement, textOf } from "./markup.js";
import { factsOf, sectionsOf } from "./report.js";
import { type Section, sectionElement } from "./section.js";
import { style, styleHash } from "./style.js";
import { countWords, marks, verdictOf } from "./words.js";

const place = { level: 2, prefix: "" } as const;

/** @returns the whole page */
export function renderHtml(report: Report): string {
  const { body } = report;
  const many = body?.kind === "many" ? manySections(body.manifest, body.reports) : [];
  return textOf(documentOf(report, sectionsOf(report, place, "whole", many)));
}

function documentOf(report: Report, sections: readonly Section[]): Markup {
  // Whatever got past the escaping would still find nothing that may run, load or be sent.
  const policy = `default-src 'none'; style-src '${styleHash}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="${report.tool}">
<title>${titleOf(report)}</title>
${styleElement(style)}
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
${headerOf(report)}
${navigationOf(sections)}
<main id="main" tabindex="-1">
${sections.map((section) => sectionElement(section, place))}</main>
<footer><p>${report.tool}, <code>${report.command}</code>, exit code ${report.exitCode}. This page asks nobody for anything.</p></footer>
</body>
</html>
`;
}

function titleOf(report: Report): string {
  const subject =
    report.body?.kind === "many"
      ? report.body.manifest
      : (report.target?.environment ?? report.key?.arn ?? report.command);
  return `${report.sandbox ? "SANDBOX: " : ""}${verdictOf(report).short}: ${subject} (mwaa-kms)`;
}

function headerOf(report: Report): Markup {
  const { tone, short, words } = verdictOf(report);
  const many = report.body?.kind === "many" ? report.body.reports : undefined;
  const counts = countWords(report);
  const said = many === undefined ? words : manyWords(many);
  return html`<header class="${tone}">
${report.sandbox ? sandbox : ""}<div class="verdict">
<span class="seal" aria-hidden="true">${marks[tone]}</span>
<div><p class="kicker">mwaa-kms ${report.command}</p>
<h1>${short}</h1>
<p class="said">${said}</p>
${counts === "" ? "" : html`<p class="counts">${many === undefined ? "Checks" : "All checks"}: ${counts}</p>`}${strictPart(report)}</div>
</div>
${many === undefined ? factsOf(report) : ""}
</header>`;
}

const sandbox = html`<p class="sandbox"><strong>SANDBOX</strong> A local KMS on 127.0.0.1 answered, not AWS. No AWS account was touched.</p>
`;

function strictPart({ strictness }: Report): Part {
  if (strictness === undefined) return "";
  const words = [
    ...(strictness.strict ? ["Warnings count (--strict)."] : []),
    ...(strictness.allowUnknown ? ["What could not be told is let pass (--allow-unknown)."] : []),
  ];
  return words.length === 0 ? "" : html`<p class="bearing">${words.join(" ")}</p>`;
}

function navigationOf(sections: readonly Section[]): Part {
  if (sections.length < 2) return "";
  const items = sections.map(({ slug, title }) => html`<li><a href="#${slug}">${title}</a></li>`);
  return html`<nav aria-label="On this page"><ul>${items}</ul></nav>`;
}
