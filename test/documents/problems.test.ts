/**
 * docs/problems.md is made from the catalogue, docs/checks.md from the checks: `npm run docs` writes them, and this holds the
 * committed pages to what the program says.
 */
import { expect, it } from "vitest";
import { checkWords, weights } from "../../src/commands/explain/checks.js";
import { explanationOf } from "../../src/commands/explain/explain.js";
import { codes } from "../../src/problems/catalogue.js";
import type { Fix } from "../../src/problems/define.js";

it("is the catalogue", async () => {
  const folders = [...new Set(codes.map((code) => code.split("/")[0] ?? ""))].sort();
  const text = [
    "# Problems",
    "",
    "Every problem that `mwaa-kms` can name, by its code. `mwaa-kms explain <code>` prints the same. This page is generated from the",
    "catalogue by `npm run docs`; the sentences after *For example* are made with facts as they could be.",
    "",
    ...folders.flatMap((folder) => [
      `## ${folder}`,
      "",
      ...codes
        .filter((code) => code.startsWith(`${folder}/`))
        .sort()
        .flatMap(section),
    ]),
  ].join("\n");
  await expect(`${text.trimEnd()}\n`).toMatchFileSnapshot("../../docs/problems.md");
});

it("is the table of the checks", async () => {
  const words = checkWords();
  const text = [
    "# Checks",
    "",
    "Every check of `mwaa-kms check`, in the order of its report. `mwaa-kms explain <check>` prints the same; a waiver names a check by",
    "its id. This page is generated from the checks by `npm run docs`.",
    "",
    "| check | true when it passes | weight |",
    "|---|---|---|",
    ...words.map(({ id, title, weight }) => `| [${id}](#${id}) | ${inline(title)} | ${weight} |`),
    "",
    ...Object.entries(weights).map(([weight, means]) => `- *${weight}*: ${inline(means)}`),
    "",
    "What a check needs and AWS does not tell makes it *unknown*, with AWS's reason. A check of something that needs an option is left",
    "out without that option.",
    "",
    ...words.flatMap(({ id, title, asks, weight, needs, about, reports, page }) => [
      `## ${id}`,
      "",
      `**${inline(title)}** (${weight}).`,
      "",
      inline(asks),
      "",
      ...(needs.length === 0 ? [] : [`- Needs: ${inline(needs.join("; "))}`]),
      ...(about.length === 0 ? [] : [`- Looks at: ${inline(about.join("; "))}`]),
      `- May report: ${reports.map((code) => `[${code}](problems.md#${code.replace("/", "")})`).join(", ")}`,
      `- AWS: <${page}>`,
      "",
    ]),
  ].join("\n");
  await expect(`${text.trimEnd()}\n`).toMatchFileSnapshot("../../docs/checks.md");
});

function section(code: (typeof codes)[number]): readonly string[] {
  const entry = explanationOf(code);
  return [
    `### ${code}`,
    "",
    `**${entry.title}** (${entry.severity}).`,
    "",
    `- For example: ${inline(entry.example)}`,
    `- Why: ${inline(entry.why)}`,
    ...entry.fix.flatMap(fixLines),
    ...entry.docs.map((url) => `- AWS: <${url}>`),
    "",
  ];
}

function fixLines(fix: Fix): readonly string[] {
  switch (fix.do) {
    case "run":
      return [`- Type: \`${fix.command}\``];
    case "ask":
      return [`- Ask ${fix.who}: ${inline(fix.sentence)}`];
    case "edit":
      return [`- Put at \`${fix.pointer}\`: \`${JSON.stringify(fix.json)}\``];
    case "write":
      return [`- In ${inline(fix.where)}, write: \`${fix.text}\``];
  }
}

/** Angle brackets and stars in a sentence are no Markdown. */
function inline(text: string): string {
  return text.replaceAll(/[<>*_]/g, "\\$&");
}
