/** Sections of the html page: headings in their order, names that can be linked to, and what is folded. It knows no report. */
import { html, type Markup, type Part } from "./markup.js";
import { marks, type Tone } from "./words.js";

/** Where a part of a report stands: below which heading, and what its names begin with. */
export interface Place {
  readonly level: 2 | 3 | 4;
  readonly prefix: string;
}

/** A part of the page with a heading: `slug` is its name in the address. */
export interface Section {
  readonly slug: string;
  readonly title: string;
  readonly content: Part;
}

export function sectionElement({ slug, title, content }: Section, place: Place): Markup {
  const id = `${place.prefix}${slug}`;
  return html`<section id="${id}" aria-labelledby="${id}-title">
${heading(place.level, title, `${id}-title`)}
${content}
</section>
`;
}

export function heading(level: number, words: Part, id?: string): Markup {
  const name = id === undefined ? "" : html` id="${id}"`;
  if (level <= 2) return html`<h2${name}>${words}</h2>`;
  if (level === 3) return html`<h3${name}>${words}</h3>`;
  return level === 4 ? html`<h4${name}>${words}</h4>` : html`<h5${name}>${words}</h5>`;
}

/** What is folded until somebody wants it, unless `open`. */
export function folded(summary: Part, content: Part, open: boolean, classes: string): Markup {
  return html`<details class="${classes}"${open ? html` open` : ""}><summary>${summary}</summary>
${content}
</details>
`;
}

/** A mark and its word, in the colour of the outcome. */
export function badge(tone: Tone, words: string): Markup {
  return html`<span class="badge ${tone}"><span aria-hidden="true">${marks[tone]}</span> ${words}</span>`;
}

/** A table that may be wider than the screen: it scrolls in itself, with the keys too. */
export function scrolling(label: string, table: Part): Markup {
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">${table}</div>
`;
}
