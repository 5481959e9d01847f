import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import fc from "fast-check";
import type { Log, Result } from "sarif";
import { describe, expect, it } from "vitest";
import type { Report } from "../../src/report/report.js";
import { renderSarif } from "../../src/reporters/ci/sarif.js";
import { propertyRuns } from "../property-runs.js";
import { hostileText } from "./hostile-text.js";
import { about, found, hostile, reports } from "./pipeline-reports.js";
import { report, trouble } from "./reports.js";

// The schema is of draft 4, whose only word that later drafts read in another way is its own name.
const {
  $schema: _,
  id: __,
  ...schema
} = JSON.parse(readFileSync("test/schemas/sarif-2.1.0-rtm.5.json", "utf8"));
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
formats.default(ajv);
const isValid = ajv.compile(schema);

function read(report: Report): Log["runs"][number] {
  const log = JSON.parse(renderSarif(report)) as Log;
  expect(isValid(log) ? [] : isValid.errors).toEqual([]);
  expect(log.runs).toHaveLength(1);
  return log.runs[0] as Log["runs"][number];
}

function results(report: Report): readonly Result[] {
  return read(report).results ?? [];
}

const kinds = (report: Report) => results(report).map(({ kind, level }) => `${kind} ${level}`);

describe("the schema", () => {
  it.each(Object.entries(reports))("takes %s", (_, each) => void read(each));
  it("refuses what is not SARIF", () => {
    expect(isValid({ version: "2.1.0", runs: [{ tool: {} }] })).toBe(false);
    expect(isValid({ version: "2.0.0", runs: [] })).toBe(false);
  });
  it("takes every text", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const each of hostile(text)) read(each);
      }),
      { numRuns: Math.ceil(propertyRuns / 8) },
    );
  });
});

describe("results", () => {
  it.each([
    ["ready", []],
    ["notReady", ["fail error", "fail warning"]],
    ["unknown", ["open none"]],
    ["warnings", ["fail warning", "fail note"]],
    ["strict", ["fail error"]],
    ["waived", ["fail note", "open none"]],
    ["allowUnknown", ["fail note"]],
    ["wouldChange", ["fail error"]],
    ["incomplete", ["fail error"]],
    ["askedWrongly", ["fail error"]],
    ["noConnection", ["open none"]],
    ["bug", ["fail error"]],
    ["interrupted", ["open none"]],
    ["many", ["fail warning", "fail error", "fail warning", "open none"]],
  ] as const)("of %s", (name, expected) => {
    expect(kinds(reports[name])).toEqual(expected);
  });

  it("name their check, their code and their key", () => {
    const [result] = results(reports.notReady);
    expect(result).toMatchObject({
      ruleId: "check-fail",
      properties: { code: "readiness/disabled" },
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: "mwaa-kms/prod" } },
          logicalLocations: [{ fullyQualifiedName: reports.notReady.key?.arn }],
        },
      ],
    });
    const { rules = [] } = read(reports.notReady).tool.driver;
    expect(rules.map(({ id }) => id)).toEqual(["check-fail", "check-warn"]);
    expect(rules[result?.ruleIndex ?? -1]?.id).toBe("check-fail");
  });

  it("say who excused a finding, and until when", () => {
    const [waived, open] = results(reports.waived);
    const justification = "waived until 2026-12-31: the platform team mends it";
    expect(waived?.suppressions).toEqual([{ kind: "external", status: "accepted", justification }]);
    expect(open?.suppressions).toBeUndefined();
  });

  it("are where the manifest is, or where a problem says", () => {
    const place = (report: Report) => results(report)[0]?.locations?.[0]?.physicalLocation;
    expect(place(reports.many)?.artifactLocation?.uri).toBe("ci/mwaa-kms.yaml");
    expect(place(reports.askedWrongly)).toEqual({
      artifactLocation: { uri: "mwaa-kms.yaml" },
      region: { startLine: 7, startColumn: 3 },
    });
  });

  it("keep their fingerprints when other things go, and none is there twice", () => {
    const prints = (report: Report) =>
      results(report).map((each) => each.partialFingerprints?.["mwaa-kms/v1"]);
    const both = prints(reports.notReady);
    const alone = prints(about("prod", { verdict: "ready", findings: [found("warn")] }));
    expect(alone).toEqual(both.slice(1));
    const twice = prints(report({ verdict: "not-ready", findings: [found("fail"), found("fail")] }));
    expect(new Set(twice).size).toBe(2);
  });

  it("make no links of square brackets", () => {
    const [result] = results(report({ problems: [{ ...trouble, what: "[a](https://evil.example)" }] }));
    expect(result?.message.text).toContain("\\[a\\](https://evil.example)");
  });
});

describe("the invocation", () => {
  it.each([
    ["ready", true, 0],
    ["notReady", true, 1],
    ["noConnection", true, 3],
    ["askedWrongly", false, 2],
    ["bug", false, 70],
  ] as const)("of %s", (name, executionSuccessful, exitCode) => {
    expect(read(reports[name]).invocations).toMatchObject([{ executionSuccessful, exitCode }]);
  });
});
