/** A view as one self-contained page: no script, no outside request, nothing but HTML, one style sheet and a drawing. */
import type { Block, Cause, Cell, Picture, Section, SectionId, Step, Table, View } from "../view/view.js";
import { blockPart, factsPart, labelled, type MarkedTable, type Place } from "./blocks.js";
import {
  badge,
  command as commandPart,
  folded,
  heading,
  html,
  levels,
  type Markup,
  marks,
  type Part,
  styleElement,
  textOf,
} from "./markup.js";
import { style, styleHash } from "./style.js";

/** How many environments have a part of their own; the table above has them all. */
const mostEnvironments = 50;

/** How many causes have a column in the matrix; below it they are all there. */
const mostCauses = 20;

/** @returns the whole page */
export function renderHtml(view: View): string {
  // If the escaping ever failed, the browser would still refuse to run, load or send anything.
  const policy = `default-src 'none'; style-src '${styleHash}'; base-uri 'none'; form-action 'none'`;
  const origin = view.origin === undefined ? "" : `${view.origin.label}: `;
  return textOf(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="${view.tool}">
<title>${origin}${view.verdict.short}: ${view.subject} (mwaa-kms)</title>
${styleElement(style)}
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
${headPart(view)}
<main id="main" tabindex="-1">
${sectionsPart(view, 2, "")}</main>
<footer><p>${view.tool}, <code>${view.command}</code>, exit code ${view.exitCode}. This page loads nothing from the network.</p></footer>
</body>
</html>
`);
}

/** Verdict, count, time, key and environment; the rest is folded. */
function headPart({ verdict, origin, readAt, head, command }: View): Markup {
  const { tone, short, sentence } = verdict;
  const said = sentence.startsWith(`${short}: `) ? sentence.slice(short.length + 2) : sentence;
  const isShort = said === "" || said === `${short}.` || said === short;
  const shown = head.filter(({ label }) => label === "Key" || label === "Environment");
  const rest = head.filter((row) => !shown.includes(row));
  return html`<header class="${tone}">
${
  origin !== undefined &&
  html`<p class="origin"><strong>${origin.label}:</strong> ${origin.text}</p>
`
}<div class="verdict"><span class="seal" aria-hidden="true">${marks[tone]}</span>
<div><h1>${short === "" ? `mwaa-kms ${command}` : short}</h1>
${!isShort && html`<p class="said">${said}</p>`}
${readAt !== undefined && html`<p class="quiet">Read ${readAt}</p>`}</div></div>
${shown.length > 0 && factsPart(shown)}${rest.length > 0 && folded("More", factsPart(rest), "plain")}</header>`;
}

/** The next step comes after what is wrong and what was done: where there is neither, first. */
function sectionsPart(view: View, level: number, prefix: string): Part {
  const sections = ordered(view.sections);
  const slugs = namesOf(sections, prefix);
  const anchors = anchorsOf(sections, slugs);
  const parts = sections.map((section, at) => sectionPart(section, level, slugs[at] ?? "", anchors));
  const at = sections.findLastIndex(({ id }) => beforeNext.has(id)) + 1;
  return [parts.slice(0, at), nextPart(view.next, prefix), parts.slice(at)];
}

const beforeNext: ReadonlySet<SectionId> = new Set(["causes", "environments", "write", "result"]);

/** The matrix of environments comes first; a drawing is never folded with the details around it. */
function ordered(sections: readonly Section[]): readonly Section[] {
  const causes = sections.flatMap(({ blocks }) =>
    blocks.flatMap((part) => (part.kind === "causes" ? part.causes : [])),
  );
  const matrix = sections.filter(({ id }) => id === "environments");
  const others = sections.filter(({ id }) => id !== "environments");
  const drawn = others.flatMap(({ isDetail, blocks }) => (isDetail ? blocks.filter(isPicture) : []));
  const first = others.filter(({ id }) => id === "causes");
  const rest = others.filter(({ id }) => id !== "causes");
  return [
    ...matrix.map((section) => ({
      ...section,
      blocks: section.blocks.map((part) => (part.kind === "table" ? matrixOf(part, causes) : part)),
    })),
    ...first,
    ...drawn.map((part): Section => ({ id: "access", title: part.title, blocks: [part] })),
    ...rest.map((section) =>
      section.isDetail ? { ...section, blocks: section.blocks.filter((part) => !isPicture(part)) } : section,
    ),
  ].filter(({ blocks }) => blocks.length > 0);
}

function isPicture(part: Block): part is Picture {
  return part.kind === "picture";
}

/** Environments down, causes across: the last column, which names one cause in words, becomes a column for each beside the status. */
function matrixOf(table: Table, all: readonly Cause[]): MarkedTable {
  const causes = all.filter(({ environments = [] }) => environments.length > 0).slice(0, mostCauses);
  if (causes.length === 0 || table.head.length < 3) return table;
  const beside = <T>([name, ...rest]: readonly T[], marks: readonly T[]): readonly T[] =>
    name === undefined ? [] : [name, ...rest.slice(-2, -1), ...marks, ...rest.slice(0, -2)];
  const has = (name: string, { environments = [], level }: Cause): Cell => {
    const { tone, word } = levels[level];
    return environments.includes(name) ? { text: word, tone } : { text: "" };
  };
  return {
    ...table,
    marked: [2, 2 + causes.length],
    head: beside(
      table.head,
      causes.map(({ title }) => title),
    ),
    rows: table.rows.map((row) =>
      beside(
        row,
        causes.map((cause) => has(row[0]?.text ?? "", cause)),
      ),
    ),
  };
}

function nextPart(steps: readonly Step[], prefix: string): Part {
  if (steps.length === 0) return "";
  const lines = steps.map(({ label, text, isCommand }) =>
    labelled(label, isCommand ? commandPart(text) : html`<p>${text}</p>`),
  );
  return html`<section id="${prefix}next" aria-label="Next">
${lines}</section>
`;
}

function sectionPart(section: Section, level: number, slug: string, anchors: Place["anchors"]): Markup {
  const { title, isDetail = false } = section;
  const blocks = section.blocks.map((part, at) => {
    const prefix = `${slug}-${at}-`;
    const place: Place = { level: level + 1, prefix, title, anchors };
    if (part.kind === "environment") return at < mostEnvironments ? environmentPart(part, place) : "";
    return blockPart(part, place);
  });
  const left = section.blocks.filter(({ kind }) => kind === "environment").length - mostEnvironments;
  const content = html`${blocks}${left > 0 && html`<p class="quiet">${left} more environments have no part of their own on this page.</p>`}`;
  const name = heading(level, title, `${slug}-title`);
  const passed = section.blocks
    .flatMap((part) => (part.kind === "checks" ? part.rows : []))
    .filter(({ state }) => state === "pass");
  const counted = passed.length > 0 && html` <span class="quiet">${passed.length} passed</span>`;
  return isDetail
    ? html`<section aria-labelledby="${slug}-title">${folded([name, counted], content, "part", slug)}</section>
`
    : html`<section id="${slug}" aria-labelledby="${slug}-title">
${name}
${content}
</section>
`;
}

/** One environment of a report on several, folded: its causes are above, once for all that have them. */
function environmentPart({ view }: Block & { kind: "environment" }, { level, prefix }: Place): Markup {
  const { tone, short, sentence } = view.verdict;
  const sections = view.sections.filter(({ id }) => id !== "causes");
  const summary = html`${heading(level, view.subject)} ${badge(tone, short)}`;
  const content = html`${sentence !== "" && html`<p class="lead">${sentence}</p>`}
${view.head.length > 0 && factsPart(view.head)}${sectionsPart({ ...view, sections }, level + 1, prefix)}`;
  return folded(summary, content, `environment ${tone}`, prefix.slice(0, -1));
}

/** The name of each section in the address of the page, used once. */
function namesOf(sections: readonly Section[], prefix: string): readonly string[] {
  const ids = sections.map(({ id }) => id);
  return ids.map((id, at) => (ids.indexOf(id) === at ? `${prefix}${id}` : `${prefix}${id}-${at}`));
}

/** Where the part of each environment is, by its name with and without its Region. */
function anchorsOf(sections: readonly Section[], slugs: readonly string[]): ReadonlyMap<string, string> {
  const anchors = new Map<string, string>();
  sections.forEach(({ blocks }, index) => {
    blocks.forEach((part, at) => {
      if (part.kind !== "environment" || at >= mostEnvironments) return;
      for (const name of [part.view.subject, part.view.subject.replace(/ \(.*\)$/, "")]) {
        if (!anchors.has(name)) anchors.set(name, `${slugs[index]}-${at}`);
      }
    });
  });
  return anchors;
}
