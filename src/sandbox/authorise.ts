/**
 * Whether IAM and a resource policy together allow one call, written from the IAM documentation; knows no stored state.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html (why a root statement is needed)
 */
import { conditionsHold, glob, type RequestContext } from "./conditions.js";
import type { JsonObject } from "./model.js";
import { accountOf, readArn, roleOfSession } from "./names.js";

/** Who calls: a principal of an account, or an AWS service with its own name. */
type Who = { readonly arn: string } | { readonly service: string };

export interface AuthorizationRequest {
  readonly who: Who;
  readonly action: string;
  readonly resource: string;
  readonly context: RequestContext;
}

/** How a resource policy allows: the caller by name, its whole account, or not at all. */
export interface PolicyAnswer {
  readonly allows: "directly" | "through-account" | "no";
  readonly denies: boolean;
}

/** Undefined when allowed; otherwise the end of AWS's sentence. */
export type WhyNot = string | undefined;

/**
 * The whole decision for a principal of an account.
 * `owner` is the account of the resource. In that account the resource policy alone suffices where it names the caller;
 * a statement for the account only delegates to IAM. From another account both sides must allow.
 */
export function whyNotAuthorised(
  asked: AuthorizationRequest & { who: { arn: string } },
  policies: {
    identity: JsonObject;
    resource?: JsonObject;
    owner: string;
    granted?: boolean;
    /** Policies of the caller's session; it may do no more than they allow. */
    session?: readonly JsonObject[];
  },
): WhyNot {
  const identity = askIdentityPolicy(policies.identity, asked);
  const session = askSession(policies.session, asked);
  const resource = policies.resource === undefined ? undefined : askResourcePolicy(policies.resource, asked);
  // Assumption: IAM documents these endings of the sentence; for KMS only "no resource-based policy" was recorded.
  if (resource?.denies) return "with an explicit deny in a resource-based policy";
  if (identity.denies) return "with an explicit deny in an identity-based policy";
  if (session.denies) return "with an explicit deny in a session policy";
  const sameAccount = accountOf(asked.who.arn) === policies.owner;
  if (!session.allows) return `because no session policy allows the ${asked.action} action`;
  // A grant is an allow of its own, beside the key policy.
  if (policies.granted) return undefined;
  if (resource?.allows === "no") return `because no resource-based policy allows the ${asked.action} action`;
  if (sameAccount && resource?.allows === "directly") return undefined;
  return identity.allows ? undefined : `because no identity-based policy allows the ${asked.action} action`;
}

/** What a resource policy (a key policy, a trust policy) says to a call. */
export function askResourcePolicy(policy: JsonObject, asked: AuthorizationRequest): PolicyAnswer {
  let allows: PolicyAnswer["allows"] = "no";
  let denies = false;
  for (const statement of statementsOf(policy)) {
    const named = namesCaller(statement, asked.who);
    if (named === "no" || !coversResource(statement["Resource"], asked.resource)) continue;
    if (!applies(statement, asked)) continue;
    if (statement["Effect"] === "Deny") denies = true;
    else if (allows !== "directly") allows = named;
  }
  return { allows, denies };
}

/**
 * "The resulting session's permissions are the intersection": without session policies, all that the role may.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
function askSession(
  policies: readonly JsonObject[] | undefined,
  asked: AuthorizationRequest,
): { allows: boolean; denies: boolean } {
  if (policies === undefined) return { allows: true, denies: false };
  const answers = policies.map((policy) => askIdentityPolicy(policy, asked));
  return { allows: answers.some(({ allows }) => allows), denies: answers.some(({ denies }) => denies) };
}

function askIdentityPolicy(
  policy: JsonObject,
  asked: AuthorizationRequest,
): { allows: boolean; denies: boolean } {
  const covers = (patterns: unknown): boolean =>
    textsOf(patterns).some((pattern) => glob(pattern, asked.resource));
  const matching = statementsOf(policy).filter(
    ({ Resource, NotResource, ...statement }) =>
      (NotResource === undefined ? covers(Resource) : !covers(NotResource)) && applies(statement, asked),
  );
  return {
    allows: matching.some((statement) => statement["Effect"] === "Allow"),
    denies: matching.some((statement) => statement["Effect"] === "Deny"),
  };
}

/** Effect, action and condition; a condition that the sandbox cannot judge never allows and always denies. */
function applies(statement: JsonObject, { action, context }: AuthorizationRequest): boolean {
  const effect = statement["Effect"];
  if (effect !== "Allow" && effect !== "Deny") return false;
  const matches = (patterns: unknown): boolean =>
    textsOf(patterns).some((pattern) => glob(pattern.toLowerCase(), action.toLowerCase()));
  const named =
    statement["NotAction"] === undefined ? matches(statement["Action"]) : !matches(statement["NotAction"]);
  return named && (conditionsHold(statement["Condition"], context) ?? effect === "Deny");
}

/** In a resource policy: `*`, or exactly this resource. A trust policy has no Resource, a key policy without it has no effect. */
function coversResource(value: unknown, resource: string): boolean {
  if (readArn(resource)?.service === "iam") return true;
  return textsOf(value).some((item) => item === "*" || item === resource);
}

function namesCaller(statement: JsonObject, who: Who): PolicyAnswer["allows"] {
  const { Principal: principal, NotPrincipal: notPrincipal } = statement;
  if (notPrincipal !== undefined) return principalIs(notPrincipal, who) === "no" ? "directly" : "no";
  return principalIs(principal, who);
}

function principalIs(principal: unknown, who: Who): PolicyAnswer["allows"] {
  if (principal === "*") return "directly";
  if (typeof principal !== "object" || principal === null) return "no";
  const members = principal as JsonObject;
  // "*" and {"AWS": "*"} are the same for IAM. Assumption: {"AWS": "*"} reaches service principals too, as "*" was seen to.
  if (textsOf(members["AWS"]).includes("*")) return "directly";
  if ("service" in who) return textsOf(members["Service"]).includes(who.service) ? "directly" : "no";
  const names = textsOf(members["AWS"]);
  if (names.some((name) => name === who.arn || name === roleOfSession(who.arn))) return "directly";
  const account = accountOf(who.arn);
  return names.some((name) => name === account || isRootOf(name, account)) ? "through-account" : "no";
}

function isRootOf(name: string, account: string): boolean {
  const arn = readArn(name);
  return arn?.service === "iam" && arn.resource === "root" && arn.account === account;
}

function statementsOf(policy: JsonObject): JsonObject[] {
  const statements = policy["Statement"];
  return (Array.isArray(statements) ? statements : [statements]).filter(
    (statement) => typeof statement === "object" && statement !== null,
  );
}

function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === "string");
}
