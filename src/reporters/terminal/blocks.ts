/** Each kind of block as lines for a terminal or a pipe. */
import { escapeControls } from "../text.js";
import type {
  Block,
  Cause,
  CheckRow,
  FixView,
  Item,
  Level,
  PolicyDiff,
  Row,
  Table,
  Tone,
} from "../view/view.js";
import { type Layout, type Style, wrap } from "./layout.js";

const tones: Readonly<Record<Level, Tone>> = {
  error: "bad",
  unknown: "unknown",
  warning: "warning",
  note: "plain",
};

/** @returns the lines of one block, without an empty line at its end */
export function blockLines(block: Block, layout: Layout): readonly string[] {
  switch (block.kind) {
    case "causes":
      return block.causes.flatMap((cause) => [...causeLines(cause, layout), ""]).slice(0, -1);
    case "checks":
      return checkLines(block.rows, layout);
    case "policy-diff":
      return diffLines(block, layout);
    case "items":
      return itemLines(block.items, layout);
    case "table":
      return tableLines(block, layout);
    case "facts":
      return rowLines(block.rows, layout, "  ");
    case "code":
      return block.text.replace(/\n$/, "").split("\n").map(escapeControls);
    case "text":
      return block.paragraphs.flatMap((text) => wrap(text, layout));
    case "picture":
    case "environment":
      return [];
  }
}

/** The headline, what was found and why it matters, how to fix it, where AWS says so. */
export function causeLines(cause: Cause, layout: Layout): readonly string[] {
  const { level, number, title, subject, code, at, environments, docs } = cause;
  const tone = tones[level];
  const mark = level === "note" ? "-" : layout.marks[tone];
  const start = `${mark} ${number === undefined ? "" : `${number}. `}`;
  const indent = " ".repeat(number === undefined ? 2 : start.length);
  const headline = subject === undefined ? title : `${title}: ${subject}`;
  const place = at === undefined ? "" : ` (${at})`;
  const coded = code === undefined ? "" : ` ${layout.style("quiet", `[${escapeControls(code)}]`)}`;
  const names = environments === undefined ? "" : `: ${listed(environments)}`;
  return [
    `${layout.style(tone, start.trimEnd())} ${layout.style("strong", escapeControls(headline))}${coded}${escapeControls(`${names}${place}`)}`,
    ...textLines(cause, layout, indent),
    ...fixLines(cause, layout, indent),
    ...(docs === undefined ? [] : [layout.style("quiet", `${indent}Docs: ${escapeControls(docs)}`)]),
  ];
}

function listed(names: readonly string[]): string {
  const most = 8;
  const left = names.length - most;
  return left > 1 ? `${names.slice(0, most).join(", ")} and ${left} more` : names.join(", ");
}

/** What and why on one line if they fit. Where they do not, a numbered cause has room for the first alone. */
function textLines({ title, text, number, level }: Cause, layout: Layout, indent: string): readonly string[] {
  const fresh = text.filter((sentence) => sentence !== `${title}.`);
  const whole = fresh.join(" ");
  if (indent.length + whole.length <= layout.width) return whole === "" ? [] : wrap(whole, layout, indent);
  const [first = [], ...rest] = fresh.map((sentence) => wrap(sentence, layout, indent));
  const isShort = number !== undefined || (level === "unknown" && first.length > 1);
  return isShort ? first : [...first, ...rest.flat()];
}

/** The best way, and for an error one other. Commands are never broken: they are copied. */
function fixLines({ fixes, level }: Cause, layout: Layout, indent: string): readonly string[] {
  const [best, ...others] = fixes;
  const other = level === "error" ? others.find(({ kind }) => kind !== "edit") : undefined;
  return [
    ...(best === undefined ? [] : fixLine(best, layout, `${indent}Fix:  `)),
    ...(other === undefined ? [] : fixLine(other, layout, `${indent}Or:   `)),
  ];
}

function fixLine(fix: FixView, layout: Layout, first: string): readonly string[] {
  switch (fix.kind) {
    case "command": {
      const note = fix.note === undefined ? "" : `     (${escapeControls(fix.note)})`;
      return [`${first}${layout.style("command", escapeControls(fix.command))}${note}`];
    }
    case "sentence":
      return wrap(fix.text, layout, first);
    case "edit": {
      const indent = " ".repeat(first.length);
      const lines = (text: string, style: Style, sign: string) =>
        text.split("\n").map((line) => `${indent}${layout.style(style, `${sign}${escapeControls(line)}`)}`);
      return [
        ...wrap(fix.text, layout, first),
        ...(fix.before === undefined ? [] : lines(fix.before, "bad", "- ")),
        ...lines(
          fix.after,
          fix.before === undefined ? "plain" : "good",
          fix.before === undefined ? "" : "+ ",
        ),
      ];
    }
  }
}

const states: Readonly<Record<CheckRow["state"], readonly [Tone, string]>> = {
  pass: ["good", ""],
  error: ["bad", "failed"],
  unknown: ["unknown", "unknown"],
  warning: ["warning", "warning"],
  note: ["plain", "note"],
  waived: ["warning", "waived"],
  skipped: ["unknown", "not run"],
};

function checkLines(rows: readonly CheckRow[], layout: Layout): readonly string[] {
  const longest = Math.max(...rows.map(({ title }) => title.length));
  return [
    layout.style("strong", "Checks"),
    ...rows.flatMap(({ state, title, evidence, waiver }) => {
      const [tone, word] = states[state];
      const found = [word, evidence ?? "", waiver ?? ""].filter((text) => text !== "").join(": ");
      const mark = layout.marks[tone].padEnd(layout.isAscii ? 2 : 1);
      const [line = "", ...more] = wrap(found, layout, `  ${mark} ${title.padEnd(longest)}  `);
      return [line.replace(mark, () => layout.style(tone, mark)), ...more].map((text) => text.trimEnd());
    }),
  ];
}

const signs = { "+": "good", "-": "bad", "~": "warning", " ": "plain" } as const;

function diffLines({ summary, lines, rows }: PolicyDiff, layout: Layout): readonly string[] {
  const body = lines.map(
    ({ sign, text }) => `  ${layout.style(signs[sign], `${sign} ${escapeControls(text)}`)}`,
  );
  return [
    ...wrap(`Key policy: ${summary}`, layout),
    ...(body.length === 0 ? [] : ["", ...body]),
    ...(rows.length === 0 ? [] : ["", ...rowLines(rows, layout, "", ":")]),
  ];
}

function itemLines(items: readonly Item[], layout: Layout): readonly string[] {
  const longest = Math.max(...items.map(({ name }) => name.length));
  const isNamed = longest > 0;
  return items.flatMap(({ tone, name, text, lines = [] }) => {
    const mark = layout.marks[tone];
    const lead = tone === "plain" ? "  " : `  ${mark} `;
    const start = isNamed ? `${lead}${name.padEnd(longest)}  ` : `${mark} `;
    const isWide = start.length + Math.min(text.length, 20) > layout.width;
    const head = isWide
      ? [`${lead}${escapeControls(name)}`, ...wrap(text, layout, "      ")]
      : wrap(text, layout, escapeControls(start));
    const [first = "", ...more] = head;
    return [
      tone === "plain" ? first.trimEnd() : first.replace(mark, () => layout.style(tone, mark)),
      ...more,
      ...lines.map((line) => `    ${escapeControls(line)}`),
    ];
  });
}

/** A table where it fits; below 72 columns a list. */
function tableLines({ head, rows, more }: Table, layout: Layout): readonly string[] {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => textOf(row[column], layout).length)),
  );
  const isNarrow = layout.width < 72;
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, column) => (column === cells.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join("  ")}`;
  const body = rows.map((row) => {
    const text = line(row.map((cell) => textOf(cell, layout))).trimEnd();
    const marked = row.find(({ tone }) => tone !== undefined && tone !== "plain");
    if (marked?.tone === undefined) return text;
    const shown = textOf(marked, layout);
    return text.replace(shown, () => layout.style(marked.tone ?? "plain", shown));
  });
  const rest = more === 0 ? [] : [`  ${more} more`];
  if (!isNarrow)
    return [layout.style("quiet", line(head.map((title) => title.toUpperCase()))), ...body, ...rest];
  return [
    ...rows.flatMap((row) =>
      wrap(
        row
          .map((cell) => textOf(cell, layout))
          .filter(Boolean)
          .join("  "),
        layout,
        "  ",
      ),
    ),
    ...rest,
  ];
}

function textOf(cell: Table["rows"][number][number] | undefined, layout: Layout): string {
  if (cell === undefined) return "";
  const isMarked = cell.tone !== undefined && cell.tone !== "plain" && cell.text.length > 1;
  return escapeControls(isMarked ? `${layout.marks[cell.tone ?? "plain"]} ${cell.text}` : cell.text);
}

/** Labels in a column of their own; below 72 columns on their own line. */
export function rowLines(rows: readonly Row[], layout: Layout, indent: string, end = ""): readonly string[] {
  const longest = Math.max(...rows.map(({ label }) => label.length)) + end.length;
  const isNarrow = layout.width < 72;
  return rows.flatMap(({ label, text }) =>
    isNarrow
      ? [`${indent}${escapeControls(label)}${end}`, ...wrap(text, layout, `${indent}  `)]
      : wrap(
          text,
          layout,
          `${indent}${escapeControls(`${label}${end}`).padEnd(longest)}${end === "" ? "  " : " "}`,
        ),
  );
}
