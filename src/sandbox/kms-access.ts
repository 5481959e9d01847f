/** Which key a KMS request means and whether its sender may; knows the identifier forms, not what the operations do. */
import { type Asked, whyNotAuthorised } from "./authorise.js";
import { contextOf } from "./conditions.js";
import { structure } from "./members.js";
import type { Call, StoredGrant, StoredKey } from "./model.js";
import { accountOf, isKeyId, keyArn, partitionOf, readArn, roleOfSession } from "./names.js";
import { refuse, refuseMember } from "./refusal.js";

/** The operations that work on a key of another account (KMS guide, "Using KMS keys in other accounts"). */
const acrossAccounts = new Set([
  "kms:DescribeKey",
  "kms:ListGrants",
  "kms:CreateGrant",
  "kms:RetireGrant",
  "kms:RevokeGrant",
  "kms:GetKeyRotationStatus",
  "kms:Encrypt",
  "kms:GenerateDataKey",
]);

/**
 * The key that `KeyId` names, for a caller who may do `operation` on it.
 * A bare key id means the caller's account; a key ARN of another Region is "Invalid arn"; an alias only where `alias`.
 */
export function keyFor(
  call: Call,
  options: { alias?: boolean; extra?: Record<string, string | string[]> } = {},
) {
  const arn = arnOf(call, options.alias ?? false);
  const key = Object.hasOwn(call.state.keys, arn) ? call.state.keys[arn] : undefined;
  if (key === undefined) {
    // Assumption: a missing key of another account looks like one that does not let us in, so that nobody learns of it.
    if (accountOf(arn) !== call.account) return deny(call, arn, noResourcePolicy(call));
    return refuse("NotFoundException", `Key '${arn}' does not exist`);
  }
  requireAccess(call, key, options.extra);
  return key;
}

/** Refuses with AWS's sentence unless the caller may do the operation on the key. */
function requireAccess(call: Call, key: StoredKey, extra: Record<string, string | string[]> = {}): void {
  const action = `kms:${call.operation}`;
  const owner = accountOf(key.Arn);
  // Assumption: the documentation says that it never works, not with which words it is refused.
  if (owner !== call.account && !acrossAccounts.has(action)) deny(call, key.Arn, noResourcePolicy(call));
  const why = whyNotAuthorised(askedOf(call, key, extra), {
    identity: call.caller.identityPolicy,
    resource: JSON.parse(key.Policy),
    owner,
    granted: key.Grants.some((grant) => grants(grant, call)),
  });
  if (why !== undefined) deny(call, key.Arn, why);
}

/** The call as the policies see it. https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html */
export function askedOf(call: Call, key: StoredKey, extra: Record<string, string | string[]> = {}) {
  const context = contextOf({
    ...callerContext(call),
    "kms:CallerAccount": call.account,
    "kms:KeySpec": key.KeySpec,
    "kms:KeyUsage": key.KeyUsage,
    "kms:KeyOrigin": key.Origin,
    "kms:MultiRegion": String(key.MultiRegionKeyType !== undefined),
    "kms:MultiRegionKeyType": key.MultiRegionKeyType,
    "aws:ResourceAccount": accountOf(key.Arn),
    ...extra,
  });
  return {
    who: { arn: call.caller.arn },
    action: `kms:${call.operation}`,
    resource: key.Arn,
    context,
  } satisfies Asked;
}

/** The global condition keys of a call by a principal. The sandbox plays a call over TLS. */
export function callerContext(call: Call): Record<string, string> {
  return {
    "aws:PrincipalArn": roleOfSession(call.caller.arn) ?? call.caller.arn,
    "aws:PrincipalAccount": call.account,
    "aws:PrincipalIsAWSService": "false",
    "aws:RequestedRegion": call.region,
    "aws:SecureTransport": "true",
    "aws:userid": call.caller.userId,
    "aws:ViaAWSService": "false",
  };
}

/** For operations that belong to no resource (CreateKey, ListKeys) and to other services: the identity policy decides. */
export function requireIdentityAccess(
  call: Call,
  action: string,
  resource: string,
  /** How the sentence shows the resource, where the service has its own way, and headers that go with the refusal. */
  { shown = resource, headers = {} }: { shown?: string; headers?: Readonly<Record<string, string>> } = {},
): void {
  const asked = { who: { arn: call.caller.arn }, action, resource, context: contextOf(callerContext(call)) };
  const why = whyNotAuthorised(asked, { identity: call.caller.identityPolicy, owner: call.account });
  if (why !== undefined) deny(call, shown, why, action, headers);
}

function deny(
  call: Call,
  resource: string,
  why: string,
  action = `kms:${call.operation}`,
  headers: Readonly<Record<string, string>> = {},
): never {
  return refuse(
    "AccessDeniedException",
    `User: ${call.caller.arn} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
    400,
    headers,
  );
}

function noResourcePolicy(call: Call): string {
  return `because no resource-based policy allows the kms:${call.operation} action`;
}

/** A grant without constraints lets its grantee do the operation; those with constraints are for encryption contexts. */
function grants(grant: StoredGrant, call: Call): boolean {
  const { arn } = call.caller;
  const isGrantee = grant.GranteePrincipal === arn || grant.GranteePrincipal === roleOfSession(arn);
  return (
    isGrantee &&
    grant.Operations.includes(call.operation) &&
    Object.keys(structure(grant.Constraints)).length === 0
  );
}

function arnOf(call: Call, aliasAllowed: boolean): string {
  const id = call.body["KeyId"];
  if (typeof id !== "string") return refuseMember("keyId", undefined, "not be null");
  if (id === "" || id.length > 2048) {
    return refuseMember(
      "keyId",
      id,
      `have length ${id === "" ? "greater than or equal to 1" : "less than or equal to 2048"}`,
    );
  }
  if (id.startsWith("arn:")) return arnOfArn(call, id, aliasAllowed);
  if (id.startsWith("alias/")) {
    const { region, account } = call;
    return arnOfAlias(call, `arn:${partitionOf(region)}:kms:${region}:${account}:${id}`, aliasAllowed);
  }
  // Assumption: an id in upper case is malformed like any other that is not in KMS's own form.
  return isKeyId(id)
    ? keyArn(call.region, call.account, id)
    : refuse("NotFoundException", `Invalid keyId '${id}'`);
}

function arnOfArn(call: Call, id: string, aliasAllowed: boolean): string {
  const arn = readArn(id);
  // Assumption: the answer to text that only begins like an ARN was not recorded; the code is the API model's.
  if (arn?.service !== "kms") return refuse("InvalidArnException", `Invalid arn ${id}`);
  if (arn.region !== call.region) return refuse("NotFoundException", `Invalid arn ${arn.region}`);
  if (arn.resource.startsWith("alias/")) return arnOfAlias(call, id, aliasAllowed);
  const keyId = arn.resource.startsWith("key/") ? arn.resource.slice(4) : arn.resource;
  return isKeyId(keyId) && keyId !== arn.resource
    ? id
    : refuse("NotFoundException", `Invalid keyId '${keyId}'`);
}

function arnOfAlias(call: Call, alias: string, allowed: boolean): string {
  if (!allowed) return refuse("InvalidArnException", "Key Aliases are not supported for this operation.");
  const { aliases } = call.state;
  const arn = Object.hasOwn(aliases, alias) ? aliases[alias] : undefined;
  return arn ?? refuse("NotFoundException", `Alias ${alias} is not found.`);
}
