import { describe, expect, it } from "vitest";
import { block, code, details, link, prose, table } from "../../src/reporters/markdown/escape.js";
import { spells } from "./hostile-text.js";
import { htmlOf, livelyText, ofType, readMarkdown, textOf } from "./markdown-read.js";

const found = (text: string) => readMarkdown(text).nodes;
const types = (text: string) => new Set(found(text).map(({ type }) => type));
const inert = new Set(["root", "paragraph", "text", "inlineCode"]);

describe("prose", () => {
  it.each([
    ...spells,
    ...spells.map((spell) => `${spell} and more`),
    ...[
      "1. one",
      "2) two",
      "(www.evil.example)",
      '"@me"',
      "deadbee",
      "gh-7",
      "WWW.evil.example",
      "a|b|c",
      "\\`a`",
    ],
  ])("makes nothing of %j", (spell) => {
    const nodes = found(prose(spell));
    expect(nodes.map(({ type }) => type).filter((type) => !inert.has(type))).toEqual([]);
    for (const { value } of ofType(nodes, "text")) {
      for (const lively of livelyText) expect(value).not.toMatch(lively);
    }
  });

  it.each([
    "The key is enabled.",
    "30 of 30 operations (all)",
    'MWAA\'s own: yes; or "no"?',
    "us-east-1, 2.5",
  ])("leaves words be: %s", (text) => {
    expect(prose(text)).toBe(text);
  });

  it("shows each letter of what it keeps from acting", () => {
    const text = "may not kms:Encrypt, see `a``b` (arn:aws:kms)";
    expect(textOf(readMarkdown(prose(text)).root)).toBe(text);
  });
});

describe("code", () => {
  it.each(["a", "`", "``a`", " a ", "a`b", "\\", "a\\", "<b>", "```js"])("shows %j as it is", (text) => {
    const [span] = ofType(found(code(text)), "inlineCode");
    expect(types(code(text))).toEqual(new Set(["root", "paragraph", "inlineCode"]));
    expect(span?.value).toBe(text);
  });

  it("ends no cell", () => {
    const [head, row] = ofType(found(table(["a", "b"], [[code("x|y\\|z`|"), "c"]])), "tableRow");
    expect([head?.children.length, row?.children.length]).toEqual([2, 2]);
  });
});

describe("a block", () => {
  it.each(["```", "````\n", "~~~", "</details>", "    x"])(
    "ends where it is meant to, with %j in it",
    (line) => {
      const nodes = found(`${block("sh", [line, "last"])}\n\nafter`);
      expect(ofType(nodes, "code")).toHaveLength(1);
      expect(ofType(nodes, "code")[0]?.value.endsWith("\nlast")).toBe(true);
      expect(ofType(nodes, "paragraph")).toHaveLength(1);
    },
  );

  it("is cut at whole lines, and says so", () => {
    expect(block("", ["one", "two", "three"], 8)).toBe("```\none\ntwo\n```\n\n1 more line is left out.");
  });
});

describe("details", () => {
  it.each(spells)("have no tag of %j in their summary", (spell) => {
    const { tags } = htmlOf(found(details(spell, "inner")));
    const expected = ["<details>", "<summary>", "<code>", "</code>", "</summary>", "</details>"];
    expect(tags.filter((tag) => !expected.includes(tag))).toEqual([]);
  });
});

describe("a link", () => {
  it.each([
    ["https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html", "link"],
    ["https://docs.aws.amazon.com.evil.example/", "inlineCode"],
    ["https://docs.aws.amazon.com/> <b>", "inlineCode"],
    ["javascript:alert(1)", "inlineCode"],
  ])("%s is a %s", (address, type) => {
    expect(types(link(address)).has(type)).toBe(true);
    expect(types(link(address)).has("html")).toBe(false);
  });
});
