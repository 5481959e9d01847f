/**
 * Says what is bundled, from the paths of the files that a build took in: the licences that go beside the program, each text once, and
 * a list of inputs (dist/bundled.json, in esbuild's form) that scripts/package.mjs makes the SBOM of. A licence that is not allowed stops the build.
 */
import { readFile, writeFile } from "node:fs/promises";

const allowed = ["Apache-2.0", "MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "0BSD"];
const licenceFiles = ["LICENSE", "LICENSE.md", "LICENSE.txt", "license", "License", "LICENCE"];
const rule = "-".repeat(80);

/**
 * @param folder where the build goes
 * @param inputs the paths of all files that took part in it
 */
export async function writeBundled(folder, inputs) {
  const paths = [...new Set(inputs)].sort();
  const files = Object.fromEntries(paths.map((path) => [path, { bytes: 0, imports: [] }]));
  const entry = { entryPoint: "src/main.ts", inputs: files, imports: [], exports: [], bytes: 0 };
  await writeFile(
    `${folder}/bundled.json`,
    JSON.stringify({ inputs: files, outputs: { "dist/main.js": entry } }),
  );
  await writeFile(`${folder}/THIRD-PARTY.txt`, await notices(paths));
}

/** The notices of all packages that took part in a build. */
async function notices(paths) {
  const folders = paths.flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  const packages = await Promise.all([...new Set(folders)].map(licenceOf));
  const byText = new Map();
  for (const { title, text } of packages) byText.set(text, [...(byText.get(text) ?? []), title]);
  return [...byText].map(([text, titles]) => `${titles.join("\n")}\n\n${text}\n`).join(`\n${rule}\n`);
}

async function licenceOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
  if (!allowed.includes(license))
    throw new Error(`${name}@${version} is under ${license}, which is not allowed`);
  const texts = await Promise.all(
    licenceFiles.map((each) => readFile(`${folder}/${each}`, "utf8").catch(() => "")),
  );
  const text = texts.find((each) => each !== "") ?? "No licence file is shipped.";
  return { title: `${name} ${version} (${license})`, text: text.replaceAll("\r\n", "\n").trim() };
}
