/** The html page of every kind of report: valid HTML, whole, and put together so that it can be walked and heard. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { renderHtml } from "../../src/reporters/html/html.js";
import { style, styleHash } from "../../src/reporters/html/style.js";
import {
  all,
  allowedElements,
  attribute,
  drawingElements,
  first,
  isHtml,
  readPage,
  words,
} from "./html-page.js";
import { full, views } from "./views.js";

const every = [...Object.entries(views), ["full", full("some words")] as const];

describe.each(every)("the page of %s", (_name, view) => {
  const page = readPage(renderHtml(view));

  test("is valid HTML of the few elements that it needs", () => {
    expect(page.errors).toEqual([]);
    const wrong = page.elements.filter((element) =>
      isHtml(element) ? !allowedElements.has(element.tagName) : !drawingElements.has(element.tagName),
    );
    expect(wrong.map(({ tagName }) => tagName)).toEqual([]);
  });

  test("has its landmarks once, a title, and headings without a gap", () => {
    for (const name of ["h1", "main", "header", "footer", "title"]) {
      expect(all(page, name).filter(isHtml)).toHaveLength(1);
    }
    expect(words(first(all(page, "title")))).toContain("mwaa-kms");
    const depths = page.elements.flatMap(({ tagName }) =>
      /^h[1-6]$/.test(tagName) ? [Number(tagName[1])] : [],
    );
    expect(depths.filter((depth, at) => depth - (depths[at - 1] ?? 0) > 1)).toEqual([]);
  });

  test("uses each ID once, and every link inside leads to one", () => {
    const names = page.elements.flatMap((element) => attribute(element, "id") ?? []);
    expect(new Set(names).size).toBe(names.length);
    const links = all(page, "a").flatMap((element) => attribute(element, "href") ?? []);
    for (const to of links.filter((link) => link.startsWith("#"))) expect(names).toContain(to.slice(1));
    const labels = page.elements.flatMap(
      (element) => attribute(element, "aria-labelledby")?.split(" ") ?? [],
    );
    for (const label of labels) expect(names).toContain(label);
  });

  test("has a caption for each table, a scope for each head, and a name for what scrolls and for what is drawn", () => {
    expect(all(page, "caption")).toHaveLength(all(page, "table").length);
    for (const head of all(page, "th")) expect(attribute(head, "scope")).toMatch(/^(col|row)$/);
    const scrolled = page.elements.filter((element) => attribute(element, "role") === "region");
    for (const element of scrolled) expect(attribute(element, "aria-label")).toBeTruthy();
    for (const drawing of all(page, "svg").filter((element) => attribute(element, "class") === "picture")) {
      expect(attribute(drawing, "role")).toBe("img");
      expect(
        drawing.childNodes.flatMap((node) => ("tagName" in node ? node.tagName : [])).slice(0, 2),
      ).toEqual(["title", "desc"]);
    }
  });
});

describe("what the page is allowed", () => {
  test("is its own style, by digest, and nothing else", () => {
    const digest = `sha256-${createHash("sha256").update(style).digest("base64")}`;
    expect(styleHash, "the digest of the style sheet, in style.ts").toBe(digest);
    const page = readPage(renderHtml(views.ready));
    const policy = all(page, "meta").find(
      (meta) => attribute(meta, "http-equiv") === "Content-Security-Policy",
    );
    expect(policy && attribute(policy, "content")).toBe(
      `default-src 'none'; style-src '${digest}'; base-uri 'none'; form-action 'none'`,
    );
    expect(style).not.toMatch(/url\(|@import|expression/);
  });
});
