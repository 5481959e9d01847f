/** One concrete request against one policy. Pages: reference_policies_evaluation-logic.html, kms key-policy-overview.html. */
import { entryHolds } from "./condition.js";
import type { By, ConcreteRequest } from "./request.js";
import { reaches, type Statement, statementsOf } from "./statement.js";
import { every, isUndecided, some, type Truth, undecided } from "./truth.js";

export type Answer = "allow" | "deny" | "implicit";

export interface Decision {
  readonly answer: Answer | "undecided";
  /** Every answer that one of the readings of AWS's pages leads to: one, unless the answer is "undecided". */
  readonly possible: readonly Answer[];
  /** Of an Allow: how; "either" where the pages leave that open. */
  readonly by?: By | "either";
  /** What the pages do not say. */
  readonly reasons: readonly string[];
}

/** The policy's answer to a request: what IAM policies, grants and other accounts add to it is not its matter. */
export function decide(policy: string, request: ConcreteRequest): Decision {
  const statements = parse(policy);
  if (typeof statements === "string") return notOfTheGrammar(statements);
  return decideStatements(statements, request);
}

export function parse(policy: string): readonly Statement[] | string {
  try {
    return statementsOf(JSON.parse(policy));
  } catch {
    return "a policy that is not JSON";
  }
}

/** KMS refuses such a policy, so no page says how it would be evaluated. */
export function notOfTheGrammar(reason: string): Decision {
  return { answer: "undecided", possible: ["allow", "deny", "implicit"], reasons: [reason], by: "either" };
}

export function decideStatements(statements: readonly Statement[], request: ConcreteRequest): Decision {
  const applies = (effect: Statement["effect"], by: By) =>
    some(statements, (statement) => statement.effect === effect && holds(statement, request, by));
  const denies = some(["principal", "account"] as const, (by) => applies("Deny", by));
  if (denies === true) return { answer: "deny", possible: ["deny"], reasons: [] };
  const direct = applies("Allow", "principal");
  const delegated = applies("Allow", "account");
  const allows = some([direct, delegated], (truth) => truth);
  const possible: Answer[] = [];
  if (isUndecided(denies)) possible.push("deny");
  if (allows !== false) possible.push("allow");
  if (allows !== true) possible.push("implicit");
  const [only, ...more] = possible;
  return {
    answer: only === undefined || more.length > 0 ? "undecided" : only,
    possible,
    ...(allows === false ? {} : { by: isUndecided(direct) ? "either" : direct ? "principal" : "account" }),
    reasons: [denies, direct, delegated].flatMap((truth) => (isUndecided(truth) ? [truth.undecided] : [])),
  };
}

function holds(statement: Statement, request: ConcreteRequest, by: By): Truth {
  const { conditions, hasVariables } = statement;
  return every([0, 1], (step) => {
    if (step === 0) return reaches(statement, request, by);
    if (conditions === undefined) return undecided("a Condition that has not the form of the grammar");
    return every(conditions, (entry) => entryHolds(entry, hasVariables, request.context));
  });
}
