/** A view as GitHub's Markdown, for a step summary or a comment on a pull request: never longer than GitHub accepts. */
import type { Block, Section, Step, View } from "../view/view.js";
import { blockParts, factsText, marks } from "./blocks.js";
import { block, code, details, prose } from "./escape.js";

/** A comment can have 65,536 characters; some are left for a line above. A step summary can have 1 MiB. */
const most = 64_000;

/** @returns the whole text, its parts separated by empty lines */
export function renderMarkdown(view: View): string {
  const shown: string[] = [];
  let length = 0;
  let left = 0;
  for (const part of [...headParts(view), ...bodyParts(view)]) {
    // A later part can be short enough where a long one was not: the next commands matter most.
    if (length + part.length + 2 > most) left += 1;
    else {
      shown.push(part);
      length += part.length + 2;
    }
  }
  if (left > 0) {
    const words = left === 1 ? "part is" : "parts are";
    shown.push(`${left} more ${words} left out for lack of room; \`--format json\` has everything.`);
  }
  return `${shown.join("\n\n")}\n`;
}

function headParts({ verdict, command, origin, head, readAt }: View): readonly string[] {
  const { tone, short, sentence } = verdict;
  const words = sentence === "" ? short : sentence;
  const title = words === "" ? `mwaa-kms ${prose(command, 200)}` : `${marks[tone]} ${prose(words, 1000)}`;
  const read = readAt === undefined ? "" : `- Read: ${code(readAt, 100)}`;
  const rows = [factsText(head), read].filter((text) => text !== "").join("\n");
  return [
    `## ${title}`,
    ...(origin === undefined ? [] : [`**${prose(origin.label, 100)}:** ${prose(origin.text, 500)}`]),
    ...(rows === "" ? [] : [rows]),
  ];
}

/** Causes first, then the next step, then the rest, so that the limit takes from the rest. */
function bodyParts({ sections, next }: View): readonly string[] {
  const causes = sections.filter(({ id }) => id === "causes");
  const others = sections.filter(({ id }) => id !== "causes");
  return [
    ...causes.flatMap(({ blocks }) => blocks.flatMap(blockTexts)),
    ...nextParts(next),
    ...others.flatMap(sectionParts),
  ];
}

/** What is not asked for is folded; the tables of access and of grants are then left out, because html has them. */
function sectionParts({ id, title, blocks, isDetail = false }: Section): readonly string[] {
  if (isDetail && (id === "access" || id === "grants")) return [];
  const parts = blocks.flatMap(blockTexts);
  if (parts.length === 0) return [];
  const passed = blocks.flatMap((part) =>
    part.kind === "checks" ? part.rows.filter(({ state }) => state === "pass") : [],
  );
  if (id === "checks") {
    const words =
      passed.length === 0 ? title : `${passed.length} check${passed.length === 1 ? "" : "s"} passed`;
    return [details(words, parts.join("\n\n"))];
  }
  return isDetail ? [details(title, parts.join("\n\n"))] : [`### ${prose(title, 300)}`, ...parts];
}

function blockTexts(part: Block): readonly string[] {
  return part.kind === "environment" ? environmentTexts(part.view) : blockParts(part);
}

/** One environment of a report on several: what changes in it. Its causes are above, once for all that have them. */
function environmentTexts({ subject, verdict, sections, next }: View): readonly string[] {
  const own = sections.filter(({ id, isDetail = false }) => id !== "causes" && id !== "checks" && !isDetail);
  const parts = [...own.flatMap(sectionParts), ...nextParts(next)];
  return parts.length === 0 ? [] : [details(`${subject}: ${verdict.short}`, parts.join("\n\n"))];
}

function nextParts(next: readonly Step[]): readonly string[] {
  return next.map(({ label, text, isCommand }) =>
    isCommand ? `**${label}:**\n\n${block("sh", [text])}` : `**${label}:** ${prose(text)}`,
  );
}
