/**
 * Whether MWAA can create its grants by a key policy: `kms:CreateGrant` for each of the four grants and `kms:DescribeKey`, in the
 * name of the principal that creates the environment, whose session MWAA forwards. It looks at the key policy, and at IAM
 * policies only where they are given. Sources: https://docs.aws.amazon.com/mwaa/latest/userguide/custom-keys-certs.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
 */
import { type Candidate, principalsOf } from "./evaluate/candidates.js";
import { callerContext, type GrantRequest } from "./evaluate/context/callers.js";
import { type Decision, evaluator, type PolicyStatements } from "./evaluate/evaluate.js";
import type { PrincipalCaller } from "./evaluate/principal.js";
import type { KeyPlace } from "./evaluate/request.js";
import type { Truth } from "./evaluate/truth.js";

/** One of the four grants. */
export interface NamedGrant extends GrantRequest {
  readonly name: string;
}

/** What is asked: the key, the moment, the four grants, and whose account the environment is in. */
export interface CreatorRequest {
  readonly key: KeyPlace & { readonly at?: string };
  readonly account: string;
  readonly grants: readonly NamedGrant[];
  /** The end of MWAA's name in kms:ViaService, where it is to be another than the documented amazonaws.com. */
  readonly suffix?: string;
}

/** One call in the creator's name: for CreateGrant with the grant that is created. */
export interface CreatorCall extends Decision {
  readonly operation: "CreateGrant" | "DescribeKey";
  readonly grant?: string;
}

/** What the policy says of one principal as the creator. */
export interface CreatorAccess {
  readonly candidate: Candidate;
  /** yes: every call is allowed, or left to IAM policies. */
  readonly truth: Truth;
  readonly calls: readonly CreatorCall[];
}

/** `yes` names who: the first that can. Otherwise `closest` is what a principal lacks. */
export interface CreatorVerdict {
  readonly truth: Truth;
  readonly closest: CreatorAccess;
  /** Principals that can, beside the first. */
  readonly others: readonly CreatorAccess[];
}

/** Evaluates one principal as the creator of the environment. */
export function creatorAccess(
  policy: PolicyStatements,
  candidate: Candidate,
  { key, grants, suffix }: CreatorRequest,
): CreatorAccess {
  const calls = grants.flatMap((grant, index): readonly CreatorCall[] => {
    const context = callerContext(key, {
      ...{ by: "creator", who: candidate.who, grant },
      ...(suffix === undefined ? {} : { suffix }),
    });
    const decide = evaluator(policy, { caller: candidate.who, key, context });
    const create = { operation: "CreateGrant", grant: grant.name, ...decide("CreateGrant") } as const;
    return index > 0 ? [create] : [{ operation: "DescribeKey", ...decide("DescribeKey") }, create];
  });
  return { candidate, truth: truthOfAll(calls), calls };
}

/**
 * Looks for a principal of the account in whose name MWAA can create its grants.
 *
 * @returns yes where some principal can; no where certainly none can; with what the nearest one lacks
 */
export function findCreator(policy: PolicyStatements, request: CreatorRequest): CreatorVerdict {
  const { all, complete } = principalsOf(policy.statements, request.account, request.key.partition.id);
  const found: CreatorAccess[] = [];
  for (const candidate of all) {
    const access = creatorAccess(policy, candidate, request);
    found.push(access);
    // The usual policy leaves every role of the account to IAM policies.
    if (access.truth === "yes" && candidate.unnamed && candidate.who.kind === "session") break;
  }
  const can = found.filter(({ truth }) => truth === "yes");
  const [first, ...others] = can;
  if (first !== undefined) return { truth: "yes", closest: first, others };
  const open = found.find(({ truth }) => truth === "unknown");
  const closest = open ?? nearest(found);
  return { truth: open !== undefined || !complete ? "unknown" : "no", closest, others: [] };
}

/** Of principals that certainly cannot, the one that fewest calls fail for says most. */
function nearest(found: readonly CreatorAccess[]): CreatorAccess {
  const failing = ({ calls }: CreatorAccess) => calls.filter(({ answer }) => answer !== "allowed").length;
  return found.reduce((best, each) => (failing(each) < failing(best) ? each : best));
}

function truthOfAll(calls: readonly CreatorCall[]): Truth {
  if (calls.some(({ answer }) => answer === "denied" || answer === "none")) return "no";
  return calls.some(({ answer }) => answer === "unknown") ? "unknown" : "yes";
}

/** The principal that a creator's ARN names, as a candidate. */
export function namedCandidate(who: PrincipalCaller, name: string): Candidate {
  return { who, name, unnamed: false };
}
