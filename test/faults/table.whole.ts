/** Every fault at every step, and `kill -9` at each: what is stored, saved and said. The report of it all is docs/faults.md. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Cell } from "./cell.js";
import { useSandboxCredentials } from "./credentials.js";
import { judgeCell } from "./judge.js";
import { judgeKilled } from "./judge-killed.js";
import type { Killed } from "./killed.js";
import { renderReport, titleOf } from "./report.js";
import { runKills, runTable } from "./table.js";
import { ways } from "./ways.js";

useSandboxCredentials();
let cells: readonly Cell[] = [];
let killed: readonly Killed[] = [];
beforeAll(async () => {
  [cells, killed] = await Promise.all([runTable(() => true), runKills()]);
}, 3_000_000);

describe("the table of faults", () => {
  it("has more than 250 cells, for each way of writing", () => {
    expect(cells.length + killed.length).toBeGreaterThan(250);
    for (const way of ways) expect(cells.filter((cell) => cell.way === way).length).toBeGreaterThan(40);
  });

  it("breaks no promise in any cell", () => {
    const broken = cells.flatMap((cell) =>
      judgeCell(cell).map((each) => `${titleOf(cell)} at ${cell.at}: ${each}\n${cell.stdout}${cell.stderr}`),
    );
    expect(broken).toEqual([]);
  });

  it("breaks none when the process is killed", () => {
    expect(killed.flatMap(judgeKilled)).toEqual([]);
  });

  it("is what docs/faults.md says", async () => {
    await expect(renderReport(cells, killed)).toMatchFileSnapshot("../../docs/faults.md");
  });
});
