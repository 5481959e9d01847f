/** Promise one: whatever stands in a policy that is not ours comes back to the character. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergeLogsStatement } from "../../src/policy/change/merge.js";
import { findOwnStatements } from "../../src/policy/change/own-statement.js";
import type { PolicyDocument } from "../../src/policy/document/document.js";
import { logGroupPattern, logsSid } from "../../src/policy/document/logs-statement.js";
import { propertyRuns as numRuns } from "../property-runs.js";
import { foreignStatement, ofAccount, policyOf, policyText, wanteds } from "./merge-policies.js";

/** How many characters of `text` stand at the start and at the end of `next`, in all. */
function keptOf(text: string, next: string): number {
  const least = Math.min(text.length, next.length);
  let start = 0;
  while (start < least && text[start] === next[start]) start++;
  let end = 0;
  while (end < text.length - start && text.at(-1 - end) === next.at(-1 - end)) end++;
  return start + end;
}

function sids(document: PolicyDocument): readonly string[] {
  return document.statements.flatMap((each) => (each.sid?.startsWith(logsSid) ? [each.sid] : []));
}

describe("every statement that is not ours, and all the rest of the document", () => {
  test("is there to the character, in its order", () => {
    fc.assert(
      fc.property(policyText, wanteds, fc.boolean(), (text, wanted, narrow) => {
        const before = policyOf(text);
        const own = findOwnStatements(before.statements, wanted).map(({ source }) => source.index);
        const { action, text: next } = mergeLogsStatement(before, wanted, narrow);
        const after = policyOf(next);
        const texts = before.statements.map((each) => each.text);
        const nextTexts = after.statements.map((each) => each.text);
        if (action === "none") expect(next).toBe(text);
        if (action === "add") {
          expect(nextTexts.slice(0, -1)).toEqual(texts);
          if (before.list.form === "list") expect(keptOf(text, next)).toBe(text.length);
        }
        if (action === "replace") {
          const others = (all: readonly string[]) => all.filter((_, index) => !own.includes(index));
          expect(others(nextTexts)).toEqual(others(texts));
          expect(nextTexts).toHaveLength(texts.length);
        }
        expect(next.startsWith(text.slice(0, before.list.start))).toBe(true);
        expect(next.endsWith(text.slice(before.list.end))).toBe(true);
      }),
      { numRuns },
    );
  });

  test("is there even where it bears our Sid, and ours gets another", () => {
    fc.assert(
      fc.property(
        fc.array(foreignStatement, { maxLength: 5 }),
        wanteds,
        fc.boolean(),
        (foreign, wanted, narrow) => {
          const before = policyOf(`{"Statement":[${foreign.join(",")}]}`);
          const { action, text } = mergeLogsStatement(before, wanted, narrow);
          const after = policyOf(text);
          expect(action).toBe("add");
          expect(after.statements.slice(0, -1).map((each) => each.text)).toEqual(foreign);
          const sid = after.statements.at(-1)?.sid ?? "";
          expect(sid).toMatch(new RegExp(`^${logsSid}[23]?$`));
          expect(sids(before)).not.toContain(sid);
        },
      ),
      { numRuns },
    );
  });
});

describe("merging", () => {
  test("puts the wanted pattern there, in a statement of the documented form", () => {
    fc.assert(
      fc.property(policyText, wanteds, (text, wanted) => {
        const after = policyOf(mergeLogsStatement(policyOf(text), wanted, true).text);
        const own = findOwnStatements(after.statements, wanted).map(({ patterns }) => patterns);
        expect(own.flat()).toContain(logGroupPattern(wanted));
        for (const patterns of own) expect(new Set(patterns).size).toBe(patterns.length);
      }),
      { numRuns },
    );
  });

  test("twice is merging once", () => {
    fc.assert(
      fc.property(policyText, wanteds, fc.boolean(), (text, wanted, tighten) => {
        const once = mergeLogsStatement(policyOf(text), wanted, tighten);
        const twice = mergeLogsStatement(policyOf(once.text), wanted, tighten);
        expect(twice).toEqual({ action: "none", text: once.text });
      }),
      { numRuns },
    );
  });

  test("for one, then for another, ends in one statement of ours for both", () => {
    fc.assert(
      fc.property(fc.array(foreignStatement, { maxLength: 3 }), wanteds, wanteds, (foreign, one, other) => {
        const first = mergeLogsStatement(policyOf(`{"Statement":[${foreign.join(",")}]}`), one, false);
        const second = policyOf(mergeLogsStatement(policyOf(first.text), other, false).text);
        expect(second.statements).toHaveLength(foreign.length + 1);
        expect(second.statements.at(-1)?.text).toContain(logGroupPattern(one));
        expect(findOwnStatements(second.statements, ofAccount)).toHaveLength(1);
      }),
      { numRuns },
    );
  });
});
