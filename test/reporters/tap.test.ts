import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Report } from "../../src/report/report.js";
import { renderTap } from "../../src/reporters/ci/tap.js";
import { propertyRuns } from "../property-runs.js";
import { hostileText } from "./hostile-text.js";
import { about, found, hostile, reports } from "./pipeline-reports.js";

interface TestPoint {
  readonly ok: boolean;
  readonly description: string;
  readonly directive?: string;
  readonly reason?: string;
  diagnostics?: unknown;
}

interface Read {
  readonly points: readonly TestPoint[];
  readonly bail?: string;
}

const point = /^(?<ok>ok|not ok) (?<number>\d+) - (?<rest>.*)$/;
/** A hash sign with an even number of backslashes before it, and a space: what begins a directive. */
const directive = /^(?<description>(?:[^\\#]|\\.)*?)(?: #\s*(?<directive>TODO|SKIP)\b ?(?<reason>.*))?$/i;

/** A strict reader of TAP 14 without subtests, after https://testanything.org/tap-version-14-specification.html. */
function read(report: Report): Read {
  const lines = renderTap(report).split("\n");
  expect(lines.pop()).toBe("");
  expect(lines.shift()).toBe("TAP version 14");
  const plan = Number(/^1\.\.(?<count>\d+)$/.exec(lines.shift() ?? "")?.groups?.["count"]);
  const points: TestPoint[] = [];
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    if (line.startsWith("Bail out!")) {
      expect([lines, points.length]).toEqual([[], plan]);
      return { points, bail: line.slice("Bail out! ".length) };
    }
    if (line === "  ---") {
      const end = lines.indexOf("  ...");
      const yaml = lines.splice(0, end + 1).slice(0, -1);
      expect(end).toBeGreaterThan(0);
      expect(yaml.every((each) => each.startsWith("  "))).toBe(true);
      (points.at(-1) as TestPoint).diagnostics = parse(yaml.map((each) => each.slice(2)).join("\n"));
      continue;
    }
    // TAP 14 has comments; ours say who called.
    if (line.startsWith("# Caller: ")) continue;
    const parts = point.exec(line)?.groups;
    expect(parts, line).toBeDefined();
    expect(Number(parts?.["number"])).toBe(points.length + 1);
    const said = directive.exec(parts?.["rest"] ?? "")?.groups;
    expect(said, line).toBeDefined();
    points.push({
      ok: parts?.["ok"] === "ok",
      description: (said?.["description"] ?? "").replaceAll(/\\(.)/g, "$1"),
      ...(said?.["directive"] === undefined
        ? {}
        : { directive: said["directive"], reason: said["reason"] ?? "" }),
    });
  }
  expect(points).toHaveLength(plan);
  return { points };
}

const short = ({ points }: Read) =>
  points.map(({ ok, directive = "" }) => `${ok ? "ok" : "not ok"} ${directive}`.trim());

describe("test points", () => {
  it.each([
    ["ready", ["ok"]],
    ["done", ["ok"]],
    ["notReady", ["ok", "not ok", "ok"]],
    ["unknown", ["ok", "not ok"]],
    ["warnings", ["ok", "ok", "ok SKIP"]],
    ["strict", ["not ok"]],
    ["waived", ["not ok TODO", "not ok"]],
    ["allowUnknown", ["ok SKIP"]],
    ["wouldChange", ["ok", "not ok"]],
    ["incomplete", ["not ok", "ok", "ok", "ok"]],
    ["askedWrongly", ["not ok"]],
    ["noConnection", ["not ok"]],
    ["bug", ["not ok"]],
    ["many", ["ok", "ok", "ok", "not ok", "ok", "not ok"]],
  ] as const)("of %s", (name, expected) => {
    expect(short(read(reports[name]))).toEqual(expected);
  });

  it("say in their diagnostics what is wrong and what to type", () => {
    expect(read(reports.notReady).points[1]?.diagnostics).toMatchObject({
      check: "check-fail",
      state: "error",
      problems: [
        {
          severity: "error",
          code: "readiness/disabled",
          message: "The key is disabled.",
          fix: expect.stringContaining("aws kms enable-key --key-id arn:"),
        },
      ],
    });
  });

  it("say why something is waived", () => {
    expect(read(reports.waived).points[0]?.reason).toBe(
      "waived until 2026-12-31: the platform team mends it",
    );
  });

  it("of many begin with the environment", () => {
    const { points } = read(reports.many);
    expect(points.map(({ description }) => description.split(": ")[0])).toEqual([
      "ci/mwaa-kms.yaml",
      "prod (us-east-1)",
      ...Array(3).fill("staging (us-east-1)"),
      "dev (us-east-1)",
    ]);
  });

  it.each([
    ["askedWrongly", "The key is disabled."],
    ["noConnection", "Searched: environment variables"],
    ["bug", ""],
    ["interrupted", "Interrupted."],
  ] as const)("of %s end with why there are no more", (name, why) => {
    expect(read(reports[name]).bail).toContain(why);
  });

  it.each(["ready", "notReady", "unknown", "many"] as const)("of %s end as planned", (name) => {
    expect(read(reports[name]).bail).toBeUndefined();
  });

  it.each(["a # TODO b", "a \\\\# SKIP", "a\\\\", "\\\\\\\\ #", "# TODO"])(
    "keep the title %j as it is",
    (title) => {
      const [point] = read(
        about("prod", { verdict: "not-ready", findings: [found("fail", { title })] }),
      ).points;
      expect(point).toMatchObject({ ok: false, description: title });
      expect(point?.directive).toBeUndefined();
    },
  );

  it("are read back whole, whatever text is in them", () => {
    fc.assert(
      fc.property(hostileText, (text) =>
        hostile(text).forEach((each) => {
          for (const { description } of read(each).points) expect(description).not.toMatch(/[\r\n]/);
        }),
      ),
      { numRuns: Math.ceil(propertyRuns / 8) },
    );
  });
});
