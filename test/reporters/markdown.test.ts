import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Report } from "../../src/report/report.js";
import { renderMarkdown } from "../../src/reporters/markdown/markdown.js";
import { propertyRuns } from "../property-runs.js";
import { hostileText } from "./hostile-text.js";
import { htmlOf, livelyText, ofType, type ReadMarkdown, readMarkdown, textOf } from "./markdown-read.js";
import { about, found, hostile, reports } from "./pipeline-reports.js";
import { fullReport, report, trouble } from "./reports.js";

const read = (report: Report) => readMarkdown(renderMarkdown(report));
const headings = ({ nodes }: ReadMarkdown) => ofType(nodes, "heading").map((each) => textOf(each));
const rows = ({ nodes }: ReadMarkdown) =>
  ofType(nodes, "tableRow").map(({ children }) => children.map((cell) => textOf(cell)));

describe("the heading says the verdict", () => {
  it.each([
    ["ready", "The policy is ready. The key itself was not looked at."],
    ["notReady", "Not ready."],
    ["unknown", "Could not tell: something that matters is unknown."],
    ["allowUnknown", "Not known, and let pass by --allow-unknown: check-unknown."],
    ["waived", "Waived: check-fail."],
    ["strict", "Warnings count (--strict)."],
    ["wouldChange", "The policy would change."],
    ["askedWrongly", "This could not be understood."],
    ["noConnection", "Could not tell"],
    ["bug", "This is a fault of mwaa-kms."],
    ["many", "ot ready"],
  ] as const)("of %s", (name, words) => {
    expect(headings(read(reports[name]))[0]).toContain(words);
  });
});

describe("the table of the checks", () => {
  it.each([
    ["ready", ["✓ yes"]],
    ["notReady", ["✓ yes", "✗ no", "! warning"]],
    ["unknown", ["✓ yes", "? could not tell"]],
    ["waived", ["– let pass", "? could not tell"]],
    ["strict", ["✗ no"]],
    ["askedWrongly", ["✗ no"]],
    ["noConnection", ["? could not tell"]],
  ] as const)("of %s marks each in words", (name, marks) => {
    const [, ...checks] = rows(read(reports[name]));
    expect(checks.map(([mark]) => mark)).toEqual(marks);
  });

  it("says who excused what", () => {
    expect(rows(read(reports.waived))[1]?.[2]).toContain(
      "waived until 2026-12-31: the platform team mends it",
    );
  });
});

describe("what is wrong", () => {
  it("is unfolded where it counts, and says why, what to type and where to read on", () => {
    const { nodes } = read(reports.notReady);
    expect(htmlOf(nodes).tags.filter((tag) => tag.startsWith("<details"))).toEqual([
      "<details open>",
      "<details>",
    ]);
    const commands = ofType(nodes, "code").map(({ lang, value }) => [lang, value]);
    expect(commands[0]).toEqual(["sh", expect.stringContaining("aws kms enable-key --key-id arn:")]);
    const inline = ofType(nodes, "inlineCode").map(({ value }) => value);
    expect(inline).toContain("mwaa-kms explain readiness/disabled");
    expect(ofType(nodes, "link").map(({ url }) => url)).toContain(trouble.docs[0]);
  });

  it("is told once where several checks are unknown for the same reason", () => {
    const text = renderMarkdown(about("prod", { findings: [found("unknown"), found("unknown")] }));
    expect(text.match(/<details/g)).toHaveLength(1);
    expect(text.match(/^\| \? /gm)).toHaveLength(2);
  });

  it("is followed by what to type next, in its order", () => {
    const text = renderMarkdown(reports.notReady);
    expect(text).toContain("**Next**\n\nTo mend it:\n\n```sh\nmwaa-kms prepare");
  });

  it("shows a policy's change as a diff, and the grants", () => {
    const page = read(fullReport("Sid"));
    const diff = ofType(page.nodes, "code").find(({ lang }) => lang === "diff");
    expect(diff?.value.split("\n").slice(0, 4)).toEqual(["  Sid", "+ Sid", "+   {", '+     "Sid": "Sid",']);
    expect(rows(page).map(([name]) => name)).toContain(
      "mwaa-grant-for-lambda-exec-my-quite-long-airflow-environment",
    );
  });

  it("says which grants are on the key", () => {
    const states = rows(read(reports.incomplete)).map((cells) => cells[3]);
    expect(states).toEqual(expect.arrayContaining(["✗ missing", "✓ present"]));
  });
});

describe("a manifest's report", () => {
  it("has a line for each environment, and details of those that are not ready", () => {
    const page = read(reports.many);
    const [head, ...environments] = rows(page);
    expect(head).toEqual(["Environment", "Key", "Verdict", "Yes", "No", "Warnings", "Not told"]);
    expect(environments.slice(0, 3).map(([name, , verdict]) => [name, verdict])).toEqual([
      ["prod (us-east-1)", "✓ ready"],
      ["staging (us-east-1)", "✗ not ready"],
      ["dev (us-east-1)", "? could not tell"],
    ]);
    expect(headings(page).slice(1)).toEqual([
      "staging (us-east-1): Not ready.",
      expect.stringContaining("dev (us-east-1): Could not tell"),
    ]);
  });

  it("of a thousand environments has room for those that are not ready, and says what it left out", () => {
    const one = about("good", { findings: [found("pass")] });
    const bad = about("bad", { verdict: "not-ready", findings: [found("fail")] });
    const all = [...Array.from({ length: 990 }, () => one), ...Array.from({ length: 10 }, () => bad)];
    const text = renderMarkdown(
      report({ verdict: "not-ready", body: { kind: "many", manifest: "m.yaml", reports: all } }),
    );
    expect(text.length).toBeLessThan(65_536);
    expect(text.match(/^\| `bad/gm)).toHaveLength(10);
    expect(text.match(/^### `bad/gm)).toHaveLength(10);
    expect(text).toMatch(/\d+ more environments have no room here\./);
  });
});

describe("the length", () => {
  it.each(["x", "`", "word ", "|", "\u0000", "😀"])(
    "keeps below GitHub's limit with a lot of %j",
    (letter) => {
      for (const each of hostile(letter.repeat(40_000))) {
        const text = renderMarkdown(each);
        expect(text.length).toBeLessThanOrEqual(65_536);
        expect(() => encodeURIComponent(text)).not.toThrow();
        expect(ofType(readMarkdown(text).nodes, "heading").length).toBeGreaterThan(0);
      }
    },
  );

  it("says what was left out", () => {
    const findings = Array.from({ length: 200 }, (_, number) =>
      found("fail", {
        evidence: "word ".repeat(60),
        problems: [{ ...trouble, what: `The key is disabled, ${number}.` }],
      }),
    );
    const text = renderMarkdown(about("prod", { verdict: "not-ready", findings, next: ["mwaa-kms x"] }));
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toMatch(/parts have no room here; `--format json` has all of it\.\n$/);
  });
});

const allowed = /^<(?:\/?details|details open|\/?summary|\/?code)>$/;
const types = new Set([
  ...["root", "heading", "paragraph", "text", "strong", "inlineCode", "code", "html", "link"],
  ...["list", "listItem", "table", "tableRow", "tableCell"],
]);

describe("a text of somebody's", () => {
  it("makes nothing of its own: no link, picture, tag, mention, list or cell", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const each of hostile(text)) isHarmless(read(each));
      }),
      { numRuns: Math.ceil(propertyRuns / 16) },
    );
  });

  it("is the same structure as that of a plain word", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const plain = hostile("word").map((each) => shape(read(each)));
        expect(hostile(text).map((each) => shape(read(each)))).toEqual(plain);
      }),
      { numRuns: Math.ceil(propertyRuns / 32) },
    );
  });
});

/** The blocks and the tables' cells: what a text could break out of. */
function shape({ nodes }: ReadMarkdown): readonly string[] {
  const blocks = ["heading", "code", "table", "tableRow", "tableCell", "list", "listItem"];
  return nodes.filter(({ type }) => blocks.includes(type)).map(({ type }) => type);
}

function isHarmless({ nodes }: ReadMarkdown): void {
  expect(nodes.map(({ type }) => type).filter((type) => !types.has(type))).toEqual([]);
  for (const { url } of ofType(nodes, "link")) {
    expect(url).toMatch(/^https:\/\/(?:docs\.aws\.amazon\.com|repost\.aws)\//);
  }
  const { tags, text } = htmlOf(nodes);
  expect(tags.filter((tag) => !allowed.test(tag))).toEqual([]);
  const links = new Set(ofType(nodes, "link").flatMap(({ children }) => children));
  const words = [text, ...ofType(nodes, "text").flatMap((node) => (links.has(node) ? [] : [node.value]))];
  for (const each of words) for (const lively of livelyText) expect(each).not.toMatch(lively);
}
