/** Whether one statement's conditions follow from another's: `no` and `yes` only where they are certain. */
import { describe, expect, test } from "vitest";
import { type Asked, coversConditions, readAsked } from "../../src/policy/covers-condition.js";

const ask = (operator: string, key: string, ...values: readonly string[]): Asked =>
  readAsked({ operator, key, values });

describe("a condition is read", () => {
  test("without the case of its key and of an operator that IAM has, values in order, each once", () => {
    expect(ask("STRINGlike", "AWS:SourceArn", "b", "a", "b")).toMatchObject({
      key: "aws:sourcearn",
      written: "stringlike",
      operator: { comparison: "string-like", negated: false },
      values: ["a", "b"],
    });
  });

  test("an operator that IAM does not have stays as it is written", () => {
    expect(ask("StringIs", "aws:x", "a")).toStrictEqual({ key: "aws:x", written: "StringIs", values: ["a"] });
  });
});

const x = "aws:x";
const eq = (...values: readonly string[]) => ask("StringEquals", x, ...values);
const arn = (region: string) => `arn:aws:logs:${region}:111122223333:*`;

type Row = readonly [why: string, wanted: string, wide: readonly Asked[], narrow: readonly Asked[]];

const rows: readonly Row[] = [
  ["no condition follows from none", "yes", [], []],
  ["no condition follows from any", "yes", [], [eq("a")]],
  ["one does not follow from none", "no", [eq("a")], []],
  ["the same", "yes", [eq("a", "b")], [eq("b", "a")]],
  ["the same in another case", "yes", [eq("a")], [ask("stringequals", "AWS:X", "a")]],
  [
    "each from its own",
    "yes",
    [eq("a"), ask("Bool", "aws:y", "true")],
    [ask("Bool", "aws:y", "true"), eq("a")],
  ],
  [
    "one that follows, one that does not",
    "no",
    [eq("a"), ask("Bool", "aws:y", "true")],
    [eq("a"), ask("Bool", "aws:y", "false")],
  ],
  [
    "one key that is asked about twice: it is enough that one follows, the first",
    "yes",
    [eq("a")],
    [eq("a"), ask("StringLike", x, "b*")],
  ],
  ["one key that is asked about twice: the last", "yes", [eq("a", "c")], [eq("b"), eq("a")]],
  ["one key that is asked about twice, and neither", "no", [eq("a")], [eq("b"), eq("c")]],

  ["another key may ask as much", "unknown", [eq("a")], [ask("StringEquals", "aws:y", "a")]],
  [
    "another key that both ask about does not",
    "no",
    [eq("a"), ask("Bool", "aws:y", "true")],
    [ask("Bool", "aws:y", "true")],
  ],
  [
    "another key that both ask about, with another value, may",
    "unknown",
    [eq("a"), ask("StringEquals", "aws:y", "b", "c")],
    [ask("StringEquals", "aws:y", "b")],
  ],
  [
    "another key that both ask about, with as many other values, may",
    "unknown",
    [eq("a"), ask("NumericLessThan", "aws:y", "1", "3")],
    [ask("NumericLessThan", "aws:y", "1", "2")],
  ],
  [
    "another key that both ask about, by another operator, may",
    "unknown",
    [eq("a"), ask("StringLike", "aws:y", "b")],
    [ask("StringEquals", "aws:y", "b")],
  ],
  [
    "of two other keys one that only the narrow has may",
    "unknown",
    [eq("a"), ask("Bool", "aws:y", "true")],
    [ask("Bool", "aws:y", "true"), ask("Bool", "aws:z", "true")],
  ],

  ["fewer values", "yes", [eq("a", "b")], [eq("a")]],
  ["more values", "no", [eq("a")], [eq("a", "b")]],
  [
    "fewer that are forbidden",
    "yes",
    [ask("StringNotEquals", x, "a")],
    [ask("StringNotEquals", x, "a", "b")],
  ],
  ["more that are forbidden", "no", [ask("StringNotEquals", x, "a", "b")], [ask("StringNotEquals", x, "a")]],
  ["case counts", "no", [eq("A")], [eq("a")]],
  [
    "case does not count",
    "yes",
    [ask("StringEqualsIgnoreCase", x, "A")],
    [ask("StringEqualsIgnoreCase", x, "a")],
  ],
  ["a star is a text where the operator has no patterns", "no", [eq("a*")], [eq("ab")]],
  ["a pattern's star", "yes", [ask("StringLike", x, "a*")], [ask("StringLike", x, "ab*")]],
  ["an ARN's star", "yes", [ask("ArnLike", x, arn("*"))], [ask("ArnLike", x, arn("us-east-1"))]],
  ["ArnEquals is ArnLike", "yes", [ask("ArnEquals", x, arn("*"))], [ask("ArnLike", x, arn("us-east-1"))]],
  ["a truth value has no case", "yes", [ask("Bool", x, "TRUE")], [ask("Bool", x, "true")]],
  ["nor one of Null", "yes", [ask("Null", x, "TRUE")], [ask("Null", x, "true")]],

  ["IfExists more", "yes", [ask("StringEqualsIfExists", x, "a")], [eq("a")]],
  ["IfExists less: an absent key fulfils it no more", "no", [eq("a")], [ask("StringEqualsIfExists", x, "a")]],
  [
    "IfExists on both, fewer values",
    "yes",
    [ask("StringEqualsIfExists", x, "a", "b")],
    [ask("StringEqualsIfExists", x, "a")],
  ],
  [
    "IfExists less, where an absent key fulfils the negation anyway",
    "yes",
    [ask("StringNotEquals", x, "a")],
    [ask("StringNotEqualsIfExists", x, "a")],
  ],
  [
    "IfExists less, by a pattern",
    "unknown",
    [ask("StringLike", x, "a")],
    [ask("StringEqualsIfExists", x, "a")],
  ],
  ["IfExists more, by a pattern", "yes", [ask("StringLikeIfExists", x, "a*")], [eq("ab")]],

  [
    "numbers, the same by another name",
    "yes",
    [ask("NumericEqualsIfExists", x, "1")],
    [ask("NumericEquals", x, "1")],
  ],
  [
    "numbers, the same, IfExists less",
    "unknown",
    [ask("NumericEquals", x, "1")],
    [ask("NumericEqualsIfExists", x, "1")],
  ],
  [
    "numbers, others: 1 may be 1.0",
    "unknown",
    [ask("NumericEquals", x, "1")],
    [ask("NumericEquals", x, "1.0")],
  ],
  [
    "numbers, more of them",
    "unknown",
    [ask("NumericEqualsIfExists", x, "1")],
    [ask("NumericEquals", x, "1", "2")],
  ],
  ["another relation", "unknown", [ask("NumericLessThan", x, "1")], [ask("NumericGreaterThan", x, "1")]],
  [
    "another relation, IfExists",
    "unknown",
    [ask("NumericLessThanIfExists", x, "1")],
    [ask("NumericLessThanEquals", x, "1")],
  ],
  ["the opposite", "unknown", [ask("StringNotEquals", x, "a")], [eq("b")]],
  ["the opposite, the other way", "unknown", [eq("b")], [ask("StringNotEquals", x, "a")]],
  [
    "another set operator",
    "unknown",
    [ask("ForAllValues:StringEquals", x, "a")],
    [ask("ForAnyValue:StringEquals", x, "a")],
  ],
  ["a set operator for none", "unknown", [eq("a")], [ask("ForAnyValue:StringEquals", x, "a")]],
  [
    "one set operator, fewer values",
    "yes",
    [ask("ForAnyValue:StringEquals", x, "a", "b")],
    [ask("ForAnyValue:StringEquals", x, "a")],
  ],
  ["no operator of IAM's, the same", "yes", [ask("StringIs", x, "a")], [ask("StringIs", x, "a")]],
  [
    "no operator of IAM's, another value",
    "unknown",
    [ask("StringIs", x, "a", "b")],
    [ask("StringIs", x, "a")],
  ],
  ["no operator of IAM's on the wide side", "unknown", [ask("StringIs", x, "a")], [eq("a")]],
  ["no operator of IAM's on the narrow side", "unknown", [eq("a")], [ask("StringIs", x, "a")]],

  ["a text within a pattern", "yes", [ask("StringLike", x, "a*")], [eq("ab")]],
  ["a text outside of a pattern", "no", [ask("StringLike", x, "a*")], [eq("b")]],
  ["a pattern without wildcards is a text", "yes", [eq("a", "b")], [ask("StringLike", x, "a")]],
  ["a pattern without wildcards, another text", "no", [eq("a")], [ask("StringLike", x, "b")]],
  [
    "a pattern with a star: no list of texts is known to be all",
    "unknown",
    [eq("a*")],
    [ask("StringLike", x, "a*")],
  ],
  ["a pattern with a mark", "unknown", [eq("a?")], [ask("StringLike", x, "a?")]],
  ["a pattern with a star among texts", "unknown", [eq("a", "b*")], [ask("StringLike", x, "a", "b*")]],
  [
    "negated, a text for a pattern",
    "unknown",
    [ask("StringNotLike", x, "a")],
    [ask("StringNotEquals", x, "a")],
  ],
  [
    "negated, a pattern for a text",
    "unknown",
    [ask("StringNotEquals", x, "a")],
    [ask("StringNotLike", x, "a")],
  ],
  [
    "any two others: a text and one in any case",
    "unknown",
    [ask("StringEqualsIgnoreCase", x, "a")],
    [eq("a")],
  ],
  [
    "any two others: a pattern and an ARN",
    "unknown",
    [ask("StringLike", x, "*")],
    [ask("ArnLike", x, arn("*"))],
  ],
  ["any two others: an ARN and a text", "unknown", [ask("ArnLike", x, arn("*"))], [eq(arn("us-east-1"))]],
];

test.each(rows)("%s: %s", (_why, wanted, wide, narrow) => {
  expect(coversConditions(wide, narrow, { left: 1000 })).toBe(wanted);
});

describe("what an answer costs", () => {
  test("where nothing is left, values are not compared", () => {
    expect(coversConditions([eq("a", "c")], [eq("b")], { left: 0 })).toBe("unknown");
  });

  test("each wanted condition costs one, and one for each that it is held against", () => {
    const effort = { left: 100 };
    expect(
      coversConditions(
        [eq("a"), ask("Bool", "aws:y", "true")],
        [eq("a"), ask("Bool", "aws:y", "true")],
        effort,
      ),
    ).toBe("yes");
    expect(effort.left).toBe(100 - 2 * 3);
  });

  test("the first that does not follow ends it", () => {
    const effort = { left: 100 };
    expect(coversConditions([eq("a"), eq("b"), eq("c")], [], effort)).toBe("no");
    expect(effort.left).toBe(99);
  });
});
