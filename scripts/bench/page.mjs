/** docs/performance.md and its plot, from the tables of a run. */
import { writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";

const bar = { height: 9, gap: 3, left: 310, scale: 52 };

/** @param tables what the parts of the benchmark have returned */
export function writePage(tables) {
  const [startUp] = tables;
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}`;
  const load = loadavg().map((value) => value.toFixed(1));
  const text = [
    "# Performance",
    "",
    "Made by `npm run bench -- --write`. Do not edit.",
    "",
    `${new Date().toISOString().slice(0, 10)}, ${machine}, Node.js ${process.version}; load of the machine at the end of the run (1, 5, 15 minutes): ${load.join(", ")}.`,
    "*no cache* is a run without V8's code cache, as in a fresh container or in CI; *cached* is the second run and later ones",
    "([decision 12](decisions/0012-packs-and-a-code-cache.md)). On a machine with load the ratios are more telling than the times.",
    "",
    "![Start-up as a ratio to an empty Node.js process](performance.svg)",
    "",
    ...tables.flatMap(tableOf),
  ];
  writeFileSync("docs/performance.md", `${text.join("\n").trimEnd()}\n`);
  if (startUp !== undefined) writeFileSync("docs/performance.svg", plot(startUp));
}

function tableOf({ title, heads, rows }) {
  const line = (cells) => `| ${cells.map(shown).join(" | ")} |`;
  return [`## ${title}`, "", line(heads), `|${" --- |".repeat(heads.length)}`, ...rows.map(line), ""];
}

function shown(value) {
  if (typeof value !== "number") return String(value).replaceAll("|", "\\|");
  return value.toFixed(value < 10 ? 2 : value < 1000 ? 1 : 0);
}

/** A pair of bars for each command: without a cache, and with it. */
function plot({ heads, rows }) {
  const [cold, warm] = [heads.indexOf("no cache"), heads.indexOf("cached")];
  const drawn = rows.filter((row) => typeof row[cold] === "number");
  const step = 2 * bar.height + 3 * bar.gap;
  const rects = drawn.flatMap((row, index) => {
    const y = 40 + index * step;
    const label = `<text x="${bar.left - 8}" y="${y + 14}" text-anchor="end">${escaped(`${row[1]}  ${row[0]}`)}</text>`;
    const both = [
      [row[cold], "#b9c3cf", y],
      [row[warm], "#2f6f4f", y + bar.height + 1],
    ];
    return [label, ...both.filter(([value]) => typeof value === "number").map(rect)];
  });
  const height = 50 + drawn.length * step;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="${height}" viewBox="0 0 900 ${height}" font-family="sans-serif" font-size="11">`,
    `<rect width="900" height="${height}" fill="#fff"/>`,
    '<text x="12" y="20" font-size="13">Start-up as a ratio to an empty Node.js process: grey without a code cache, green with it</text>',
    ...rects,
    "</svg>",
    "",
  ].join("\n");
}

function rect([value, colour, y]) {
  const width = (value * bar.scale).toFixed(0);
  return `<rect x="${bar.left}" y="${y}" width="${width}" height="${bar.height}" fill="${colour}"/><text x="${bar.left + Number(width) + 5}" y="${y + bar.height}" font-size="9">${value.toFixed(2)}</text>`;
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
