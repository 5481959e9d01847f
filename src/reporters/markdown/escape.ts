/**
 * Untrusted text made fit for GitHub's Markdown, where not only Markdown acts: mentions, issue numbers, e-mail addresses and emoji are
 * found in the text once it is rendered, so that no escape helps but code.
 */

import { bounded, escapeControls, isAwsPage } from "../text.js";

/** Words in which neither Markdown nor GitHub reads anything. */
const word = /^\p{L}[\p{L}\p{N}'’/.-]*$/u;
const numeral = /^\p{N}+(?:[.,]\p{N}+)*$/u;
/** Looks like a word, and GitHub makes a link of it: an address, a commit, an issue. */
const linked = /www\.|(?:^|\W)gh-|\b[0-9a-f]{7,40}\b/iu;
const parts = /^(?<before>["'(]*)(?<core>.*?)(?<after>[)"',.;:?!]*)$/u;

/**
 * @param text untrusted
 * @returns the text on one line, for a paragraph or a cell; each word that could be more than a word is a code span
 */
export function prose(text: string, most = 2000): string {
  return bounded(text, most)
    .split(" ")
    .filter((part) => part !== "")
    .map((part) => guarded(part, span))
    .join(" ");
}

/** The word itself, or what `wrap` makes of it; brackets, quotes and stops around it stay outside. */
function guarded(text: string, wrap: (core: string) => string): string {
  const { before = "", core = "", after = "" } = parts.exec(text)?.groups ?? {};
  if (core === "") return wrap(text);
  // A number with a point or a bracket after it begins a list.
  const isNumber = numeral.test(core) && !/^[.)]/.test(after);
  if ((word.test(core) || isNumber) && !linked.test(core)) return text;
  return `${before}${wrap(core)}${after}`;
}

/** @returns a code span; a bar is spelled out, since it would end the cell of a table even there */
export function code(text: string, most = 2000): string {
  return span(bounded(text, most));
}

function span(text: string): string {
  if (text.trim() === "") return "";
  const safe = text.replaceAll("|", "\\u{7c}");
  const fence = fenceFor(safe, 1);
  const pad = /^[` ]|[` ]$/.test(safe) ? " " : "";
  return `${fence}${pad}${safe}${pad}${fence}`;
}

/** More backticks than stand together anywhere in the text. */
function fenceFor(text: string, least: number): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return "`".repeat(Math.max(least, longest + 1));
}

/**
 * A block of code. Its lines are made printable, and are never broken: they are there to be copied.
 *
 * @param most how many characters of it are shown; whole lines only
 */
export function block(language: string, lines: readonly string[], most = 20_000): string {
  const shown: string[] = [];
  let length = 0;
  for (const line of lines.map(escapeControls)) {
    length += line.length + 1;
    if (length > most) break;
    shown.push(line);
  }
  const left = lines.length - shown.length;
  const fence = fenceFor(shown.join("\n"), 3);
  const rest = left === 0 ? "" : `\n\n${left} more ${left === 1 ? "line is" : "lines are"} left out.`;
  return `${fence}${language}\n${shown.map((line) => `${line}\n`).join("")}${fence}${rest}`;
}

/** A table; its cells are Markdown already, made with {@link prose} or {@link code}. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}

/** A folded part. The summary is HTML, in which no Markdown is read. */
export function details(summary: string, inner: string): string {
  const words = bounded(summary, 300)
    .split(" ")
    .filter((part) => part !== "")
    .map((part) => guarded(part, (core) => `<code>${html(core)}</code>`))
    .join(" ");
  return `<details><summary>${words}</summary>\n\n${inner}\n\n</details>`;
}

function html(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** A page to read on: a link where it is one of AWS's. */
export function link(address: string): string {
  return isAwsPage(address) ? `<${address}>` : code(address);
}
