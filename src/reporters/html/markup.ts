/** HTML that escapes whatever is put into it, and the few elements that all parts of the page use. Only what `html` made goes in unescaped. */
import { bounded, isAwsPage } from "../text.js";
import type { Level, Tone } from "../view/view.js";

/** No JSON can hold a symbol: text from outside is never taken for markup. */
const markup = Symbol("markup");

/** A piece of HTML that is safe to show. */
export interface Markup {
  readonly [markup]: string;
}

/** What a template takes: texts are escaped, lists are joined, `undefined` and `false` leave nothing. */
export type Part = Markup | string | number | undefined | false | readonly Part[];

/** The longest text in one place, so that a page of hostile text still opens. */
const longest = 50_000;

/** The tag of templates. Attributes must be in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const made = strings.map((text, at) => text + (at < parts.length ? textOf(parts[at]) : ""));
  return { [markup]: made.join("") };
}

/** @returns the HTML as text */
export function textOf(part: Part): string {
  if (part === undefined || part === false) return "";
  if (typeof part === "number") return String(part);
  if (typeof part === "string") return escaped(bounded(part, longest));
  return isList(part) ? part.map(textOf).join("") : part[markup];
}

/** Text of several lines for a `pre`: line ends stay, every other control character is spelled out. */
export function block(text: string): Markup {
  return { [markup]: text.split("\n").map(textOf).join("\n") };
}

/** The page's own style sheet, which contains no text from outside. */
export function styleElement(css: string): Markup {
  return { [markup]: `<style>${css}</style>` };
}

/** A link to an AWS page; any other address is shown and leads nowhere. */
export function link(url: string): Markup {
  if (!isAwsPage(url)) return html`<span class="quiet">${url}</span>`;
  return html`<a href="${url}" rel="noopener noreferrer">${url}</a>`;
}

/** A text that is there to be copied. */
export function code(text: string): Markup {
  return html`<pre class="copy"><code>${block(text)}</code></pre>`;
}

/** A command, selected whole by one click; it breaks between words, and inside of one only where that alone is too long. */
export function command(text: string): Markup {
  const words = text.split(" ").map((word, at) => html`${at > 0 && " "}<span>${word}</span>`);
  return html`<pre class="copy command"><code>${words}</code></pre>`;
}

export const marks: Readonly<Record<Tone, string>> = {
  good: "✓",
  bad: "✗",
  warning: "!",
  unknown: "?",
  plain: "·",
};

export const levels: Readonly<Record<Level, { readonly tone: Tone; readonly word: string }>> = {
  error: { tone: "bad", word: "Problem" },
  unknown: { tone: "unknown", word: "Unknown" },
  warning: { tone: "warning", word: "Warning" },
  note: { tone: "plain", word: "Note" },
};

export function heading(level: number, words: Part, id?: string): Markup {
  const name = id === undefined ? "" : html` id="${id}"`;
  if (level <= 2) return html`<h2${name}>${words}</h2>`;
  if (level === 3) return html`<h3${name}>${words}</h3>`;
  return level === 4 ? html`<h4${name}>${words}</h4>` : html`<h5${name}>${words}</h5>`;
}

/** Content that is folded until a reader opens it. A link to `id` opens it too, because the name is inside. */
export function folded(summary: Part, content: Part, classes: string, id?: string): Markup {
  const name = id === undefined ? "" : html` id="${id}"`;
  return html`<details class="${classes}"><summary>${summary}</summary><div class="inner"${name}>
${content}</div></details>
`;
}

/** A mark and its word, in the color of the tone. */
export function badge(tone: Tone, words: string): Markup {
  return html`<span class="badge ${tone}"><span aria-hidden="true">${marks[tone]}</span> ${words}</span>`;
}

/** @returns `1 check`, `2 checks` */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function isList(part: Markup | readonly Part[]): part is readonly Part[] {
  return Array.isArray(part);
}
