/** The part of the table that is quick: no time-outs, and the steps around the write. `npm run test:faults` runs all of it. */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Cell } from "./cell.js";
import { useSandboxCredentials } from "./credentials.js";
import { judgeCell } from "./judge.js";
import { cellLine, titleOf } from "./report.js";
import { runTable } from "./table.js";

const around: ReadonlySet<string> = new Set(["re-read", "saving", "write", "read-back 1"]);
/** Of the other ways: a lost answer, a rival, a signal. */
const isTelling = /^(connection cut after|policy changed|SIGHUP)/;
const isSlow = (name: string) => /^(no answer|throttled|internal error)/.test(name);

useSandboxCredentials();
let cells: readonly Cell[] = [];
beforeAll(async () => {
  cells = await runTable(
    (way, kind, at) =>
      around.has(at) &&
      !isSlow(kind.name) &&
      (way.name === "prepare" || (at === "write" && isTelling.test(kind.name))),
  );
}, 300_000);

describe("faults around the write", () => {
  it("break no promise in any cell", () => {
    expect(cells.length).toBeGreaterThan(60);
    const broken = cells.flatMap((cell) =>
      judgeCell(cell).map((each) => `${titleOf(cell)} at ${cell.at}: ${each}\n${cell.stdout}${cell.stderr}`),
    );
    expect(broken).toEqual([]);
  });

  it("come to what docs/faults.md says", () => {
    const sections = new Map(
      readFileSync("docs/faults.md", "utf8")
        .split("\n### ")
        .map((section) => [section.split("\n", 1)[0], section]),
    );
    for (const cell of cells) expect(sections.get(titleOf(cell))).toContain(`\n${cellLine(cell)}\n`);
  });
});
