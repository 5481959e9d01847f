/**
 * Whether a change of policy lets anybody do more than before: no, yes with who gains what, or unknown. The search is
 * gains.ts's; which statement became which is difference.ts's question.
 */
import type { CallerCell } from "./gain-callers.js";
import { type GainRule, rulesOf } from "./gain-rules.js";
import { type Gained, searchGains } from "./gains.js";
import type { NormalForm } from "./normal-form.js";

/** `no` is said only when it is certain, `yes` only with a request that shows it. */
export type Widens = "no" | "yes" | "unknown";

/** Who may do what. */
export interface AccessGain {
  /** A principal as the policy names it, or whom it means: "any user or role of 111122223333". */
  readonly who: string;
  /** With the prefix `kms:`; none for an operation that KMS does not have today. */
  readonly actions: readonly string[];
  /** A request that shows it has these condition keys; one without values is absent from the request. */
  readonly when: readonly { readonly key: string; readonly values: readonly string[] }[];
}

/** The answer, and what shows it; of `unknown`, what may be gained. */
export interface Widening {
  readonly widens: Widens;
  readonly gains: readonly AccessGain[];
}

/** Beyond this many, the rest of the gains is left out. */
const mostGains = 50;

/**
 * Judges a change of policy.
 *
 * `yes` means: with the new policy alone, and whatever policies the account itself has, there is a request that is allowed
 * now and was not before. A role that is named beside its account's root gains, because its own policies are no longer asked.
 *
 * @param key the ARN of the key, where it is known: a Resource other than `*` cannot be judged without
 * @returns unknown where neither a request can be shown nor be ruled out
 */
export function widening(
  before: readonly NormalForm[],
  after: readonly NormalForm[],
  key?: string,
): Widening {
  const pair = { before: rulesOf(before), after: rulesOf(after), ...(key === undefined ? {} : { key }) };
  const shown = searchGains(pair, true);
  const written = namesIn([...pair.before, ...pair.after]);
  if (shown.found.length > 0) return { widens: "yes", gains: gainsOf(shown.found, written) };
  const possible = searchGains(pair, false);
  if (possible.found.length === 0 && possible.whole) return { widens: "no", gains: [] };
  return { widens: "unknown", gains: gainsOf(possible.found, written) };
}

/** Condition keys as the policies write them. */
function namesIn(rules: readonly GainRule[]): ReadonlyMap<string, string> {
  const keys = rules.flatMap(({ statement }) => statement?.conditions.map(({ key }) => key) ?? []);
  return new Map(keys.map((key) => [key.toLowerCase(), key]));
}

/** What one caller gains under the same conditions stands together; whom another caller stands for is left out. */
function gainsOf(found: readonly Gained[], written: ReadonlyMap<string, string>): readonly AccessGain[] {
  const all = new Map<
    string,
    { caller: CallerCell; who: string; actions: Set<string>; when: AccessGain["when"] }
  >();
  for (const { caller, operations, keys } of found) {
    const when = [...keys].map(([key, values]) => ({ key: written.get(key) ?? key, values }));
    const id = `${caller.shown} ${JSON.stringify(when)}`;
    const gain = all.get(id) ?? { caller, who: caller.shown, actions: new Set<string>(), when };
    for (const name of operations) gain.actions.add(`kms:${name}`);
    all.set(id, gain);
  }
  const gains = [...all.values()].sort((one, other) => breadth(other.caller) - breadth(one.caller));
  return gains
    .filter(
      (gain, at) =>
        !gains
          .slice(0, at)
          .some(
            (wide) =>
              standsFor(wide.caller, gain.caller) &&
              [...gain.actions].every((action) => wide.actions.has(action)),
          ),
    )
    .slice(0, mostGains)
    .map(({ who, actions, when }) => ({ who, actions: [...actions], when }));
}

/** The more callers one stands for, the more. */
function breadth({ name, account, trusted }: CallerCell): number {
  return (name === undefined ? 4 : 0) + (account === undefined ? 2 : 0) + (trusted ? 0 : 1);
}

function standsFor(wide: CallerCell, narrow: CallerCell): boolean {
  if (wide.kind !== narrow.kind || (wide.trusted && !narrow.trusted)) return false;
  if (wide.name !== undefined) return wide.name === narrow.name;
  return wide.account === undefined || wide.account === narrow.account;
}
