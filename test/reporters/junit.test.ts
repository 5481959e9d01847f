import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { validateXML } from "xmllint-wasm";
import { renderJunit } from "../../src/reporters/ci/junit.js";
import { propertyRuns } from "../property-runs.js";
import { hostileText } from "./hostile-text.js";
import { hostile, reports } from "./pipeline-reports.js";
import { report, trouble } from "./reports.js";

const schema = {
  fileName: "jenkins-junit-4.xsd",
  contents: readFileSync("test/schemas/jenkins-junit-4.xsd", "utf8"),
};

/** All documents at once: each run of xmllint starts a worker. */
async function faults(documents: readonly string[]): Promise<readonly string[]> {
  const xml = documents.map((contents, index) => ({ fileName: `${index}.xml`, contents }));
  return (await validateXML({ xml, schema, maxMemoryPages: 4096 })).errors.map(
    ({ rawMessage }) => rawMessage,
  );
}

describe("the schema of Jenkins", () => {
  it("takes every kind of report", async () => {
    expect(await faults(Object.values(reports).map(renderJunit))).toEqual([]);
  });
  it("refuses what is not JUnit, and what is no XML", async () => {
    expect(await faults(["<testsuites><testcase/></testsuites>"])).not.toEqual([]);
    expect(await faults(["<testsuites>\u0001</testsuites>"])).not.toEqual([]);
  });
  it("takes quotes and markup in an attribute", async () => {
    const what = `say "x" & 'y' <z> ]]>`;
    const text = renderJunit(report({ verdict: "not-ready", problems: [{ ...trouble, what }] }));
    expect(await faults([text])).toEqual([]);
    expect(text).toContain(`message="The key is disabled. say &quot;x&quot; &amp; 'y' &lt;z&gt; ]]&gt;"`);
  });
  it("takes every text", async () => {
    const texts = fc.sample(hostileText, Math.ceil(propertyRuns / 8));
    const documents = texts.flatMap(hostile).map(renderJunit);
    expect(await faults(documents)).toEqual([]);
  });
});

describe("the cases", () => {
  it.each([
    ["ready", "1 0 0 0"],
    ["notReady", "3 1 0 0"],
    ["unknown", "2 0 1 0"],
    ["warnings", "3 0 0 1"],
    ["strict", "1 1 0 0"],
    ["waived", "2 0 1 1"],
    ["allowUnknown", "1 0 0 1"],
    ["wouldChange", "2 1 0 0"],
    ["incomplete", "4 1 0 0"],
    ["askedWrongly", "1 0 1 0"],
    ["noConnection", "1 0 1 0"],
    ["bug", "1 0 1 0"],
    ["interrupted", "2 0 1 0"],
    ["done", "1 0 0 0"],
  ] as const)("of %s are counted", (name, expected) => {
    const text = renderJunit(reports[name]);
    expect(countsIn(text)).toBe(expected);
    const counted = ["<testcase", "<failure", "<error", "<skipped"].map((tag) => text.split(tag).length - 1);
    expect(counted.join(" ")).toBe(expected);
  });

  it("of many have a suite for each environment, and one for the manifest", () => {
    const text = renderJunit(reports.many);
    const names = [...text.matchAll(/<testsuite name="(?<name>[^"]*)"/g)].map(
      ({ groups }) => groups?.["name"],
    );
    expect(names).toEqual(["ci/mwaa-kms.yaml", "prod (us-east-1)", "staging (us-east-1)", "dev (us-east-1)"]);
    expect(text).toContain('<testsuites name="mwaa-kms" tests="6" failures="1" errors="1">');
  });

  it("name the check, the code and the command", () => {
    const text = renderJunit(reports.notReady);
    expect(text).toContain('<testcase name="The key is enabled" classname="mwaa-kms.check-fail">');
    expect(text).toContain(
      '<failure message="The key is disabled." type="readiness/disabled">The key is disabled.',
    );
    expect(text).toContain("Fix: aws kms enable-key --key-id arn:aws:kms");
  });

  it("show a warning without failing, and say why something was skipped", () => {
    expect(renderJunit(reports.warnings)).toContain(
      "<system-out>warning: The key is disabled. The key will be disabled.",
    );
    expect(renderJunit(reports.waived)).toContain(
      "<skipped>waived until 2026-12-31: the platform team mends it\n",
    );
  });
});

function countsIn(text: string): string {
  const suite =
    /<testsuite name="[^"]*" tests="(?<tests>\d+)" failures="(?<failures>\d+)" errors="(?<errors>\d+)" skipped="(?<skipped>\d+)"/.exec(
      text,
    )?.groups;
  return ["tests", "failures", "errors", "skipped"].map((name) => suite?.[name]).join(" ");
}
