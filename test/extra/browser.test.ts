/** The html page in a real browser: it asks nobody, runs nothing, fits a phone, can be read, heard, walked by keys and printed. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderHtml } from "../../src/reporters/html/html.js";
import { causes, full, view, views } from "../reporters/views.js";
import { findChromium, startChromium } from "./chromium.js";

const executable = findChromium();
if (executable === undefined) {
  process.stderr.write("No Chromium is on PATH: the html page is not opened in a browser.\n");
}

const attack =
  '</style></pre><script>document.title="owned"</script><img src="https://evil.example/x" onerror="document.title=1"><a href="javascript:document.title=1" autofocus onfocus="document.title=1">x</a>';

describe.skipIf(executable === undefined)("in Chromium (skipped where none is on PATH)", () => {
  let browser: Browser;
  let page: Page;
  let folder: string;
  /** Whatever the page asked for or complained about since it was opened. */
  let heard: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "mwaa-kms-html-"));
    browser = await startChromium(executable ?? "", folder);
    page = await browser.newPage();
    page.on("request", (request) => heard.push(request.url()));
    page.on("console", (message) => heard.push(message.text()));
    page.on("pageerror", (error) => heard.push(error.message));
    page.on("dialog", (dialog) => heard.push(dialog.message()));
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a page from a file; returns its address. */
  async function open(text: string, size = { width: 1280, height: 900 }): Promise<string> {
    const file = join(folder, "report.html");
    writeFileSync(file, text);
    const address = pathToFileURL(file).href;
    heard = [];
    await page.setViewportSize(size);
    await page.emulateMedia({ media: "screen", colorScheme: "light" });
    await page.goto(address);
    return address;
  }

  test.each([...Object.entries(views), ["hostile", full(attack)] as const])(
    "%s: no request but the document, no complaint, no script, no sideways scroll on a phone",
    async (_name, source) => {
      const address = await open(renderHtml(source), { width: 360, height: 740 });
      const title = await page.title();
      await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
      const widths = (await page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
      )) as [number, number];
      expect(widths).toEqual([360, 360]);
      expect(heard).toEqual([address]);
      expect(title).toContain("mwaa-kms");
      expect(await page.locator("script, img, iframe, link").count()).toBe(0);
    },
  );

  test("a script that got in would not run: the policy of the page is in force", async () => {
    const inside = '<p style="color:red"></p><script>document.title="owned"</script></main>';
    await open(renderHtml(views.ready).replace("</main>", inside));
    expect(await page.title()).toBe("Ready: demo (us-east-1) (mwaa-kms)");
    expect(heard.filter((text) => text.includes("Content Security Policy"))).toHaveLength(2);
  });

  test("all text can be read, in light and in dark", async () => {
    const seen = new Set<string>();
    for (const source of [views.fourCauses, views.prepared, views.unknown, views.waived, views.fleet]) {
      await open(renderHtml(source));
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        const { faint, pairs } = (await page.evaluate(faintTexts)) as { faint: string[]; pairs: string[] };
        expect(faint).toEqual([]);
        for (const pair of pairs) seen.add(pair);
      }
    }
    // So many pairs of colours were there to be judged: the measure did see the pages.
    expect(seen.size).toBeGreaterThan(30);
  });

  test("the keys reach the skip link first, and then every fold; Enter opens and closes it", async () => {
    await open(renderHtml(views.fourCauses));
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the report");
    expect((await page.locator(".skip").boundingBox())?.x).toBeGreaterThanOrEqual(0);
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("main");
    const folds = await page.locator("summary").count();
    const reached = new Set<string>();
    for (let at = 0; at < 60 && reached.size < folds; at++) {
      await page.keyboard.press("Tab");
      const focused = (await page.evaluate(focusedFold)) as string | null;
      if (focused !== null) reached.add(focused);
    }
    expect(reached.size).toBe(folds);
    const fold = page.locator("details.part").first();
    await fold.locator("summary").focus();
    expect(await isOpen(fold)).toBe(false);
    await page.keyboard.press("Enter");
    expect(await isOpen(fold)).toBe(true);
    await page.keyboard.press("Enter");
    expect(await isOpen(fold)).toBe(false);
  });

  test("landmarks, headings and tables have their names for who cannot see the page", async () => {
    await open(renderHtml(views.fourCauses));
    await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
    const heard = await page.locator("body").ariaSnapshot();
    for (const part of [
      '- link "Skip to the report"',
      "- banner:",
      '- heading "Not ready" [level=1]',
      "- main:",
      '- region "Problems":',
      '- heading "Problem 2. CloudWatch Logs cannot use the key [logs/missing]" [level=3]',
      '- deletion: "removed: us-west-2"',
      '- insertion: "added: us-east-1"',
      "CloudWatch Logs: broken (key policy statement).",
      '- region "Access to the key, table":',
      '- table "Access to the key":',
      '- columnheader "ScheduleKeyDeletion"',
      '- rowheader "logs.us-east-1.amazonaws.com"',
      '- cell "depends on a condition"',
      "- contentinfo:",
    ]) {
      expect(heard).toContain(part);
    }
  });

  test("a link to an environment unfolds it", async () => {
    await open(renderHtml(views.fleet));
    const orders = page.locator("details.environment").first();
    expect(await isOpen(orders)).toBe(false);
    await page.getByRole("link", { name: "orders" }).first().click();
    expect(await isOpen(orders)).toBe(true);
    expect(await orders.isVisible()).toBe(true);
  });

  test("on paper everything is unfolded, and nothing is there to be clicked", async () => {
    await open(renderHtml(views.fourCauses));
    const folded = page.locator("details.part table").first();
    const isSeen = () => folded.evaluate((table) => table.checkVisibility() && table.clientHeight > 40);
    expect(await isSeen()).toBe(false);
    await page.emulateMedia({ media: "print" });
    expect(await isSeen()).toBe(true);
    expect(await page.locator(".skip").isVisible()).toBe(false);
    const paper = await page.pdf({ format: "A4" });
    expect(paper.subarray(0, 5).toString()).toBe("%PDF-");
  });

  test.each([
    [1280, 3000],
    [380, 6000],
  ])("twelve environments that are not ready are at most %i wide and %i high", async (width, height) => {
    await open(renderHtml(views.fleet), { width, height: 900 });
    expect(await page.evaluate("document.documentElement.scrollHeight")).toBeLessThan(height);
  });

  test("the head of a phone's page leaves room for the first problem, and its picture has all words inside", async () => {
    await open(renderHtml(views.oneCause), { width: 380, height: 740 });
    expect((await page.locator("header").boundingBox())?.height).toBeLessThan(340);
    const outside = await page.evaluate(`(() => {
      const edge = document.querySelector(".picture").getBoundingClientRect();
      const all = [...document.querySelectorAll(".picture text")].map((text) => [text.textContent, text.getBoundingClientRect()]);
      return all.filter(([, box]) => box.left < edge.left || box.right > edge.right).map(([text]) => text);
    })()`);
    expect(outside).toEqual([]);
  });

  test("one click selects a whole command, in one line; a change is copied without its signs", async () => {
    await open(renderHtml(views.fourCauses), { width: 380, height: 740 });
    await page.locator(".command").first().click();
    expect(await page.evaluate("getSelection().toString()")).toBe(causes.disabled.fixes[0].command);
    await open(renderHtml(views.prepared));
    const copied = await page.evaluate(
      "getSelection().selectAllChildren(document.querySelector('.diff')), getSelection().toString()",
    );
    expect(copied).toContain('"kms:Decrypt"\n{\n  "Sid": "AllowCloudWatchLogsForMwaa",\n');
  });

  test("a thousand statements are laid out at once", async () => {
    const lines = Array.from({ length: 6000 }, (_, at) => ({ sign: "+", text: `  "line ${at}"` }) as const);
    const blocks = [{ kind: "policy-diff", summary: "1,000 statements to add", lines, rows: [] }] as const;
    const address = await open(
      renderHtml(view({ sections: [{ id: "change", title: "Key policy", blocks }] })),
    );
    expect(heard).toEqual([address]);
    expect(await page.locator(".line").count()).toBe(6000);
  });
});

/** Runs in the page: the texts whose contrast with what is behind them is below 4.5 (WCAG 2.2, 1.4.3), and the pairs of colours. */
const faintTexts = `(() => {
  const read = (color) => {
    const [r, g, b, a = 1] = (color.match(/[\\d.]+/g) ?? []).map(Number);
    return { r, g, b, a };
  };
  const light = ({ r, g, b }) => {
    const part = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const behind = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (read(color).a === 1) return color;
    }
    return "rgb(255, 255, 255)";
  };
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  const [faint, pairs] = [new Set(), new Set()];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text !== null; text = walker.nextNode()) {
    const element = text.parentElement;
    if (text.data.trim() === "" || !element.checkVisibility()) continue;
    const [ink, paper] = [getComputedStyle(element).color, behind(element)];
    const [dark, bright] = [light(read(ink)), light(read(paper))].sort((a, b) => a - b);
    pairs.add(ink + " on " + paper);
    if ((bright + 0.05) / (dark + 0.05) < 4.5) faint.add(ink + " on " + paper + ": " + text.data.trim());
  }
  return { faint: [...faint], pairs: [...pairs] };
})()`;

function isOpen(fold: Locator): Promise<boolean> {
  return fold.evaluate((element) => element.open);
}

/** Runs in the page: which fold has the focus. */
const focusedFold = `(() => {
  const folds = [...document.querySelectorAll("summary")];
  const at = folds.indexOf(document.activeElement);
  return at < 0 ? null : String(at);
})()`;
