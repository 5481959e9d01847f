/**
 * Draws the session of the README from a real run on the sandbox: docs/session.svg and docs/session-dark.svg.
 *
 *   npm run session
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const key = "5eed0000-0000-4000-8000-000000000002";
const home = mkdtempSync(join(tmpdir(), "session-"));
const run = (line) => {
  const env = { PATH: process.env.PATH, HOME: home, COLUMNS: "92" };
  const { stdout } = spawnSync(process.execPath, ["bin/mwaa-kms.js", ...line.split(" ")], {
    encoding: "utf8",
    env,
  });
  return stdout.replaceAll(home, "/home/ana").trimEnd().split("\n");
};
const lines = [
  `$ mwaa-kms check ${key} -e demo --sandbox`,
  ...run(`check ${key} -e demo --sandbox --quiet`),
  "",
  `$ mwaa-kms prepare ${key} -e demo --sandbox --yes`,
  ...run(`prepare ${key} -e demo --sandbox --yes --quiet`),
].map((line) => (line.length > 108 ? `${line.slice(0, 107)}…` : line));
rmSync(home, { recursive: true, force: true });

const palettes = {
  "docs/session.svg": {
    ground: "#ffffff",
    text: "#1f2328",
    good: "#1a7f37",
    bad: "#cf222e",
    quiet: "#59636e",
    edge: "#d1d9e0",
  },
  "docs/session-dark.svg": {
    ground: "#0d1117",
    text: "#f0f6fc",
    good: "#3fb950",
    bad: "#f85149",
    quiet: "#9198a1",
    edge: "#3d444d",
  },
};
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** The color of a line follows its first sign, as in the terminal. */
function colorOf(line, colors) {
  if (line.startsWith("$ ")) return colors.text;
  if (/^(?:✓| {2}\+)/.test(line)) return colors.good;
  if (line.startsWith("✗")) return colors.bad;
  return /^\s+Docs:/.test(line) ? colors.quiet : colors.text;
}

for (const [file, colors] of Object.entries(palettes)) {
  const [step, left, top] = [19, 16, 30];
  const height = top + lines.length * step + 6;
  const rows = lines.map(
    (line, index) =>
      `<text x="${left}" y="${top + index * step}" fill="${colorOf(line, colors)}"${line.startsWith("$") ? ' font-weight="bold"' : ""}>${escaped(line)}</text>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="${height}" viewBox="0 0 900 ${height}" role="img" aria-labelledby="t"><title id="t">check finds that CloudWatch Logs cannot use the key; prepare adds the statement, verifies it, and the key is ready</title><rect width="900" height="${height}" rx="8" fill="${colors.ground}" stroke="${colors.edge}"/><g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13" xml:space="preserve">${rows.join("\n")}</g></svg>\n`;
  writeFileSync(file, svg);
}
