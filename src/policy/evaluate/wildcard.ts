/**
 * Matches `*` and `?` against a text, piece by piece between the stars. It builds no regular expression and never turns back
 * behind a star: the cost is bounded by pattern length times text length, whatever the pattern.
 */

/**
 * A pattern, or the shape of a text: one number for each place. Zero and above is a UTF-16 code unit that stands for itself.
 * A shape may also hold a digit or a run of the characters that an MWAA environment's name may have.
 */
export type PatternShape = readonly number[];

/** `?`: any one character. */
export const anyOne = -1;
/** `*`: any run of characters, the empty one too. */
export const anyRun = -2;
/** In a shape only: a run of letters, digits, `-` and `_`. */
export const nameRun = -3;
/** In a shape only: one digit of an account that is not known. */
export const digit = -4;
/** In a shape only: a run of any printable ASCII characters but `*` and `?`: the path and name of a principal. */
export const pathRun = -5;

/** @returns whether the pattern matches the whole text; character case counts */
export function matches(pattern: PatternShape, text: string): boolean {
  if (!isInOrder(pattern, text)) return false;
  const { pieces, least } = piecesOf(pattern);
  const [first = empty, ...rest] = pieces;
  if (text.length < least || least > longest || !standsAt(first, text, 0)) return false;
  if (rest.length === 0) return text.length === first.length;
  let from = first.length;
  // Between two stars the first place will do: an earlier end leaves all the more to the rest.
  for (let index = 1; index < pieces.length - 1; index++) {
    const piece = pieces[index] ?? empty;
    const found = findPiece(piece, text, from);
    if (found < 0) return false;
    from = found + piece.length;
  }
  const last = rest.at(-1) ?? empty;
  return text.length - last.length >= from && standsAt(last, text, text.length - last.length);
}

/** Whether the text has the pattern's characters in their order at all: most that do not match are told here, uncut. */
function isInOrder(pattern: PatternShape, text: string): boolean {
  let at = 0;
  for (const code of pattern) {
    if (code === anyRun) continue;
    while (code !== anyOne && at < text.length && text.charCodeAt(at) !== code) at++;
    if (at >= text.length) return false;
    at++;
  }
  return true;
}

/** @returns how long a text must be at least for the pattern to match it */
export function leastLength(pattern: PatternShape): number {
  return piecesOf(pattern).least;
}

/** What stands between two stars: a text, or places where one is `?`. */
interface Piece {
  readonly length: number;
  readonly text?: string;
  readonly codes: PatternShape;
  /** In a piece with `?`, the longest text without, and where it stands in the piece. */
  readonly anchor: Anchor;
}

interface Anchor {
  readonly text: string;
  readonly at: number;
}

interface Pieces {
  readonly pieces: readonly Piece[];
  /** How long a text must be at least. */
  readonly least: number;
}

/** Longer than any ARN of a log group or a key. */
const longest = 2048;

const noAnchor: Anchor = { text: "", at: 0 };
const empty: Piece = { length: 0, text: "", codes: [], anchor: noAnchor };
const cut = new WeakMap<PatternShape, Pieces>();

/** A pattern cut at its stars; the same pattern is cut once. */
function piecesOf(pattern: PatternShape): Pieces {
  const known = cut.get(pattern);
  if (known !== undefined) return known;
  const least = pattern.reduce((sum, code) => (code === anyRun ? sum : sum + 1), 0);
  const pieces: Piece[] = [];
  let from = 0;
  // A pattern that asks for more than any text can have need not be cut.
  for (let at = 0; at <= pattern.length && least <= longest; at++) {
    if (at < pattern.length && pattern[at] !== anyRun) continue;
    const codes = pattern.slice(from, at);
    pieces.push(pieceOf(codes));
    from = at + 1;
  }
  const result = { pieces, least };
  cut.set(pattern, result);
  return result;
}

function pieceOf(codes: PatternShape): Piece {
  const { length } = codes;
  if (codes.includes(anyOne)) return { length, codes, anchor: anchorOf(codes) };
  return { length, codes, text: String.fromCharCode(...codes), anchor: noAnchor };
}

/** Whether a piece stands at a place where its anchor is known to stand. */
function standsAround(piece: Piece, text: string, at: number): boolean {
  const { codes, anchor } = piece;
  for (let index = codes.length - 1; index >= 0; index--) {
    if (index === anchor.at + anchor.text.length - 1) index -= anchor.text.length;
    if (index >= 0 && codes[index] !== anyOne && codes[index] !== text.charCodeAt(at + index)) return false;
  }
  return true;
}

function anchorOf(codes: PatternShape): Anchor {
  let best = { text: "", at: 0 };
  let from = 0;
  for (let at = 0; at <= codes.length; at++) {
    if (at < codes.length && codes[at] !== anyOne) continue;
    if (at - from > best.text.length) {
      best = { text: String.fromCharCode(...codes.slice(from, at)), at: from };
    }
    from = at + 1;
  }
  return best;
}

function standsAt(piece: Piece, text: string, at: number): boolean {
  if (piece.text !== undefined) return text.startsWith(piece.text, at);
  const { codes } = piece;
  for (let index = 0; index < codes.length; index++) {
    if (codes[index] !== anyOne && codes[index] !== text.charCodeAt(at + index)) return false;
  }
  return true;
}

function findPiece(piece: Piece, text: string, from: number): number {
  if (piece.text !== undefined) return text.indexOf(piece.text, from);
  const { anchor } = piece;
  const last = text.length - piece.length + anchor.at;
  // Only where the anchor stands can the piece stand.
  for (let at = text.indexOf(anchor.text, from + anchor.at); at >= 0 && at <= last; ) {
    if (standsAround(piece, text, at - anchor.at)) return at - anchor.at;
    at = text.indexOf(anchor.text, at + 1);
  }
  return -1;
}

/** @returns the text with A to Z in lower case and every other character unchanged */
export function lower(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : text;
}
