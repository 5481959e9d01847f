/** Whether the sender of a KMS request may do it on a key: policies, grants and the condition keys of the call. Knows no operation. */
import { type AuthorizationRequest, whyNotAuthorised } from "./authorise.js";
import { contextOf } from "./conditions.js";
import { namedKeyArn } from "./kms-names.js";
import { grantsIt } from "./kms-permission.js";
import { optionalText, refuse, textMap } from "./members.js";
import type { Call, StoredKey } from "./model.js";
import { accountOf, roleOfSession } from "./names.js";

/** The operations that work on a key of another account (KMS guide, "Using KMS keys in other accounts"). */
const acrossAccounts = new Set([
  "kms:DescribeKey",
  "kms:ListGrants",
  "kms:CreateGrant",
  "kms:RetireGrant",
  "kms:RevokeGrant",
  "kms:GetKeyRotationStatus",
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyPair",
  "kms:GenerateDataKeyPairWithoutPlaintext",
  "kms:GenerateDataKeyWithoutPlaintext",
]);

type Extra = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface KeyQuestion {
  /** Whether an alias is taken beside a key id and a key ARN. */
  readonly alias?: boolean;
  /** Further condition keys of the call. */
  readonly extra?: Extra;
  /** The member that names the key. */
  readonly member?: string;
  /** Where it is not the operation's own name. */
  readonly action?: string;
  /** The member that holds the encryption context. */
  readonly contextMember?: string;
}

/**
 * The key that a member names, for a caller who may do the operation on it.
 * A bare key id means the caller's account; a key ARN of another Region is "Invalid arn"; an alias only where `alias`.
 */
export function keyFor(call: Call, question: KeyQuestion = {}): StoredKey {
  const { member = "KeyId", alias = false, action = `kms:${call.operation}` } = question;
  const arn = namedKeyArn(call, member, alias);
  const key = Object.hasOwn(call.state.keys, arn) ? call.state.keys[arn] : undefined;
  if (key === undefined) {
    // Assumption: a missing key of another account looks like one that does not let us in, so that nobody learns of it.
    if (accountOf(arn) !== call.account) return deny(call, arn, noResourcePolicy(action), action);
    return refuse("NotFoundException", `Key '${arn}' does not exist`);
  }
  requireAccess(call, key, action, question);
  return key;
}

/** Refuses with AWS's sentence unless the caller may do the operation on the key. */
function requireAccess(call: Call, key: StoredKey, action: string, question: KeyQuestion): void {
  const owner = accountOf(key.Arn);
  // Assumption: the documentation says that it never works, not with which words it is refused.
  if (owner !== call.account && !acrossAccounts.has(action)) {
    deny(call, key.Arn, noResourcePolicy(action), action);
  }
  const encryption = textMap(call.body[question.contextMember ?? "EncryptionContext"]);
  const extra = { ...encryptionContext(encryption), ...aliasContext(call, key, question), ...question.extra };
  const why = whyNotAuthorised(askedOf(call, key, extra, action), {
    identity: call.caller.identityPolicy,
    resource: JSON.parse(policyInForce(call, key)),
    owner,
    granted: key.Grants.some((grant) => grantsIt(grant, call, key, action, encryption)),
    ...(call.caller.sessionPolicies === undefined ? {} : { session: call.caller.sessionPolicies }),
  });
  if (why !== undefined) deny(call, key.Arn, why, action);
}

/** The policy that decides: the one before, as long as the new one is not everywhere. */
export function policyInForce({ now }: Pick<Call, "now">, { Policy, Settling }: StoredKey): string {
  const before = Settling?.policy;
  return before !== undefined && now.getTime() < before.until ? before.before : Policy;
}

/** The call as the policies see it. https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html */
export function askedOf(call: Call, key: StoredKey, extra: Extra = {}, action = `kms:${call.operation}`) {
  const context = contextOf({
    ...callerContext(call),
    "kms:CallerAccount": call.account,
    "kms:KeySpec": key.KeySpec,
    "kms:KeyUsage": key.KeyUsage,
    "kms:KeyOrigin": key.Origin,
    "kms:MultiRegion": String(key.MultiRegionKeyType !== undefined),
    "kms:MultiRegionKeyType": key.MultiRegionKeyType,
    "aws:ResourceAccount": accountOf(key.Arn),
    ...Object.fromEntries(key.Tags.map((tag) => [`aws:ResourceTag/${tag.TagKey}`, tag.TagValue])),
    ...extra,
  });
  return { who: { arn: call.caller.arn }, action, resource: key.Arn, context } satisfies AuthorizationRequest;
}

/** "kms:EncryptionContext:context-key" and "kms:EncryptionContextKeys" (same page). A call without a context has neither. */
export function encryptionContext(pairs: Readonly<Record<string, string>>): Extra {
  const keys = Object.keys(pairs);
  if (keys.length === 0) return {};
  return {
    "kms:EncryptionContextKeys": keys,
    ...Object.fromEntries(keys.map((name) => [`kms:EncryptionContext:${name}`, pairs[name]])),
  };
}

/** "kms:RequestAlias", "kms:ResourceAliases" (same page). */
function aliasContext(call: Call, key: StoredKey, { member = "KeyId" }: KeyQuestion): Extra {
  const named = optionalText(call.body, member) ?? "";
  const [, requested] = /(?:^|:)(alias\/.+)$/.exec(named) ?? [];
  const aliases = Object.entries(call.state.aliases)
    .filter(([, alias]) => alias.target === key.Arn)
    .map(([arn]) => arn.slice(arn.indexOf("alias/")));
  return {
    "kms:RequestAlias": requested,
    "kms:ResourceAliases": aliases.length === 0 ? undefined : aliases,
  };
}

/** The global condition keys of a call by a principal. The sandbox plays a call over TLS. */
export function callerContext(call: Call): Record<string, string> {
  return {
    "aws:PrincipalArn": roleOfSession(call.caller.arn) ?? call.caller.arn,
    "aws:PrincipalAccount": call.account,
    "aws:PrincipalIsAWSService": "false",
    "aws:PrincipalType": roleOfSession(call.caller.arn) === undefined ? "User" : "AssumedRole",
    "aws:RequestedRegion": call.region,
    "aws:SecureTransport": "true",
    "aws:SourceIp": "127.0.0.1",
    "aws:CurrentTime": call.now.toISOString(),
    "aws:EpochTime": String(Math.floor(call.now.getTime() / 1000)),
    "aws:userid": call.caller.userId,
    "aws:ViaAWSService": "false",
    ...call.caller.session,
  };
}

/** For operations that belong to no resource (CreateKey, ListKeys) and to other services: the identity policy decides. */
export function requireIdentityAccess(
  call: Call,
  action: string,
  resource: string,
  /** How the sentence shows the resource, where the service has its own way, and headers that go with the refusal. */
  { shown = resource, headers = {}, extra = {} }: RefusalDetails = {},
): void {
  const context = contextOf({ ...callerContext(call), ...extra });
  const asked = { who: { arn: call.caller.arn }, action, resource, context };
  const why = whyNotAuthorised(asked, {
    identity: call.caller.identityPolicy,
    owner: call.account,
    ...(call.caller.sessionPolicies === undefined ? {} : { session: call.caller.sessionPolicies }),
  });
  if (why !== undefined) deny(call, shown, why, action, headers);
}

export interface RefusalDetails {
  shown?: string;
  headers?: Readonly<Record<string, string>>;
  extra?: Extra;
}

export function deny(
  call: Call,
  resource: string,
  why: string,
  action: string,
  headers: Readonly<Record<string, string>> = {},
): never {
  return refuse(
    "AccessDeniedException",
    `User: ${call.caller.arn} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
    400,
    headers,
  );
}

function noResourcePolicy(action: string): string {
  return `because no resource-based policy allows the ${action} action`;
}

/** A dry run always fails; so it does when it would have succeeded. The sentence was recorded on a data-key operation. */
export function refuseDryRun(call: Call): void {
  if (call.body["DryRun"] === true) {
    refuse("DryRunOperationException", "The request would have succeeded, but the DryRun option is set.");
  }
}
