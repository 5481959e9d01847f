/**
 * Whether a key policy lets an identity call one KMS operation, and which statements decide. It judges one identity by this
 * one document: IAM policies, grants and organizations are not seen here.
 */
import type { Parsed } from "../problem/parsed.js";
import { readAccountPrincipal } from "./account-principal.js";
import { type Call, holdsForCaller } from "./caller-condition.js";
import { lazily } from "./covers.js";
import type { PolicyDocument, StatementSource } from "./document.js";
import { type Identity, meansIdentity } from "./identity.js";
import { coversAction } from "./operations.js";
import { type Principals, readStatement, type Statement } from "./statement.js";
import { every, opposite, some, type Truth } from "./truth.js";

/** The answer; `denies` are pointers of the statements that deny, `open` of those whose part in it is not known. */
export interface MayCall {
  readonly may: Truth;
  readonly denies: readonly string[];
  readonly open: readonly string[];
}

/** What is asked. `handedOver: false` leaves out the statements for the account's root, which hand the decision to IAM. */
export interface Question extends Call {
  readonly handedOver?: boolean;
}

/**
 * Judges a call for one identity. A statement for the account's root counts as a yes: what IAM policies then say is not seen.
 *
 * @returns unknown where a statement that cannot be judged for this identity decides
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html)
 */
export function mayCall(document: PolicyDocument, who: Identity, question: Question): MayCall {
  const known = new Map<string, Pick<Rule, "effect" | "applies">>();
  const rules = document.statements.map((source): Rule => {
    const rule = known.get(source.text) ?? judgeRule(source, who, question);
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

/** One document is asked about operation after operation. */
const reads = new WeakMap<StatementSource, Parsed<Statement>>();

function judgeRule(
  source: StatementSource,
  who: Identity,
  question: Question,
): Pick<Rule, "effect" | "applies"> {
  const read = reads.get(source) ?? readStatement(source);
  reads.set(source, read);
  if (!read.ok) return { applies: "unknown" };
  return { effect: read.value.effect, applies: appliesTo(read.value, who, question) };
}

function appliesTo(statement: Statement, who: Identity, question: Question): Truth {
  const isLeftOut = question.handedOver === false && statement.effect === "Allow";
  const principals = isLeftOut ? withoutAccounts(statement.principals) : statement.principals;
  const parts: readonly (() => Truth)[] = [
    () => coversAction(statement, question.operation),
    () => meansIdentity(principals, who),
    () => isForKey(statement),
    () => every(lazily(statement.conditions, (condition) => holdsForCaller(condition, who, question))),
  ];
  return every(lazily(parts, (part) => part()));
}

function withoutAccounts(principals: Principals | undefined): Principals | undefined {
  if (principals === undefined || principals.not) return principals;
  const entries = principals.entries.filter(({ value }) => readAccountPrincipal(value) === undefined);
  return { ...principals, entries };
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
