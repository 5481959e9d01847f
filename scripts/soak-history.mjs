/** What the store of the soak saw: each read and each write of a policy, with who sent it, what was shown and what was stored then. */

/** The faults that let the operation take place, and of these the ones whose response arrives whole. */
const carriedOut = new Set([undefined, "slow", "stale-policy", "truncated", "empty"]);
const delivered = new Set([undefined, "slow", "stale-policy"]);

/** A policy without white space; all else to the character. */
export function plain(text) {
  return JSON.stringify(JSON.parse(text));
}

/** @param policyOf what is stored for a key now */
export function makeHistory(policyOf) {
  const entries = [];
  const waiting = new Map();
  return {
    entries,
    /** To be called for each request before it is carried out, which happens before anything else does. */
    note({ operation, keyArn, caller, body }, fault) {
      for (const tell of waiting.get(caller) ?? []) tell(operation);
      if (keyArn === undefined) return;
      const before = policyOf(keyArn);
      const entry = { operation, key: keyArn, caller, at: Date.now(), fault: fault?.kind, before };
      entries.push(entry);
      if (operation === "GetKeyPolicy" && delivered.has(fault?.kind)) {
        entry.shown = fault?.kind === "stale-policy" ? fault.policy : before;
      }
      if (operation !== "PutKeyPolicy") return;
      entry.text = body.Policy;
      const mayBeStored = carriedOut.has(fault?.kind) || (fault?.kind === "reset" && fault.when === "after");
      queueMicrotask(() => {
        entry.after = policyOf(keyArn);
        entry.isStored = mayBeStored && plain(entry.after) === plain(entry.text);
      });
    },
    /** Calls `tell` with the operation of each request of a caller. */
    listen: (caller, tell) => waiting.set(caller, [...(waiting.get(caller) ?? []), tell]),
    forget: (caller) => waiting.delete(caller),
    of: (caller) => entries.filter((entry) => entry.caller === caller),
  };
}
