/** Lines side by side: nothing is lost, nothing is told changed that is not, and a long text takes no seconds. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pairLines } from "../../src/reporters/html/policy-diff.js";
import { propertyRuns } from "../property-runs.js";

const lines = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 12 });

/** `-a +b` for lines beside each other that differ, ` a` for one that stays. */
function told(before: string, after: string): string {
  const pairs = pairLines(before.split(""), after.split(""));
  return pairs
    .map((pair) => (pair.same ? pair.before : `-${pair.before ?? ""}+${pair.after ?? ""}`))
    .join(" ");
}

describe("lines beside each other", () => {
  test.each([
    ["", "", ""],
    ["abc", "abc", "a b c"],
    ["", "ab", "-+a -+b"],
    ["ab", "", "-a+ -b+"],
    ["abc", "axc", "a -b+x c"],
    ["abcd", "acd", "a -b+ c d"],
    ["acd", "abbcd", "a -+b -+b c d"],
    ["abxcd", "abycd", "a b -x+y c d"],
    ["ab", "ba", "-a+ b -+a"],
  ])("%j and %j", (before, after, expected) => expect(told(before, after)).toBe(expected));

  test("each side reads as it was written, whatever it is", () =>
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const pairs = pairLines(before, after);
        expect(pairs.flatMap((pair) => pair.before ?? [])).toEqual(before);
        expect(pairs.flatMap((pair) => pair.after ?? [])).toEqual(after);
        for (const pair of pairs) if (pair.same) expect(pair.before).toBe(pair.after);
        if (before.join() === after.join()) expect(pairs.every((pair) => pair.same)).toBe(true);
      }),
      { numRuns: propertyRuns },
    ));

  test("texts too long to compare are shown as replaced", () => {
    const long = (name: string) => Array.from({ length: 2000 }, (_, at) => `${name} ${at % 7}`);
    const pairs = pairLines(long("a"), long("b"));
    expect(pairs).toHaveLength(2000);
    expect(pairs.some((pair) => pair.same)).toBe(false);
  });
});
