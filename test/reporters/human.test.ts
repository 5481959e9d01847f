/** The text for people: within the page, safe to show, and the same in colour and without. */

import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { catalogue, codes } from "../../src/problems/catalogue.js";
import type { Entry } from "../../src/problems/define.js";
import { exitCodes, type Verdict } from "../../src/report/verdict.js";
import { renderJson } from "../../src/reporters/json.js";
import type { PageSettings } from "../../src/reporters/terminal/layout.js";
import { renderHuman, renderProblems } from "../../src/reporters/terminal/terminal.js";
import { findingWith } from "../checks/findings.js";
import { arn, bodies, fullReport, report, trouble } from "./reports.js";

const page: PageSettings = { width: 60, colour: false, unicode: true };
const sentence =
  "A text of some words, as somebody may have written it, that is longer than any page on which it is set.";
const evil = "\u001b[2J\u001b]0;owned\u0007\r\n\u009b1m\u202e\u200b\u2028\u{e0041}\ud800";

/** What is there to be copied is never broken: commands, addresses, ARNs, JSON, names of grants and files. */
function isCopied(line: string): boolean {
  return /https:|arn:aws|mwaa-kms |aws |"|mwaa-(grant|fargate)|→ (?!Ask|Put)|The policy as it was: /.test(
    line,
  );
}

function tooLong(text: string, width: number): readonly string[] {
  return text
    .split("\n")
    .filter((line) => line.length > width && !isCopied(line) && line.trim().includes(" "));
}

describe.each([60, 100])("on %i columns", (width) => {
  const settings = { ...page, width };

  test("a whole report with long texts keeps to the page", () => {
    const text = renderHuman(fullReport(sentence), settings);
    expect(tooLong(text, width).filter((line) => !/^ {2}[~+-]|^ {4}[A]|^ {6}[-+A]/.test(line))).toEqual([]);
  });

  test("every other body keeps to it", () => {
    for (const body of bodies(sentence)) {
      if (body.kind !== "grants" && body.kind !== "explanation") continue;
      expect(tooLong(renderHuman(report({ verdict: "done", body }), settings), width)).toEqual([]);
    }
  });

  test.each(Object.keys(exitCodes) as Verdict[])(
    "the verdict %s keeps to it, in the sandbox too",
    (verdict) => {
      for (const sandbox of [true, false]) {
        const text = renderHuman(report({ verdict }, sandbox), settings);
        expect(tooLong(text, width)).toEqual([]);
        expect(text.includes("SANDBOX")).toBe(sandbox && text.length > 1);
      }
    },
  );

  test("every code is explained within it", () => {
    const entries = codes.map((code) => {
      const { title, severity, why, fix, docs, what, example } = catalogue[code] as unknown as Entry<unknown>;
      return { code, title, severity, why, docs, example: what(example), fix: fix(example) };
    });
    const body = { kind: "explanation", entries } as const;
    expect(
      tooLong(renderHuman(report({ command: "explain", verdict: "done", body }), settings), width),
    ).toEqual([]);
  });
});

describe("hostile texts", () => {
  const unsafe = /[^\P{C}\n]|[\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

  test("never reach the page raw, wherever they stand", () => {
    const reports = [fullReport(evil), ...bodies(evil).map((body) => report({ verdict: "done", body }))];
    for (const each of reports) {
      const text = renderHuman(each, page);
      expect(text).not.toMatch(unsafe);
      expect(text).toContain("\\u{1b}[2J");
      expect(renderJson(each)).not.toMatch(unsafe);
      expect(JSON.parse(renderJson(each))).toEqual(JSON.parse(JSON.stringify(each)));
    }
    expect(renderProblems(fullReport(evil), page)).not.toMatch(unsafe);
  });

  test("in colour, there are no other sequences than ours", () => {
    const text = renderHuman(fullReport(evil), { ...page, colour: true });
    expect(text).toContain("\u001b[");
    expect(text.replace(/\u001b\[\d{1,2}m/g, "")).not.toMatch(unsafe);
  });
});

describe("colour and marks", () => {
  test.each([60, 100])("colour changes nothing but the colour, on %i columns", (width) => {
    for (const text of [sentence, evil]) {
      const plain = renderHuman(fullReport(text), { ...page, width });
      const coloured = renderHuman(fullReport(text), { ...page, width, colour: true });
      expect(coloured).not.toBe(plain);
      expect(stripVTControlCharacters(coloured)).toBe(plain);
    }
  });

  test("ASCII marks are ASCII all through", () => {
    const text = renderHuman(fullReport("plain words"), { ...page, unicode: false });
    expect(text).toMatch(/^[\n -~]+$/);
    for (const mark of ["  ok ", "  NO ", "  !! ", "  ?? "]) expect(text).toContain(mark);
  });
});

describe("what is said", () => {
  test("each check has its mark, and the reason only where it did not pass", () => {
    const lines = renderHuman(
      report({
        verdict: "not-ready",
        findings: [
          findingWith("fail", { evidence: "KeyState Disabled", problems: [trouble] }),
          findingWith("pass", { title: "The key is symmetric", evidence: "KeySpec X" }),
        ],
      }),
      { ...page, width: 100 },
    ).split("\n");
    expect(lines).toEqual([
      "Checks",
      "  ✗ The key is enabled    no: KeyState Disabled",
      "      The key is disabled. [readiness/disabled]",
      "      KMS rejects grants and encryption with a disabled key.",
      `      → aws kms enable-key --key-id ${arn}`,
      "      https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html",
      "  ✓ The key is symmetric  KeySpec X",
      "",
      "Not ready.",
      "",
    ]);
  });

  test("a statement alone is the text and nothing else, so that it can be piped", () => {
    const body = { kind: "statement", language: "json", text: '{\n  "a": 1\n}' } as const;
    expect(renderHuman(report({ command: "statement", verdict: "done", body }), page)).toBe(
      '{\n  "a": 1\n}\n',
    );
  });

  test("what to type next comes last, as it is to be typed", () => {
    const lines = renderHuman(fullReport("x"), page).trimEnd().split("\n");
    expect(lines.at(-1)).toBe(`  aws mwaa create-environment --region us-east-1 --kms-key ${arn}`);
    expect(lines).toContain("Next");
  });

  test("problems alone are for stderr", () =>
    expect(
      renderProblems(report({ verdict: "asked-wrongly", problems: [trouble] }), page).split("\n")[0],
    ).toBe("The key is disabled. [readiness/disabled]"));
});
