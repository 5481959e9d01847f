/** The html page: whole and valid for every report, and nothing of what others wrote becomes markup. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Body, Report } from "../../src/report/report.js";
import { exitCodes, type Verdict } from "../../src/report/verdict.js";
import { renderHtml } from "../../src/views/html.js";
import { style, styleHash } from "../../src/views/html-style.js";
import { inspected, many, root, scenes } from "../browser/scenes.js";
import { propertyRuns } from "../property-runs.js";
import { findingWith } from "../readiness/findings.js";
import { all, attribute, type Element, isHtml, rawText, readPage, words } from "./html-page.js";
import { bodies, fullReport, report, trouble } from "./reports.js";

const hostile = [
  "</code></pre></td></title></style><script>alert(1)</script>",
  `" onmouseover="alert(1)" x="`,
  "' autofocus onfocus=alert(1) '",
  "<img src=x onerror=alert(1)>",
  "javascript:alert(1)",
  "https://evil.example/?q=1",
  "<!--", "]]>", "&lt;b&gt;", "&#60;script&#62;", "<svg><style>*{}", "${x}`", "\u0000\u001b[2J\u202e\u2028\ud800",
]; // biome-ignore format: a list

const allowedElements = new Set([
  ...[
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "header",
    "nav",
    "main",
    "section",
    "article",
    "footer",
  ],
  ...["a", "h1", "h2", "h3", "h4", "h5", "p", "div", "span", "strong", "code", "pre", "ul", "ol", "li", "dl"],
  ...["dt", "dd", "details", "summary", "table", "caption", "thead", "tbody", "tr", "th", "td"],
]);
const allowedAttributes = new Set([
  ...["lang", "charset", "http-equiv", "content", "name", "id", "class", "href", "rel", "scope", "rowspan"],
  ...["open", "role", "tabindex", "aria-label", "aria-labelledby", "aria-hidden"],
]);

/** A report on many, with a text of somebody else's wherever there is one. */
function manyOf(text: string): Report {
  const body: Body = {
    kind: "many",
    manifest: text,
    reports: [fullReport(text), inspected(), fullReport(text)],
  };
  return report({ verdict: "not-ready", body });
}

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
  { kind: "difference", from: "a", to: "b", difference: { changes: [], widens: "no", empty: true } },
];

const every: readonly (readonly [string, Report])[] = [
  ...Object.entries(scenes).map(([name, scene]) => [name, scene()] as const),
  ["prepare", fullReport("some words")],
  ["many", manyOf("words")],
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
    expect(words(all(page, "title")[0] ?? fail())).toContain("mwaa-kms");
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

describe("what is allowed to the page", () => {
  test("is its own style, by digest, and nothing else", () => {
    const digest = `sha256-${createHash("sha256").update(style).digest("base64")}`;
    expect(styleHash, "the digest of the style sheet, in html-style.ts").toBe(digest);
    const page = readPage(renderHtml(scenes.ready()));
    const policy = all(page, "meta").find(
      (meta) => attribute(meta, "http-equiv") === "Content-Security-Policy",
    );
    expect(attribute(policy ?? fail(), "content")).toBe(
      `default-src 'none'; style-src '${digest}'; base-uri 'none'; form-action 'none'`,
    );
    expect(style).not.toMatch(/url\(|@import|expression/);
  });
});

function fail(): never {
  throw new Error("not on the page");
}

describe("what is said", () => {
  const textOf = (each: Report) => words(all(readPage(renderHtml(each)), "body")[0] ?? fail());
  const detailsOf = (each: Report) =>
    all(readPage(renderHtml(each)), "details").map((element) => ({
      open: attribute(element, "open") !== undefined,
      kind: attribute(element, "class") ?? "",
      text: words(element),
    }));

  test("the verdict is the heading and begins the title, SANDBOX before it", () => {
    const page = readPage(renderHtml(scenes.lacksStatement()));
    expect(words(all(page, "h1")[0] ?? fail())).toBe("Not ready");
    expect(words(all(page, "title")[0] ?? fail())).toBe("SANDBOX: Not ready: demo (mwaa-kms)");
    expect(textOf(scenes.lacksStatement())).toContain("SANDBOX A local KMS on 127.0.0.1 answered, not AWS.");
    expect(textOf(scenes.ready())).not.toContain("SANDBOX");
  });

  test("what fails is unfolded, with what, why and the command", () => {
    const [first] = detailsOf(scenes.lacksStatement());
    expect(first).toMatchObject({ open: true, kind: "card check bad" });
    expect(first?.text).toContain("✗ Fails The key policy lets CloudWatch Logs use the key");
    expect(first?.text).toContain("no statement allows it");
    expect(first?.text).toContain("mwaa-kms prepare arn:aws:kms:us-east-1:111122223333:key/");
  });

  test("what is waived is folded, and says why and how long; ready is then no plain yes", () => {
    const waived = detailsOf(scenes.waived()).find(({ text }) => text.includes("Waived"));
    expect(waived).toMatchObject({ open: false });
    expect(waived?.text).toContain("Waived until 2027-01-31: the platform team moves it in January");
    expect(textOf(scenes.waived())).toContain("What was let pass is listed below.");
    const header = all(readPage(renderHtml(scenes.waived())), "header")[0];
    expect(attribute(header ?? fail(), "class")).toBe("warning");
  });

  test("statements that stay are folded, what comes and goes stands side by side", () => {
    const statements = detailsOf(scenes.lacksStatement()).filter(({ kind }) => kind.startsWith("statement"));
    expect(statements.map(({ open, kind }) => `${kind} ${open}`)).toEqual([
      ...new Array(3).fill("statement keep false"),
      "statement add true",
    ]);
    expect(statements[3]?.text).toContain(
      'BeforeAfter Not in the policy.+{ + "Sid": "AllowCloudWatchLogsForMwaa"',
    );
  });

  test("a changed statement has its lines beside each other, with signs", () => {
    const before = { pointer: "/Statement/0", value: { Sid: "a", Action: ["x", "y"], Resource: "*" } };
    const after = { pointer: "/Statement/0", value: { Sid: "a", Action: ["x", "z"], Resource: "*" } };
    const change = { action: "replace", before, after, members: [] } as const;
    const difference = { changes: [change], widens: "unknown", empty: false } as const;
    const page = readPage(
      renderHtml(
        report({ verdict: "different", body: { kind: "difference", from: "a", to: "b", difference } }),
      ),
    );
    const rows = all(page, "tr").map((row) => words(row));
    expect(rows).toContain('"x", "x",');
    expect(rows).toContain('− "y"+ "z"');
    expect(rows).toHaveLength(9);
  });

  test("the table of who may do what says the answer in words too", () => {
    const rows = all(readPage(renderHtml(scenes.denied())), "tr").map((row) => words(row));
    expect(rows).toContain(`logs.us-east-1.amazonaws.com service${"✗ denied".repeat(11)}`);
    expect(textOf(scenes.denied())).toContain(
      'denied. The statement /Statement/3 ("Keep the logs service out").',
    );
  });

  test("grants are held against the live ones; none at all is no fault before there is an environment", () => {
    expect(textOf(scenes.denied())).toContain("mwaa-fargate-access-for-demo ✗ missing");
    expect(textOf(scenes.lacksStatement())).toContain("None of them is on the key yet");
    expect(textOf(scenes.lacksStatement())).not.toContain("✗ missing");
  });

  test("an early failure has its problems and no empty sections", () => {
    const page = readPage(renderHtml(report({ verdict: "asked-wrongly", problems: [trouble] })));
    expect(all(page, "h2").map((each) => words(each))).toEqual(["Problems"]);
    expect(all(page, "nav")).toEqual([]);
  });
});

describe("many environments", () => {
  test("have a table that leads to each, and are unfolded where they are not ready", () => {
    const page = readPage(renderHtml(scenes.many()));
    const links = all(page, "a").filter((each) => /^#e\d+$/.test(attribute(each, "href") ?? ""));
    expect(links.map((each) => words(each))).toEqual(["orders", "billing", "search", "reports", "staging"]);
    const environments = all(page, "details").filter((each) =>
      attribute(each, "class")?.startsWith("environment"),
    );
    expect(environments.map((each) => attribute(each, "open") !== undefined)).toEqual([
      false,
      true,
      true,
      false,
      true,
    ]);
    expect(words(all(page, "header")[0] ?? fail())).toContain("2 of 5 environments are ready.");
  });

  test("a thousand make a page that a browser can open, and it says what it left out", () => {
    const [good, bad] = [scenes.ready(), scenes.lacksStatement()];
    const text = renderHtml(
      many(Array.from({ length: 1000 }, (_, at) => ({ ...(at % 2 === 0 ? good : bad) }))),
    );
    expect(text.length).toBeLessThan(8_000_000);
    expect(text).toContain("the first 50 of them: 450 more have their checks alone");
    expect(text.match(/class="diff"/g)).toHaveLength(50);
  });
});

describe("a policy of 32 KB", () => {
  test("fits a page of reasonable size", () => {
    const statements = Array.from({ length: 200 }, (_, at) => ({ ...root, Sid: `statement ${at}` }));
    const text = renderHtml(inspected({ statements }));
    expect(text.length).toBeLessThan(400_000);
  });
});
