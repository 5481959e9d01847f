/** docs/problems.md is made from the catalogue: `npm run docs` writes it, and this holds the committed page to it. */
import { expect, it } from "vitest";
import { explanationOf } from "../../src/commands/explain.js";
import { codes } from "../../src/problem/catalogue.js";
import type { Fix } from "../../src/problem/entry.js";

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
  }
}

/** Angle brackets and stars in a sentence are no Markdown. */
function inline(text: string): string {
  return text.replaceAll(/[<>*_]/g, "\\$&");
}
