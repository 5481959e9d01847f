/** The KMS operations that make, describe, list and switch keys. Knows no policy text. */
import { randomBytes, randomUUID } from "node:crypto";
import { keyFor, requireIdentityAccess } from "./kms-access.js";
import { defaultUsage, metadataOf, usages } from "./kms-metadata.js";
import { firstPolicy } from "./kms-policy.js";
import { requireState } from "./kms-state.js";
import { tagContext, tagsIn } from "./kms-tags.js";
import { optionalText, page, refuse, wholeNumber } from "./members.js";
import type { Call, SandboxOperation, StoredKey } from "./model.js";
import { keyArn, keyIdOf } from "./names.js";

export const describeKey: SandboxOperation = (call) => ({
  KeyMetadata: metadataOf(keyFor(call, { alias: true })),
});

export const createKey: SandboxOperation = (call) => {
  const { body, region, account, now } = call;
  const tags = tagsIn(body);
  const KeySpec = optionalText(body, "KeySpec") ?? optionalText(body, "CustomerMasterKeySpec") ?? symmetric;
  const KeyUsage = optionalText(body, "KeyUsage") ?? "ENCRYPT_DECRYPT";
  const Origin = optionalText(body, "Origin") ?? "AWS_KMS";
  const multiRegion = body["MultiRegion"] === true;
  requireIdentityAccess(call, "kms:CreateKey", "*", {
    extra: {
      "kms:KeySpec": KeySpec,
      "kms:KeyUsage": KeyUsage,
      "kms:KeyOrigin": Origin,
      "kms:MultiRegion": String(multiRegion),
      ...tagContext(tags),
    },
  });
  requireMakeable(KeySpec, KeyUsage, Origin);
  const keyId = multiRegion ? `mrk-${randomUUID().replaceAll("-", "")}` : randomUUID();
  const draft: StoredKey = {
    Arn: keyArn(region, account, keyId),
    CreationDate: now.getTime() / 1000,
    Description: optionalText(body, "Description") ?? "",
    KeyManager: "CUSTOMER",
    KeySpec,
    KeyUsage,
    KeyRotationEnabled: false,
    KeyState: Origin === "EXTERNAL" ? "PendingImport" : "Enabled",
    Origin,
    ...(multiRegion
      ? { MultiRegionKeyType: "PRIMARY" as const, PrimaryRegion: region, ReplicaRegions: [] }
      : {}),
    ...(KeySpec === symmetric ? { CurrentKeyMaterialId: randomBytes(32).toString("hex") } : {}),
    Policy: "{}",
    Grants: [],
    Tags: tags,
  };
  const key = { ...draft, Policy: firstPolicy(call, draft) };
  call.state.keys[key.Arn] = key;
  return { KeyMetadata: metadataOf(key) };
};

const symmetric = "SYMMETRIC_DEFAULT";

/** Assumption: that a usage must fit its spec is documented, the words are ours. Other stores of keys are a limit of the sandbox. */
function requireMakeable(spec: string, usage: string, origin: string): void {
  if (!(usages[spec] ?? []).includes(usage)) {
    const meant = usage === defaultUsage ? "" : ` ${usage}`;
    refuse("ValidationException", `KeyUsage${meant} is not compatible with KeySpec ${spec}`);
  }
  if (origin !== "AWS_KMS" && origin !== "EXTERNAL") {
    refuse("UnsupportedOperationException", `The sandbox has no key store for the origin ${origin}.`);
  }
}

export const listKeys: SandboxOperation = (call) => {
  requireIdentityAccess(call, "kms:ListKeys", "*");
  const own = Object.keys(call.state.keys)
    .filter((arn) => arn.startsWith(keyArn(call.region, call.account, "")))
    .map((arn) => ({ KeyArn: arn, KeyId: keyIdOf(arn) }));
  const limit = wholeNumber(call.body, "Limit", { min: 1, max: 1000, otherwise: 100 });
  const { items, rest } = page(own, limit, optionalText(call.body, "Marker"));
  return { Keys: items, ...rest };
};

export const disableKey: SandboxOperation = (call) => switchKey(call, "Disabled");
export const enableKey: SandboxOperation = (call) => switchKey(call, "Enabled");

function switchKey(call: Call, state: "Enabled" | "Disabled"): undefined {
  const key = keyFor(call);
  requireState(key, call.operation);
  key.KeyState = state;
}

export const scheduleKeyDeletion: SandboxOperation = (call) => {
  const days = wholeNumber(call.body, "PendingWindowInDays", { min: 7, max: 30, otherwise: 30 });
  const key = keyFor(call, { extra: { "kms:ScheduleKeyDeletionPendingWindowInDays": String(days) } });
  requireState(key, call.operation);
  key.KeyState = "PendingDeletion";
  key.DeletionDate = call.now.getTime() / 1000 + days * 86_400;
  const { DeletionDate, KeyState } = key;
  return { DeletionDate, KeyId: key.Arn, KeyState, PendingWindowInDays: days };
};

export const cancelKeyDeletion: SandboxOperation = (call) => {
  const key = keyFor(call);
  // Assumption: the sentence for a key that is not pending deletion was not recorded.
  if (key.KeyState !== "PendingDeletion")
    refuse("KMSInvalidStateException", `${key.Arn} is not pending deletion.`);
  key.KeyState = "Disabled";
  delete key.DeletionDate;
  return { KeyId: key.Arn };
};
