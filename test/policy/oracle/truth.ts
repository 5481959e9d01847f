/** Three answers: yes, no, and "the pages of AWS do not say" with the reason. */

export type Truth = true | false | Undecided;

export interface Undecided {
  readonly undecided: string;
}

export const undecided = (reason: string): Undecided => ({ undecided: reason });

export const isUndecided = (truth: Truth): truth is Undecided => typeof truth === "object";

export function not(truth: Truth): Truth {
  return isUndecided(truth) ? truth : !truth;
}

/** No if one is no; undecided if one is undecided; else yes. */
export function every<T>(items: readonly T[], test: (item: T) => Truth): Truth {
  let open: Undecided | undefined;
  for (const item of items) {
    const truth = test(item);
    if (truth === false) return false;
    if (isUndecided(truth)) open ??= truth;
  }
  return open ?? true;
}

export function some<T>(items: readonly T[], test: (item: T) => Truth): Truth {
  return not(every(items, (item) => not(test(item))));
}

/** Two readings of a page: if both lead to the same answer, the doubt does not matter. */
export function agree(one: boolean, other: boolean, reason: string): Truth {
  return one === other ? one : undecided(reason);
}
