/**
 * The statements of two policies, read for one question: does a request fulfil them? It takes them apart into callers,
 * operations, resources and conditions, and asks nothing.
 */

import { kmsOperations } from "../document/kms-names.js";
import { type Patterns, readStatement, type Statement } from "../document/statement.js";
import { hasKey } from "../evaluate/condition-keys.js";
import { type CallerCell, callersOf, concerns } from "./gain-callers.js";
import { type Holds, type KeyTest, readAsked } from "./key-cells.js";
import type { NormalForm } from "./normal-form.js";
import { type Matcher, type Signs, test, valueCells } from "./value-cells.js";

/** A condition by its key, or something that nobody can say of a request (`asked` is absent). */
export interface Test {
  readonly key: string;
  readonly asked?: KeyTest;
}

/** A statement. One that IAM could not read is two: it may allow, and it may deny. */
export interface GainRule {
  /** One text for all statements that mean the same. */
  readonly id: string;
  readonly effect: "Allow" | "Deny";
  readonly statement?: Statement;
  readonly tests: readonly Test[];
}

/** Operations that both policies treat alike; none where it is how one that KMS may yet add could stand to them. */
export interface OperationCell {
  /** Without their prefix. */
  readonly names: readonly string[];
  /** What each pattern makes of them. */
  readonly holds: ReadonlyMap<string, Holds>;
}

/** What the key can be to the policies' resources: for showing a request, and for making sure that there is none. */
export interface ResourceCell {
  readonly use: "show" | "exclude" | "both";
  readonly holds: ReadonlyMap<string, Holds>;
}

export function rulesOf(forms: readonly NormalForm[]): readonly GainRule[] {
  return forms.flatMap((form) => ruleOf(form));
}

function ruleOf(form: NormalForm): readonly GainRule[] {
  const id = form.keyWithoutSid;
  // Asked first because it is cheap: a policy may have thousands of statements that are none.
  const effect = form.members.get(`["Effect"]`)?.values;
  const isNone = effect?.has("Allow") !== true && effect?.has("Deny") !== true;
  const read = isNone ? undefined : readStatement(form.source);
  if (read?.ok !== true) {
    return (["Allow", "Deny"] as const).map((each) => ({
      id: `${each} ${id}`,
      effect: each,
      tests: [{ key: `?${each} ${id}` }],
    }));
  }
  // Only a form with policy variables names its language: without variables both Versions read alike.
  const version = form.members.get(`["","Version"]`)?.values.keys().next().value;
  const tests = read.value.conditions.map((condition): Test => {
    const asked = readAsked(condition, version);
    const key = condition.key.toLowerCase();
    return asked === undefined ? { key: `?${key} ${JSON.stringify(condition)}` } : { key, asked };
  });
  return [{ id, effect: read.value.effect, statement: read.value, tests }];
}

/** Everybody who can call, as far as the rules tell callers apart. */
export function callersIn(rules: readonly GainRule[]): readonly CallerCell[] {
  const naming = /^(aws:principalarn|aws:principalaccount|kms:calleraccount)$/;
  const named = rules.flatMap(({ tests }) =>
    tests.flatMap(({ key, asked }) =>
      naming.test(key) ? (asked?.matchers ?? []).map(({ text }) => text) : [],
    ),
  );
  return callersOf(
    rules.flatMap(({ statement }) => (statement === undefined ? [] : [statement])),
    named,
  );
}

/**
 * All operations of KMS, those that the policies name, and what may yet come; undefined where that is too much.
 *
 * @param keys condition keys: operations of which one has a key that another has not are not alike
 */
export function operationsIn(
  rules: readonly GainRule[],
  keys: readonly string[],
): readonly OperationCell[] | undefined {
  const patterns = patternsIn(rules, "action").map((pattern) => pattern.toLowerCase());
  const matchers = patterns.map((text): Matcher => ({ kind: /[*?]/.test(text) ? "like" : "exact", text }));
  const literals = patterns.filter((pattern) => /^kms:[a-z]+$/.test(pattern));
  const names = new Map([...literals.map((text) => [text, text.slice(4)] as const), ...knownNames]);
  const cells = valueCells([...matchers, ofKms], [...names.keys()]);
  const groups = new Map<string, OperationCell & { readonly names: string[] }>();
  for (const [text, name] of names) {
    const signs = matchers.map((matcher) => test(matcher, text) === true);
    const id = `${signs.join()} ${keys.map((key) => hasKey(name, key)).join()}`;
    const group = groups.get(id) ?? { names: [], holds: holdsOf(matchers, signs) };
    group.names.push(name);
    groups.set(id, group);
  }
  const known = new Set(
    [...names.keys()].map((text) => matchers.map((matcher) => test(matcher, text)).join()),
  );
  const coming = cells?.flatMap(({ signs }): OperationCell[] => {
    const isKnown = signs.at(-1) === false || known.has(signs.slice(0, -1).join());
    return isKnown ? [] : [{ names: [], holds: holdsOf(matchers, signs) }];
  });
  return coming === undefined ? undefined : [...groups.values(), ...coming];
}

function holdsOf(matchers: readonly Matcher[], signs: Signs): ReadonlyMap<string, Holds> {
  return new Map(matchers.map(({ text }, at) => [text, holdsAction(text, signs[at] === true)]));
}

const ofKms: Matcher = { kind: "like", text: "kms:*" };
const knownNames = Object.keys(kmsOperations).map((name) => [`kms:${name.toLowerCase()}`, name] as const);

/** Of a wildcard in the service's prefix, or a variable, no page says what it matches; `*` alone is every action. */
function holdsAction(pattern: string, matches: boolean): Holds {
  if (pattern.includes("${")) return "unsaid";
  if (!matches) return "no";
  return pattern === "*" || pattern.startsWith("kms:") ? "yes" : "unsaid";
}

/**
 * @param key the ARN of the key that both policies are for; without it, nothing is shown by a resource but `*`
 */
export function resourcesIn(
  rules: readonly GainRule[],
  key: string | undefined,
): readonly ResourceCell[] | undefined {
  const patterns = patternsIn(rules, "resource").filter((pattern) => pattern !== "*");
  const matchers = patterns.map((text): Matcher => {
    if (text.includes("${") || text.split(":").length < 6)
      return { kind: /[*?$]/.test(text) ? "open" : "exact", text };
    return { kind: /[*?]/.test(text) ? "arn" : "exact", text };
  });
  const whole = (use: ResourceCell["use"], of: (at: number) => boolean | undefined): ResourceCell => ({
    use,
    holds: new Map([
      ["*", "yes"],
      ...patterns.map((text, at): [string, Holds] => {
        const sign = of(at);
        return [text, sign === undefined ? "unsaid" : sign ? "yes" : "no"];
      }),
    ]),
  });
  if (patterns.length === 0) return [whole("both", () => undefined)];
  const known = key === undefined ? undefined : matchers.map((matcher) => test(matcher, key));
  const cells = valueCells(matchers, key === undefined ? [] : [key])?.filter(
    ({ signs }) => known === undefined || known.every((sign, at) => sign === undefined || sign === signs[at]),
  );
  return cells === undefined
    ? undefined
    : [
        whole("show", (at) => known?.[at]),
        ...cells
          .filter(({ signs }) => !signs.includes(undefined))
          .map(({ signs }) => whole("exclude", (at) => signs[at])),
      ];
}

function patternsIn(rules: readonly GainRule[], element: "action" | "resource"): readonly string[] {
  return [...new Set(rules.flatMap(({ statement }) => statement?.[element]?.patterns ?? []))];
}

/** @returns what a list of patterns makes of an operation or a resource */
export function holdsPatterns(
  element: Patterns | undefined,
  cell: { readonly holds: ReadonlyMap<string, Holds> },
  isAction: boolean,
): Holds {
  if (element === undefined) return "unsaid";
  let found: Holds = "no";
  for (const pattern of element.patterns) {
    const holds = cell.holds.get(isAction ? pattern.toLowerCase() : pattern) ?? "unsaid";
    if (holds === "yes") found = "yes";
    else if (holds === "unsaid" && found === "no") found = "unsaid";
    if (found === "yes") break;
  }
  if (!element.not || found === "unsaid") return found;
  return found === "yes" ? "no" : "yes";
}

/** @returns whether a rule is about a caller */
export function holdsCaller({ statement }: GainRule, caller: CallerCell): Holds {
  return statement === undefined ? "yes" : concerns(statement, caller);
}
