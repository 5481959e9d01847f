/**
 * Whether a grant lets a caller do an operation. Knows no policy.
 * https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
import { refuse, textList } from "./members.js";
import type { Call, JsonObject, StoredGrant, StoredKey } from "./model.js";
import { roleOfSession } from "./names.js";

/** The grantee, an operation of the grant, an encryption context that its constraints take, and a grant that is seen. */
export function grantsIt(
  grant: StoredGrant,
  call: Call,
  key: StoredKey,
  action: string,
  encryption: Readonly<Record<string, string>>,
): boolean {
  const { arn } = call.caller;
  const isGrantee = grant.GranteePrincipal === arn || grant.GranteePrincipal === roleOfSession(arn);
  if (!isGrantee || !grant.Operations.includes(action.replace("kms:", ""))) return false;
  if (!takesContext(grant, encryption)) return false;
  return isSeen(call, key, grant.GrantId) || tokensOf(call, key).includes(grant.GrantId);
}

/** "Usually less than five minutes": until then only the grant token makes it count. */
export function isSeen({ now }: Pick<Call, "now">, { Settling }: StoredKey, grantId: string): boolean {
  const until = Settling?.grants?.[grantId];
  return until === undefined || now.getTime() >= until;
}

/** Constraints on the encryption context hold for cryptographic operations alone; a call without a context has none to show. */
function takesContext({ Constraints }: StoredGrant, encryption: Readonly<Record<string, string>>): boolean {
  const { EncryptionContextEquals: equals, EncryptionContextSubset: subset, SourceArn } = Constraints ?? {};
  if (SourceArn !== undefined) return false;
  const has = (wanted: Readonly<Record<string, string>>): boolean =>
    Object.entries(wanted).every(([name, value]) => encryption[name] === value);
  if (subset !== undefined && !has(subset)) return false;
  return (
    equals === undefined || (has(equals) && Object.keys(encryption).length === Object.keys(equals).length)
  );
}

/** The ids of the grants on this key whose tokens came with the call. */
function tokensOf(call: Call, key: StoredKey): string[] {
  return textList(call.body, "GrantTokens")
    .map(readToken)
    .filter((named) => named.KeyId === key.Arn)
    .map((named) => named.GrantId);
}

/** The token names its grant and differs each time, as KMS's do. */
export function writeToken(keyArn: string, grantId: string, nonce: string): string {
  return Buffer.from(JSON.stringify({ KeyId: keyArn, GrantId: grantId, nonce })).toString("base64url");
}

export function readToken(token: string): { KeyId: string; GrantId: string } {
  try {
    const { KeyId, GrantId } = JSON.parse(Buffer.from(token, "base64url").toString()) as JsonObject;
    if (typeof KeyId === "string" && typeof GrantId === "string") return { KeyId, GrantId };
  } catch {
    // No token of ours.
  }
  // Assumption: code from the API model, sentence not recorded.
  return refuse("InvalidGrantTokenException", "The grant token is not valid.");
}
