/** Each kind of block of a view as HTML, one function each. */
import type {
  Block,
  Cause,
  Cell,
  CheckRow,
  FixView,
  Item,
  PolicyDiff,
  Row,
  Table,
  Tone,
} from "../view/view.js";
import { markChanges } from "./changed.js";
import {
  badge,
  block,
  code,
  command,
  count,
  folded,
  heading,
  html,
  levels,
  link,
  type Markup,
  marks,
  type Part,
} from "./markup.js";
import { picturePart } from "./picture.js";

/** Where a block is on the page. */
export interface Place {
  /** The level of the headings inside the block. */
  readonly level: number;
  /** Names inside the block begin with it. */
  readonly prefix: string;
  /** The section's title names tables. */
  readonly title: string;
  /** Environments that the page has a part on: their names, and the ID to link to. */
  readonly anchors: ReadonlyMap<string, string>;
}

export function blockPart(part: Exclude<Block, { kind: "environment" }>, place: Place): Part {
  switch (part.kind) {
    case "causes":
      return causesPart(part.causes, place);
    case "checks":
      return checksPart(part.rows);
    case "policy-diff":
      return diffPart(part);
    case "items":
      return html`<ul class="items">${part.items.map(itemPart)}</ul>`;
    case "table":
      return tablePart(part, place);
    case "facts":
      return factsPart(part.rows);
    case "code":
      return code(part.text);
    case "text":
      return part.paragraphs.map((text) => html`<p class="lead">${text}</p>`);
    case "picture":
      return picturePart(part, place.prefix);
  }
}

/** Notes are folded, because they ask for nothing. */
function causesPart(causes: readonly Cause[], place: Place): Part {
  const notes = causes.filter(({ level }) => level === "note");
  const open = causes.filter(({ level }) => level !== "note").map((cause) => causePart(cause, place));
  const closed = notes.map((cause) => causePart(cause, place));
  return [open, notes.length > 0 && folded(count(notes.length, "note"), closed, "plain")];
}

function causePart(cause: Cause, { level, anchors }: Place): Markup {
  const { number, title, subject, code: name, at, environments, docs } = cause;
  const { tone, word } = levels[cause.level];
  const words = html`${number === undefined ? "" : `${number}. `}${title}${subject === undefined ? "" : `: ${subject}`}`;
  const dim = name === undefined ? "" : html` <code class="quiet">[${name}]</code>`;
  const where = environments?.map((environment, index) => [index > 0 && ", ", linked(environment, anchors)]);
  return html`<article class="cause ${tone}">
${heading(level, html`${badge(tone, word)} ${words}${dim}`)}
${where === undefined || where.length === 0 ? "" : html`<p>Environments: ${where}</p>`}
${cause.text.map(
  (text) => html`<p>${text}</p>
`,
)}
${at === undefined ? "" : labelled("At", html`<code>${at}</code>`)}
${cause.fixes.map((fix, index) => labelled(index === 0 ? "Fix" : "Or", fixPart(fix)))}
${docs === undefined ? "" : labelled("Docs", html`<span class="docs">${link(docs)}</span>`)}
</article>
`;
}

export function labelled(label: string, content: Part): Markup {
  return html`<div class="way"><strong>${label}:</strong><div>${content}</div></div>
`;
}

function fixPart(fix: FixView): Part {
  switch (fix.kind) {
    case "command":
      return [command(fix.command), fix.note !== undefined && html`<p class="quiet">(${fix.note})</p>`];
    case "sentence":
      return html`<p>${fix.text}</p>`;
    case "edit":
      return html`<p>${fix.text}</p>${editPart(fix)}`;
  }
}

function editPart({ before, after }: FixView & { kind: "edit" }): Part {
  if (before === undefined) return code(after);
  const texts = markChanges(before, after);
  return html`<div class="sides"><div><p class="quiet">Before</p><pre class="copy"><code>${texts.before}</code></pre></div>
<div><p class="quiet">After</p><pre class="copy"><code>${texts.after}</code></pre></div></div>`;
}

const states: Readonly<Record<CheckRow["state"], { readonly tone: Tone; readonly word: string }>> = {
  ...levels,
  error: { tone: "bad", word: "Failed" },
  pass: { tone: "good", word: "Passed" },
  waived: { tone: "warning", word: "Waived" },
  skipped: { tone: "plain", word: "Not run" },
};

/** The section folds them; what did not pass comes first. */
function checksPart(rows: readonly CheckRow[]): Part {
  const ordered = [
    ...rows.filter(({ state }) => state !== "pass"),
    ...rows.filter(({ state }) => state === "pass"),
  ];
  return html`<ul class="items">${ordered.map(checkPart)}</ul>`;
}

function checkPart({ id, title, state, evidence, waiver, codes }: CheckRow): Markup {
  const { tone, word } = states[state];
  const found = [evidence, waiver].filter((text) => text !== undefined && text !== "").join("; ");
  const names = codes.map((name) => html` <code>[${name}]</code>`);
  return html`<li>${markOf(tone, word)}<span>${title} <code class="quiet">${id}</code></span> <span class="quiet">${found}${names}</span></li>
`;
}

function itemPart({ tone, name, text, lines = [] }: Item): Markup {
  const more = lines.length > 0 && html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
  const words =
    name === ""
      ? html`<span class="wide">${text}${more}</span>`
      : html`<code>${name}</code> <span class="quiet">${text}${more}</span>`;
  return html`<li>${markOf(tone)}${words}</li>
`;
}

/** What a mark says to a reader who cannot see it, where no words are given. */
const heard: Readonly<Record<Tone, string>> = {
  ...{ good: "yes", bad: "no", warning: "warning", unknown: "unknown", plain: "" },
};

function markOf(tone: Tone, word = heard[tone]): Markup {
  const words = word !== "" && html`<span class="unseen">${word}: </span>`;
  return html`<span class="mark ${tone}"><span aria-hidden="true">${marks[tone]}</span>${words}</span>`;
}

const signs = { "+": "added", "-": "removed", "~": "changed", " ": "" } as const;

/** Signs are text, so that a change is visible without color; they are not selected with the JSON. */
function diffPart({ summary, lines, rows }: PolicyDiff): Part {
  const made = lines.map(
    ({ sign, text }) => html`<span class="line ${signs[sign]}"><span class="sign">${sign} </span>${text}
</span>`,
  );
  return html`<p class="lead">${summary}</p>
${lines.length > 0 && html`<pre class="copy diff"><code>${made}</code></pre>`}
${rows.length > 0 && factsPart(rows)}`;
}

export function factsPart(rows: readonly Row[]): Markup {
  const made = rows.map(
    ({ label, text }) => html`<div><dt>${label}</dt><dd>${block(text)}</dd></div>
`,
  );
  return html`<dl class="facts">${made}</dl>
`;
}

/** A table whose columns from the first number up to the second show marks only. */
export type MarkedTable = Table & { readonly marked?: readonly [from: number, to: number] };

/** Marks have their words for readers who cannot see them, and a legend; the heads above them are upright to save room. */
function tablePart(table: MarkedTable, { title, anchors }: Place): Part {
  const { head, rows, more } = table;
  const isMarked =
    head.length > 4 && rows.every((cells) => cells.slice(1).every(({ tone }) => tone !== undefined));
  const [from, to] = table.marked ?? [isMarked ? 1 : head.length, head.length];
  const columns = head.map(
    (words, at) =>
      html`<th scope="col"${at >= from && at < to && html` class="upright"`}><span>${words}</span></th>`,
  );
  const body = rows.map((cells) => {
    const made = cells.map((cell, at) => {
      if (at === 0) return html`<th scope="row">${cellPart(cell, anchors)}</th>`;
      return at < from || at >= to
        ? html`<td>${cellPart(cell, anchors)}</td>`
        : html`<td class="only ${cell.tone ?? ""}">${markPart(cell)}</td>`;
    });
    return html`<tr>${made}</tr>
`;
  });
  const marked = rows.flatMap((cells) => cells.slice(from, to));
  return html`${marked.length > 0 && legend(marked)}<div class="scroll" role="region" aria-label="${title}, table" tabindex="0"><table><caption class="unseen">${title}</caption>
<thead><tr>${columns}</tr></thead>
<tbody>
${body}</tbody></table></div>
${more > 0 && html`<p class="quiet">${count(more, "more row")} left out.</p>`}`;
}

function cellPart({ text, tone, title }: Cell, anchors: Place["anchors"]): Part {
  const words = title === undefined ? linked(text, anchors) : html`<span title="${title}">${text}</span>`;
  return tone === undefined || text === ""
    ? words
    : html`<span aria-hidden="true">${markSpan({ text, tone })}</span> ${words}`;
}

function markPart(cell: Cell): Part {
  if (cell.text === "") return "";
  const words = wordsOf(cell);
  return html`<span title="${words}"><span aria-hidden="true">${markSpan(cell)}</span><span class="unseen">${words}</span></span>`;
}

function markSpan({ tone = "plain" }: Cell): Markup {
  return html`<span class="mark ${tone}">${marks[tone]}</span>`;
}

/** A cell that is only a sign says what its tone says. */
function wordsOf({ text, title, tone = "plain" }: Cell): string {
  return title ?? (/^[\p{L}\p{N}]/u.test(text) ? text : heard[tone] || "none");
}

function legend(cells: readonly Cell[]): Part {
  const seen = new Map(cells.filter(({ text }) => text !== "").map((cell) => [wordsOf(cell), cell]));
  const items = [...seen].slice(0, 6).map(([words, cell]) => html`<li>${markSpan(cell)} ${words}</li>`);
  return html`<ul class="legend" aria-hidden="true">${items}</ul>`;
}

function linked(name: string, anchors: ReadonlyMap<string, string>): Part {
  const id = anchors.get(name);
  return id === undefined ? name : html`<a href="#${id}">${name}</a>`;
}
