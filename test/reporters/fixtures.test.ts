/** The fixtures are reports of the published schema, and show everything that a format has to render. */
import { describe, expect, it } from "vitest";
import { everyFinding } from "../../src/report/compose.js";
import { exitCodes } from "../../src/report/verdict.js";
import { against, closed, publishedReportSchema, validatorOf } from "../documents/published.js";
import { fixtures } from "./fixtures.js";

const { mixed, written, fleet, refused } = fixtures;
const validate = validatorOf(closed(publishedReportSchema()));

describe.each(Object.entries(fixtures))("the fixture %s", (_name, report) => {
  it("is a report of the published schema", () => expect(against(validate, report)).toEqual([]));

  it("counts its findings, and has the exit code of its verdict", () => {
    const counts = { pass: 0, warn: 0, fail: 0, unknown: 0 };
    for (const { outcome } of everyFinding(report)) counts[outcome]++;
    expect([report.counts, report.exitCode]).toEqual([counts, exitCodes[report.verdict]]);
  });
});

describe("the fixtures together", () => {
  const sorted = (values: readonly (string | undefined)[]) => [...new Set(values)].sort();

  it("have every state of a check", () => {
    const states = mixed.findings.map(({ outcome, bearing, excused }) =>
      [outcome, bearing, excused?.by].join(" ").trim(),
    );
    expect(sorted(states)).toEqual([
      "fail blocks",
      "fail none waiver",
      "pass none",
      "unknown none",
      "unknown none allow-unknown",
      "unknown open",
      "warn none",
    ]);
  });

  it("have every kind of fix and every severity", () => {
    const problems = [...mixed.problems, ...mixed.findings.flatMap((each) => each.problems)];
    const fixes = problems.flatMap(({ fix }) => fix);
    expect(sorted(fixes.map((fix) => fix.do))).toEqual(["ask", "edit", "run", "write"]);
    expect(fixes.some((fix) => fix.do === "edit" && fix.was !== undefined)).toBe(true);
    expect(sorted(problems.map(({ severity }) => severity))).toEqual(["error", "note", "warning"]);
  });

  it("have a plan, what became of its write, grants, and next steps", () => {
    expect(written.body).toMatchObject({
      kind: "plan",
      plan: { empty: false },
      applied: { outcome: "written" },
    });
    expect(written.next.length).toBeGreaterThan(1);
    expect(mixed.handoff).toBeDefined();
    expect(mixed.body).toMatchObject({ kind: "inspection", plan: {}, access: {} });
  });

  it("have environments of every verdict, and a command line that was not understood", () => {
    const reports = fleet.body?.kind === "many" ? fleet.body.reports : [];
    expect(sorted(reports.map(({ verdict }) => verdict))).toEqual(["could-not-tell", "not-ready", "ready"]);
    expect(reports.map(({ waived }) => waived?.length)).toContain(1);
    expect(
      reports.map(
        ({ body }) => body?.kind === "inspection" && body.live?.expected.map((grant) => grant.state),
      ),
    ).toContainEqual(Array(4).fill("present"));
    expect([refused.verdict, refused.problems.map(({ code }) => code)]).toEqual([
      "asked-wrongly",
      ["usage/words"],
    ]);
  });
});
