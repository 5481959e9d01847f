/** How text is laid out for a person: width, colors, marks, and where lines are broken. */
import { Chalk, type ColorSupportLevel } from "chalk";
import { escapeControls } from "../text.js";
import type { Tone } from "../view/view.js";

/** What the output can show. */
export interface LayoutSettings {
  /** Columns; between 40 and 100 are used for prose. */
  readonly width: number;
  readonly color: boolean;
  /** False where only ASCII can be trusted to show: TERM=dumb, or a locale that is not UTF-8. */
  readonly unicode: boolean;
  /** Everything is shown: all checks with evidence, notes, whole commands. */
  readonly verbose?: boolean;
  /** `preview`: what a question is about to change. `result`: only what happened since. */
  readonly part?: "preview" | "result";
}

export type Style = Tone | "quiet" | "strong" | "command";

export interface Layout {
  readonly width: number;
  readonly marks: Readonly<Record<Tone, string>>;
  readonly isAscii: boolean;
  /** A text in the color of its meaning, where there is color. The text must be escaped already. */
  style(style: Style, text: string): string;
}

const unicode = { good: "✓", bad: "✗", warning: "!", unknown: "?", plain: " " } as const;
const ascii = { good: "ok", bad: "x", warning: "!", unknown: "?", plain: " " } as const;

/** Prose that is wider is hard to read. */
const widest = 100;

export function layoutOf(settings: LayoutSettings): Layout {
  // chalk does not look at NO_COLOR nor at our stream: the caller decides on color.
  const chalk = new Chalk({ level: (settings.color ? 1 : 0) as ColorSupportLevel });
  const styles: Readonly<Record<Style, (text: string) => string>> = {
    good: chalk.green,
    bad: chalk.red,
    warning: chalk.yellow,
    unknown: chalk.magenta,
    plain: (text) => text,
    quiet: chalk.dim,
    strong: chalk.bold,
    command: chalk.cyan,
  };
  return {
    width: Math.min(Math.max(settings.width, 40), widest),
    marks: settings.unicode ? unicode : ascii,
    isAscii: !settings.unicode,
    style: (style, text) => styles[style](text),
  };
}

/** A word that is copied as a whole, or that would be two commands if it were broken. */
const indivisible = /(`[^`]*`|\(mwaa-kms [^)]*\))/;

/**
 * Breaks a text into lines at spaces; a word that is longer than a line stays whole, so that it can be copied.
 *
 * @param text untrusted; escaped here
 * @param first what the first line begins with; the others are indented as far
 */
export function wrap(text: string, { width }: Pick<Layout, "width">, first = ""): readonly string[] {
  const room = width - first.length;
  const lines: string[] = [];
  let line = "";
  const words = escapeControls(text)
    .split(indivisible)
    .flatMap((part) => (indivisible.test(part) && part.length <= room ? [part] : part.split(" ")))
    .filter((word) => word !== "");
  for (const word of words) {
    const isJoined = /^[.,;:)]/.test(word);
    // A path that fits on no line at all stays behind its label.
    if (line !== "" && word.length <= room && line.length + (isJoined ? 0 : 1) + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line}${isJoined ? "" : " "}${word}`;
    }
  }
  lines.push(line);
  return lines.map((item, index) => (index === 0 ? first : " ".repeat(first.length)) + item);
}
