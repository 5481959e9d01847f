/** Untrusted text on a terminal: nothing moves the cursor, changes colours or reorders letters, and JSON stays JSON. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeControls, printableJson } from "../../src/reporters/text.js";
import { propertyRuns as numRuns } from "../property-runs.js";

/** Everything of which a terminal, or a reader's eye, could make something else. */
const unsafe = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const unsafeButLines = /[^\P{C}\n]|[\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

const dangerous = [
  ["\u001b[31m", "\\u{1b}[31m"],
  ["\u001b]0;title\u0007", "\\u{1b}]0;title\\u{7}"],
  ["\u009b1m", "\\u{9b}1m"],
  ["a\rb", "a\\u{d}b"],
  ["a\bb", "a\\u{8}b"],
  ["a\nb", "a\\u{a}b"],
  ["\t\0\u007f", "\\u{9}\\u{0}\\u{7f}"],
  ["\u202e\u2066\u200f", "\\u{202e}\\u{2066}\\u{200f}"],
  ["\u200b\u2060\ufeff\u00ad", "\\u{200b}\\u{2060}\\u{feff}\\u{ad}"],
  ["\u{e0041}\ufe0f", "\\u{e0041}\\u{fe0f}"],
  ["\ud800x\udfff", "\\u{d800}x\\u{dfff}"],
  ["\u2028\u2029", "\\u{2028}\\u{2029}"],
  ["\ue000\u0378", "\\u{e000}\\u{378}"],
  ["\u3164", "\\u{3164}"],
] as const;

/** Any code unit at all, with the dangerous ones often among them. */
const texts = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(...dangerous.map(([text]) => text)),
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    ),
  )
  .map((parts) => parts.join(""));

describe("printable", () => {
  test.each(dangerous)("%j is written %s", (text, shown) => expect(escapeControls(text)).toBe(shown));

  test.each(["plain", "größer", "日本語", "😀", "a b", "\\u{1b}", "é", "«»…—", ""])(
    "%j stays as it is",
    (text) => expect(escapeControls(text)).toBe(text),
  );

  test("leaves nothing dangerous, and whatever is safe where it was", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const shown = escapeControls(text);
        expect(shown).not.toMatch(unsafe);
        expect(escapeControls(shown)).toBe(shown);
        if (!unsafe.test(text)) expect(shown).toBe(text);
      }),
      { numRuns },
    );
  });
});

describe("printableJson", () => {
  test.each(dangerous)("%j is escaped, and the same value", (text) => {
    const json = printableJson(JSON.stringify([text]));
    expect(json).not.toMatch(unsafe);
    expect(JSON.parse(json)).toEqual([text]);
  });

  test("is the same value, and has nothing dangerous but its own line ends", () => {
    const values = fc.oneof(
      fc.jsonValue({ stringUnit: "binary" }),
      fc.dictionary(texts, fc.oneof(texts, fc.array(texts))),
      texts,
    );
    fc.assert(
      fc.property(values, (value) => {
        const json = JSON.stringify(value, null, 2);
        const shown = printableJson(json);
        expect(shown).not.toMatch(unsafeButLines);
        expect(JSON.stringify(JSON.parse(shown))).toBe(JSON.stringify(JSON.parse(json)));
        expect(shown.split("\n")).toHaveLength(json.split("\n").length);
      }),
      { numRuns },
    );
  });
});
