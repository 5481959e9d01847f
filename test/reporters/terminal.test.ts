/** The text for people: safe to show, the same with color and without, and short. */
import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import type { Report } from "../../src/report/report.js";
import { renderJson } from "../../src/reporters/json.js";
import type { LayoutSettings } from "../../src/reporters/terminal/layout.js";
import { renderProblems, renderTerminal } from "../../src/reporters/terminal/terminal.js";
import { buildView } from "../../src/reporters/view/build.js";
import { bodies, fullReport, report, trouble } from "./reports.js";

const page: LayoutSettings = { width: 60, color: false, unicode: true };
const evil = "\u001b[2J\u001b]0;owned\u0007\r\n\u009b1m\u202e\u200b\u2028\u{e0041}\ud800";

function text(of: Report, settings: LayoutSettings = page): string {
  return renderTerminal(
    buildView(of, { width: settings.width, isVerbose: settings.verbose === true }),
    settings,
  );
}

describe("hostile texts", () => {
  const unsafe = /[^\P{C}\n]|[\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

  test("never reach the page raw, wherever they are", () => {
    const reports = [fullReport(evil), ...bodies(evil).map((body) => report({ verdict: "done", body }))];
    for (const one of reports) {
      for (const settings of [page, { ...page, verbose: true }, { ...page, width: 100 }])
        expect(text(one, settings)).not.toMatch(unsafe);
      expect(renderJson(one)).not.toMatch(unsafe);
      expect(JSON.parse(renderJson(one))).toEqual(JSON.parse(JSON.stringify(one)));
    }
    expect(text(fullReport(evil), { ...page, verbose: true })).toContain("\\u{1b}[2J");
    expect(renderProblems(buildView(fullReport(evil), { width: 60, isVerbose: false }), page)).not.toMatch(
      unsafe,
    );
  });

  test("in color, there are no other sequences than ours", () => {
    const colored = text(fullReport(evil), { ...page, color: true, verbose: true });
    expect(colored).toContain("\u001b[");
    expect(colored.replace(/\u001b\[\d{1,2}m/g, "")).not.toMatch(unsafe);
  });
});

describe("color and marks", () => {
  test.each([60, 100])("color changes nothing but the color, at %i columns", (width) => {
    for (const words of ["some words of a report", evil]) {
      const settings = { ...page, width, verbose: true };
      const plain = text(fullReport(words), settings);
      const colored = text(fullReport(words), { ...settings, color: true });
      expect(colored).not.toBe(plain);
      expect(stripVTControlCharacters(colored)).toBe(plain);
    }
  });

  test("ASCII marks are ASCII all through", () => {
    const ascii = text(fullReport("plain words"), { ...page, unicode: false, verbose: true });
    expect(ascii).toMatch(/^[\n -~…]+$/);
  });
});

describe("what is shown", () => {
  test("a statement alone is the text and nothing else, so that it can be piped", () => {
    const body = { kind: "statement", language: "json", text: '{\n  "a": 1\n}' } as const;
    expect(text(report({ command: "statement", verdict: "done", body }))).toBe('{\n  "a": 1\n}\n');
  });

  test("problems alone are for stderr, the headline first", () => {
    const view = buildView(report({ verdict: "asked-wrongly", problems: [trouble] }), {
      width: 60,
      isVerbose: false,
    });
    expect(renderProblems(view, page).split("\n")[0]).toBe("✗ The key is disabled [readiness/disabled]");
  });
});
