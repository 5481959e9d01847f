/** What the role's policies and the key policy come to together, operation by operation. It makes no sentence of it. */
import { parseArn } from "../key/arn.js";
import type { Statement } from "../policy/document/statement.js";
import type { Decision, Doubt } from "../policy/evaluate/evaluate.js";
import { publishedShape } from "../policy/evaluate/exemptions.js";
import {
  keyPolicyForRole,
  type RoleCell,
  type RolePolicyRead,
  type RoleRequest,
  roleAccess,
} from "../policy/execution-role.js";
import { readingOf } from "./read-policy.js";
import { keyAccount, type Snapshot } from "./snapshot.js";

/**
 * `shut-out`: the key policy lets the role in by no IAM policy; `keyDeny`: by this Deny of it. `own`: what the role's policies say
 * by themselves. `keyDoubt`: what leaves the key policy's part open.
 */
export interface RoleAnswer extends Omit<RoleCell, "answer"> {
  readonly own: RoleCell["answer"];
  readonly answer: RoleCell["answer"] | "shut-out";
  readonly keyDeny?: Decision["by"];
  readonly keyDoubt?: Doubt;
  /** The statement of the key policy that lets the role, or the IAM policies of its account, use the key. */
  readonly keyAllow?: Decision["by"];
  /** A Deny in a form that AWS publishes, which is assumed to leave the role alone. */
  readonly assumed?: Statement;
}

type Says = Decision & Pick<RoleAnswer, "assumed">;

const unread: Says = { answer: "unknown" };

/**
 * Within one account, a key policy that names the role suffices; one that names the account leaves the decision to IAM.
 * From another account it takes both. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function roleAnswers(
  policies: readonly RolePolicyRead[],
  request: RoleRequest,
  snapshot: Snapshot,
): readonly RoleAnswer[] {
  const owner = keyAccount(snapshot);
  const isOwn = owner.known && owner.value === parseArn(request.roleArn)?.account;
  const reading = snapshot.policy.known ? readingOf(snapshot.policy.value, snapshot) : undefined;
  const policy = reading?.ok
    ? { statements: reading.value.statements, version: reading.value.document.version }
    : undefined;
  const unshaped = policy && {
    ...policy,
    statements: policy.statements.filter((statement) => publishedShape(statement) === undefined),
  };
  const says = (service: RoleCell["service"], operation: string, withoutDelegation: boolean): Says => {
    if (policy === undefined || unshaped === undefined) return unread;
    const decision = keyPolicyForRole(policy, request, service, withoutDelegation)(operation);
    const shaped = decision.doubt?.statement;
    if (shaped === undefined || publishedShape(shaped) === undefined) return decision;
    const other = keyPolicyForRole(unshaped, request, service, withoutDelegation)(operation);
    return other.answer === "allowed" ? { ...other, assumed: shaped } : decision;
  };
  return roleAccess(policies, request).map((cell): RoleAnswer => {
    const { answer: own, operation, service } = cell;
    if (own === "denied") return { ...cell, own, answer: own };
    const isMissing = own === "missing";
    const decision = isMissing && !isOwn ? undefined : says(service, operation, isMissing);
    if (decision === undefined) return { ...cell, own, answer: "missing" };
    const { answer, by, doubt, assumed } = decision;
    if (answer === "denied")
      return { ...cell, own, answer: "shut-out", ...(by === undefined ? {} : { keyDeny: by }) };
    if (answer === "none") return { ...cell, own, answer: isMissing ? "missing" : "shut-out" };
    if (answer === "unknown")
      return { ...cell, own, answer: "unknown", ...(doubt === undefined ? {} : { keyDoubt: doubt }) };
    const carried = {
      ...(by === undefined ? {} : { keyAllow: by }),
      ...(assumed === undefined ? {} : { assumed }),
    };
    return { ...cell, own, answer: isMissing ? "allowed" : own, ...carried };
  });
}
