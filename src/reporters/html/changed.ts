/** The changed part of two texts, marked in both: lines that differ, and in two lines that are alike the words that differ. */
import { html, type Markup, type Part } from "./markup.js";

/** A text in pieces; `isChanged` pieces are not in the other text. */
interface Piece {
  readonly text: string;
  readonly isChanged: boolean;
}

/** @returns both texts for a `pre`, the part that changes as `del` in the first and as `ins` in the second */
export function markChanges(before: string, after: string): { readonly before: Part; readonly after: Part } {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const { start, end } = shared(old, now);
  const [gone, come] = [old.slice(start, old.length - end), now.slice(start, now.length - end)];
  const isPaired = gone.length === come.length;
  const pieces = (lines: readonly string[], others: readonly string[]): readonly (readonly Piece[])[] =>
    lines.map((line, at) => {
      if (at < start || at >= lines.length - end) return [{ text: line, isChanged: false }];
      return isPaired ? differing(line, others[at] ?? "") : [{ text: line, isChanged: true }];
    });
  return { before: marked(pieces(old, now), "del"), after: marked(pieces(now, old), "ins") };
}

function differing(line: string, other: string): readonly Piece[] {
  const [words, others] = [wordsOf(line), wordsOf(other)];
  const { start, end } = shared(words, others);
  return [
    { text: words.slice(0, start).join(""), isChanged: false },
    { text: words.slice(start, words.length - end).join(""), isChanged: true },
    { text: words.slice(words.length - end).join(""), isChanged: false },
  ];
}

function wordsOf(line: string): readonly string[] {
  return line.match(/[\p{L}\p{N}_-]+|\s+|./gu) ?? [];
}

/** How many items at the start and at the end of two lists are equal. */
function shared(
  one: readonly string[],
  two: readonly string[],
): { readonly start: number; readonly end: number } {
  const most = Math.min(one.length, two.length);
  let start = 0;
  while (start < most && one[start] === two[start]) start++;
  let end = 0;
  while (end < most - start && one.at(-1 - end) === two.at(-1 - end)) end++;
  return { start, end };
}

function marked(lines: readonly (readonly Piece[])[], element: "del" | "ins"): Markup {
  const made = lines.map((pieces, at) => {
    const line = pieces.map(({ text, isChanged }) => {
      if (!isChanged || text === "") return text;
      return element === "del"
        ? html`<del><span class="unseen">removed: </span>${text}</del>`
        : html`<ins><span class="unseen">added: </span>${text}</ins>`;
    });
    return html`${at === 0 ? "" : newline}${line}`;
  });
  return html`${made}`;
}

const newline = html`
`;
