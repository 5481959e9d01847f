/**
 * Bundles the program into dist/: the command line as packs of CommonJS (see build/packs.mjs), the library as ES modules.
 * Beside them goes THIRD-PARTY.txt, the licences of what was bundled; a licence that is not on the list stops the build.
 */
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";
import { buildPacks } from "./build/packs.mjs";

const allowed = ["Apache-2.0", "MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "0BSD"];

// Built beside and put in place at once: whoever runs the program meanwhile finds the whole of it.
const beside = `dist.${process.pid}`;
await mkdir(beside, { recursive: true });
const [{ metafile }, inputs] = await Promise.all([
  build({
    entryPoints: { index: "src/index.ts", sandbox: "src/sandbox/start.ts" },
    outdir: beside,
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    metafile: true,
    mainFields: ["module", "main"],
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    logLevel: "warning",
  }),
  buildPacks("src/main.ts", `${beside}/cli`),
]);
const bundled = [...Object.keys(metafile.inputs), ...inputs];
await writeFile(`${beside}/THIRD-PARTY.txt`, await notices(bundled));

await rm("dist", { recursive: true, force: true });
await rename(beside, "dist");

/** One notice a package: its name, version and licence text. */
async function notices(inputs) {
  const packages = new Set(
    inputs.flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
  );
  const texts = await Promise.all([...packages].sort().map(notice));
  return texts.join(`\n${"-".repeat(80)}\n`);
}

async function notice(folder) {
  const { name, version, license } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
  if (!allowed.includes(license))
    throw new Error(`${name}@${version} is under ${license}, which is not allowed`);
  const names = ["LICENSE", "LICENSE.md", "LICENSE.txt", "license", "License", "LICENCE"];
  const found = await Promise.all(names.map((each) => readFile(`${folder}/${each}`, "utf8").catch(() => "")));
  return `${name} ${version} (${license})\n\n${found.find((text) => text !== "") ?? "No licence file is shipped."}`;
}
