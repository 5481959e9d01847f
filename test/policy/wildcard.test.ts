/** Wildcards held against the simplest matcher that there is, on every short pattern and every short text. */
import { describe, expect, test } from "vitest";
import { matches, overlaps, wildcards } from "../../src/policy/evaluate/match.js";
import { digit, leastLength, nameRun } from "../../src/policy/evaluate/wildcard.js";

function every(letters: readonly string[], longest: number): readonly string[] {
  const all = [""];
  for (let from = 0, length = 1; length <= longest; length++) {
    const last = all.slice(from);
    from = all.length;
    all.push(...last.flatMap((start) => letters.map((letter) => start + letter)));
  }
  return all;
}

/** As IAM's page says it: a star is any run, a question mark is any one character. */
function reference(pattern: string): RegExp {
  return new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
}

describe("a pattern and a text", () => {
  const texts = [...every(["a", "b"], 5), "abababab", "aabbaabb", "bbbaabab"];

  test.each(["", "a", "b", "?", "*"])("every pattern that begins with %j", (start) => {
    for (const rest of start === "" ? [""] : every(["a", "b", "?", "*"], 4)) {
      const wanted = reference(start + rest);
      const shape = wildcards(start + rest);
      const found = texts.filter((text) => matches(shape, text));
      expect([start + rest, found]).toEqual([start + rest, texts.filter((text) => wanted.test(text))]);
    }
  });

  test.each([
    ["*ab?*", "aab", false, "the question mark is beyond the end"],
    ["*ab?*", "aabc", true, "and is within it"],
    ["*?ab*", "ab", false, "nothing stands before"],
    ["*?ab*", "abab", true, "the second place will do"],
    ["*a?bcd*", "aXbcaXbcd", true, "the longest text without a question mark is looked for"],
    ["*a?bcd?e*f", "aXbcdXeaXbcdYef", true, "both ends of the piece count"],
    ["*a?bcd?e*f", "aXbcdXxbXbcdYef", false, "neither place fits"],
    ["*??*", "a", false, "two characters are asked for"],
    ["*?*", "a", true, "one is there"],
  ])("%s with %s: %s, as %s", (pattern, text, wanted) => {
    expect(matches(wildcards(pattern), text)).toBe(wanted);
  });

  test("a pattern asks for as many characters as it has places that are no star", () => {
    expect([leastLength(wildcards("")), leastLength(wildcards("a*?*b")), leastLength([])]).toEqual([0, 3, 0]);
  });

  test.each([2047, 2048])("%i characters are matched", (length) => {
    expect(matches(wildcards("a".repeat(length)), "a".repeat(length))).toBe(true);
  });

  test("no text of an ARN has more than 2048, so that a longer pattern matches none", () => {
    expect(matches(wildcards("a".repeat(2049)), "a".repeat(2049))).toBe(false);
  });
});

describe("a pattern and the shape of a text", () => {
  const names = every(["a", "-"], 4);

  test.each(every(["a", "b", "?", "*", "-"], 4).map((pattern) => [pattern]))(
    "%j fits some a<name>b",
    (pattern) => {
      const shape = [97, nameRun, 98];
      // A name longer than the pattern has places adds nothing but what a star takes.
      const some = names.some((name) => reference(pattern).test(`a${name}b`)) || pattern === "ab";
      const other = names.some((name) => reference(pattern.replaceAll("b", "a")).test(`a${name}a`));
      const found = overlaps(wildcards(pattern), shape);
      if (some) expect(found).toBe(true);
      if (found) expect(other || pattern.includes("b")).toBe(true);
      if (!/[*?b]$/.test(pattern) || !/^[*?a]/.test(pattern)) expect(found).toBe(false);
    },
  );

  test.each([
    ["0", true],
    ["9", true],
    ["?", true],
    ["*", true],
    ["/", false],
    [":", false],
    ["a", false],
    ["", false],
    ["00", false],
  ] as const)("one digit and %j: %s", (pattern, wanted) => {
    expect(overlaps(wildcards(pattern), [digit])).toBe(wanted);
  });

  test.each([
    ...["a", "z", "A", "Z", "0", "9", "-", "_", "?", "*"].map((pattern) => [pattern, true] as const),
    ...["`", "{", "@", "[", "/", ":", ",", ".", "^"].map((pattern) => [pattern, false] as const),
    ["", true],
    ["aZ9-_", true],
    ["a:b", false],
  ] as const)("a name and %j: %s", (pattern, wanted) => {
    expect(overlaps(wildcards(pattern), [nameRun])).toBe(wanted);
    expect(overlaps(wildcards(pattern), [nameRun, nameRun])).toBe(wanted);
  });

  test("a name has 80 characters at most", () => {
    expect(overlaps(wildcards("a".repeat(81)), [nameRun])).toBe(true);
    expect(overlaps(wildcards("a".repeat(82)), [nameRun])).toBe(false);
  });
});
