/** Plain words: what people read has none of the phrases that are hard to understand. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checks } from "../../src/checks/index.js";
import { verbs } from "../../src/cli/verbs.js";
import { catalogue } from "../../src/problems/catalogue.js";
import type { Entry } from "../../src/problems/define.js";
import { openTerminal } from "../terminal.js";

/** Phrases to avoid. What AWS says, quoted, keeps its own words. */
const avoided = [
  /\bmends?\b|\bmended\b/i,
  /\bjudges?\b|\bjudged\b|\bjudgement\b/i,
  /could not tell|cannot be told|be told\b/i,
  /\bhold(s)? against\b/i,
  /\bcarr(y|ies|ied) out\b/i,
  /\blives in\b/i,
  /\b(nobody|somebody|everybody|whoever|whom)\b/i,
  /\bmay not\b/i,
  /\bfor good\b/i,
  /asked wrongly/i,
  /a fault of mwaa-kms/i,
  /\bperhaps\b/i,
  /\blet pass\b|\blets pass\b/i,
  /\bneighbours?\b/i,
  /\bthe newest\b/i,
  /as it (is|was)\b/i,
  /\bcolours?\b/i,
];

function found(text: string): readonly string[] {
  return avoided.flatMap((phrase) => phrase.exec(text)?.[0] ?? []);
}

describe("the catalogue", () => {
  test.each(Object.entries(catalogue))("%s", (_code, words) => {
    const { title, what, why, fix, example } = words as unknown as Entry<unknown>;
    expect(found([title, what(example), why, JSON.stringify(fix(example))].join("\n"))).toEqual([]);
    expect(title.length).toBeLessThanOrEqual(64);
    expect(title).not.toMatch(/\.$/);
  });
});

test("the checks", () => {
  for (const { title, asks } of checks) expect(found(`${title}\n${asks}`)).toEqual([]);
});

test("help", async () => {
  const terminal = openTerminal({ columns: 100 });
  for (const { name } of verbs) {
    const { stdout } = await terminal.run(name, "--help");
    expect(found(stdout)).toEqual([]);
  }
  terminal.dispose();
});

test("-h has at most 46 lines", async () => {
  const terminal = openTerminal({ columns: 100 });
  for (const { name } of verbs) {
    const { stdout } = await terminal.run(name, "-h");
    expect(stdout.trimEnd().split("\n").length, name).toBeLessThanOrEqual(46);
  }
  terminal.dispose();
});

test.each([
  "README.md",
  "docs/README.md",
  "docs/tour.md",
  "docs/plans.md",
  "docs/commands.md",
  "docs/install.md",
])("%s", (file) => expect(found(readFileSync(file, "utf8"))).toEqual([]));

test("the list can find something", () => expect(found("Nobody may not mend it.")).toHaveLength(3));
