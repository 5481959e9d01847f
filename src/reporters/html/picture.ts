/** Who reaches the key, drawn: each on the left, the key on the right, an edge with its mark and what carries it. */
import type { Edge, Picture, Tone } from "../view/view.js";
import { html, type Markup, marks } from "./markup.js";

/** Pixels down; across, everything is a share of the width, so that letters keep their size on a phone. */
const row = 68;
const most = 8;

const words: Readonly<Record<Tone, string>> = {
  good: "works",
  bad: "broken",
  warning: "warning",
  unknown: "unknown",
  plain: "not checked",
};

/** @param id names the drawing's title and description; unique on the page */
export function picturePart({ title, key, edges }: Picture, id: string): Markup {
  const shown = edges.slice(0, most);
  const height = Math.max(1, shown.length) * row;
  const sentences = shown.map(({ from, tone, by }) => `${from}: ${words[tone]} (${by}).`);
  return html`<svg class="picture" role="img" aria-labelledby="${id}title ${id}desc" width="100%" height="${height}">
<title id="${id}title">${title}</title>
<desc id="${id}desc">The key is ${key}. ${sentences.join(" ")}</desc>
<g aria-hidden="true">${shown.map(edgePart)}<rect class="box key" x="79%" y="6" width="20.5%" height="${height - 12}" rx="8"/>
<svg x="89.2%" y="${height / 2 - 12}" class="icon"><circle cx="-9" cy="0" r="6"/><path d="M-3 0H17M9 0V6M15 0V5"/></svg>
<text class="name" x="89.2%" y="${height / 2 + 14}">KMS key</text>
<text class="short" x="89.2%" y="${height / 2 + 30}">${shortKey(key)}</text></g>
</svg>
`;
}

function edgePart({ from, tone, by }: Edge, at: number): Markup {
  const middle = at * row + row / 2;
  return html`<g class="edge ${tone}"><rect class="box" x="0.3%" y="${middle - 23}" width="36%" height="46" rx="8"/>
<text class="name" x="18.3%" y="${middle + 5}">${cut(from, 16)}</text>
<line x1="36.3%" y1="${middle}" x2="79%" y2="${middle}"/>
<svg x="79%" y="${middle}"><path class="head" d="M-10 -5L-1 0L-10 5Z"/></svg>
<circle cx="57.5%" cy="${middle}" r="11"/><text class="mark" x="57.5%" y="${middle + 5}">${marks[tone]}</text>
<text class="by" x="57.5%" y="${middle - 17}">${cut(by, 24)}</text>
<text class="state" x="57.5%" y="${middle + 26}">${words[tone]}</text></g>
`;
}

/** The first characters of the key ID: as many as have room beside the edges on a phone. */
function shortKey(key: string): string {
  return cut(key.split("/").at(-1) ?? key, 9);
}

function cut(text: string, length: number): string {
  const letters = [...text];
  return letters.length <= length ? text : `${letters.slice(0, length - 1).join("")}…`;
}
