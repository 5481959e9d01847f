/** One value of a policy against one value of the request, kind by kind: text, number, date, truth, time. */
import { describe, expect, test } from "vitest";
import { compareForeign, compareText, compareTime } from "../../src/policy/evaluate/compare.js";
import { literal, type Text, textOf, wildcards } from "../../src/policy/evaluate/match.js";
import { type Operator, readOperator } from "../../src/policy/evaluate/operators.js";

function operatorOf(name: string): Operator {
  const operator = readOperator(name);
  if (operator === undefined) throw new Error(name);
  return operator;
}

const value = (written: string) => ({ written, pattern: wildcards(written) });
const partly: Text = { examples: ["10", "10"], shape: literal("10") };

describe("a text", () => {
  test.each([
    ...(
      [
        ["9", "10"],
        ["10", "10"],
        ["11", "10"],
      ] as const
    ).flatMap(([found, limit]) => {
      const order = Number(found) - Number(limit);
      return ["Numeric", "Date"].flatMap((kind) =>
        [
          ["Equals", order === 0],
          ["LessThan", order < 0],
          ["LessThanEquals", order <= 0],
          ["GreaterThan", order > 0],
          ["GreaterThanEquals", order >= 0],
        ].map(([name, holds]) => [`${kind}${name}`, limit, found, holds === true ? "yes" : "no"] as const),
      );
    }),
    ["NumericEquals", " 10 ", "10", "yes"],
    ["NumericEquals", "+1.50", "1.5", "yes"],
    ["NumericEquals", "-1.25", "-1.25", "yes"],
    ["NumericEquals", "1x", "1", "unknown"],
    ["NumericEquals", "x1", "1", "unknown"],
    ["NumericEquals", "1.", "1", "unknown"],
    ["NumericEquals", "", "0", "unknown"],
    ["NumericEquals", "10", "ten", "unknown"],
    ["DateEquals", "2026-01-01T00:00:00Z", "1767225600", "yes"],
    ["DateEquals", "2026-01-01T00:00:00", "2026-01-01T00:00:00Z", "yes"],
    ["DateEquals", "2026-01-01T01:00+01:00", "2026-01-01T00:00Z", "yes"],
    ["DateEquals", "2026-01-01T00:00:00.250Z", "1767225600.25", "yes"],
    ["DateEquals", "2026-01-01", "1767225600", "yes"],
    ["DateEquals", "2026-01", "1767225600", "yes"],
    ["DateEquals", "2026", "2026-01-01", "no"],
    ["DateEquals", "x2026-01-01", "1767225600", "unknown"],
    ["DateEquals", "2026-01-01x", "1767225600", "unknown"],
    ["DateEquals", "2026-1-1", "1767225600", "unknown"],
    ["DateEquals", "1767225600.x", "1767225600", "unknown"],
    ["DateEquals", "January 1, 2026 UTC", "1767225600", "unknown"],
    ["DateEquals", "2026-01-01T00:00:00+0100", "1767225600", "unknown"],
    ["Bool", "TRUE", "true", "unknown"],
    ["Bool", "false", "True", "no"],
    ["Bool", "yes", "true", "unknown"],
    ["Bool", "true", "yes", "unknown"],
    ["StringEqualsIgnoreCase", "AZaz", "azAZ", "yes"],
    ["StringEqualsIgnoreCase", "@[", "`{", "no"],
    ["StringEqualsIgnoreCase", "Ä", "ä", "no"],
    ["StringEquals", "AZ", "az", "no"],
    ["StringLike", "a*", "ab", "yes"],
    ["ArnLike", "arn:aws:logs:*:*:*", "arn:aws:logs:r:a:g:h", "yes"],
    ["BinaryEquals", "YQ==", "YQ==", "unknown"],
    ["IpAddress", "10.0.0.0/8", "10.0.0.1", "unknown"],
  ] as const)("%s %j with %j: %s", (name, written, found, wanted) => {
    expect(compareText(operatorOf(name), value(written), textOf(found))).toBe(wanted);
  });

  test.each(["NumericEquals", "DateEquals"])("%s: what is known in part is not compared", (name) => {
    expect(compareText(operatorOf(name), value("10"), partly)).toBe("unknown");
  });

  test("letters' case of a text that is known in part", () => {
    const found: Text = { examples: ["Aa", "AB"], shape: [65, -3] };
    expect(compareText(operatorOf("StringEqualsIgnoreCase"), value("aA"), found)).toBe("unknown");
    expect(compareText(operatorOf("StringEqualsIgnoreCase"), value("bA"), found)).toBe("no");
  });

  test.each([
    ["none", "no"],
    ["unknown", "unknown"],
  ] as const)("a pattern that is %s: %s", (pattern, wanted) => {
    const empty = { written: "a", pattern };
    for (const name of ["StringEquals", "StringLike", "StringEqualsIgnoreCase", "ArnLike"]) {
      expect(compareText(operatorOf(name), empty, textOf("a"))).toBe(wanted);
      expect(compareForeign(operatorOf(name), empty)).toBe(wanted);
    }
  });
});

test.each([
  ...["StringEquals", "StringLike", "StringEqualsIgnoreCase", "ArnLike"].flatMap((name) => [
    [name, "a", "no"] as const,
    [name, "a*", "unknown"] as const,
    [name, "?", "unknown"] as const,
  ]),
  ["Bool", "true", "unknown"] as const,
  ["NumericEquals", "1", "unknown"] as const,
])("a value of AWS's own, %s %s: %s", (name, written, wanted) => {
  expect(compareForeign(operatorOf(name), value(written))).toBe(wanted);
});

describe("a time", () => {
  const now = 1_767_225_600_000;

  test.each([
    ["DateEquals", "1767225600", true, "yes"],
    ["DateLessThan", "1767225600", true, "no"],
    ["DateLessThanEquals", "2026-01-01", true, "yes"],
    ["DateGreaterThan", "2025-12-31", true, "yes"],
    ["DateGreaterThan", "2025-12-31", false, "yes"],
    ["DateGreaterThanEquals", "2025-12-31", false, "yes"],
    ["DateLessThan", "2025-12-31", false, "no"],
    ["DateLessThanEquals", "2025-12-31", false, "no"],
    ["DateEquals", "2025-12-31", false, "no"],
    ["DateGreaterThan", "2026-01-01", false, "unknown"],
    ["DateGreaterThan", "2026-01-02", false, "unknown"],
    ["NumericGreaterThan", "1767225599", false, "yes"],
    ["NumericGreaterThan", "1767225601", true, "no"],
    ["NumericLessThan", "1767225601", true, "yes"],
    ["DateGreaterThan", "soon", true, "unknown"],
    ["StringEquals", "1767225600", true, "unknown"],
  ] as const)("%s %s, exactly known %s: %s", (name, written, exact, wanted) => {
    expect(compareTime(operatorOf(name), value(written), now, exact)).toBe(wanted);
  });
});
