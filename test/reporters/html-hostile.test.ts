/** What others wrote, on the html page: it is shown as text, and never becomes an element, an attribute or an address. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Body, Report } from "../../src/report/report.js";
import { renderHtml } from "../../src/reporters/html/html.js";
import { style } from "../../src/reporters/html/style.js";
import { findingWith } from "../checks/findings.js";
import { propertyRuns } from "../property-runs.js";
import {
  all,
  allowedAttributes,
  allowedElements,
  attribute,
  type Element,
  rawText,
  readPage,
  words,
} from "./html-page.js";
import { bodies, fullReport, report, trouble } from "./reports.js";
import { inspected, root } from "./scenes.js";

const hostile = [
  "</code></pre></td></title></style><script>alert(1)</script>",
  `" onmouseover="alert(1)" x="`,
  "' autofocus onfocus=alert(1) '",
  "<img src=x onerror=alert(1)>",
  "javascript:alert(1)",
  "https://evil.example/?q=1",
  "<!--", "]]>", "&lt;b&gt;", "&#60;script&#62;", "<svg><style>*{}", "${x}`", "\u0000\u001b[2J\u202e\u2028\ud800",
]; // biome-ignore format: a list

/** A report on many, with a text of somebody else's wherever there is one. */
function manyOf(text: string): Report {
  const body: Body = {
    kind: "many",
    manifest: text,
    reports: [fullReport(text), inspected(), fullReport(text)],
  };
  return report({ verdict: "not-ready", body });
}

const wanted: Readonly<Record<string, RegExp>> = {
  href: /^(#[a-z0-9-]+|https:\/\/(docs\.aws\.amazon\.com|repost\.aws)\/.*)$/,
  id: /^[a-z0-9-]+$/,
  class: /^[a-z -]*$/,
};

/** What an element has that the page does not make. */
function foreign({ tagName, attrs }: Element): readonly string[] {
  const wrong = attrs.filter(
    ({ name, value }) => !allowedAttributes.has(name) || wanted[name]?.test(value) === false,
  );
  const element = allowedElements.has(tagName) ? [] : [tagName];
  return [...element, ...wrong.map(({ name, value }) => `${name}="${value}"`)];
}

describe("what others wrote", () => {
  function expectHarmless(text: string, source: Report): void {
    const page = readPage(renderHtml(source));
    expect(page.errors).toEqual([]);
    expect(page.comments).toBe(0);
    expect(page.elements.flatMap(foreign)).toEqual([]);
    expect(all(page, "style").map(rawText)).toEqual([style]);
    // It is shown all the same, whatever it is.
    const shown = page.elements
      .map((element) => element.tagName === "body" && rawText(element))
      .find(Boolean);
    if (/^[ -~]+$/.test(text)) expect(shown).toContain(text);
  }

  test.each(hostile)("%j is shown as text wherever it stands", (text) => {
    expectHarmless(text, fullReport(text));
    expectHarmless(text, manyOf(text));
    for (const body of bodies(text)) {
      if (body.kind !== "grants") expectHarmless("", report({ verdict: "done", body }));
      else expectHarmless(text, report({ verdict: "done", body }));
    }
    expectHarmless(text, inspected({ statements: [root, { ...root, Sid: text, Principal: { AWS: text } }] }));
    // Where a text of ours stands in an attribute today, somebody else's may stand tomorrow.
    const titled = report({ verdict: "ready", findings: [findingWith("pass", { title: text })] });
    expectHarmless(text, { ...titled, tool: text });
    const elsewhere = { ...trouble, docs: [text], fix: [{ do: "run", command: text }] as const };
    expectHarmless(
      text,
      report({ verdict: "not-ready", problems: [elsewhere], next: [text, `# ${text}`], handoff: text }),
    );
  });

  test("is text, whatever it is", () =>
    fc.assert(
      fc.property(
        fc.string({ unit: fc.oneof(fc.constantFrom(...'<>"&=/!-`'), fc.string({ unit: "binary" })) }),
        (text) => expectHarmless(text, fullReport(text)),
      ),
      { numRuns: Math.min(propertyRuns, 40) },
    ));

  test("a page of somebody else's is named and leads nowhere", () => {
    const docs = ["https://docs.aws.amazon.com.evil.example/", "http://docs.aws.amazon.com/kms/"];
    const page = readPage(renderHtml(report({ verdict: "not-ready", problems: [{ ...trouble, docs }] })));
    const links = all(page, "a").map((element) => attribute(element, "href"));
    expect(links).toEqual(["#main"]);
    expect(page.elements.some((element) => words(element) === docs[0])).toBe(true);
  });
});
