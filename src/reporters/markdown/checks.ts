/** The checks of one report as a table, and below it what is wrong, each to unfold. */
import type { Fix } from "../../problems/define.js";
import type { Point, Told } from "../view/messages.js";
import { block, code, details, jsonBlock, link, prose, table } from "./escape.js";

/** Marks with words: neither a colour nor a sign says anything alone. */
const marks: Readonly<Record<Point["state"], string>> = {
  pass: "✓ yes",
  error: "✗ **no**",
  open: "? **could not tell**",
  warning: "! warning",
  note: "· note",
  waived: "– let pass",
  untold: "? could not tell",
};

export function checksTable(points: readonly Point[]): string {
  return table(
    ["", "Check", "Found"],
    points.map((point) => [marks[point.state], prose(point.title, 200), found(point)]),
  );
}

function found({ evidence, excuse, told }: Point): string {
  const codes = [...new Set(told.flatMap((each) => (each.code === undefined ? [] : [code(each.code)])))];
  return [
    ...(evidence === undefined ? [] : [prose(evidence, 300)]),
    ...(excuse === undefined ? [] : [prose(excuse, 300)]),
    ...codes.slice(0, 5),
  ].join("; ");
}

/** What did not pass, a block for each check; what counts is unfolded. One refused call leaves many unknown: it is told once. */
export function problemBlocks(points: readonly Point[]): readonly string[] {
  const before = new Set<string>();
  const isNew = ({ what }: Told) => !before.has(what) && before.add(what);
  return points.flatMap(({ title, state, excuse, told }) => {
    const fresh = told.filter(isNew);
    if (fresh.length === 0) return [];
    const counts = state === "error" || state === "open";
    const head = excuse === undefined ? [] : [prose(excuse)];
    const words = marks[state].replace(/^\S+ /, "").replaceAll("*", "");
    return [details(`${title} (${words})`, [...head, ...fresh.map(toldText)].join("\n\n"), counts)];
  });
}

function toldText({ what, at, why, fixes, code: name, page }: Told): string {
  const more = [
    ...(name === undefined ? [] : [`More: ${code(`mwaa-kms explain ${name}`)}`]),
    ...(page === undefined ? [] : [link(page)]),
  ];
  return [
    `${prose(what)}${at === undefined ? "" : ` (at ${code(at, 300)})`}`,
    ...(why === undefined ? [] : [prose(why)]),
    ...fixes.slice(0, 5).map(fixText),
    ...(more.length === 0 ? [] : [more.join(" · ")]),
  ].join("\n\n");
}

export function fixText(fix: Fix): string {
  switch (fix.do) {
    case "run":
      return block("sh", [fix.command]);
    case "ask":
      return `Ask ${prose(fix.who, 300)}: ${prose(fix.sentence)}`;
    case "edit":
      return `${fix.was === undefined ? "Put this at" : "Change"} ${code(fix.pointer, 300)}:\n\n${jsonBlock(fix.json)}`;
    case "write":
      return `In ${code(fix.where, 300)}, write:\n\n${block(fix.language, fix.text.split("\n"))}`;
  }
}
