/** Whether neither the key policy nor a grant could let the caller do something, even when MWAA asks for him. */
import type { Grant } from "../../grants/grant.js";
import { parseArn } from "../../key/arn.js";
import { readCaller } from "../../policy/caller.js";
import { callerContext } from "../../policy/context-callers.js";
import { evaluate } from "../../policy/evaluate.js";
import { logsRequest, type Snapshot } from "../snapshot.js";
import { readingOf } from "./logs-reading.js";

/**
 * @param operation a KMS operation without its prefix
 * @returns true only where that is certain: a policy, a caller or grants that are not known leave it open
 * (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html)
 */
export function isShutOut(operation: string, snapshot: Snapshot): boolean {
  const { caller, policy, grants } = snapshot;
  if (!caller.known || !policy.known || !grants.known) return false;
  const reading = readingOf(policy.value, snapshot);
  if (!reading.ok) return false;
  const { account, arn } = caller.value;
  const who = readCaller(arn, account);
  const key = logsRequest(snapshot);
  const grant = { grantee: `airflow.${key.region}.${key.partition.dnsSuffix}`, operations: [] };
  const context = callerContext(key, { by: "creator", who, grant });
  const { document, statements } = reading.value;
  const { answer } = evaluate(
    { statements, version: document.version },
    { caller: who, key, context },
    operation,
  );
  if (answer !== "denied" && answer !== "none") return false;
  return !grants.value.some((grant) => grant.Operations.includes(operation) && mayMean(grant, account));
}

/** A grantee of the caller's account may be him, his role or the account; a service is not. */
function mayMean({ GranteePrincipal, GranteeServicePrincipal }: Grant, account: string): boolean {
  if (GranteePrincipal === undefined) return GranteeServicePrincipal === undefined;
  return parseArn(GranteePrincipal)?.account === account;
}
