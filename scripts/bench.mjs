/**
 * Measures what a user waits for: `npm run bench` prints start-up, judging, scaling and manifests of up to thousands of keys.
 * It asserts nothing. `npm run bench -- --write` also writes docs/performance.md and its plot.
 */
import { judging } from "./bench/judging.mjs";
import { manifest } from "./bench/manifest.mjs";
import { writePage } from "./bench/page.mjs";
import { scaling } from "./bench/scaling.mjs";
import { startUp } from "./bench/start-up.mjs";
import { print, write } from "./bench/table.mjs";

const parts = { "start-up": startUp, judging, scaling, manifest };
const isWriting = process.argv.includes("--write");
const asked = process.argv.slice(2).filter((word) => word !== "--write");
const wanted = asked.length === 0 ? Object.keys(parts) : asked;

write(`node ${process.version}, ${process.platform} ${process.arch}\n`);
const tables = [];
for (const name of wanted) {
  const part = parts[name];
  if (part === undefined) throw new Error(`There is no ${name}; there is ${Object.keys(parts).join(", ")}.`);
  const table = await part();
  tables.push(table);
  print(table);
}
if (isWriting) writePage(tables);
