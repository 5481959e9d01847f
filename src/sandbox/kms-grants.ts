/** ListGrants, CreateGrant, RetireGrant, RevokeGrant. Knows nothing of MWAA's own four. */
import { randomBytes } from "node:crypto";
import { keyFor } from "./kms-access.js";
import { requireState } from "./kms-state.js";
import { refuseDryRun } from "./kms-use.js";
import { optionalText, page, requiredText, structure, textList, wholeNumber } from "./members.js";
import type { Call, JsonObject, Operation, StoredGrant, StoredKey } from "./model.js";
import { accountOf, readArn, roleOfSession, rootArn } from "./names.js";
import { refuse, refuseMember } from "./refusal.js";

const symmetric = [
  "Decrypt",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
  "ReEncryptFrom",
  "ReEncryptTo",
  "GenerateDataKeyPair",
  "GenerateDataKeyPairWithoutPlaintext",
];
const asymmetric = ["Decrypt", "Encrypt", "ReEncryptFrom", "ReEncryptTo", "Sign", "Verify", "GetPublicKey"];
const mac = ["GenerateMac", "VerifyMac"];
const always = ["CreateGrant", "RetireGrant", "DescribeKey"];
const all = [...new Set([...symmetric, ...asymmetric, ...mac, ...always, "DeriveSharedSecret"])];

const principal = { max: 256, pattern: /^[\w+=,.@:/-]+$/ };
const service = { max: 128, pattern: /^([A-Za-z0-9-]+)\.([A-Za-z0-9-]+)(\.[A-Za-z0-9-]+)+$/ };

export const listGrants: Operation = (call) => {
  const { body } = call;
  // The documentation says 1 to 100; the model's 1,000 is not what a caller may count on.
  const limit = wholeNumber(body, "Limit", { min: 1, max: 100, otherwise: 50 });
  const marker = optionalText(body, "Marker", { max: 1024 });
  const grantId = optionalText(body, "GrantId", { max: 128 });
  const grantee = optionalText(body, "GranteePrincipal", principal);
  if (body["GranteeServicePrincipal"] !== undefined) {
    // "Only usable by callers in a service principal." Assumption: the sentence.
    refuse("ValidationException", "GranteeServicePrincipal can only be used by an AWS service.");
  }
  const key = keyFor(call, { extra: grantContext(call) });
  const found = key.Grants.filter(
    (grant) =>
      (grantId === undefined || grant.GrantId === grantId) &&
      (grantee === undefined || grant.GranteePrincipal === grantee),
  );
  const { items, rest } = page(found, limit, marker);
  return { Grants: items.map((grant) => ({ KeyId: key.Arn, ...grant })), ...rest };
};

export const createGrant: Operation = (call) => {
  const wanted = readGrant(call);
  const extra = {
    ...grantContext(call),
    "kms:GrantOperations": wanted.Operations,
    ...(wanted.GranteePrincipal === undefined ? {} : { "kms:GranteePrincipal": wanted.GranteePrincipal }),
    ...(wanted.RetiringPrincipal === undefined ? {} : { "kms:RetiringPrincipal": wanted.RetiringPrincipal }),
  };
  const key = keyFor(call, { extra });
  requireState(key, "CreateGrant");
  requireSupported(key, wanted.Operations);
  refuseDryRun(call);
  const same = key.Grants.find((grant) => wanted.Name !== undefined && isSame(grant, wanted));
  const grant = same ?? {
    ...wanted,
    GrantId: randomBytes(32).toString("hex"),
    CreationDate: call.now.getTime() / 1000,
    IssuingAccount: rootArn(call.region, call.account),
  };
  if (same === undefined) key.Grants.push(grant);
  return { GrantId: grant.GrantId, GrantToken: writeToken(key.Arn, grant.GrantId) };
};

export const revokeGrant: Operation = (call) => {
  const grantId = requiredText(call.body, "GrantId", { max: 128 });
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
export const retireGrant: Operation = (call) => {
  const token = optionalText(call.body, "GrantToken", { max: 8192 });
  const named =
    token === undefined
      ? { KeyId: requiredText(call.body, "KeyId"), GrantId: requiredText(call.body, "GrantId", { max: 128 }) }
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

function readGrant(call: Call): Omit<StoredGrant, "GrantId" | "CreationDate" | "IssuingAccount"> {
  const { body } = call;
  const Operations = textList(body, "Operations");
  if (body["Operations"] === undefined) refuseMember("operations", undefined, "not be null");
  if (Operations.some((operation) => !all.includes(operation))) {
    refuseMember(
      "operations",
      `[${Operations.join(", ")}]`,
      `satisfy constraint: [Member must satisfy enum value set: [${all.join(", ")}]]`,
    );
  }
  const GranteePrincipal = optionalText(body, "GranteePrincipal", principal);
  const RetiringPrincipal = optionalText(body, "RetiringPrincipal", principal);
  const GranteeServicePrincipal = optionalText(body, "GranteeServicePrincipal", service);
  const RetiringServicePrincipal = optionalText(body, "RetiringServicePrincipal", service);
  const Name = optionalText(body, "Name", { max: 256, pattern: /^[a-zA-Z0-9:/_-]+$/ });
  for (const arn of [GranteePrincipal, RetiringPrincipal]) {
    if (arn !== undefined && !isGranteeArn(arn)) {
      refuse("InvalidArnException", `ARN does not refer to a valid principal: ${arn}`);
    }
  }
  if ((GranteePrincipal === undefined) === (GranteeServicePrincipal === undefined)) {
    // Assumption: the sentence; the documentation only says that one of the two is needed.
    refuse("ValidationException", "Specify either GranteePrincipal or GranteeServicePrincipal.");
  }
  const constraints = structure(body["Constraints"]);
  const retiring = RetiringPrincipal ?? RetiringServicePrincipal;
  if (
    GranteeServicePrincipal !== undefined &&
    (constraints["SourceArn"] === undefined || retiring === undefined)
  ) {
    refuse(
      "ValidationException",
      "GranteeServicePrincipal requires Constraints.SourceArn and a retiring principal.",
    );
  }
  return {
    Operations,
    ...(Name === undefined ? {} : { Name }),
    ...(GranteePrincipal === undefined ? {} : { GranteePrincipal }),
    ...(RetiringPrincipal === undefined ? {} : { RetiringPrincipal }),
    ...(GranteeServicePrincipal === undefined ? {} : { GranteeServicePrincipal }),
    ...(RetiringServicePrincipal === undefined ? {} : { RetiringServicePrincipal }),
    ...(Object.keys(constraints).length === 0 ? {} : { Constraints: constraints }),
  };
}

/** "An ARN of an account root, user, role, federated or assumed-role user" (CreateGrant API page). */
function isGranteeArn(text: string): boolean {
  const arn = readArn(text);
  if (arn?.service === "iam") return /^(root|user\/.+|role\/.+)$/.test(arn.resource);
  return arn?.service === "sts" && /^(assumed-role|federated-user)\/.+/.test(arn.resource);
}

function requireSupported(key: StoredKey, operations: readonly string[]): void {
  const kind =
    key.KeySpec === "SYMMETRIC_DEFAULT" ? symmetric : key.KeySpec.startsWith("HMAC_") ? mac : asymmetric;
  const wrong = operations.find((operation) => !kind.includes(operation) && !always.includes(operation));
  // Assumption: the API page calls it "ValidationError"; the sentence was not recorded.
  if (wrong !== undefined) {
    refuse("ValidationException", `${key.Arn} key usage is ${key.KeyUsage} which is not valid for ${wrong}.`);
  }
}

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

/** A person is no AWS service, so that `kms:GrantIsForAWSResource` is false on each of the three operations that have it. */
function grantContext(call: Call): Record<string, string> {
  return { "kms:GrantIsForAWSResource": "false", "kms:ResourceAccount": accountOf(call.caller.arn) };
}

/** The token names its grant and differs each time, as KMS's do. */
function writeToken(keyArn: string, grantId: string): string {
  const nonce = randomBytes(8).toString("hex");
  return Buffer.from(JSON.stringify({ KeyId: keyArn, GrantId: grantId, nonce })).toString("base64url");
}

function readToken(token: string): { KeyId: string; GrantId: string } {
  try {
    const { KeyId, GrantId } = JSON.parse(Buffer.from(token, "base64url").toString()) as JsonObject;
    return { KeyId: String(KeyId), GrantId: String(GrantId) };
  } catch {
    // Assumption: code from the API model, sentence not recorded.
    return refuse("InvalidGrantTokenException", "The grant token is not valid.");
  }
}
