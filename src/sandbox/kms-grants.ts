/** ListGrants, ListRetirableGrants, CreateGrant, RetireGrant, RevokeGrant. Knows nothing of MWAA's own four. */
import { randomBytes } from "node:crypto";
import { encryptionContext, keyFor, refuseDryRun } from "./kms-access.js";
import { readGrant, requireSupported } from "./kms-grant-input.js";
import { isSeen, readToken, writeToken } from "./kms-permission.js";
import { requireState } from "./kms-state.js";
import { optionalText, page, refuse, requiredText, wholeNumber } from "./members.js";
import type { Call, JsonObject, SandboxOperation, StoredGrant, StoredKey } from "./model.js";
import { accountOf, roleOfSession, rootArn } from "./names.js";

export const listGrants: SandboxOperation = (call) => {
  const { body } = call;
  // The documentation says 1 to 100; the model's 1,000 is not what a caller may count on.
  const limit = wholeNumber(body, "Limit", { min: 1, max: 100, otherwise: 50 });
  const grantId = optionalText(body, "GrantId");
  const grantee = optionalText(body, "GranteePrincipal");
  const key = keyFor(call, { extra: grantContext(call) });
  if (body["GranteeServicePrincipal"] !== undefined) {
    // "Only usable by callers in a service principal." Assumption: the sentence.
    refuse("ValidationException", "GranteeServicePrincipal can only be used by an AWS service.");
  }
  const found = key.Grants.filter(
    (grant) =>
      isSeen(call, key, grant.GrantId) &&
      (grantId === undefined || grant.GrantId === grantId) &&
      (grantee === undefined || grant.GranteePrincipal === grantee),
  ).map((grant) => ({ KeyId: key.Arn, ...grant }));
  return pageOfGrants(call, found, limit);
};

/** Grants of all the account's keys in a Region that the named principal may retire. */
export const listRetirableGrants: SandboxOperation = (call) => {
  const { body, state } = call;
  const retiring = optionalText(body, "RetiringPrincipal");
  if (retiring === undefined) {
    // Assumption: the sentence; "the retiring service principal" is for services alone.
    return refuse("ValidationException", "Specify RetiringPrincipal.");
  }
  const own = Object.values(state.keys).filter(
    ({ Arn }) => accountOf(Arn) === call.account && Arn.split(":")[3] === call.region,
  );
  const found = own.flatMap((key) =>
    key.Grants.filter((grant) => grant.RetiringPrincipal === retiring).map((grant) => ({
      KeyId: key.Arn,
      ...grant,
    })),
  );
  return pageOfGrants(call, found, wholeNumber(body, "Limit", { min: 1, max: 100, otherwise: 50 }));
};

/** "There can be more although the page is empty": with that manner each second page is, and the others hold one grant. */
function pageOfGrants(call: Call, found: readonly object[], limit: number): JsonObject {
  const marker = optionalText(call.body, "Marker");
  if (!call.manners.emptyPages) {
    const { items, rest } = page(found, limit, marker);
    return { Grants: items, ...rest };
  }
  const pages = found.flatMap((grant) => [undefined, grant]);
  const { items, rest } = page(pages, 1, marker);
  return { Grants: items.filter((grant) => grant !== undefined), ...rest };
}

export const createGrant: SandboxOperation = (call) => {
  const wanted = readGrant(call);
  const { EncryptionContextEquals: equals, EncryptionContextSubset: subset } = wanted.Constraints ?? {};
  const key = keyFor(call, {
    extra: {
      ...grantContext(call),
      ...encryptionContext({ ...equals, ...subset }),
      "kms:GrantConstraintType":
        equals !== undefined
          ? "EncryptionContextEquals"
          : subset !== undefined
            ? "EncryptionContextSubset"
            : undefined,
      "kms:GrantConstraintSourceArn": wanted.Constraints?.SourceArn,
      "kms:GrantOperations": wanted.Operations,
      "kms:GranteePrincipal": wanted.GranteePrincipal,
      "kms:RetiringPrincipal": wanted.RetiringPrincipal,
      "kms:GranteeServicePrincipal": wanted.GranteeServicePrincipal,
      "kms:RetiringServicePrincipal": wanted.RetiringServicePrincipal,
    },
  });
  requireState(key, "CreateGrant");
  requireSupported(key, wanted.Operations);
  // Assumption: the sentence; the quota is documented.
  if (key.Grants.length >= 50_000) refuse("LimitExceededException", "Grants per KMS key: 50000");
  refuseDryRun(call);
  const same = key.Grants.find((grant) => wanted.Name !== undefined && isSame(grant, wanted));
  const grant = same ?? {
    ...wanted,
    GrantId: randomBytes(32).toString("hex"),
    CreationDate: call.now.getTime() / 1000,
    IssuingAccount: rootArn(call.region, call.account),
  };
  if (same === undefined) addGrant(call, key, grant);
  const nonce = randomBytes(8).toString("hex");
  return { GrantId: grant.GrantId, GrantToken: writeToken(key.Arn, grant.GrantId, nonce) };
};

function addGrant({ now, manners }: Call, key: StoredKey, grant: StoredGrant): void {
  key.Grants.push(grant);
  if (manners.lagMs === 0) return;
  const grants = { ...key.Settling?.grants, [grant.GrantId]: now.getTime() + manners.lagMs };
  key.Settling = { ...key.Settling, grants };
}

export const revokeGrant: SandboxOperation = (call) => {
  const grantId = requiredText(call.body, "GrantId");
  const key = keyFor(call, { extra: grantContext(call) });
  const grant = grantOf(key, grantId);
  refuseDryRun(call);
  key.Grants = key.Grants.filter((other) => other !== grant);
  return undefined;
};

/**
 * Retiring is the grant's own right: of its retiring principal, of a grantee with RetireGrant, and of the account that
 * made it. https://docs.aws.amazon.com/kms/latest/developerguide/grant-delete.html
 */
export const retireGrant: SandboxOperation = (call) => {
  const token = optionalText(call.body, "GrantToken");
  const named =
    token === undefined
      ? { KeyId: requiredText(call.body, "KeyId"), GrantId: requiredText(call.body, "GrantId") }
      : readToken(token);
  const key = Object.hasOwn(call.state.keys, named.KeyId) ? call.state.keys[named.KeyId] : undefined;
  const grant = key?.Grants.find((one) => one.GrantId === named.GrantId);
  const mayRetire = grant !== undefined && isRetiredBy(grant, call.caller.arn);
  const target = key !== undefined && mayRetire ? key : keyFor({ ...call, body: named });
  const found = grantOf(target, named.GrantId);
  refuseDryRun(call);
  target.Grants = target.Grants.filter((other) => other !== found);
  return undefined;
};

function isSame(grant: StoredGrant, wanted: object): boolean {
  const { GrantId: _id, CreationDate: _date, IssuingAccount: _account, ...given } = grant;
  return canonical(given) === canonical(wanted);
}

function canonical(value: object): string {
  return JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isRetiredBy(grant: StoredGrant, arn: string): boolean {
  const is = (name: string | undefined): boolean =>
    name !== undefined && (name === arn || name === roleOfSession(arn));
  return (
    is(grant.RetiringPrincipal) || (is(grant.GranteePrincipal) && grant.Operations.includes("RetireGrant"))
  );
}

function grantOf(key: StoredKey, grantId: string): StoredGrant {
  const grant = key.Grants.find((one) => one.GrantId === grantId);
  // Assumption: code from the API model, sentence not recorded.
  return grant ?? refuse("NotFoundException", `Grant ID ${grantId} not found`);
}

/** A person is no AWS service, so that `kms:GrantIsForAWSResource` is false on each of the operations that have it. */
function grantContext(call: Call): Record<string, string> {
  return { "kms:GrantIsForAWSResource": "false", "kms:ResourceAccount": accountOf(call.caller.arn) };
}
