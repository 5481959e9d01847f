/** Markdown of every kind of view: what it shows, how long it gets, and that text from outside stays text. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderMarkdown } from "../../src/reporters/markdown/markdown.js";
import type { View } from "../../src/reporters/view/view.js";
import { propertyRuns } from "../property-runs.js";
import { hostileText } from "./hostile-text.js";
import { htmlOf, livelyText, ofType, type ReadMarkdown, readMarkdown, textOf } from "./markdown-read.js";
import { anyView, arn, causes, fleet, full, view, views } from "./views.js";

const read = (source: View) => readMarkdown(renderMarkdown(source));
const headings = ({ nodes }: ReadMarkdown) => ofType(nodes, "heading").map((node) => textOf(node));
const rows = ({ nodes }: ReadMarkdown) =>
  ofType(nodes, "tableRow").map(({ children }) => children.map((cell) => textOf(cell)));

describe("the heading", () => {
  it.each([
    ["ready", "✓ Ready: MWAA can use this key. 19 checks passed."],
    ["oneCause", "✗ Not ready: 1 problem. 18 checks passed."],
    ["unknown", "? Unknown: 5 checks need the key policy. 14 checks passed."],
    ["waived", "! Not ready, waived: logs-access until 2027-06-30 (exit code 0)."],
    ["statement", "✓ Done"],
  ] as const)("of %s is the verdict with its mark", (name, words) => {
    expect(headings(read(views[name]))[0]).toBe(words);
  });

  it("is followed by the origin, the key and the time", () => {
    expect(renderMarkdown(views.fourCauses).split("\n\n").slice(1, 3)).toEqual([
      "**Sandbox:** A local KMS answered. No AWS account was used.",
      expect.stringContaining(`- Key: \`${arn}\`\n- Environment: demo (us-east-1)`),
    ]);
  });
});

describe("problems", () => {
  const page = read(views.fourCauses);

  it("are one table, and below it each with its fix", () => {
    expect(rows(page).slice(0, 6)).toEqual([
      ["", "Problem", "Code"],
      ["✗ problem", "1. The key is disabled", "readiness/disabled"],
      ["✗ problem", "2. CloudWatch Logs cannot use the key", "logs/missing"],
      ["✗ problem", "3. The bucket is in another Region: demo-oregon", "bucket/region"],
      ["✗ problem", "4. The log group ARN has another Region", "logs/context-region"],
      ["· note", "Automatic rotation is off", "readiness/rotation-off"],
    ]);
    expect(
      headings(page)
        .slice(1, 5)
        .map((words) => words.slice(0, 5)),
    ).toEqual(["✗ 1. ", "✗ 2. ", "✗ 3. ", "✗ 4. "]);
    const commands = ofType(page.nodes, "code").map(({ lang, value }) => [lang, value]);
    expect(commands[0]).toEqual(["sh", expect.stringContaining("aws kms enable-key --key-id arn:")]);
    expect(ofType(page.nodes, "link").map(({ url }) => url)).toContain(causes.disabled.docs);
  });

  it("show an edit as a diff of the lines that change", () => {
    const diff = ofType(page.nodes, "code").find(({ lang }) => lang === "diff");
    expect(diff?.value.split("\n").map((line) => line[0])).toEqual([" ", " ", "-", "+", " ", " "]);
  });

  it("come before what is folded: passed checks, and notes", () => {
    expect(htmlOf(page.nodes).text.trim()).toBe("Note: Automatic rotation is off6 checks passed");
  });
});

describe("the rest", () => {
  it("has the change as a diff, what was done, and how to undo it", () => {
    const page = read(views.prepared);
    const diff = ofType(page.nodes, "code").find(({ lang }) => lang === "diff");
    expect(diff?.value.split("\n").slice(0, 5)).toEqual([
      '! statement 2 "Allow use of the key"',
      "    Action",
      '-     "kms:*"',
      '+     "kms:Decrypt"',
      "+ {",
    ]);
    expect(renderMarkdown(views.prepared)).toContain("- ✓ Changed the key policy and verified it.");
    expect(renderMarkdown(views.prepared)).toContain("**Undo:**\n\n```sh\nmwaa-kms restore --last");
  });

  it("has grants only where they are what was asked for", () => {
    expect(renderMarkdown(views.ready)).not.toContain("mwaa-grant-for");
    expect(renderMarkdown(views.grants)).toContain("- ✗ `mwaa-fargate-access-for-demo`: missing");
  });
});

describe("a report on several environments", () => {
  it("has the environments of each problem, and a row for each environment", () => {
    const found = rows(read(views.fleet));
    expect(found[0]).toEqual(["", "Problem", "Code", "Environments"]);
    expect(found[4]?.[3]).toBe("orders, staging, risk");
    expect(found).toContainEqual([
      "staging",
      "us-east-1",
      "✗ not ready",
      "CloudWatch Logs cannot use the key (+1)",
    ]);
  });

  it("of a thousand has room for those that are not ready, and says what it leaves out", () => {
    const names = Array.from({ length: 1000 }, (_, at) => `environment-${at}`);
    const text = renderMarkdown(fleet(names, (_name, at) => at < 990));
    expect(text.length).toBeLessThan(64_000);
    for (const name of names.slice(990))
      expect(text).toMatch(new RegExp(`^\\| \`?${name}\`? .*not ready`, "m"));
    expect(text).toMatch(/\d+ more rows are left out\./);
  });
});

describe("the length", () => {
  it.each(["x", "`", "word ", "|", "\u0000", "😀"])(
    "stays below GitHub's limit with a lot of %j",
    (letter) => {
      const text = renderMarkdown(full(letter.repeat(40_000)));
      expect(text.length).toBeLessThanOrEqual(65_536);
      expect(() => encodeURIComponent(text)).not.toThrow();
      expect(headings(readMarkdown(text)).length).toBeGreaterThan(0);
    },
  );

  it("takes from what comes last, and says so", () => {
    const many = Array.from({ length: 200 }, (_, at) => ({
      ...causes.disabled,
      title: `The key is disabled, ${at}`,
      text: ["word ".repeat(60)],
    }));
    const sections = [
      { id: "causes", title: "Problems", blocks: [{ kind: "causes", causes: many }] },
    ] as const;
    const text = renderMarkdown(
      view({ sections, next: [{ label: "Next", text: "mwaa-kms x", isCommand: true }] }),
    );
    expect(text.length).toBeLessThanOrEqual(64_500);
    expect(text).toContain("mwaa-kms x");
    expect(text).toMatch(/parts are left out for lack of room; `--format json` has everything\.\n$/);
  });
});

const allowed = /^<(?:\/?details|\/?summary|\/?code)>$/;
const types = new Set([
  ...["root", "heading", "paragraph", "text", "strong", "inlineCode", "code", "html", "link"],
  ...["list", "listItem", "table", "tableRow", "tableCell"],
]);

describe("text from outside", () => {
  it("makes nothing of its own in any view: no link, picture, tag, mention, list or cell", () => {
    fc.assert(
      fc.property(anyView(hostileText), (source) => isHarmless(read(source))),
      { numRuns: Math.ceil(propertyRuns / 4) },
    );
  });

  it("gives the same structure as a plain word", () => {
    const plain = shape(read(full("word")));
    expect(shape(read(full(" "))), "a blank").toEqual(plain);
    fc.assert(
      fc.property(hostileText, (text) => {
        const source = read(full(text));
        isHarmless(source);
        expect(shape(source)).toEqual(plain);
      }),
      { numRuns: Math.ceil(propertyRuns / 16) },
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
  for (const word of words) for (const lively of livelyText) expect(word).not.toMatch(lively);
}
