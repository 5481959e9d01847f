/** Whether one pattern matches all that another does, where that is certain, and what the answer may cost. */
import { describe, expect, test } from "vitest";
import {
  coversAll,
  coversArn,
  coversExactly,
  coversIgnoringCase,
  coversPattern,
  hasVariable,
} from "../../src/policy/evaluate/covers.js";

const plenty = () => ({ left: 1000 });

test.each([
  ["the same text", "kms:A", "kms:A", true],
  ["another case", "kms:A", "kms:a", false],
  ["a star is a character", "*", "kms:A", false],
] as const)("exactly: %s", (_why, wide, narrow, wanted) => {
  expect(coversExactly(wide)(narrow)).toBe(wanted);
});

test.each([
  ["the same text", "true", "true", true],
  ["the wide one in capitals", "TRUE", "true", true],
  ["the narrow one in capitals", "true", "TRUE", true],
  ["another text", "true", "false", false],
] as const)("in any case: %s", (_why, wide, narrow, wanted) => {
  expect(coversIgnoringCase(wide)(narrow)).toBe(wanted);
});

test.each([
  ["a text is itself", "ab", "ab", true],
  ["a text is no pattern's part", "ab", "a?", false],
  ["a text has a case", "ab", "AB", false],
  ["a star, the text", "a*", "abc", true],
  ["a star, nothing", "a*", "a", true],
  ["a star, a longer pattern", "a*", "ab*", true],
  ["a star, a mark", "a*", "a?", true],
  ["a star, a shorter pattern: it also matches what does not begin so", "ab*", "a*", false],
  ["a mark, one character", "a?", "ab", true],
  ["a mark, a mark", "a?", "a?", true],
  ["a mark, none", "a?", "a", false],
  ["a mark, another mark at its place", "?b", "?b", true],
  ["a mark alone, a mark and more", "?*", "?b", true],
  ["a mark, a star: the star may be empty, or longer", "a?", "a*", false],
  ["a mark and a star, a star: it may be empty", "a?*", "a*", false],
  ["the same pattern with both wildcards", "a?*", "a?*", true],
  ["the middle", "*Data*", "Generate?Data*Pair*", true],
] as const)("a pattern: %s", (_why, wide, narrow, wanted) => {
  expect(coversPattern(wide)(narrow)).toBe(wanted);
});

const logs = "arn:aws:logs:us-east-1:111122223333";

test.each([
  ["the same", `${logs}:a`, `${logs}:a`, true],
  ["a star in the last part takes colons", `${logs}:*`, `${logs}:log-group:a:*`, true],
  ["the last part keeps its colons", `${logs}:log-group:a`, `${logs}:log-group:b`, false],
  ["and each of them", `${logs}:log-group:?:*`, `${logs}:log-group:a:b`, true],
  ["a colon more is another text", `${logs}:a:b`, `${logs}:ab`, false],
  [
    "a mark in one part forbids no star in another",
    "arn:aws:logs:us-east-?:1:log-group:*",
    "arn:aws:logs:us-east-1:1:log-group:a*",
    true,
  ],
  ["a star stays in its part", "arn:aws:logs:us-*:a:x", "arn:aws:logs:us-east-1:b:a:x", false],
  ["each part is asked, the first", `a${logs}:*`, `${logs}:*`, false],
  ["each part is asked, the fifth", "arn:aws:logs:*:1:*", "arn:aws:logs:us-east-1:2:*", false],
  ["five parts are no ARN", "arn:aws:logs:*:*", "arn:aws:logs:us-east-1:111122223333", false],
  ["five parts are no ARN, and stand for six neither", "arn:aws:logs:us-east-1:*", `${logs}:a`, false],
  ["six parts do not stand for five", "arn:aws:logs:*:*:*", "arn:aws:logs:us-east-1:1", false],
  [
    "six parts, the last of which would take nothing, do not stand for five",
    "*:*:*:*:*:*",
    "a:b:c:d:e",
    false,
  ],
  ["the same text is the same, an ARN or not", "arn:*", "arn:*", true],
  ["a lone star is no ARN", "*", `${logs}:a`, false],
] as const)("an ARN: %s", (_why, wide, narrow, wanted) => {
  expect(coversArn(wide)(narrow)).toBe(wanted);
});

const nine = ["a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9"];

describe("all of a list", () => {
  test.each([
    ["nothing is within nothing", [], [], "yes"],
    ["nothing is within anything", ["a"], [], "yes"],
    ["anything is not within nothing", [], ["a"], "no"],
    ["each by one of the wide", ["a*", "b*"], ["b1", "a1"], "yes"],
    ["the last by none", ["a*", "b*"], ["a1", "c1"], "no"],
    ["the first by none", ["a*", "b*"], ["c1", "a1"], "no"],
    ["nine that stand there themselves", nine, nine, "yes"],
    ["nine by one pattern", ["a?"], nine, "yes"],
    ["nine, one of which is not there", nine, [...nine.slice(1), "b"], "no"],
    ["a variable, and the same", ["${a}"], ["${a}"], "yes"],
    ["a variable for a text", ["a${b}"], ["ab"], "unknown"],
    ["a variable for a text that another pattern covers", ["${b}", "a*"], ["ab"], "yes"],
    ["a text before a variable that it is covered by", ["a*", "${b}"], ["ab"], "yes"],
    ["a variable within a star: its value may hold anything", ["a*"], ["${b}"], "unknown"],
    ["a variable, and then one that is not covered: no is certain", ["a*"], ["${b}", "c"], "no"],
    ["a variable, and then one that is", ["a*"], ["${b}", "a1"], "unknown"],
    ["a variable among nine", ["a?"], [...nine, "${b}"], "unknown"],
    ["a variable on both sides, another", ["${a}"], ["${b}"], "unknown"],
  ] as const)("%s: %s, %s", (_why, wide, narrow, wanted) => {
    expect(coversAll(wide, narrow, coversPattern, plenty())).toBe(wanted);
  });
});

describe("what an answer costs", () => {
  test("no answer is made up where nothing is left", () => {
    expect(coversAll(["a*"], ["ab"], coversPattern, { left: 0 })).toBe("unknown");
    expect(coversAll(["a*"], ["c"], coversPattern, { left: -1 })).toBe("unknown");
  });

  test("the same text is known without any", () => {
    expect(coversAll(["ab"], ["ab"], coversPattern, { left: 0 })).toBe("yes");
  });

  test("what just suffices is enough", () => {
    // Two texts looked at (2/64), one comparison (1) of 32 characters with 32 (1).
    const effort = { left: 2 + 2 / 64 };
    expect(coversAll([`${"a".repeat(31)}*`], ["a".repeat(32)], coversPattern, effort)).toBe("yes");
    expect(effort.left).toBe(0);
  });

  test("long patterns, long texts and each of many cost more", () => {
    const costOf = (wide: readonly string[], narrow: readonly string[]) => {
      const effort = { left: 1_000_000 };
      coversAll(wide, narrow, coversPattern, effort);
      return 1_000_000 - effort.left;
    };
    const [star, text] = ["a*", "ab"];
    const once = costOf([star], [text]);
    expect(once).toBeGreaterThan(1);
    expect(costOf(["x*", star], [text])).toBeGreaterThan(once + 1);
    expect(costOf([star], [text, "ac"])).toBeGreaterThan(once + 1);
    expect(costOf([star + "b".repeat(4096)], ["a".repeat(4096)])).toBeGreaterThan(once + 10_000);
    expect(costOf([star], [star])).toBe(2 / 64);
    expect(costOf([star, "b"], [star, "b", "b"])).toBe(5 / 64);
  });
});

test.each([
  ["${aws:username}", true],
  ["a${b}c", true],
  ["a$b{c}", false],
  ["$ {a}", false],
  ["", false],
] as const)("%s has a variable: %s", (text, wanted) => {
  expect(hasVariable(text)).toBe(wanted);
});
