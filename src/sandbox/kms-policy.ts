/** GetKeyPolicy, PutKeyPolicy, ListKeyPolicies, and the policy a key is born with. Decides nothing about other operations. */
import { whyNotAuthorised } from "./authorise.js";
import { askedOf, keyFor, policyInForce } from "./kms-access.js";
import { optionalText, refuse, requiredText } from "./members.js";
import type { Call, JsonObject, SandboxOperation, StoredKey } from "./model.js";
import { accountOf, rootArn } from "./names.js";
import { shuffled } from "./policy-shuffle.js";
import { requireStrictly } from "./policy-strict.js";
import { printPolicy, readPolicy } from "./policy-text.js";

/** The statement that hands the key over to IAM, as KMS gives it to a key that is made without a policy. */
export function rootStatement(region: string, account: string): JsonObject {
  return {
    Sid: "Enable IAM User Permissions",
    Effect: "Allow",
    Principal: { AWS: rootArn(region, account) },
    Action: "kms:*",
    Resource: "*",
  };
}

function defaultPolicy(region: string, account: string): JsonObject {
  return { Version: "2012-10-17", Id: "key-default-1", Statement: [rootStatement(region, account)] };
}

/** The policy of a new key: the one of the request, judged as PutKeyPolicy judges it, or the default. */
export function firstPolicy(call: Call, key: StoredKey): string {
  if (call.body["Policy"] === undefined) return printPolicy(defaultPolicy(call.region, call.account));
  return acceptedPolicy(call, key);
}

export const getKeyPolicy: SandboxOperation = (call) => {
  const key = keyFor(call);
  requireDefaultName(call);
  // Two readers in the same moment may see two policies, until the new one is everywhere.
  const Policy = call.turn % 2 === 0 ? policyInForce(call, key) : key.Policy;
  return { Policy: call.manners.shuffle ? shuffled(Policy, call.turn) : Policy, PolicyName: "default" };
};

export const putKeyPolicy: SandboxOperation = (call) => {
  const text = requiredText(call.body, "Policy");
  const key = keyFor(call, { extra: bypassContext(call) });
  requireDefaultName(call);
  if (key.KeyManager === "AWS") {
    // Assumption: not recorded; the policy of an AWS managed key refuses it before this line is reached.
    refuse("AccessDeniedException", `The policy of the AWS managed key ${key.Arn} cannot be changed.`);
  }
  const next = acceptedPolicy(call, key, text);
  const { lagMs } = call.manners;
  if (lagMs > 0) {
    const policy = { before: policyInForce(call, key), until: call.now.getTime() + lagMs };
    key.Settling = { ...key.Settling, policy };
  }
  key.Policy = next;
  return undefined;
};

export const listKeyPolicies: SandboxOperation = (call) => {
  keyFor(call);
  return { PolicyNames: ["default"], Truncated: false };
};

function acceptedPolicy(call: Call, key: StoredKey, text = requiredText(call.body, "Policy")): string {
  const policy = readPolicy(text, call.region, call.state.deletedPrincipals);
  if (call.manners.strict) requireStrictly(policy, call.region, call.state);
  if (call.body["BypassPolicyLockoutSafetyCheck"] !== true && locksOut(call, key, policy)) {
    refuse(
      "MalformedPolicyDocumentException",
      "The new key policy will not allow you to update the key policy in the future.",
    );
  }
  return printPolicy(policy);
}

/** The lockout check: the caller must be able to put the policy again, under the new policy (PutKeyPolicy API page). */
function locksOut(call: Call, key: StoredKey, policy: JsonObject): boolean {
  const asked = { ...askedOf(call, key, bypassContext(call)), action: "kms:PutKeyPolicy" };
  const policies = { identity: call.caller.identityPolicy, resource: policy, owner: accountOf(key.Arn) };
  return whyNotAuthorised(asked, policies) !== undefined;
}

function bypassContext(call: Call): Record<string, string> {
  return {
    "kms:BypassPolicyLockoutSafetyCheck": String(call.body["BypassPolicyLockoutSafetyCheck"] === true),
  };
}

/** "default" is the only valid name. Assumption: the code; no answer to another name was recorded. */
function requireDefaultName(call: Call): void {
  const name = optionalText(call.body, "PolicyName");
  if (name !== undefined && name !== "default") refuse("NotFoundException", "No such policy exists");
}
