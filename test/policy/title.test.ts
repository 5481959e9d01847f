/** How statements and lists are called in sentences: short enough to read, and never without a place. */
import { describe, expect, it } from "vitest";
import { describeStatement, listSome } from "../../src/policy/document/title.js";

describe("describeStatement", () => {
  it.each([
    [{ pointer: "/Statement" }, "Statement /Statement"],
    [{ pointer: "/Statement/0", sid: "" }, "Statement 1"],
    [{ pointer: "/Statement/1", sid: "Allow logs" }, 'Statement "Allow logs"'],
    [{ pointer: "/Statement/2", sid: 'say "hi"' }, 'Statement "say \\"hi\\""'],
    [{ pointer: "/Statement/3", sid: "s".repeat(60) }, `Statement "${"s".repeat(60)}"`],
    [{ pointer: "/Statement/4", sid: "s".repeat(61) }, `Statement "${"s".repeat(59)}…"`],
  ])("%j", (statement, title) => {
    expect(describeStatement(statement)).toBe(title);
  });
});

describe("listSome", () => {
  const numbered = (count: number) => Array.from({ length: count }, (_, index) => `i${index + 1}`);
  it.each([
    [[], ""],
    [["a"], "a"],
    [["a", "b", "a"], "a, b"],
    [numbered(12), numbered(12).join(", ")],
    [numbered(13), `${numbered(12).join(", ")}, and 1 more`],
    [[...numbered(15), "i1"], `${numbered(12).join(", ")}, and 3 more`],
  ])("%j", (items, told) => {
    expect(listSome(items)).toBe(told);
    expect(listSome(items), "asked again").toBe(told);
  });
});
