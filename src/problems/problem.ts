/** A problem as data: the code, and the sentences that the catalogue makes of the facts. */
import { type Code, catalogue, type FactsOf } from "./catalogue.js";
import type { Entry, Fix, Severity } from "./define.js";

/** Something that is wrong, or worth saying, with why it is so and how to mend it. */
export interface Problem {
  readonly code: Code;
  readonly severity: Severity;
  /** The headline, without facts. */
  readonly title: string;
  /** The fact that follows the headline's colon. */
  readonly subject?: string;
  readonly what: string;
  readonly why: string;
  readonly fix: readonly Fix[];
  /** Where: an option, a JSON pointer, `file:line:column`. */
  readonly at?: string;
  /** The address of the resource, in a file of infrastructure code. */
  readonly resource?: string;
  readonly docs: readonly string[];
  /** What its sentences were made of, for programs: texts, numbers and lists of texts, bounded. */
  readonly facts?: Readonly<Record<string, Fact>>;
}

type Fact = string | number | boolean | readonly string[];

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
    title: words.title,
    ...(words.subject === undefined ? {} : { subject: words.subject(facts) }),
    what: words.what(facts),
    why: words.why,
    fix: words.fix(facts),
    ...(at === undefined ? {} : { at }),
    docs: words.docs,
    ...plainFacts(facts),
  };
}

const longest = 1000;
const most = 50;

/** Whole policies and conditions are in the fixes, where they belong; a program that groups causes needs the plain facts. */
function plainFacts(facts: unknown): { readonly facts?: Readonly<Record<string, Fact>> } {
  const plain = Object.entries(facts ?? {}).flatMap(([name, value]): [string, Fact][] => {
    if (typeof value === "string") return [[name, value.slice(0, longest)]];
    if (typeof value === "number" || typeof value === "boolean") return [[name, value]];
    const isList = Array.isArray(value) && value.every((item) => typeof item === "string");
    return isList ? [[name, value.slice(0, most).map((item: string) => item.slice(0, longest))]] : [];
  });
  return plain.length === 0 ? {} : { facts: Object.fromEntries(plain) };
}
