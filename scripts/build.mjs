/**
 * Bundles the program into dist/: the command line as packs of CommonJS (see build/packs.mjs), the library as ES modules.
 * Beside them goes THIRD-PARTY.txt, the licences of what was bundled; a licence that is not on the list stops the build.
 */
import { mkdir, rename, rm } from "node:fs/promises";
import { build } from "esbuild";
import { buildPacks } from "./build/packs.mjs";
import { writeBundled } from "./bundled.mjs";

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
    // Without "module", packages whose CommonJS is UMD (jsonc-parser) cannot be followed by the bundler.
    mainFields: ["module", "main"],
    metafile: true,
    minify: true,
    legalComments: "none",
    logLevel: "warning",
  }),
  buildPacks("src/main.ts", `${beside}/cli`),
]);
await writeBundled(beside, [...Object.keys(metafile.inputs), ...inputs]);

await rm("dist", { recursive: true, force: true });
await rename(beside, "dist");
