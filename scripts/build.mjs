/**
 * Bundles the program into dist/: ES modules split at each `await import`, so that a verb loads only what it needs.
 * Beside them goes THIRD-PARTY.txt, the licences of what was bundled; a licence that is not on the list stops the build.
 */
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";
import { writeBundled } from "./bundled.mjs";

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
  // Names of classes go as well: in what is bundled, one error text of the SDK reads `constructor.name`, and nothing compares it.
  minify: true,
  legalComments: "none",
  // commander is CommonJS inside and calls require.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  logLevel: "warning",
});
await writeFile(`${beside}/meta.json`, JSON.stringify(metafile));
await writeBundled(beside, Object.keys(metafile.inputs));

await rm("dist", { recursive: true, force: true });
await rename(beside, "dist");
