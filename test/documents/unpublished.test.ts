/** No file makes somebody run a package that is not ours: the name is not registered, and who registers it would get their credentials. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file !== "" && existsSync(file) && !file.endsWith("unpublished.test.ts"));

/** What takes the package from a registry, or its files from a mirror of one. */
const forbidden = [
  /\bmwaa-kms@(?!COMMIT\b)[\w$^~*]/,
  /\b(?:unpkg\.com|jsdelivr\.net|esm\.sh|registry\.npmjs\.org|npmjs\.com\/package)\/(?:npm\/)?mwaa-kms\b/,
  /\b(?:npm|pnpm|yarn|bun) (?:i|install|add|exec|x|dlx)\b(?!.*--package=\.\/)[^\n;&|`]*(?<![\w./@-])mwaa-kms(?![\w./-])/,
  // npx takes the program of the checkout after npm ci, and with --no it takes nothing else.
  /(?<!npm ci && )\b(?:npx|bunx|pnpx)(?! --no )(?: -\S+)* mwaa-kms(?![\w./-])/,
];

function unpublishedIn(text: string): readonly string[] {
  return forbidden.flatMap((pattern) => pattern.exec(text)?.[0] ?? []);
}

describe("names of an unpublished package", () => {
  it("are in no file", () => {
    const found = files
      .filter((file) => !/^(package-lock\.json|test\/extra\/)/.test(file))
      .flatMap((file) => unpublishedIn(readFileSync(file, "utf8")).map((text) => `${file}: ${text}`));
    expect(found).toEqual([]);
  });

  it.each([
    "npx --yes mwaa-kms@0.1.0 check",
    "npx mwaa-kms check",
    "npx -y mwaa-kms check",
    "bunx mwaa-kms",
    "npm i -g mwaa-kms",
    "npm install --save-dev mwaa-kms",
    "npm exec mwaa-kms",
    "yarn add mwaa-kms",
    'npm install "mwaa-kms@$version"',
    "https://unpkg.com/mwaa-kms/schema/report.schema.json",
    "https://cdn.jsdelivr.net/npm/mwaa-kms/x",
  ])("are found: %s", (text) => expect(unpublishedIn(text)).not.toEqual([]));

  it.each([
    "npm ci && npx mwaa-kms prepare --sandbox",
    "npx --no mwaa-kms sandbox stop",
    "npm install --global ./mwaa-kms-0.1.0.tgz",
    "npm install --save-dev ./mwaa-kms-0.1.0.tgz",
    "npm exec --package=./mwaa-kms-0.1.0.tgz -- mwaa-kms --version",
    "uses: OWNER/mwaa-kms@COMMIT",
    "npm ci && node bin/mwaa-kms.js check",
  ])("are not: %s", (text) => expect(unpublishedIn(text)).toEqual([]));
});
