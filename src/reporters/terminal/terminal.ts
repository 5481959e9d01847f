/** The page as text for a person: origin, head, sections, verdict, next steps. */
import { escapeControls } from "../text.js";
import type { Cause, Section, View } from "../view/view.js";
import { blockLines, causeLines, rowLines } from "./blocks.js";
import { type Layout, type LayoutSettings, layoutOf, wrap } from "./layout.js";

/** @returns the whole text, each line ended; empty where there is nothing to say */
export function renderTerminal(view: View, settings: LayoutSettings): string {
  const layout = layoutOf(settings);
  const shown = view.sections.filter((section) => isShown(section, settings));
  const only = onlyOutput(view, shown);
  const parts: readonly (readonly string[])[] = [
    view.origin === undefined || only ? [] : originLines(view, layout),
    only ? [] : headLines(view, layout),
    ...shown.map(({ blocks }) => joined(blocks.map((block) => blockLines(block, layout)))),
    view.verdict.sentence === "" ? [] : verdictLines(view, layout),
    stepLines(view, layout),
  ];
  const text = joinedClose(parts, shown, view).join("\n").trimEnd();
  return text === "" ? "" : `${text}\n`;
}

/** What is only for pages that show everything: never the picture, and grants only where they are the answer. */
function isShown({ id, isDetail }: Section, { verbose }: LayoutSettings): boolean {
  if (isDetail !== true) return true;
  return verbose === true && (id === "checks" || id === "grants");
}

/** A statement, a list, an explanation: the output itself, which a program or a shell might read. */
function onlyOutput({ verdict, head }: View, shown: readonly Section[]): boolean {
  return (
    verdict.sentence === "" &&
    head.length === 0 &&
    shown.length > 0 &&
    shown.every(({ id }) => id === "result")
  );
}

/** Parts are apart by an empty line; what was written and the verdict stand together. */
function joinedClose(
  parts: readonly (readonly string[])[],
  shown: readonly Section[],
  { verdict, origin, head }: View,
): readonly string[] {
  const last = shown.at(-1);
  const isClose = last?.id === "write" && verdict.sentence !== "";
  const filled = parts.map((lines, index) => ({ lines, index })).filter(({ lines }) => lines.length > 0);
  return filled.flatMap(({ lines, index }, at) => {
    const isOrigin = index === 0 && origin !== undefined && head.length > 0;
    const isBeforeVerdict = isClose && index === parts.length - 3;
    return at === filled.length - 1 || isOrigin || isBeforeVerdict ? lines : [...lines, ""];
  });
}

function joined(blocks: readonly (readonly string[])[]): readonly string[] {
  return blocks
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}

function originLines({ origin, head }: View, layout: Layout): readonly string[] {
  if (origin === undefined) return [];
  const width = Math.max(...[origin, ...head].map(({ label }) => label.length + 1));
  return wrap(origin.text, layout, `${origin.label}:`.padEnd(Math.max(width + 1, 13))).map((line) =>
    line.replace(`${origin.label}:`, (label) => layout.style("warning", label)),
  );
}

function headLines({ head }: View, layout: Layout): readonly string[] {
  const wide = head.map(({ label, text }) => ({ label: label.padEnd(11), text }));
  return head.length === 0 ? [] : rowLines(layout.width < 72 ? head : wide, layout, "");
}

function verdictLines({ verdict: { tone, sentence } }: View, layout: Layout): readonly string[] {
  const mark = layout.marks[tone];
  return wrap(sentence, layout, tone === "plain" ? "" : `${mark} `).map((line, index) =>
    index === 0 && tone !== "plain" ? line.replace(mark, () => layout.style(tone, mark)) : line,
  );
}

function stepLines({ next }: View, layout: Layout): readonly string[] {
  return next.flatMap(({ label, text, isCommand }) =>
    isCommand
      ? [`${label}: ${layout.style("command", escapeControls(text))}`]
      : wrap(text, layout, `${label}: `),
  );
}

/** The problems alone, for stderr: of a command line that was not valid there is no report. */
export function renderProblems(view: View, settings: LayoutSettings): string {
  const layout = layoutOf(settings);
  const causes = view.sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === "causes" ? block.causes : [])),
  );
  return causes.map((cause) => `${problemLines(cause, layout).join("\n")}\n`).join("\n");
}

/** A command line that is not valid needs two lines, as with other tools. */
function problemLines(cause: Cause, layout: Layout): readonly string[] {
  const [help] = cause.fixes;
  if (cause.code !== "usage/words" || help?.kind !== "command") return causeLines(cause, layout);
  const [what = ""] = cause.text;
  return [
    `mwaa-kms: ${escapeControls(what)} ${layout.style("quiet", "[usage/words]")}`,
    `Run ${layout.style("command", escapeControls(help.command))} for all options.`,
  ];
}
