/** `--report FORMAT=FILE`, read: from the option, and from the words of a command line that could not be. */
import { resolve } from "node:path";
import { type Format, formatNames } from "../choices.js";

/** One more rendering of the report, and where it goes. */
export interface ReportFile {
  readonly format: Format;
  readonly file: string;
}

/** What `--report` is refused for, in words. */
export type ReportFileError = { readonly refused: string };

/** Two writers of one stream would lose each other's text. */
const streams = new Set(["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]);

/**
 * @param before what `--report` said already: two reports in one file would leave the second alone
 */
export function parseReportFile(
  word: string,
  before: readonly ReportFile[] = [],
): ReportFile | ReportFileError {
  const at = word.indexOf("=");
  const file = word.slice(at + 1);
  if (at < 0 || file === "") return { refused: "It takes FORMAT=FILE, as in junit=mwaa-kms.xml." };
  const format = formatNames.find((name) => name === word.slice(0, at));
  if (format === undefined) return { refused: `The formats are ${formatNames.join(", ")}.` };
  if (streams.has(file)) return { refused: "What goes to stdout is said by --format." };
  if (file.includes("\0")) return { refused: "No file has such a name." };
  const isTaken = before.some((each) => resolve(each.file) === resolve(file));
  return isTaken ? { refused: "Another report goes to the same file." } : { format, file };
}

/** What can be told of the output of a command line that could not be read, from its words alone. */
export interface TypedOutput {
  readonly format?: Format;
  readonly report: readonly ReportFile[];
}

/** @returns the last format and all reports that stand in the words and could be meant */
export function outputTyped(argv: readonly string[]): TypedOutput {
  const end = argv.indexOf("--");
  const words = end < 0 ? argv : argv.slice(0, end);
  const values = (option: string) =>
    words.flatMap((word, index) => {
      if (word.startsWith(`${option}=`)) return [word.slice(option.length + 1)];
      const next = words[index + 1];
      return word === option && next !== undefined ? [next] : [];
    });
  const format = formatNames.find((name) => name === values("--format").at(-1));
  const report: ReportFile[] = [];
  for (const word of values("--report")) {
    const read = parseReportFile(word, report);
    if (!("refused" in read)) report.push(read);
  }
  return { ...(format === undefined ? {} : { format }), report };
}
