/** Action, Resource and their negations. Pages: reference_policies_elements_action.html, …_notaction.html, …_resource.html, …_notresource.html, kms key-policy-overview.html. */
import { type ConditionEntry, conditionEntries, isRecord, textsOf } from "./condition.js";
import { expand, fits, fitsButForCase, literal, type Pattern } from "./pattern.js";
import { isOutsideNotPrincipal, namesCaller } from "./principal.js";
import type { By, Caller, ConcreteRequest, Context } from "./request.js";
import { agree, every, not, some, type Truth, undecided } from "./truth.js";

export interface Statement {
  readonly effect: "Allow" | "Deny";
  readonly members: Readonly<Record<string, unknown>>;
  readonly hasVariables: boolean;
  readonly conditions: readonly ConditionEntry[] | undefined;
}

const members = new Set([
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
]);

/** The statements of a policy, or why the grammar does not have it (reference_policies_grammar.html). */
export function statementsOf(policy: unknown): readonly Statement[] | string {
  if (!isRecord(policy)) return "a policy is an object";
  const version = policy["Version"];
  if (version !== undefined && version !== "2012-10-17" && version !== "2008-10-17")
    return "a Version that IAM has not";
  const list: readonly unknown[] = Array.isArray(policy["Statement"])
    ? policy["Statement"]
    : [policy["Statement"]];
  const statements: Statement[] = [];
  for (const one of list) {
    if (!isRecord(one)) return "a statement is an object";
    const effect = one["Effect"];
    if (effect !== "Allow" && effect !== "Deny") return "an Effect that is neither Allow nor Deny";
    const stranger = Object.keys(one).find((name) => !members.has(name));
    if (stranger !== undefined) return `a statement with ${JSON.stringify(stranger)}`;
    for (const name of ["Principal", "Action", "Resource"]) {
      if (name in one && `Not${name}` in one) return `a statement with both ${name} and Not${name}`;
    }
    statements.push({
      effect,
      members: one,
      hasVariables: version === "2012-10-17",
      conditions: conditionEntries(one["Condition"]),
    });
  }
  return statements;
}

export function principalHolds({ effect, members }: Statement, caller: Caller, by: By): Truth {
  if (!("NotPrincipal" in members)) return namesCaller(members["Principal"], caller, by);
  if (effect === "Allow") return undecided("NotPrincipal with Allow, which IAM does not support");
  return by === "principal" && isOutsideNotPrincipal(members["NotPrincipal"], caller);
}

export function actionHolds({ members }: Statement, action: string): Truth {
  const isNot = "NotAction" in members;
  const texts = textsOf(isNot ? members["NotAction"] : members["Action"]);
  if (texts === undefined) return undecided("a statement without a list of actions");
  const listed = some(texts, (text) => matchesAction(text, action));
  return isNot ? not(listed) : listed;
}

/** "The prefix and the action name are case insensitive"; "Action names can include wildcards". */
function matchesAction(text: string, action: string): Truth {
  if (text === "*") return true;
  const colon = text.indexOf(":");
  if (colon < 0 || /[*?]/.test(text.slice(0, colon)) || text.includes("${")) {
    return undecided(`the action ${JSON.stringify(text)}`);
  }
  return fitsButForCase(text, action);
}

/** "If the required Resource element is missing from a key policy statement, the policy statement has no effect." */
export function resourceHolds({ members, hasVariables }: Statement, keyArn: string, context: Context): Truth {
  const isNot = "NotResource" in members;
  if (!isNot && !("Resource" in members)) return false;
  const texts = textsOf(isNot ? members["NotResource"] : members["Resource"]);
  if (texts === undefined) return undecided("a statement without a list of resources");
  const listed = some(texts, (text) => matchesResource(text, hasVariables, keyArn, context));
  return isNot ? not(listed) : listed;
}

function matchesResource(text: string, hasVariables: boolean, keyArn: string, context: Context): Truth {
  if (text === "*") return true;
  const pattern = expand(text, hasVariables, context);
  // "The resource that includes a policy variable with no value will not match any resource."
  if (pattern === "no value") return false;
  if ("undecided" in pattern) return pattern;
  const beforeName = text.split(":").slice(0, 5).join(":");
  if (hasVariables && beforeName.includes("${"))
    return undecided("a variable before the fifth colon of a resource");
  if (!text.startsWith("arn:") || /[*?]/.test(text.split(":")[2] ?? "")) {
    return undecided(`the resource ${JSON.stringify(text)}`);
  }
  const narrow = segments(pattern, keyArn);
  if (narrow !== fits(pattern, keyArn))
    return undecided("a wildcard within a segment that would have to pass a colon");
  const spelled = literal(pattern).toLowerCase();
  return agree(narrow, fits(plain(spelled), keyArn.toLowerCase()), "the case of a resource's ARN");
}

const plain = (text: string): Pattern => {
  const pattern = expand(text, false, {});
  return typeof pattern === "string" || "undecided" in pattern ? [] : pattern;
};

/** "If the * wildcard is the last character of a resource ARN segment, it can expand to match beyond the colon boundaries." */
function segments(pattern: Pattern, value: string): boolean {
  const source = pattern.map((part, at) => {
    if (part === "one") return "[^:]";
    if (part !== "any")
      return part.is.replace(/[^\w]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);
    const next = pattern[at + 1];
    return next === undefined || (typeof next === "object" && next.is === ":") ? ".*" : "[^:]*";
  });
  return new RegExp(`^${source.join("")}$`, "su").test(value);
}

/** All but the conditions: what does not depend on the context, unless a resource has a variable. */
export function reaches(statement: Statement, request: ConcreteRequest, by: By): Truth {
  return every(
    [
      () => resourceHolds(statement, request.keyArn, request.context),
      () => principalHolds(statement, request.caller, by),
      () => actionHolds(statement, request.action),
    ],
    (test) => test(),
  );
}
