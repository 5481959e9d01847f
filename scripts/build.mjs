/**
 * Bundles the program into dist/: ES modules split at each `await import`, so that a verb loads only what it needs.
 * Beside them goes THIRD-PARTY.txt, the licences of what was bundled; a licence that is not on the list stops the build.
 */
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const allowed = ["Apache-2.0", "MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "0BSD"];

// Built beside and put in place at once: whoever runs the program meanwhile finds the whole of it.
const beside = `dist.${process.pid}`;
await mkdir(beside, { recursive: true });
const { metafile } = await build({
  entryPoints: { main: "src/main.ts", index: "src/index.ts", sandbox: "src/sandbox/start.ts" },
  outdir: beside,
  chunkNames: "chunks/[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  metafile: true,
  // The SDK's packages carry their ES modules under "module"; without it the CommonJS ones are bundled, which start slower.
  mainFields: ["module", "main"],
  // Identifiers stay: the SDK compares names of its own classes at run time.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  // commander is CommonJS inside and calls require.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  logLevel: "warning",
});
await writeFile(`${beside}/meta.json`, JSON.stringify(metafile));
await writeFile(`${beside}/THIRD-PARTY.txt`, await notices(Object.keys(metafile.inputs)));

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
