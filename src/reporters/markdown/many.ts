/** A report on a manifest: a table of all environments, and below it only those that are not ready. */
import type { Report } from "../../report/report.js";
import { shortVerdict } from "../terminal/many.js";
import type { Section } from "../view/checks.js";
import { verdictSentence } from "../view/checks.js";
import { checksTable, problemBlocks } from "./checks.js";
import { block, code, prose, table } from "./escape.js";

/** How many characters the table may take of the page, so that there is room for what is wrong. */
const room = 25_000;

/** @returns the table of all environments; where not all have room, those that are not ready come first */
export function manyTable(sections: readonly Section[]): string {
  const isYes = ({ report }: Section) => report.exitCode === 0;
  const first = [...sections.filter((each) => !isYes(each)), ...sections.filter(isYes)];
  const length = sections.reduce((sum, each) => sum + rowOf(each).join(" | ").length, 0);
  const rows: (readonly string[])[] = [];
  let left = room;
  for (const section of length > room ? first : sections) {
    const row = rowOf(section);
    left -= row.join(" | ").length;
    if (left < 0) break;
    rows.push(row);
  }
  const missing = sections.length - rows.length;
  const told = table(["Environment", "Key", "Verdict", "Yes", "No", "Warnings", "Not told"], rows);
  return missing === 0 ? told : `${told}\n\n${missing} more environments have no room here.`;
}

function rowOf({ name, report }: Section): readonly string[] {
  const { pass, fail, warn, unknown } = report.counts;
  const mark =
    report.waived !== undefined ? "!" : report.exitCode === 0 ? "✓" : report.exitCode === 3 ? "?" : "✗";
  const key = report.key?.arn ?? report.target?.key.given ?? "";
  const verdict = `${mark} ${shortVerdict(report)}`;
  return [code(name, 150), code(key, 150), verdict, ...[pass, fail, warn, unknown].map(String)];
}

/** One environment that is not ready: what counts of it, and what to type. */
export function sectionBlocks(section: Section): readonly string[] {
  const spoken = section.points.filter(({ told }) => told.length > 0);
  return [
    [
      `### ${code(section.name, 200)}: ${prose(verdictSentence(section.report), 500)}`,
      ...(spoken.length === 0 ? [] : [checksTable(spoken)]),
    ].join("\n\n"),
    ...problemBlocks(spoken),
    ...nextText(section.report),
  ];
}

/** What to type next, in its order: remarks as sentences, commands that stand together as one block. */
export function nextText({ next }: Report): readonly string[] {
  if (next.length === 0) return [];
  const parts: string[] = [];
  let commands: string[] = [];
  const flush = () => {
    if (commands.length > 0) parts.push(block("sh", commands));
    commands = [];
  };
  for (const line of next) {
    if (line.startsWith("#")) {
      flush();
      parts.push(prose(line.replace(/^#\s*/, "")));
    } else commands.push(line);
  }
  flush();
  return [["**Next**", ...parts].join("\n\n")];
}
