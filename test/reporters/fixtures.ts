/** The four reports that every format is tested with. They were made by real runs; they are data, and no run writes them again. */
import { readFileSync } from "node:fs";
import type { Report } from "../../src/report/report.js";

/**
 * `mixed`: every state of a check and every kind of fix, a waiver, an expired one, a handoff. `written`: a plan that was written.
 * `fleet`: environments of a manifest that are ready, not ready, waived, unknown, or name a key that does not exist.
 * `refused`: a command line with a misspelt option.
 */
const names = ["mixed", "written", "fleet", "refused"] as const;

export type FixtureName = (typeof names)[number];

/** The text of a fixture, as the JSON format prints it. */
export function textOf(name: string): string {
  return readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8");
}

export const fixtures = Object.fromEntries(
  names.map((name) => [name, JSON.parse(textOf(name)) as Report]),
) as Readonly<Record<FixtureName, Report>>;
