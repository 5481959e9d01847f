/** Problems as a person reads them: what, why, what to type, and where AWS says so. */
import type { Fix } from "../../problems/define.js";
import type { Problem } from "../../problems/problem.js";
import { escapeControls } from "../text.js";
import { jsonLines, type Page, wrap } from "./layout.js";

/** One problem in full; its first line begins with `first`, the others are indented as far. */
export function problemLines(problem: Problem, page: Page, first: string): readonly string[] {
  const indent = " ".repeat(first.length);
  const tone = problem.severity === "error" ? "bad" : problem.severity === "warning" ? "warning" : "quiet";
  const at = [problem.at, problem.resource].filter((part) => part !== undefined).join(", ");
  const place = at === "" ? "" : ` (at ${at})`;
  return [
    ...wrap(`${problem.what}${place} [${problem.code}]`, page, first).map((line) => page.paint(tone, line)),
    ...wrap(problem.why, page, indent),
    ...fixLines(problem.fix, page, indent),
    ...problem.docs.slice(0, 1).map((url) => page.paint("quiet", `${indent}${escapeControls(url)}`)),
  ];
}

/** The ways to mend it, the best first. Commands are never broken: they are there to be copied. */
export function fixLines(fixes: readonly Fix[], page: Page, indent: string): readonly string[] {
  return fixes.flatMap((fix) => oneFix(fix, page, `${indent}${page.marks.arrow} `));
}

function editLines(fix: Fix & { do: "edit" }, page: Page, arrow: string): readonly string[] {
  const indent = " ".repeat(arrow.length);
  if (fix.was === undefined) {
    return [
      ...wrap(`Put this at ${fix.pointer}:`, page, arrow),
      ...jsonLines(fix.json).map((line) => `${indent}${line}`),
    ];
  }
  return [
    ...wrap(`Change ${fix.pointer}:`, page, arrow),
    ...jsonLines(fix.was).map((line) => page.paint("bad", `${indent}- ${line}`)),
    ...jsonLines(fix.json).map((line) => page.paint("good", `${indent}+ ${line}`)),
  ];
}

function oneFix(fix: Fix, page: Page, arrow: string): readonly string[] {
  switch (fix.do) {
    case "run":
      return [`${arrow}${page.paint("command", escapeControls(fix.command))}`];
    case "ask":
      return wrap(`Ask ${fix.who}: ${fix.sentence}`, page, arrow);
    case "edit":
      return editLines(fix, page, arrow);
    case "write":
      return [
        ...wrap(`In ${fix.where}, write:`, page, arrow),
        ...fix.text.split("\n").map((line) => `${" ".repeat(arrow.length)}${escapeControls(line)}`),
      ];
  }
}
