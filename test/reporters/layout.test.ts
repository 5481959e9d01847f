/** The layout: how lines are broken, how wide they are, and which colors and marks there are. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { layoutOf, wrap } from "../../src/reporters/terminal/layout.js";
import { filledJson } from "../../src/reporters/text.js";
import { propertyRuns as numRuns } from "../property-runs.js";

const plain = (width: number) => layoutOf({ width, color: false, unicode: true });

describe("wrap", () => {
  test.each([
    ["one two three", "- ", ["- one two three"]],
    ["", "- ", ["- "]],
    ["word ".repeat(9).trim(), "", [`${"word ".repeat(8).trim()}`, "word"]],
    [`${"a".repeat(38)} b`, "", [`${"a".repeat(38)} b`]],
    [`${"a".repeat(39)} b`, "", ["a".repeat(39), "b"]],
    [`see ${"a".repeat(60)} b`, "  > ", [`  > see ${"a".repeat(60)}`, "    b"]],
    ["one (mwaa-kms grants key -e demo) two", "", ["one (mwaa-kms grants key -e demo) two"]],
    ["words (mwaa-kms grants key -e demo). End", "", ["words (mwaa-kms grants key -e demo). End"]],
    [
      "some longer words (mwaa-kms grants key -e demo)",
      "",
      ["some longer words", "(mwaa-kms grants key -e demo)"],
    ],
    ["a".repeat(60), "* ", [`* ${"a".repeat(60)}`]],
    ["a\nb \u001b[31m", "", ["a\\u{a}b \\u{1b}[31m"]],
  ])("%j", (text, first, lines) => expect(wrap(text, plain(40), first)).toEqual(lines));

  test("keeps every word, and every line within the page but for words that are longer", () => {
    const words = fc.array(fc.stringMatching(/^[!-~]{1,70}$/), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(
        words,
        fc.constantFrom(40, 60, 100),
        fc.constantFrom("", "  ", "      → "),
        (list, width, first) => {
          const lines = wrap(list.join(" "), plain(width), first);
          const text = lines.map((line) => line.slice(first.length)).join(" ");
          expect(text.replaceAll(" ", "")).toBe(list.join(""));
          for (const [index, line] of lines.entries()) {
            expect(line.slice(0, first.length)).toBe(index === 0 ? first : " ".repeat(first.length));
            const hasLongWord = line.split(" ").some((word) => word.length > width - first.length);
            if (!hasLongWord) expect(line.length).toBeLessThanOrEqual(width);
          }
        },
      ),
      { numRuns },
    );
  });
});

describe("the page", () => {
  test.each([
    [0, 40],
    [39, 40],
    [60, 60],
    [200, 100],
  ])("of %i columns is set to %i", (width, set) => expect(plain(width).width).toBe(set));

  test("has colors only where it is told so", () => {
    expect(plain(60).style("bad", "no")).toBe("no");
    expect(layoutOf({ width: 60, color: true, unicode: true }).style("bad", "no")).toBe(
      "\u001b[31mno\u001b[39m",
    );
  });

  test("has marks of ASCII where nothing else can be trusted to show", () => {
    const marks = Object.values(layoutOf({ width: 60, color: false, unicode: false }).marks);
    for (const mark of marks) expect(mark).toMatch(/^[ -~]{1,2}$/);
    expect(new Set(marks).size).toBe(marks.length);
  });
});

test("JSON fills the line, nothing of it raw, and can be copied as JSON", () => {
  const value = { Sid: "\u001b[2J", list: ["\u202e", "b".repeat(20), "c"], empty: [] };
  const lines = filledJson(value, 40);
  expect(lines).toEqual([
    "{",
    '  "Sid": "\\u001b[2J",',
    '  "list": [',
    '    "\\u202e", "bbbbbbbbbbbbbbbbbbbb", "c"',
    "  ],",
    '  "empty": []',
    "}",
  ]);
  expect(JSON.parse(lines.join("\n"))).toEqual(value);
});

test("any JSON value is the same after it is filled into lines", () =>
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(40, 96), (value, width) => {
      expect(JSON.parse(filledJson(value, width).join("\n"))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { numRuns },
  ));
