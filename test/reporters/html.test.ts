/** The html page of every kind of report: valid HTML, whole, and put together so that it can be walked and heard. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Body, Report } from "../../src/report/report.js";
import { exitCodes, type Verdict } from "../../src/report/verdict.js";
import { renderHtml } from "../../src/reporters/html/html.js";
import { style, styleHash } from "../../src/reporters/html/style.js";
import { all, allowedElements, attribute, first, isHtml, readPage, words } from "./html-page.js";
import { bodies, fullReport, report, trouble } from "./reports.js";
import { scenes } from "./scenes.js";

const plain: readonly Body[] = [
  ...bodies("some words"),
  { kind: "text", text: "one\ntwo" },
  {
    kind: "backups",
    folder: "/backups",
    entries: [
      { file: "a.json", state: "whole", key: "k", takenAt: "2026-01-01", caller: "me", reason: "prepare" },
      { file: "b.json", state: "changed" },
      { file: "c.json", state: "unreadable" },
    ],
  },
  { kind: "backups", folder: "/backups", entries: [] },
  {
    kind: "difference",
    from: "a",
    to: "b",
    difference: { changes: [], widens: "no", gains: [], empty: true },
  },
];

const every: readonly (readonly [string, Report])[] = [
  ...Object.entries(scenes).map(([name, scene]) => [name, scene()] as const),
  ["prepare", fullReport("some words")],
  [
    "many",
    report({
      verdict: "not-ready",
      body: { kind: "many", manifest: "m", reports: [fullReport("words"), report({})] },
    }),
  ],
  ["an early failure", report({ verdict: "asked-wrongly", problems: [trouble] })],
  ["nothing at all", report({ verdict: "bug" })],
  ...plain.map((body, at) => [`${body.kind} ${at}`, report({ verdict: "done", body })] as const),
  ...(Object.keys(exitCodes) as Verdict[]).map((verdict) => [verdict, report({ verdict }, true)] as const),
];

describe.each(every)("the page of %s", (_name, each) => {
  const page = readPage(renderHtml(each));

  test("is valid HTML of the few elements that it needs", () => {
    expect(page.errors).toEqual([]);
    expect(page.elements.every(isHtml)).toBe(true);
    expect(
      page.elements.map((element) => element.tagName).filter((name) => !allowedElements.has(name)),
    ).toEqual([]);
  });

  test("has its landmarks once, a title, and headings without a gap", () => {
    for (const name of ["h1", "main", "header", "footer", "title"]) expect(all(page, name)).toHaveLength(1);
    expect(words(first(all(page, "title")))).toContain("mwaa-kms");
    const levels = page.elements.flatMap(({ tagName }) =>
      /^h[1-6]$/.test(tagName) ? [Number(tagName[1])] : [],
    );
    expect(levels.filter((level, at) => level - (levels[at - 1] ?? 0) > 1)).toEqual([]);
  });

  test("names each place once, and every link inside leads to one", () => {
    const names = page.elements.flatMap((element) => attribute(element, "id") ?? []);
    expect(new Set(names).size).toBe(names.length);
    const links = all(page, "a").flatMap((element) => attribute(element, "href") ?? []);
    for (const to of links.filter((link) => link.startsWith("#"))) expect(names).toContain(to.slice(1));
    const labels = page.elements.flatMap((element) => attribute(element, "aria-labelledby") ?? []);
    for (const label of labels) expect(names).toContain(label);
  });

  test("has a caption for each table, a scope for each head, and a name for what can be scrolled", () => {
    expect(all(page, "caption")).toHaveLength(all(page, "table").length);
    for (const head of all(page, "th")) expect(attribute(head, "scope")).toMatch(/^(col|row)$/);
    const scrolled = page.elements.filter((element) => attribute(element, "role") === "region");
    for (const element of scrolled) expect(attribute(element, "aria-label")).toBeTruthy();
  });
});

describe("what is allowed to the page", () => {
  test("is its own style, by digest, and nothing else", () => {
    const digest = `sha256-${createHash("sha256").update(style).digest("base64")}`;
    expect(styleHash, "the digest of the style sheet, in html-style.ts").toBe(digest);
    const page = readPage(renderHtml(scenes.ready()));
    const policy = all(page, "meta").find(
      (meta) => attribute(meta, "http-equiv") === "Content-Security-Policy",
    );
    expect(policy && attribute(policy, "content")).toBe(
      `default-src 'none'; style-src '${digest}'; base-uri 'none'; form-action 'none'`,
    );
    expect(style).not.toMatch(/url\(|@import|expression/);
  });
});
