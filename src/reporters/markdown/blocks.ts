/** Each kind of block of a view as GitHub's Markdown, one function each. A part that may be left out is an item of its own. */
import type {
  Block,
  Cause,
  Cell,
  CheckRow,
  FixView,
  Item,
  Level,
  PolicyDiff,
  Row,
  Table,
  Tone,
} from "../view/view.js";
import { block, code, details, link, prose, table } from "./escape.js";

export const marks: Readonly<Record<Tone, string>> = {
  good: "✓",
  bad: "✗",
  warning: "!",
  unknown: "?",
  plain: "·",
};

/** Marks with words: neither says enough alone. */
const levels: Readonly<Record<Level, string>> = {
  error: "✗ **problem**",
  unknown: "? **unknown**",
  warning: "! warning",
  note: "· note",
};

/** How GitHub names the languages. */
const languages: Readonly<Record<string, string>> = {
  ...{ json: "json", terraform: "hcl", cloudformation: "yaml", "cloudformation-json": "json", cdk: "ts" },
  ...{ cli: "sh", sh: "sh", markdown: "markdown" },
};

/** How many characters a table may take, so that there is room for what is below it. */
const room = 20_000;

export function blockParts(part: Exclude<Block, { kind: "environment" }>): readonly string[] {
  switch (part.kind) {
    case "causes":
      return causeParts(part.causes);
    case "checks":
      return [checksTable(part.rows)];
    case "policy-diff":
      return diffParts(part);
    case "items":
      return [part.items.map(itemText).join("\n")];
    case "table":
      return [tableText(part)];
    case "facts":
      return part.rows.length === 0 ? [] : [factsText(part.rows)];
    case "code":
      return [block(languages[part.language] ?? "", part.text.trimEnd().split("\n"))];
    case "text":
      return part.paragraphs.map((text) => prose(text));
    case "picture":
      return [];
  }
}

/** The table of all problems, then each with its fix. Notes are folded, because they ask for nothing. */
function causeParts(causes: readonly Cause[]): readonly string[] {
  if (causes.length === 0) return [];
  const isShared = causes.some(({ environments = [] }) => environments.length > 0);
  const head = ["", "Problem", "Code", ...(isShared ? ["Environments"] : [])];
  const rows = causes.map((cause) => [
    levels[cause.level],
    numbered(cause),
    cause.code === undefined ? "" : code(cause.code, 200),
    ...(isShared ? [listed(cause.environments ?? [])] : []),
  ]);
  return [bounded(head, rows), ...causes.map(causeText)];
}

function causeText(cause: Cause): string {
  const { level, text, at, environments = [], fixes, docs } = cause;
  const parts = [
    ...(environments.length === 0 ? [] : [`Environments: ${listed(environments)}`]),
    ...text.slice(0, 20).map((sentence) => prose(sentence)),
    ...(at === undefined ? [] : [`At: ${code(at, 500)}`]),
    ...fixes.slice(0, 5).map((fix, index) => fixText(fix, index === 0 ? "Fix" : "Or")),
    ...(docs === undefined ? [] : [`Docs: ${link(docs)}`]),
  ];
  if (level === "note") return details(`Note: ${titleOf(cause)}`, parts.join("\n\n"));
  return [`### ${levels[level].slice(0, 1)} ${numbered(cause)}`, ...parts].join("\n\n");
}

/** The number is not text from outside: it needs no escape, which would make code of it. */
function numbered(cause: Cause): string {
  return `${cause.number === undefined ? "" : `${cause.number}. `}${prose(titleOf(cause), 300)}`;
}

function titleOf({ title, subject }: Cause): string {
  return `${title}${subject === undefined ? "" : `: ${subject}`}`;
}

function fixText(fix: FixView, label: "Fix" | "Or"): string {
  switch (fix.kind) {
    case "command": {
      const note = fix.note === undefined ? "" : ` (${prose(fix.note, 300)})`;
      return `**${label}:**${note}\n\n${block("sh", [fix.command])}`;
    }
    case "sentence":
      return `**${label}:** ${prose(fix.text)}`;
    case "edit":
      return `**${label}:** ${prose(fix.text)}\n\n${editBlock(fix)}`;
  }
}

/** Equal lines at the start and at the end are shown once; GitHub colors the rest. */
function editBlock({ before, after, language }: FixView & { kind: "edit" }): string {
  const now = after.split("\n");
  if (before === undefined) return block(languages[language] ?? "", now);
  const old = before.split("\n");
  const most = Math.min(old.length, now.length);
  let start = 0;
  while (start < most && old[start] === now[start]) start++;
  let end = 0;
  while (end < most - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  return block("diff", [
    ...old.slice(0, start).map((line) => `  ${line}`),
    ...old.slice(start, old.length - end).map((line) => `- ${line}`),
    ...now.slice(start, now.length - end).map((line) => `+ ${line}`),
    ...old.slice(old.length - end).map((line) => `  ${line}`),
  ]);
}

const states: Readonly<Record<CheckRow["state"], string>> = {
  ...levels,
  error: "✗ **failed**",
  pass: "✓ passed",
  waived: "! waived",
  skipped: "· not run",
};

function checksTable(rows: readonly CheckRow[]): string {
  const found = ({ evidence, waiver, codes }: CheckRow) => [
    ...(evidence === undefined || evidence === "" ? [] : [prose(evidence, 300)]),
    ...(waiver === undefined ? [] : [prose(waiver, 300)]),
    ...codes.slice(0, 5).map((name) => code(name, 200)),
  ];
  return bounded(
    ["", "Check", "Found"],
    rows.map((row) => [states[row.state], prose(row.title, 200), found(row).join("; ")]),
  );
}

/** The sign stands first in its line, where GitHub looks for it; `!` is its sign for a changed line. */
function diffParts({ summary, lines, rows }: PolicyDiff): readonly string[] {
  const made = lines.map(({ sign, text }) => `${sign === "~" ? "!" : sign} ${text}`);
  return [
    prose(summary),
    ...(lines.length === 0 ? [] : [block("diff", made)]),
    ...(rows.length === 0 ? [] : [factsText(rows)]),
  ];
}

export function factsText(rows: readonly Row[]): string {
  return rows.map(({ label, text }) => `- ${prose(label, 100)}: ${prose(text, 1000)}`).join("\n");
}

function itemText({ tone, name, text, lines = [] }: Item): string {
  const more = lines.slice(0, 20).map((line) => `\n  - ${prose(line, 500) || "–"}`);
  const said = [code(name, 300), prose(text, 1000)].filter((words) => words !== "").join(": ");
  return `- ${marks[tone]} ${said}${more.join("")}`;
}

/** Where not all rows have room, those with a problem come first. */
function tableText({ head, rows, more }: Table): string {
  const isRight = (row: readonly Cell[]) => row.every(({ tone }) => tone !== "bad" && tone !== "unknown");
  const words = (list: readonly (readonly Cell[])[]) => list.map((row) => row.map(cellText));
  const titles = head.map((title) => prose(title, 100));
  const isWhole = words(rows).reduce((sum, cells) => sum + cells.join(" | ").length + 5, 0) <= room;
  const order = isWhole ? rows : rows.toSorted((one, other) => Number(isRight(one)) - Number(isRight(other)));
  return bounded(titles, words(order), more);
}

function cellText({ text, tone }: Cell): string {
  const mark = tone === undefined || text === "" || text === marks[tone] ? "" : `${marks[tone]} `;
  return `${mark}${prose(text, 300)}`;
}

/** A table of as many rows as have room; it says how many are left out. */
function bounded(head: readonly string[], rows: readonly (readonly string[])[], more = 0): string {
  const shown: (readonly string[])[] = [];
  let left = room;
  for (const row of rows) {
    left -= row.join(" | ").length + 5;
    if (left < 0) break;
    shown.push(row);
  }
  const missing = rows.length - shown.length + more;
  const text = table(head, shown);
  return missing === 0
    ? text
    : `${text}\n\n${missing} more ${missing === 1 ? "row is" : "rows are"} left out.`;
}

function listed(names: readonly string[]): string {
  const left = names.length - 20;
  const shown = names.slice(0, 20).map((name) => code(name, 100) || "–");
  return `${shown.join(", ")}${left > 0 ? ` and ${left} more` : ""}`;
}
