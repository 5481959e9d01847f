/** Three-valued logic: yes, no, and what nobody can know. It knows no policy. */

/** `unknown` is neither yes nor no: it survives only where the known parts do not decide. */
export type Truth = "yes" | "no" | "unknown";

/** @returns no where any is no, else unknown where any is unknown, else yes */
export function every(truths: Iterable<Truth>): Truth {
  let result: Truth = "yes";
  for (const truth of truths) {
    if (truth === "no") return "no";
    if (truth === "unknown") result = "unknown";
  }
  return result;
}

/** @returns yes where any is yes, else unknown where any is unknown, else no */
export function some(truths: Iterable<Truth>): Truth {
  let result: Truth = "no";
  for (const truth of truths) {
    if (truth === "yes") return "yes";
    if (truth === "unknown") result = "unknown";
  }
  return result;
}

/** @returns the opposite; unknown stays unknown */
export function opposite(truth: Truth): Truth {
  return truth === "unknown" ? "unknown" : truth === "yes" ? "no" : "yes";
}

/** @returns yes or no */
export function truthOf(condition: boolean): Truth {
  return condition ? "yes" : "no";
}
