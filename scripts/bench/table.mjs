/** Plain tables and medians: nothing to install, and nothing that a terminal could not show. */

/** Prints a title, a line of heads and a line for each row; the first column to the left, numbers to the right. */
export function print({ title, heads, rows }) {
  const cells = [heads, ...rows.map((row) => row.map(shown))];
  const widths = heads.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  write(title);
  for (const row of cells) {
    const line = row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at])));
    write(`  ${line.join("  ")}`);
  }
  write("");
}

/** Writes a line. */
export function write(line) {
  process.stdout.write(`${line}\n`);
}

function shown(value) {
  return typeof value === "number" ? value.toFixed(value < 10 ? 2 : 1) : value;
}

/** The middle one of the numbers. */
export function median(numbers) {
  const sorted = [...numbers].sort((one, two) => one - two);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
