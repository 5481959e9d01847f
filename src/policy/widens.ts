/**
 * Whether a change of policy lets anybody do more than before. It compares what statements allow and deny; which of
 * them became which is difference.ts's question.
 */
import { type Effort, lazily } from "./covers.js";
import type { NormalForm } from "./normal-form.js";
import { covers, type Reach, reachOf, type Whom } from "./reach.js";
import type { Patterns } from "./statement.js";
import { every, opposite, some, type Truth } from "./truth.js";

/** `no` is said only when it is certain. */
export type Widens = Truth;

/** Comparisons for one answer: some milliseconds. A change that needs more is `unknown`. */
const mostComparisons = 20_000;

/**
 * Judges a change of policy.
 *
 * It is `no` where each Allow now lies within an Allow of before, and each Deny of before within a Deny of now: what
 * is allowed less what is denied can only have shrunk. A Sid says nothing about access. A `yes` may be of no effect where another Deny forbids the same.
 *
 * @returns unknown where a statement that IAM could not read came or went, or a condition cannot be compared
 */
export function widens(before: readonly NormalForm[], after: readonly NormalForm[]): Widens {
  const was = new Set(before.map((form) => form.keyWithoutSid));
  const is = new Set(after.map((form) => form.keyWithoutSid));
  const readBefore = before.map((form) => ({ form, reach: reachOf(form) }));
  const readAfter = after.map((form) => ({ form, reach: reachOf(form) }));
  const came = readAfter.filter(({ form }) => !was.has(form.keyWithoutSid));
  const went = readBefore.filter(({ form }) => !is.has(form.keyWithoutSid));
  const effort: Effort = { left: mostComparisons };
  const allowsBefore = ofEffect(readBefore, "Allow");
  const deniesAfter = ofEffect(readAfter, "Deny");
  const inside = (reach: Reach | undefined, effect: Reach["effect"], within: readonly Reach[]): Truth => {
    if (reach === undefined) return "unknown";
    return reach.effect === effect ? isWithin(reach, within, effort) : "yes";
  };
  const judged = [
    ...came.map(
      ({ reach }) =>
        () =>
          inside(reach, "Allow", allowsBefore),
    ),
    ...went.map(
      ({ reach }) =>
        () =>
          inside(reach, "Deny", deniesAfter),
    ),
  ];
  return opposite(every(lazily(judged, (judge) => judge())));
}

function ofEffect(
  read: readonly { readonly reach: Reach | undefined }[],
  effect: Reach["effect"],
): readonly Reach[] {
  return read.flatMap(({ reach }) => (reach?.effect === effect ? [reach] : []));
}

/** Whether the reach lies within one of the others, or else each piece of it: two statements may have become one. */
function isWithin(reach: Reach, others: readonly Reach[], effort: Effort): Truth {
  const within = (piece: Reach) => some(lazily(others, (other) => covers(other, piece, effort)));
  const whole = within(reach);
  const isOnePiece = whomsOf(reach).length * actionsOf(reach).length <= 1;
  return whole === "yes" || isOnePiece ? whole : every(lazily(piecesOf(reach, effort), within));
}

/** Each principal with each action, until the effort is spent: the last piece is then one that is judged unknown. */
function* piecesOf(reach: Reach, effort: Effort): Generator<Reach> {
  for (const whom of whomsOf(reach)) {
    for (const action of actionsOf(reach)) {
      const isSpent = effort.left < 0;
      yield {
        ...reach,
        ...(whom === undefined ? {} : { whom }),
        ...(action === undefined ? {} : { action }),
      };
      if (isSpent) return;
    }
  }
}

function whomsOf({ whom }: Reach): readonly (Whom | undefined)[] {
  if (whom === undefined || whom.not) return [whom];
  return Array.from(whom.names, (name) => ({ not: false, names: new Set([name]) }));
}

function actionsOf({ action }: Reach): readonly (Patterns | undefined)[] {
  if (action === undefined || action.not) return [action];
  return action.patterns.map((pattern) => ({ not: false, patterns: [pattern] }));
}
