/** Text from outside on the html page: it is shown as text, and never becomes an element, an attribute or an address. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderHtml } from "../../src/reporters/html/html.js";
import { style } from "../../src/reporters/html/style.js";
import type { View } from "../../src/reporters/view/view.js";
import { propertyRuns } from "../property-runs.js";
import { hostileText } from "./hostile-text.js";
import {
  all,
  allowedAttributes,
  allowedElements,
  attribute,
  drawingElements,
  type Element,
  first,
  isHtml,
  rawText,
  readPage,
  words,
} from "./html-page.js";
import { anyView, causes, full, view } from "./views.js";

const hostile = [
  "</code></pre></td></title></style><script>alert(1)</script>",
  "</text></desc></svg><script>alert(1)</script>",
  `" onmouseover="alert(1)" x="`,
  "' autofocus onfocus=alert(1) '",
  "<img src=x onerror=alert(1)>",
  "javascript:alert(1)",
  "https://evil.example/?q=1",
  "<!--", "]]>", "&lt;b&gt;", "&#60;script&#62;", "<svg><style>*{}", "${x}`", "\u0000\u001b[2J\u202e\u2028\ud800",
]; // biome-ignore format: a list

const wanted: Readonly<Record<string, RegExp>> = {
  href: /^(#[a-z0-9-]+|https:\/\/(docs\.aws\.amazon\.com|repost\.aws)\/.*)$/,
  id: /^[a-z0-9-]+$/,
  class: /^[a-z -]*$/,
};

/** What an element has that the page does not make. */
function foreign(element: Element): readonly string[] {
  const known = isHtml(element) ? allowedElements : drawingElements;
  const wrong = element.attrs.filter(
    ({ name, value }) => !allowedAttributes.has(name) || wanted[name]?.test(value) === false,
  );
  return [
    ...(known.has(element.tagName) ? [] : [element.tagName]),
    ...wrong.map(({ name, value }) => `${name}="${value}"`),
  ];
}

/** @returns all that the page shows */
function expectHarmless(source: View): string {
  const page = readPage(renderHtml(source));
  expect(page.errors).toEqual([]);
  expect(page.comments).toBe(0);
  expect(page.elements.flatMap(foreign)).toEqual([]);
  expect(all(page, "style").map(rawText)).toEqual([style]);
  return rawText(first(all(page, "body")));
}

describe("text from outside", () => {
  test.each(hostile)("%j is shown as text in every place", (text) => {
    const shown = expectHarmless(full(text));
    if (/^[ -~]+$/.test(text)) expect(shown).toContain(text);
  });

  test("is text in any view", () => {
    const letters = fc.string({
      unit: fc.oneof(fc.constantFrom(...'<>"&=/!-`'), fc.string({ unit: "binary" })),
    });
    const texts = fc.oneof(letters, hostileText, fc.constantFrom(...hostile));
    fc.assert(
      fc.property(anyView(texts), (source) => {
        expectHarmless(source);
      }),
      { numRuns: Math.ceil(propertyRuns / 4) },
    );
  });

  test("a page that is not of AWS is named and leads nowhere", () => {
    const docs = "https://docs.aws.amazon.com.evil.example/";
    const source = view({
      sections: [
        {
          id: "causes",
          title: "Problems",
          blocks: [{ kind: "causes", causes: [{ ...causes.disabled, docs }] }],
        },
      ],
    });
    const page = readPage(renderHtml(source));
    expect(all(page, "a").map((element) => attribute(element, "href"))).toEqual(["#main"]);
    expect(page.elements.some((element) => words(element) === docs)).toBe(true);
  });
});
