/** The page: how lines are broken, how wide it is at least, and what colours and marks it has. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonLines, labelled, setPage, wrap } from "../../src/reporters/terminal/layout.js";
import { propertyRuns as numRuns } from "../property-runs.js";

const plain = (width: number) => setPage({ width, colour: false, unicode: true });

describe("wrap", () => {
  test.each([
    ["one two three", "- ", ["- one two three"]],
    ["", "- ", ["- "]],
    ["word ".repeat(9).trim(), "", [`${"word ".repeat(8).trim()}`, "word"]],
    [`${"a".repeat(38)} b`, "", [`${"a".repeat(38)} b`]],
    [`${"a".repeat(39)} b`, "", ["a".repeat(39), "b"]],
    [`see ${"a".repeat(60)} b`, "  > ", ["  > see", `    ${"a".repeat(60)}`, "    b"]],
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
          expect(lines.map((line) => line.slice(first.length)).join(" ")).toBe(list.join(" "));
          for (const [index, line] of lines.entries()) {
            expect(line.slice(0, first.length)).toBe(index === 0 ? first : " ".repeat(first.length));
            const isOneWord = !line.slice(first.length).includes(" ");
            if (!isOneWord) expect(line.length).toBeLessThanOrEqual(width);
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
    [200, 200],
  ])("of %i columns is set to %i", (width, set) => expect(plain(width).width).toBe(set));

  test("has colours only where it is told so", () => {
    expect(plain(60).paint("bad", "no")).toBe("no");
    expect(setPage({ width: 60, colour: true, unicode: true }).paint("bad", "no")).toBe(
      "\u001b[31mno\u001b[39m",
    );
  });

  test("has marks of ASCII where nothing else can be trusted to show", () => {
    const marks = setPage({ width: 60, colour: false, unicode: false }).marks;
    for (const mark of Object.values(marks)) expect(mark).toMatch(/^[!-~]{1,2}$/);
    expect(new Set([marks.pass, marks.fail, marks.warn, marks.unknown]).size).toBe(4);
  });
});

test("JSON is shown a line each, nothing of it raw, and can be copied as JSON", () =>
  expect(jsonLines({ Sid: "\u001b[2J", list: ["\u202e"] })).toEqual([
    "{",
    '  "Sid": "\\u001b[2J",',
    '  "list": [',
    '    "\\u202e"',
    "  ]",
    "}",
  ]));

test("labels are padded to a column", () => expect(labelled("Key", "a\u0007", 6)).toBe("Key   a\\u{7}"));
