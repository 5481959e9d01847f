/**
 * Whether a key policy lets an identity call kms:PutKeyPolicy, and which statements decide. It judges one identity;
 * what a refusal means for the key is lockout.ts's question.
 */
import { holdsForCaller } from "./caller-condition.js";
import { lazily } from "./covers.js";
import type { PolicyDocument, StatementSource } from "./document.js";
import { type Identity, meansIdentity } from "./identity.js";
import { coversAction } from "./operations.js";
import { readStatement, type Statement } from "./statement.js";
import { every, opposite, some, type Truth } from "./truth.js";

/** The answer; `denies` are pointers of the statements that deny, `open` of those whose part in it is not known. */
export interface MayWrite {
  readonly may: Truth;
  readonly denies: readonly string[];
  readonly open: readonly string[];
}

/**
 * Judges kms:PutKeyPolicy, called directly and without the bypass of the lockout check.
 *
 * @returns unknown where a statement that cannot be judged for this identity decides
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html)
 */
export function mayPutKeyPolicy(document: PolicyDocument, who: Identity): MayWrite {
  const known = new Map<string, Pick<Rule, "effect" | "applies">>();
  const rules = document.statements.map((source): Rule => {
    const rule = known.get(source.text) ?? judgeRule(source, who);
    known.set(source.text, rule);
    return { pointer: source.pointer, ...rule };
  });
  const allows = rules.filter((rule) => rule.effect !== "Deny");
  const denies = rules.filter((rule) => rule.effect !== "Allow");
  const may = every([
    some(allows.map((rule) => rule.applies)),
    opposite(some(denies.map((rule) => rule.applies))),
  ]);
  return {
    may,
    denies: denies.flatMap((rule) => (rule.applies === "yes" ? [rule.pointer] : [])),
    open: rules.flatMap((rule) => (rule.applies === "unknown" ? [rule.pointer] : [])),
  };
}

/** A statement for this identity; without an effect it could be either. */
interface Rule {
  readonly pointer: string;
  readonly effect?: Statement["effect"];
  readonly applies: Truth;
}

function judgeRule(source: StatementSource, who: Identity): Pick<Rule, "effect" | "applies"> {
  const read = readStatement(source);
  if (!read.ok) return { applies: "unknown" };
  return { effect: read.value.effect, applies: appliesTo(read.value, who) };
}

function appliesTo(statement: Statement, who: Identity): Truth {
  const parts: readonly (() => Truth)[] = [
    () => coversAction(statement, "PutKeyPolicy"),
    () => meansIdentity(statement.principals, who),
    () => isForKey(statement),
    () => every(lazily(statement.conditions, (condition) => holdsForCaller(condition, who))),
  ];
  return every(lazily(parts, (part) => part()));
}

/** Without Resource a statement has no effect, says KMS's API reference; a Deny that may have one is not waved through. */
function isForKey(statement: Statement): Truth {
  if (statement.resource === undefined) return statement.effect === "Allow" ? "no" : "unknown";
  const named = some(statement.resource.patterns.map(meansKey));
  return statement.resource.not ? opposite(named) : named;
}

/** The key's own ARN is not known here. */
function meansKey(pattern: string): Truth {
  if (/^\*+$/.test(pattern)) return "yes";
  return /^arn:[^:]*:(kms|[^:]*[*?][^:]*):/.test(pattern) || /^[^:]*[*?]/.test(pattern) ? "unknown" : "no";
}
