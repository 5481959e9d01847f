/** HTML that escapes whatever is put into it. It knows no report; only what `html` made goes in unescaped. */
import { catalogue, codes } from "../../problems/catalogue.js";
import type { Entry } from "../../problems/define.js";
import { pages } from "../../problems/links.js";
import { escapeControls, printableJson } from "../text.js";

/** No JSON can hold a symbol: nothing that came from outside is ever taken for markup. */
const markup = Symbol("markup");

/** A piece of HTML that is safe to show. */
export interface Markup {
  readonly [markup]: string;
}

/** What a template takes: texts are escaped, lists are joined, `undefined` and `false` leave nothing. */
export type Part = Markup | string | number | undefined | false | readonly Part[];

/** The tag of templates. Attributes must stand in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const made = strings.map((text, at) => text + (at < parts.length ? textOf(parts[at]) : ""));
  return { [markup]: made.join("") };
}

/** @returns the HTML as text */
export function textOf(part: Part): string {
  if (part === undefined || part === false) return "";
  if (typeof part === "number") return String(part);
  if (typeof part === "string") return escaped(escapeControls(part));
  return isList(part) ? part.map(textOf).join("") : part[markup];
}

/** Text of several lines for a `pre`: line ends stay, every other control character is spelled out. */
export function block(text: string): Markup {
  return { [markup]: text.split("\n").map(textOf).join("\n") };
}

/** Our own style sheet, which is no text of anybody else's. */
export function styleElement(css: string): Markup {
  return { [markup]: `<style>${css}</style>` };
}

/** JSON with two spaces of indentation, a line each; still JSON, and still to be put into a template. */
export function jsonLines(value: unknown): readonly string[] {
  return printableJson(JSON.stringify(value, null, 2) ?? "null").split("\n");
}

/** A link to a page of the catalogue; any other address is shown and leads nowhere. */
export function link(url: string, words: string, label?: string): Markup {
  if (!ours().has(url)) return html`<span class="quiet">${url}</span>`;
  const named = label === undefined ? "" : html` aria-label="${label}"`;
  return html`<a href="${url}" rel="noopener noreferrer"${named}>${words}</a>`;
}

/** A command, or another text that is there to be copied. */
export function code(text: string): Markup {
  return html`<pre class="copy"><code>${block(text)}</code></pre>`;
}

let known: ReadonlySet<string> | undefined;

function ours(): ReadonlySet<string> {
  known ??= new Set([
    ...Object.values(pages),
    ...codes.flatMap((each) => (catalogue[each] as unknown as Entry<unknown>).docs),
  ]);
  return known;
}

function escaped(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function isList(part: Markup | readonly Part[]): part is readonly Part[] {
  return Array.isArray(part);
}
