/** Whether neither the key policy nor a grant could let the caller do something, even when MWAA asks for him. */
import type { Grant } from "../../grants/grant.js";
import { parseArn } from "../../key/arn.js";
import { readIdentity } from "../../policy/identity.js";
import { mayCall } from "../../policy/may-call.js";
import type { Snapshot } from "../snapshot.js";
import { documentOf } from "./logs-reading.js";

/**
 * @param operation a KMS operation without its prefix
 * @returns true only where that is certain: a policy, a caller or grants that are not known leave it open
 * (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html)
 */
export function isShutOut(operation: string, snapshot: Snapshot): boolean {
  const { caller, policy, grants } = snapshot;
  if (!caller.known || !policy.known || !grants.known) return false;
  const document = documentOf(policy.value, snapshot);
  if (!document.ok) return false;
  const { account, arn } = caller.value;
  const question = { operation, how: "through-a-service" } as const;
  if (mayCall(document.value, readIdentity(arn, account), question).may !== "no") return false;
  return !grants.value.some((grant) => grant.Operations.includes(operation) && mayMean(grant, account));
}

/** A grantee of the caller's account may be him, his role or the account; a service is not. */
function mayMean({ GranteePrincipal, GranteeServicePrincipal }: Grant, account: string): boolean {
  if (GranteePrincipal === undefined) return GranteeServicePrincipal === undefined;
  return parseArn(GranteePrincipal)?.account === account;
}
