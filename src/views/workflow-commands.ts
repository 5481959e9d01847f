/** Text made unable to command GitHub's runner, which obeys lines of a log. It knows not who wrote the text. */
import type { Format } from "./format-names.js";

/** The runner looks for `::` at a line's first character that is no white space, and for `##[` anywhere. */
const atStart = /^(\s*):(?=:)/gmu;
const anywhere = /##(?=\[)/g;

/** Formats whose own syntax can spell a character in another way, so that their readers see the same value. */
const spelledOut: Partial<Record<Format, readonly [colon: string, hash: string]>> = {
  json: ["\\u003a", "#\\u0023"],
  sarif: ["\\u003a", "#\\u0023"],
  gitlab: ["\\u003a", "#\\u0023"],
  junit: ["&#58;", "#&#35;"],
  html: ["&#58;", "#&#35;"],
};

/**
 * @param text a rendering; that of the format `github` consists of commands, and is not for here
 * @returns the text with a space, or another spelling, inside of what the runner would obey
 */
export function withoutCommands(text: string, format: Format): string {
  const [colon, hash] = spelledOut[format] ?? [": ", "# #"];
  return text.replace(atStart, `$1${colon}`).replace(anywhere, hash);
}
