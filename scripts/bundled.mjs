/**
 * Says what is bundled, from esbuild's metafile: the licences that `npm run build` puts beside the program, each text once.
 * A licence that is not on the list stops the build. scripts/package.mjs makes the SBOM of the same metafile.
 */
import { readFile } from "node:fs/promises";

const allowed = ["Apache-2.0", "MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "0BSD"];
const licenceFiles = ["LICENSE", "LICENSE.md", "LICENSE.txt", "license", "License", "LICENCE"];
const rule = "-".repeat(80);

/**
 * The notices of all packages that took part in a build.
 *
 * @param inputs the paths of the metafile's inputs
 */
export async function notices(inputs) {
  const packages = await Promise.all(packageFolders(inputs).map(licenceOf));
  const byText = new Map();
  for (const { title, text } of packages) byText.set(text, [...(byText.get(text) ?? []), title]);
  return [...byText].map(([text, titles]) => `${titles.join("\n")}\n\n${text}\n`).join(`\n${rule}\n`);
}

/** @returns the folders of the packages, sorted, each once */
export function packageFolders(inputs) {
  const folders = inputs.flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  return [...new Set(folders)].sort();
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
