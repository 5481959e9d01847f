/** Measures what a user waits for: `npm run bench` prints start-up, judging, scaling and a manifest of a thousand keys. It asserts nothing. */
import { judging } from "./bench/judging.mjs";
import { manifest } from "./bench/manifest.mjs";
import { scaling } from "./bench/scaling.mjs";
import { startUp } from "./bench/start-up.mjs";
import { print, write } from "./bench/table.mjs";

const parts = { "start-up": startUp, judging, scaling, manifest };
const asked = process.argv.slice(2);
const wanted = asked.length === 0 ? Object.keys(parts) : asked;

write(`node ${process.version}, ${process.platform} ${process.arch}\n`);
for (const name of wanted) {
  const part = parts[name];
  if (part === undefined) throw new Error(`There is no ${name}; there is ${Object.keys(parts).join(", ")}.`);
  print(await part());
}
