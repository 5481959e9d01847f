/** Every case's whole answer as text: cells, reasons, places and edits, so that a change of any of them is seen. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { AccessDecision } from "../../src/policy/logs-decisions.js";
import { type AccessCase, judgeCase } from "./access-case.js";

const folder = new URL("./cases/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));

describe.each(files)("%s", (file) => {
  const cases = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as readonly AccessCase[];

  test("has these answers", async () => {
    const page = cases.map(answer).join("\n");
    await expect(page).toMatchFileSnapshot(`./answers/${file.replace(".json", ".txt")}`);
  });
});

function answer(each: AccessCase): string {
  const verdict = judgeCase(each);
  const problems = verdict.problems.map((problem) => {
    const edits = problem.fix.flatMap((fix) => (fix.do === "edit" ? [`\n    ${JSON.stringify(fix)}`] : []));
    return [problem.severity, problem.code, problem.at ?? "", ...edits].join(" ");
  });
  return [`${each.why}: ${verdict.level}`, ...together(verdict.cells), ...problems].join("\n  ");
}

/** One line for all cells with one answer: the operations, the log groups and the reason. */
function together(cells: readonly AccessDecision[]): readonly string[] {
  const lines = new Map<string, AccessDecision[]>();
  for (const cell of cells) {
    const { answer, by, why, unknown } = cell;
    const id = [answer, by?.effect ?? "", by?.pointer ?? "", by?.sid ?? "", why, unknown ?? ""].join(" ");
    lines.set(id, [...(lines.get(id) ?? []), cell]);
  }
  return Array.from(lines, ([id, same]) => {
    const required = new Set(same.flatMap((cell) => (cell.required ? [cell.operation] : [])));
    const reported = new Set(same.flatMap((cell) => (cell.required ? [] : [cell.operation])));
    const operations = [
      required.size === 6 ? "all six" : [...required].join(" "),
      reported.size === 3 ? "and the rest" : [...reported].map((operation) => `(${operation})`).join(" "),
    ].filter((each) => each !== "");
    const groups = [...new Set(same.map((cell) => cell.logGroup))];
    return `${operations.join(" ")} of ${groups.length === 5 ? "all" : groups.join(" ")}: ${id}`;
  });
}
