/**
 * How far one statement reaches, as sets that can be compared: whom, what, on what, and when. It does not ask
 * whether it allows or denies.
 */
import { readAccountPrincipal } from "./account-principal.js";
import { coversAll, coversPattern, type Effort, hasVariable } from "./covers.js";
import { type Asked, coversConditions, readAsked } from "./covers-condition.js";
import type { NormalForm } from "./normal-form.js";
import { type Patterns, readStatement, type Statement } from "./statement.js";
import { every, type Truth, truthOf } from "./truth.js";

/** A statement's reach. Parts that it lacks are absent: what KMS makes of it is not certain then. */
export interface Reach {
  readonly effect: "Allow" | "Deny";
  readonly whom?: Whom;
  readonly action?: Patterns;
  readonly resource?: Patterns;
  readonly conditions: readonly Asked[];
  /** The Version under which its policy variables are read, where it has any. */
  readonly language?: string;
}

/** Principals by kind and name, or everybody. */
export interface Whom {
  readonly not: boolean;
  readonly names: ReadonlySet<string>;
}

/** Everybody, in `whom.names`; else entries such as `AWS arn:aws:iam::111122223333:root`. */
const everyone = "*";

/** @returns the reach, or undefined where the statement is none that IAM could read */
export function reachOf(form: NormalForm): Reach | undefined {
  // Asked first because it is cheap: a policy may have thousands of statements that are none.
  const effect = form.members.get(`["Effect"]`)?.values;
  if (effect?.has("Allow") !== true && effect?.has("Deny") !== true) return undefined;
  const read = readStatement(form.source);
  if (!read.ok) return undefined;
  const { action, resource, conditions } = read.value;
  const whom = whomOf(read.value, form.partition);
  const language = form.members.get(`["","Version"]`)?.values.keys().next().value;
  return {
    effect: read.value.effect,
    ...(whom === undefined ? {} : { whom }),
    ...(action === undefined
      ? {}
      : { action: { not: action.not, patterns: action.patterns.map((name) => actionPattern(name)) } }),
    ...(resource === undefined ? {} : { resource }),
    conditions: conditions.map(readAsked),
    ...(language === undefined ? {} : { language }),
  };
}

/**
 * Whether `wide` reaches all that `narrow` does.
 *
 * A role is not within its account's root: the root's statement lets the account's own policies decide, a role's
 * statement is enough by itself.
 */
export function covers(wide: Reach, narrow: Reach, effort: Effort): Truth {
  effort.left -= 1;
  if (effort.left < 0) return "unknown";
  const whom = coversWhom(wide.whom, narrow.whom);
  if (whom === "no") return "no";
  const action = coversPatterns(wide.action, narrow.action, effort);
  if (action === "no") return "no";
  const resource = coversPatterns(wide.resource, narrow.resource, effort);
  if (resource === "no") return "no";
  const conditions = coversConditions(wide.conditions, narrow.conditions, effort);
  return every([whom, action, resource, conditions, wide.language === narrow.language ? "yes" : "unknown"]);
}

function whomOf(statement: Statement, partition: string): Whom | undefined {
  const { principals } = statement;
  if (principals === undefined) return undefined;
  if (principals.everyone) return { not: principals.not, names: new Set([everyone]) };
  const names = principals.entries.map(({ kind, value }) => {
    const found = kind === "AWS" ? readAccountPrincipal(value) : undefined;
    const partitionOfRoot = found?.partition ?? partition;
    return `${kind} ${found === undefined ? value : `arn:${partitionOfRoot}:iam::${found.account}:root`}`;
  });
  return { not: principals.not, names: new Set(names) };
}

function coversWhom(wide: Whom | undefined, narrow: Whom | undefined): Truth {
  if (wide === undefined || narrow === undefined || narrow.names.size === 0) return "unknown";
  if (wide.not) {
    if (wide.names.has(everyone)) return "unknown";
    if (narrow.names.has(everyone)) return narrow.not ? "unknown" : "no";
    if (narrow.not) return truthOf(isSubset(wide.names, narrow.names));
    return haveCommon(wide.names, narrow.names) ? "no" : "unknown";
  }
  if (wide.names.has(everyone)) return "yes";
  // The IAM User Guide calls "*" and {"AWS":"*"} equal; for AWS services nothing shows that they are.
  const hasAllOfAws = wide.names.has("AWS *");
  const otherwise = hasAllOfAws ? "unknown" : "no";
  if (narrow.not) return otherwise;
  for (const name of narrow.names) {
    if (!wide.names.has(name) && !(hasAllOfAws && name.startsWith("AWS "))) return otherwise;
  }
  return "yes";
}

function isSubset(few: ReadonlySet<string>, many: ReadonlySet<string>): boolean {
  for (const name of few) if (!many.has(name)) return false;
  return true;
}

function haveCommon(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  for (const name of one) if (other.has(name)) return true;
  return false;
}

/** Actions in one case. A key's policy is asked for KMS actions only, so `*` and `kms:*` are one. */
function actionPattern(name: string): string {
  const lower = name.toLowerCase();
  return lower === "kms:*" ? "*" : lower;
}

function coversPatterns(wide: Patterns | undefined, narrow: Patterns | undefined, effort: Effort): Truth {
  if (wide === undefined || narrow === undefined) return "unknown";
  if (!wide.not) {
    if (wide.patterns.includes("*")) return "yes";
    return narrow.not ? "no" : coversAll(wide.patterns, narrow.patterns, coversPattern, effort);
  }
  if (narrow.not) return coversAll(narrow.patterns, wide.patterns, coversPattern, effort);
  const excluded = narrow.patterns.map((pattern) =>
    coversAll(wide.patterns, [pattern], coversPattern, effort),
  );
  if (excluded.some((truth) => truth !== "no")) return excluded.includes("yes") ? "no" : "unknown";
  // A text without wildcards that no exclusion matches is not excluded; a pattern may overlap with one.
  return narrow.patterns.every((pattern) => !/[*?]/.test(pattern) && !hasVariable(pattern))
    ? "yes"
    : "unknown";
}
