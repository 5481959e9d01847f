/** The KMS operations on a key as a thing: make, describe, list, switch on and off, delete, tag. Knows no policy text. */
import { randomBytes, randomUUID } from "node:crypto";
import { keyFor, requireIdentityAccess } from "./kms-access.js";
import { firstPolicy } from "./kms-policy.js";
import { requireState } from "./kms-state.js";
import { oneOf, optionalText, page, structure, wholeNumber } from "./members.js";
import type { Call, JsonObject, Operation, StoredKey } from "./model.js";
import { accountOf, keyArn, keyIdOf } from "./names.js";
import { refuse } from "./refusal.js";

const rsaEncryption = ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"];
const rsaSigning = ["SHA_256", "SHA_384", "SHA_512"].flatMap((hash) => [
  `RSASSA_PKCS1_V1_5_${hash}`,
  `RSASSA_PSS_${hash}`,
]);

const usages: Readonly<Record<string, readonly string[]>> = {
  SYMMETRIC_DEFAULT: ["ENCRYPT_DECRYPT"],
  RSA_2048: ["ENCRYPT_DECRYPT", "SIGN_VERIFY"],
  RSA_3072: ["ENCRYPT_DECRYPT", "SIGN_VERIFY"],
  RSA_4096: ["ENCRYPT_DECRYPT", "SIGN_VERIFY"],
  HMAC_224: ["GENERATE_VERIFY_MAC"],
  HMAC_256: ["GENERATE_VERIFY_MAC"],
  HMAC_384: ["GENERATE_VERIFY_MAC"],
  HMAC_512: ["GENERATE_VERIFY_MAC"],
};

/** The algorithms that DescribeKey names for a key; members that do not apply are absent, not empty. */
function algorithmsOf({ KeySpec, KeyUsage }: StoredKey): JsonObject {
  if (KeySpec === "SYMMETRIC_DEFAULT") return { EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"] };
  if (KeySpec.startsWith("HMAC_")) return { MacAlgorithms: [KeySpec.replace("HMAC_", "HMAC_SHA_")] };
  return KeyUsage === "SIGN_VERIFY"
    ? { SigningAlgorithms: rsaSigning }
    : { EncryptionAlgorithms: rsaEncryption };
}

/** The KeyMetadata of a key, with exactly the members that KMS was recorded to send for its kind and state. */
function metadataOf(key: StoredKey): JsonObject {
  const waiting = key.KeyState === "PendingImport" || key.KeyState === "Creating";
  return {
    AWSAccountId: accountOf(key.Arn),
    Arn: key.Arn,
    CreationDate: key.CreationDate,
    ...(key.CurrentKeyMaterialId === undefined || waiting
      ? {}
      : { CurrentKeyMaterialId: key.CurrentKeyMaterialId }),
    CustomerMasterKeySpec: key.KeySpec,
    ...(key.DeletionDate === undefined ? {} : { DeletionDate: key.DeletionDate }),
    Description: key.Description,
    Enabled: key.KeyState === "Enabled",
    ...algorithmsOf(key),
    KeyId: keyIdOf(key.Arn),
    KeyManager: key.KeyManager,
    KeySpec: key.KeySpec,
    KeyState: key.KeyState,
    KeyUsage: key.KeyUsage,
    MultiRegion: key.MultiRegionKeyType !== undefined,
    ...multiRegionOf(key),
    Origin: key.Origin,
  };
}

function multiRegionOf(key: StoredKey): JsonObject {
  if (key.MultiRegionKeyType === undefined) return {};
  const inRegion = (region: string) => ({
    Arn: keyArn(region, accountOf(key.Arn), keyIdOf(key.Arn)),
    Region: region,
  });
  return {
    MultiRegionConfiguration: {
      MultiRegionKeyType: key.MultiRegionKeyType,
      PrimaryKey: inRegion(key.PrimaryRegion ?? ""),
      ReplicaKeys: (key.ReplicaRegions ?? []).map(inRegion),
    },
  };
}

export const describeKey: Operation = (call) => ({ KeyMetadata: metadataOf(keyFor(call, { alias: true })) });

export const createKey: Operation = (call) => {
  requireIdentityAccess(call, "kms:CreateKey", "*");
  const { body, region, account, now } = call;
  const spec =
    oneOf(body, "KeySpec", Object.keys(usages)) ?? oneOf(body, "CustomerMasterKeySpec", Object.keys(usages));
  const KeySpec = spec ?? "SYMMETRIC_DEFAULT";
  const allowed = usages[KeySpec] ?? [];
  const KeyUsage = oneOf(body, "KeyUsage", ["SIGN_VERIFY", "ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC"]);
  // Assumption: a usage that the spec has not; code and text were not recorded.
  if (!allowed.includes(KeyUsage ?? "ENCRYPT_DECRYPT")) {
    refuse("ValidationException", `KeyUsage ${KeyUsage ?? "null"} is not compatible with KeySpec ${KeySpec}`);
  }
  const Origin = oneOf(body, "Origin", ["AWS_KMS", "EXTERNAL"]) ?? "AWS_KMS";
  const multiRegion = body["MultiRegion"] === true;
  const keyId = multiRegion ? `mrk-${randomUUID().replaceAll("-", "")}` : randomUUID();
  const draft: StoredKey = {
    Arn: keyArn(region, account, keyId),
    CreationDate: now.getTime() / 1000,
    Description:
      optionalText({ ...body, Description: body["Description"] || undefined }, "Description", {
        max: 8192,
      }) ?? "",
    KeyManager: "CUSTOMER",
    KeySpec,
    KeyUsage: KeyUsage ?? "ENCRYPT_DECRYPT",
    KeyRotationEnabled: false,
    KeyState: Origin === "EXTERNAL" ? "PendingImport" : "Enabled",
    Origin,
    ...(multiRegion
      ? { MultiRegionKeyType: "PRIMARY" as const, PrimaryRegion: region, ReplicaRegions: [] }
      : {}),
    ...(KeySpec === "SYMMETRIC_DEFAULT" ? { CurrentKeyMaterialId: randomBytes(32).toString("hex") } : {}),
    Policy: "{}",
    Grants: [],
    Tags: tagsIn(body),
  };
  const key = { ...draft, Policy: firstPolicy(call, draft) };
  call.state.keys[key.Arn] = key;
  return { KeyMetadata: metadataOf(key) };
};

export const listKeys: Operation = (call) => {
  requireIdentityAccess(call, "kms:ListKeys", "*");
  const own = Object.keys(call.state.keys)
    .filter((arn) => arn.startsWith(keyArn(call.region, call.account, "")))
    .map((arn) => ({ KeyArn: arn, KeyId: keyIdOf(arn) }));
  const limit = wholeNumber(call.body, "Limit", { min: 1, max: 1000, otherwise: 100 });
  const { items, rest } = page(own, limit, optionalText(call.body, "Marker"));
  return { Keys: items, ...rest };
};

export const disableKey: Operation = (call) => switchKey(call, "Disabled");
export const enableKey: Operation = (call) => switchKey(call, "Enabled");

function switchKey(call: Call, state: "Enabled" | "Disabled"): undefined {
  const key = keyFor(call);
  requireState(key, call.operation);
  key.KeyState = state;
}

export const scheduleKeyDeletion: Operation = (call) => {
  const key = keyFor(call);
  requireState(key, call.operation);
  const days = wholeNumber(call.body, "PendingWindowInDays", { min: 7, max: 30, otherwise: 30 });
  key.KeyState = "PendingDeletion";
  key.DeletionDate = call.now.getTime() / 1000 + days * 86_400;
  const { DeletionDate, KeyState } = key;
  return { DeletionDate, KeyId: key.Arn, KeyState, PendingWindowInDays: days };
};

export const cancelKeyDeletion: Operation = (call) => {
  const key = keyFor(call);
  // Assumption: the sentence for a key that is not pending deletion was not recorded.
  if (key.KeyState !== "PendingDeletion")
    refuse("KMSInvalidStateException", `${key.Arn} is not pending deletion.`);
  key.KeyState = "Disabled";
  delete key.DeletionDate;
  return { KeyId: key.Arn };
};

export const listResourceTags: Operation = (call) => {
  const limit = wholeNumber(call.body, "Limit", { min: 1, max: 50, otherwise: 50 });
  const { items, rest } = page(keyFor(call).Tags, limit, optionalText(call.body, "Marker"));
  return { Tags: items, ...rest };
};

export const tagResource: Operation = (call) => {
  const key = keyFor(call);
  requireState(key, call.operation);
  const added = tagsIn(call.body);
  const names = new Set(added.map((tag) => tag.TagKey));
  key.Tags = [...key.Tags.filter((tag) => !names.has(tag.TagKey)), ...added];
  return undefined;
};

function tagsIn(body: JsonObject): StoredKey["Tags"] {
  const list: unknown[] = Array.isArray(body["Tags"]) ? body["Tags"] : [];
  return list.map((item) => {
    const { TagKey, TagValue } = structure(item);
    return { TagKey: String(TagKey ?? ""), TagValue: String(TagValue ?? "") };
  });
}
