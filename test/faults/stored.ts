/** What a stored policy holds, read with nothing of the product: the old statements, ours, somebody else's new one. */
import { theirAccount } from "./scene.js";

/** `LOST`: a statement that was there before is not what it was. `NEITHER`: something is there that nobody wrote. */
export type Stored = "old" | "new" | "theirs" | "both" | "LOST" | "NEITHER";

/** The pattern of the statement that a run for the seeds' account writes. */
const ourPattern = "arn:aws:logs:us-east-1:111122223333:*";

/**
 * Says what a policy holds.
 *
 * @param base the policy before the run: each of its statements must be there as it was
 */
export function readStored(base: string, text: string): Stored {
  const before = statementsOf(base);
  const now = statementsOf(text);
  if (before === undefined || now === undefined) return "NEITHER";
  if (!before.every((statement) => now.includes(statement))) return "LOST";
  const added = now.filter((statement) => !before.includes(statement));
  if (added.some((statement) => !statement.includes(ourPattern) && !statement.includes(theirAccount)))
    return "NEITHER";
  const isOurs = added.some((statement) => statement.includes(ourPattern));
  const isTheirs = added.some((statement) => statement.includes(theirAccount));
  if (isOurs) return isTheirs ? "both" : "new";
  return isTheirs ? "theirs" : "old";
}

/** Whether two texts hold the same statements, in whatever order and form KMS prints them. */
export function isSameStored(one: string, other: string): boolean {
  const [before, after] = [statementsOf(one), statementsOf(other)];
  return (
    before !== undefined && after !== undefined && [...before].sort().join() === [...after].sort().join()
  );
}

/** Each statement as one text, its lists sorted and one-item lists as texts; undefined for what is no policy. */
function statementsOf(text: string): readonly string[] | undefined {
  try {
    const { Statement } = JSON.parse(text) as { Statement?: unknown };
    return Array.isArray(Statement)
      ? Statement.map((statement) => JSON.stringify(statement, inOneForm))
      : undefined;
  } catch {
    return undefined;
  }
}

/** KMS keeps neither the order of a list of names nor whether a single one was in a list; members keep theirs. */
function inOneForm(_member: string, value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.length === 1 ? value[0] : [...value].sort();
}
