import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Report } from "../../src/report/report.js";
import { renderGitlab } from "../../src/reporters/ci/gitlab.js";
import { propertyRuns } from "../property-runs.js";
import { hostileText } from "./hostile-text.js";
import { found, hostile, reports } from "./pipeline-reports.js";
import { report } from "./reports.js";

const isValid = new Ajv().compile(JSON.parse(readFileSync("test/schemas/gitlab-code-quality.json", "utf8")));

interface Violation {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

function read(report: Report): readonly Violation[] {
  const violations = JSON.parse(renderGitlab(report)) as readonly Violation[];
  expect(isValid(violations) ? [] : isValid.errors).toEqual([]);
  expect(new Set(violations.map(({ fingerprint }) => fingerprint)).size).toBe(violations.length);
  return violations;
}

describe("the report for GitLab", () => {
  it.each([
    ["ready", []],
    ["notReady", ["critical", "minor"]],
    ["unknown", ["major"]],
    ["warnings", ["minor", "info"]],
    ["strict", ["critical"]],
    ["waived", ["info", "major"]],
    ["allowUnknown", ["info"]],
    ["wouldChange", ["critical"]],
    ["incomplete", ["critical"]],
    ["askedWrongly", ["critical"]],
    ["noConnection", ["major"]],
    ["bug", ["critical"]],
    ["many", ["minor", "critical", "minor", "major"]],
  ] as const)("says of %s how grave it is", (name, severities) => {
    expect(read(reports[name]).map(({ severity }) => severity)).toEqual(severities);
  });

  it("says what, which code and which command, in one line", () => {
    const [first] = read(reports.notReady);
    expect(first?.check_name).toBe("check-fail");
    expect(first?.description).toMatch(
      /^prod \(us-east-1\): The key is disabled\. \[readiness\/disabled\] Fix: aws kms enable-key --key-id arn:/,
    );
  });

  it("says who excused a finding", () => {
    expect(read(reports.waived)[0]?.description).toContain(
      "waived until 2026-12-31: the platform team mends it",
    );
  });

  it("names the manifest, or the line that a problem names", () => {
    expect(read(reports.many).map(({ location }) => location.path)).toContain("ci/mwaa-kms.yaml");
    expect(read(reports.askedWrongly)[0]?.location).toEqual({ path: "mwaa-kms.yaml", lines: { begin: 7 } });
  });

  it("tells two of the same apart", () => {
    expect(read(report({ findings: [found("fail"), found("fail")] }))).toHaveLength(2);
  });

  it("is valid with every text", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const each of hostile(text)) read(each);
      }),
      { numRuns: Math.ceil(propertyRuns / 8) },
    );
  });
});
