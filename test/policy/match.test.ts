import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  anyRun,
  arnParts,
  digit,
  literal,
  matchArn,
  matches,
  matchText,
  nameRun,
  overlaps,
  textOf,
  wildcards,
} from "../../src/policy/evaluate/match.js";
import { propertyRuns } from "../property-runs.js";

/** The definition itself, slow: what `*` and `?` mean. */
function means(pattern: string, text: string): boolean {
  if (pattern === "") return text === "";
  if (pattern[0] === "*") {
    return means(pattern.slice(1), text) || (text !== "" && means(pattern, text.slice(1)));
  }
  return (
    text !== "" && (pattern[0] === "?" || pattern[0] === text[0]) && means(pattern.slice(1), text.slice(1))
  );
}

const letters = (of: string) => fc.string({ unit: fc.constantFrom(...of), maxLength: 8 });
const runs = { numRuns: propertyRuns * 5 };

describe("wildcards", () => {
  test("match as they are defined", () => {
    fc.assert(
      fc.property(letters("ab*?"), letters("ab"), (pattern, text) => {
        expect(matches(wildcards(pattern), text)).toBe(means(pattern, text));
      }),
      runs,
    );
  });

  test("overlap with a shape where some text fits both", () => {
    fc.assert(
      fc.property(
        letters("ab*?"),
        letters("a"),
        letters("b"),
        fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 4 }),
        (pattern, start, end, name) => {
          const shape = [...literal(start), nameRun, ...literal(end)];
          if (matches(wildcards(pattern), start + name + end))
            expect(overlaps(wildcards(pattern), shape)).toBe(true);
        },
      ),
      runs,
    );
  });

  test.each([
    ["", "", true],
    ["*", "", true],
    ["?", "", false],
    ["a*", "a", true],
    ["*a*b", "xaxb", true],
    ["*a*b", "xbxa", false],
    ["a*a", "a", false],
    ["**", "x", true],
    ["a.c", "abc", false],
    ["[ab]", "a", false],
    ["a?", "ab", true],
    ["A", "a", false],
  ])("%j on %j: %s", (pattern, text, expected) => {
    expect(matches(wildcards(pattern), text)).toBe(expected);
  });

  test.each([
    ["a:b", false],
    ["x*", true],
    ["a-_9Z", true],
    ["a b", false],
    ["*:*", false],
    ["", true],
    ["??", true],
  ])("an environment's name fits %j: %s", (pattern, expected) => {
    expect(overlaps(wildcards(pattern), [nameRun])).toBe(expected);
  });

  test.each([
    ["123456789012", "unknown"],
    ["*", "yes"],
    ["12345678901x", "no"],
    ["1234", "no"],
    ["????????????", "yes"],
  ])("an account that is not known fits %j: %s", (pattern, expected) => {
    const text = { examples: ["000000000000", "999999999999"], shape: new Array<number>(12).fill(digit) };
    expect(matchText(wildcards(pattern), text)).toBe(expected);
  });

  test("a pattern longer than any text is not even cut", () => {
    const pattern = wildcards("*a".repeat(20_000));
    expect(matches(pattern, "a".repeat(20_000))).toBe(false);
    expect(overlaps(pattern, [nameRun])).toBe(false);
  });
});

describe("ARNs", () => {
  const arn = "arn:aws:logs:eu-central-1:123456789012:log-group:airflow-orders-Task";

  test.each([
    [arn, "yes"],
    ["arn:aws:logs:*:*:*", "yes"],
    ["arn:*:*:*:*:*", "yes"],
    ["*:*:*:*:*:*", "yes"],
    ["arn:aws:logs:eu-central-1:123456789012:log-group:*", "yes"],
    ["arn:aws:logs:eu-central-1:*:log-group:*:*", "no"],
    ["arn:aws:*:log-group:airflow-orders-Task", "unknown"],
    ["arn:aws:logs:*", "unknown"],
    ["*", "unknown"],
    ["arn:aws:s3:*", "no"],
    ["arn:aws:logs:eu-central-1::*", "no"],
  ])("%s: %s", (pattern, expected) => {
    expect(matchArn(wildcards(pattern), textOf(arn))).toBe(expected);
  });

  test("have six parts, the last with its colons", () => {
    expect(arnParts(literal(arn)).map((part) => part.length)).toEqual([3, 3, 4, 12, 12, 29]);
    expect(arnParts([anyRun])).toHaveLength(1);
  });

  test("a text that is no ARN matches no ARN pattern", () => {
    expect(matchArn(wildcards("*:*:*:*:*:*"), textOf("x"))).toBe("no");
  });
});
