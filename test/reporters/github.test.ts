import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Report } from "../../src/report/report.js";
import { renderGithub } from "../../src/reporters/ci/github.js";
import { propertyRuns } from "../property-runs.js";
import { hostileText } from "./hostile-text.js";
import { about, found, hostile, reports } from "./pipeline-reports.js";
import { trouble } from "./reports.js";

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

const syntax = /^::(?<name>error|warning|notice) (?<properties>title=[^:]*)::(?<data>.*)$/;

/** The text as GitHub's runner reads it; every line must be one of the commands that are meant. */
function read(report: Report): readonly Command[] {
  const text = renderGithub(report);
  if (text === "") return [];
  expect(text.endsWith("\n")).toBe(true);
  return text
    .slice(0, -1)
    .split(/\r\n|[\n\r\u0085\u2028\u2029]/)
    .map((line) => {
      const { name = "", properties = "", data = "" } = syntax.exec(line)?.groups ?? {};
      expect(name, line).not.toBe("");
      const pairs = properties.split(",").map((pair) => {
        const [key = "", ...value] = pair.split("=");
        return [key, unescaped(value.join("="))] as const;
      });
      const known = ["title", "file", "line", "col"];
      expect(known).toEqual(expect.arrayContaining(pairs.map(([key]) => key)));
      expect(new Set(pairs.map(([key]) => key)).size).toBe(pairs.length);
      return { name, properties: Object.fromEntries(pairs), message: unescaped(data) };
    });
}

/** Each escape once: what stands for a percent sign begins no other. */
function unescaped(text: string): string {
  const signs: Readonly<Record<string, string>> = { "0A": "\n", "0D": "\r", "25": "%", "3A": ":", "2C": "," };
  return text.replaceAll(/%(0A|0D|25|3A|2C)/g, (_, code: string) => signs[code] ?? "");
}

describe("annotations", () => {
  it.each([
    ["ready", []],
    ["done", []],
    ["notReady", ["error", "warning"]],
    ["unknown", ["error"]],
    ["warnings", ["warning", "notice"]],
    ["strict", ["error"]],
    ["waived", ["error", "notice"]],
    ["allowUnknown", ["notice"]],
    ["wouldChange", ["error"]],
    ["incomplete", ["error"]],
    ["askedWrongly", ["error"]],
    ["noConnection", ["error"]],
    ["bug", ["error"]],
    ["many", ["error", "error", "warning", "warning"]],
  ] as const)("of %s", (name, expected) => {
    expect(read(reports[name]).map((each) => each.name)).toEqual(expected);
  });

  it("say what, why, what to type and where to read on", () => {
    const [first] = read(reports.notReady);
    expect(first?.properties).toEqual({ title: "prod (us-east-1): The key is enabled" });
    expect(first?.message.split("\n")).toEqual([
      "The key is disabled.".padEnd(20),
      "KMS rejects grants and encryption with a disabled key.",
      expect.stringContaining("Fix: aws kms enable-key --key-id arn:"),
      "More: mwaa-kms explain readiness/disabled",
      expect.stringContaining("https://docs.aws.amazon.com/"),
    ]);
  });

  it("say what is unknown, and what was waived or ignored", () => {
    expect(read(reports.unknown)[0]?.properties["title"]).toContain("unknown");
    expect(read(reports.allowUnknown)[0]?.properties["title"]).toContain("ignored by --allow-unknown");
    expect(read(reports.waived)[1]?.properties["title"]).toContain("waived until 2026-12-31");
  });

  it("name a file only where there is one", () => {
    expect(read(reports.notReady)[0]?.properties["file"]).toBeUndefined();
    expect(read(reports.many).map((each) => each.properties["file"])).toEqual(
      Array(4).fill("ci/mwaa-kms.yaml"),
    );
    const place = { file: "mwaa-kms.yaml", line: "7", col: "3" };
    expect(read(reports.askedWrongly)[0]?.properties).toMatchObject(place);
  });

  it.each([
    [10, 10, undefined],
    [11, 10, "mwaa-kms: 2 more"],
    [30, 10, "mwaa-kms: 21 more"],
  ])("of %i errors are at most ten, and the last says how many more", (count, shown, last) => {
    const findings = Array.from({ length: count }, (_, number) =>
      found("fail", { problems: [{ ...trouble, what: `The key is disabled, ${number}.` }] }),
    );
    const commands = read(about("prod", { verdict: "not-ready", findings }));
    expect(commands).toHaveLength(shown);
    if (last !== undefined) expect(commands.at(-1)?.properties["title"]).toBe(last);
  });

  it("that say the same of several checks of a key are one", () => {
    const findings = [found("unknown"), found("unknown"), found("unknown"), found("fail")];
    const titles = read(about("prod", { verdict: "not-ready", findings })).map(
      ({ properties }) => properties["title"],
    );
    expect(titles).toEqual([
      "prod (us-east-1): unknown: The key is enabled (and 2 more checks)",
      "prod (us-east-1): The key is enabled",
    ]);
  });

  it("show signs that mean something to the runner as they are", () => {
    const what = "100%, 50%0A::error::x, a: b";
    const title = "a, b: c,file=/etc/passwd,line=1 %2C";
    const report = about("prod", {
      verdict: "not-ready",
      findings: [found("fail", { title, problems: [{ ...trouble, what }] })],
    });
    const [command] = read(report);
    expect(command?.properties).toEqual({ title: `prod (us-east-1): ${title}` });
    expect(command?.message.split("\n")[0]).toBe(`The key is disabled. ${what}`);
  });

  it("are the only commands, whatever text there is", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const each of hostile(text)) read(each);
      }),
      { numRuns: Math.ceil(propertyRuns / 8) },
    );
  });
});
