/**
 * Four fixed reports in every format, compared to the letter. `npx vitest run test/reporters -u` writes the pages again:
 * read the difference before you keep it.
 */
import { describe, expect, it } from "vitest";
import { isMisunderstood } from "../../src/cli/output.js";
import { render, renderProblemsOf } from "../../src/reporters/index.js";
import type { LayoutSettings } from "../../src/reporters/terminal/layout.js";
import { fixtures, textOf } from "./fixtures.js";

const extensions = {
  markdown: "md",
  github: "txt",
  gitlab: "json",
  sarif: "sarif",
  junit: "xml",
  tap: "tap",
  html: "html",
} as const;

const pipe: LayoutSettings = { width: 100, color: false, unicode: true };
const layouts: Readonly<Record<string, LayoutSettings>> = {
  pipe,
  narrow: { ...pipe, width: 60 },
  dumb: { ...pipe, width: 80, unicode: false },
  color: { ...pipe, color: true },
  verbose: { ...pipe, verbose: true },
};

/** The style is the same on every page, and html.test.ts checks it. */
const style = /(<style>)[\s\S]*?(<\/style>)/;
const digest = /sha256-[\w+/]+=*/;

describe.each(Object.entries(fixtures))("the report %s", (name, report) => {
  it.each(Object.entries(extensions))("as %s", async (format, extension) => {
    const text = await render(format as keyof typeof extensions, report, pipe);
    const page = text.replace(style, "$1$2").replace(digest, "sha256-DIGEST");
    await expect(page).toMatchFileSnapshot(`goldens/${name}.${format}.${extension}`);
  });

  it.each(Object.entries(layouts))("on a terminal: %s", async (layout, settings) => {
    const text = isMisunderstood(report)
      ? await renderProblemsOf(report, settings)
      : await render("human", report, settings);
    await expect(text).toMatchFileSnapshot(`goldens/${name}.terminal-${layout}.txt`);
  });

  it("as json is the fixture itself", async () =>
    expect(await render("json", report, pipe)).toBe(textOf(name)));
});
