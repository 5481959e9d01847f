/** Two texts line by line, side by side. It knows no policy. */

/** One row: the line before and the line after; a missing side has no counterpart. Both, and equal: nothing changed. */
export interface LinePair {
  readonly before?: string;
  readonly after?: string;
  readonly same: boolean;
}

/** Beyond this many comparisons the middle is shown as replaced whole: a page must not take seconds. */
const mostWork = 1_000_000;

/** Pairs the lines of two texts so that as many as possible stand beside their equals. */
export function pairLines(before: readonly string[], after: readonly string[]): readonly LinePair[] {
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && before[start] === after[start]) start++;
  let end = 0;
  while (end < least - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const same = (line: string): LinePair => ({ before: line, after: line, same: true });
  return [
    ...before.slice(0, start).map(same),
    ...pairMiddle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ];
}

function pairMiddle(before: readonly string[], after: readonly string[]): readonly LinePair[] {
  if (before.length * after.length > mostWork) return beside(before, after);
  const common = commonLengths(before, after);
  const width = after.length + 1;
  const pairs: LinePair[] = [];
  let [from, to] = [0, 0];
  let [gone, come]: [string[], string[]] = [[], []];
  const flush = () => {
    pairs.push(...beside(gone, come));
    [gone, come] = [[], []];
  };
  while (from < before.length || to < after.length) {
    const [old, now] = [before[from], after[to]];
    if (old !== undefined && old === now) {
      flush();
      pairs.push({ before: old, after: old, same: true });
      from++;
      to++;
    } else if (
      now === undefined ||
      (old !== undefined && (common[(from + 1) * width + to] ?? 0) >= (common[from * width + to + 1] ?? 0))
    ) {
      gone.push(old ?? "");
      from++;
    } else {
      come.push(now);
      to++;
    }
  }
  flush();
  return pairs;
}

/** How many lines the rests of both texts have in common, for each pair of places. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint32Array {
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  for (let from = before.length - 1; from >= 0; from--) {
    for (let to = after.length - 1; to >= 0; to--) {
      lengths[from * width + to] =
        before[from] === after[to]
          ? (lengths[(from + 1) * width + to + 1] ?? 0) + 1
          : Math.max(lengths[(from + 1) * width + to] ?? 0, lengths[from * width + to + 1] ?? 0);
    }
  }
  return lengths;
}

function beside(gone: readonly string[], come: readonly string[]): readonly LinePair[] {
  return Array.from({ length: Math.max(gone.length, come.length) }, (_, at): LinePair => {
    const [before, after] = [gone[at], come[at]];
    return {
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
      same: false,
    };
  });
}
