/**
 * Recorded answers of AWS, played against the sandbox: `npm run test:facts -- FILE`. The file is not part of the project.
 * Each fact is exact, similar (the right code, other words), different, or has no play. No fact may get worse than it was:
 * the results are in facts/baseline.json, and `--update` writes what has become better.
 */
import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { idOf, resultOf } from "./facts/compare.mjs";
import { describePlays } from "./facts/plays-describe.mjs";
import { documentedPlays } from "./facts/plays-documented.mjs";
import { otherPlays } from "./facts/plays-others.mjs";
import { policyPlays } from "./facts/plays-policy.mjs";
import { openTools } from "./facts/tools.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    update: { type: "boolean" },
    verbose: { type: "boolean", short: "v" },
    ids: { type: "boolean" },
  },
});
const [file] = positionals;
if (file === undefined) {
  process.stderr.write("npm run test:facts -- FILE [--verbose] [--update]\n");
  process.exit(2);
}
const baselineFile = new URL("./facts/baseline.json", import.meta.url);
const plays = new Map([...describePlays, ...policyPlays, ...otherPlays, ...documentedPlays]);
const { facts } = JSON.parse(await readFile(file, "utf8"));
const baseline = JSON.parse(await readFile(baselineFile, "utf8").catch(() => "{}"));

const grades = ["exact", "similar", "different", "no play"];
const results = {};
const worse = [];
for (const fact of facts) {
  const id = idOf(fact);
  const tools = await openTools();
  try {
    const { grade, why } = await resultOf(fact, plays.get(id), tools);
    results[id] = grade;
    const before = baseline[id];
    const isWorse = before !== undefined && grades.indexOf(grade) > grades.indexOf(before);
    if (isWorse) worse.push(`${id} was ${before}, is ${grade}: ${why}`);
    if (values.ids) process.stdout.write(`${id}\n`);
    if (values.verbose && grade !== "exact") process.stdout.write(`${grade.padEnd(9)} ${id} ${why}\n`);
  } finally {
    await tools.close();
  }
}
const counted = grades.map((grade) => {
  const count = Object.values(results).filter((result) => result === grade).length;
  return `${count} ${grade}`;
});
process.stdout.write(`${facts.length} facts: ${counted.join(", ")}\n`);
for (const line of worse) process.stdout.write(`worse: ${line}\n`);
if (values.update && worse.length === 0) {
  const sorted = Object.entries({ ...baseline, ...results }).sort(([one], [other]) => (one < other ? -1 : 1));
  await writeFile(baselineFile, `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`);
}
process.exitCode = worse.length === 0 ? 0 : 1;
