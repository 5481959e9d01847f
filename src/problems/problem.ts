/** A problem as data: the code, and the sentences that the catalogue makes of the facts. */
import { type Code, catalogue, type FactsOf } from "./catalogue.js";
import type { Entry, Fix, Severity } from "./define.js";

/** Something that is wrong, or worth saying, with why it is so and how to mend it. */
export interface Problem {
  readonly code: Code;
  readonly severity: Severity;
  readonly what: string;
  readonly why: string;
  readonly fix: readonly Fix[];
  /** Where: an option, a JSON pointer, `file:line:column`. */
  readonly at?: string;
  /** The address of the resource, in a file of infrastructure code. */
  readonly resource?: string;
  readonly docs: readonly string[];
}

/**
 * Makes the problem that a code names.
 *
 * @param code a code of the catalogue, `folder/slug`
 * @param facts what its sentences need
 * @param at where it is, when a place can be named
 */
export function problem<C extends Code>(code: C, facts: FactsOf<C>, at?: string): Problem {
  const words = catalogue[code] as unknown as Entry<FactsOf<C>>;
  return {
    code,
    severity: words.severity,
    what: words.what(facts),
    why: words.why,
    fix: words.fix(facts),
    ...(at === undefined ? {} : { at }),
    docs: words.docs,
  };
}
