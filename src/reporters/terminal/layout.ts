/** The page that human text is set on: its width, its colours, its marks, and how lines are broken. */
import { Chalk, type ColorSupportLevel } from "chalk";
import { escapeControls, printableJson } from "../text.js";

/** How a text is to be set. */
export interface PageSettings {
  /** Characters a line; at least 40 are used. */
  readonly width: number;
  readonly colour: boolean;
  /** False where only ASCII can be trusted to show: TERM=dumb, or a locale that is not UTF-8. */
  readonly unicode: boolean;
  /** True where the reader has just seen the preview on the same terminal. */
  readonly previewSeen?: boolean;
}

type Tone = "good" | "bad" | "warning" | "unsure" | "quiet" | "strong" | "command";

export interface Page {
  readonly width: number;
  readonly previewSeen: boolean;
  readonly marks: Readonly<
    Record<"pass" | "fail" | "warn" | "unknown" | "arrow" | "yes" | "no" | "rule", string>
  >;
  /** A text in the colour of its meaning, where there is colour. The text must be safe already. */
  paint(tone: Tone, text: string): string;
}

const unicodeMarks = {
  pass: "✓",
  fail: "✗",
  warn: "!",
  unknown: "?",
  arrow: "→",
  yes: "✓",
  no: "·",
  rule: "─",
};
const asciiMarks = {
  pass: "ok",
  fail: "NO",
  warn: "!!",
  unknown: "??",
  arrow: ">",
  yes: "x",
  no: ".",
  rule: "-",
};

export function setPage(settings: PageSettings): Page {
  // chalk looks neither at NO_COLOR nor at our stream; the level is decided by whoever sets the page.
  const chalk = new Chalk({ level: (settings.colour ? 1 : 0) as ColorSupportLevel });
  const tones: Record<Tone, (text: string) => string> = {
    good: chalk.green,
    bad: chalk.red,
    warning: chalk.yellow,
    unsure: chalk.magenta,
    quiet: chalk.dim,
    strong: chalk.bold,
    command: chalk.cyan,
  };
  return {
    width: Math.max(settings.width, 40),
    previewSeen: settings.previewSeen ?? false,
    marks: settings.unicode ? unicodeMarks : asciiMarks,
    paint: (tone, text) => tones[tone](text),
  };
}

/**
 * Breaks a text into lines at spaces; a word that is longer than a line stays whole, so that it can be copied.
 *
 * @param text untrusted; made printable here
 * @param first what the first line begins with; the others are indented as far
 */
export function wrap(text: string, page: Page, first: string): readonly string[] {
  const room = page.width - first.length;
  const lines: string[] = [];
  let line = "";
  for (const word of escapeControls(text).split(" ")) {
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines.map((each, index) => (index === 0 ? first : " ".repeat(first.length)) + each);
}

/** JSON with two spaces of indentation, safe to show and still JSON, a line each. */
export function jsonLines(value: unknown): readonly string[] {
  return printableJson(JSON.stringify(value, null, 2)).split("\n");
}

/** A text cut in two columns: the label padded to `width`. */
export function labelled(label: string, text: string, width: number): string {
  return `${label.padEnd(width)}${escapeControls(text)}`;
}
