/** Where a value stands in its policy, and what stands at a place: pointers of RFC 6901, whatever the names are. */
import { describe, expect, test } from "vitest";
import { parsePolicy } from "../../src/policy/document/document.js";
import { pointerOf, rawStatement, step, valueAt } from "../../src/policy/document/pointer.js";
import { readStatements } from "../../src/policy/document/statement.js";

const member = { Effect: "Allow", Principal: "*", Resource: "*" };
const text = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      ...member,
      Action: "kms:A",
      Condition: { StringLike: { "a/b~c": ["x", "y"], plain: "z", none: null } },
    },
    { ...member, Action: ["kms:B", "kms:C"] },
    ...Array.from({ length: 9 }, () => ({ ...member, Action: "kms:D" })),
  ],
}).replace("null", '"n"');
const read = parsePolicy(text);
if (!read.ok) throw new Error("not a policy");
const document = read.value;
const statements = readStatements(document);
if (!statements.ok) throw new Error("not readable");
const [first, second] = statements.value;
if (first === undefined || second === undefined) throw new Error("no statements");
const other = { ...first, pointer: "/Statement/77" };

test.each([
  ["a/b~c", "a~1b~0c"],
  ["~1", "~01"],
  [3, "3"],
] as const)("the step %s is written %s", (name, written) => {
  expect(step(name)).toBe(written);
});

describe("the pointer to a value", () => {
  test.each([
    [first, ["Action"], "kms:A", "/Statement/0/Action"],
    [second, ["Action"], "kms:B", "/Statement/1/Action/0"],
    [second, ["Action"], "kms:C", "/Statement/1/Action/1"],
    [second, ["Action"], "kms:X", "/Statement/1/Action"],
    [first, ["Condition", "StringLike", "a/b~c"], "y", "/Statement/0/Condition/StringLike/a~1b~0c/1"],
    [first, ["Condition", "StringLike", "plain"], "z", "/Statement/0/Condition/StringLike/plain"],
    [first, ["Action", "0"], "k", "/Statement/0/Action/0"],
    [second, ["Action", "0"], "kms:B", "/Statement/1/Action/0"],
    [first, ["No", "such"], "k", "/Statement/0/No/such"],
    [other, ["Action"], "kms:A", "/Statement/77/Action"],
  ] as const)("case %#: %s", (statement, path, value, wanted) => {
    expect(pointerOf(document, statement, path, value)).toBe(wanted);
  });
});

describe("what stands at a place", () => {
  test.each([
    ["/Statement/0/Action", "kms:A"],
    ["/Statement/1/Action/1", "kms:C"],
    ["/Statement/1/Action", ["kms:B", "kms:C"]],
    ["/Statement/10/Action", "kms:D"],
    ["/Statement/0/Condition/StringLike/a~1b~0c/0", "x"],
    ["/Statement/0/Condition/StringLike/none/length", undefined],
    ["/Statement/0/Action/length", undefined],
    ["/Statement/0/toString", undefined],
    ["/Statement/0/No/such", undefined],
    ["/Statement/1/Action/2", undefined],
    ["/Statement/77", undefined],
    ["/Version", undefined],
  ] as const)("%s", (pointer, wanted) => {
    expect(valueAt(document, pointer)).toEqual(wanted);
  });

  test("a whole statement", () => {
    expect(valueAt(document, "/Statement/1")).toEqual({ ...member, Action: ["kms:B", "kms:C"] });
    expect(rawStatement(document, second)).toEqual({ ...member, Action: ["kms:B", "kms:C"] });
    expect(rawStatement(document, other)).toEqual({});
  });
});
