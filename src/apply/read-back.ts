/** Reading a policy until KMS shows the same one steadily: it is eventually consistent, and one read proves little. */
import type { Connection } from "../aws/connection.js";
import type { Host } from "../platform/host.js";
import { isSamePolicy } from "../policy/diff/equivalence.js";
import type { Problem } from "../problems/problem.js";

/** How often in a row, how far apart, and for how long at most. */
export const steady = { reads: 3, pause: 1_000, longest: 60_000 } as const;

/** What KMS showed at the end. `unread`: it answered nothing. */
export type ReadBack =
  | { readonly shows: "next" | "base" | "other"; readonly live: string; readonly isSteady: boolean }
  | { readonly shows: "unread"; readonly problem: Problem };

/**
 * Reads until the wanted policy, or another writer's, is seen three times in a row; the old one is waited out. A second
 * Ctrl-C ends it at once.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/programming-eventual-consistency.html
 */
export async function readBack(
  connection: Pick<Connection, "getKeyPolicy">,
  host: Pick<Host, "interruptedAgain" | "now" | "sleep">,
  plan: { readonly key: string; readonly base: string; readonly next: string },
  say: (progress: string) => void,
): Promise<ReadBack> {
  const start = host.now().getTime();
  let last: ReadBack | undefined;
  for (let inARow = 0; ; ) {
    const seen = await look(connection, plan);
    const isSame = last !== undefined && isSameSight(last, seen);
    inARow = isSame ? inARow + 1 : 1;
    const isSettled = seen.shows === "next" || seen.shows === "other";
    if (isSettled && inARow >= steady.reads) return { ...seen, isSteady: true };
    const isOver = host.now().getTime() - start >= steady.longest || host.interruptedAgain.aborted;
    if (isOver) return seen.shows === "unread" ? seen : { ...seen, isSteady: inARow >= steady.reads };
    if (seen.shows === "base") say("KMS does not return the new policy yet. Waiting…");
    if (seen.shows === "unread") say("The key policy could not be read. Trying again…");
    last = seen;
    await host.sleep(steady.pause);
  }
}

async function look(
  connection: Pick<Connection, "getKeyPolicy">,
  plan: { readonly key: string; readonly base: string; readonly next: string },
): Promise<ReadBack> {
  const fact = await connection.getKeyPolicy(plan.key);
  if (!fact.known) return { shows: "unread", problem: fact.problem };
  const live = fact.value;
  const shows = isSamePolicy(live, plan.next) ? "next" : isSamePolicy(live, plan.base) ? "base" : "other";
  return { shows, live, isSteady: false };
}

function isSameSight(one: ReadBack, other: ReadBack): boolean {
  if (one.shows === "unread" || other.shows === "unread") return one.shows === other.shows;
  return one.shows === other.shows && (one.shows !== "other" || isSamePolicy(one.live, other.live));
}
