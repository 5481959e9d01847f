/** The rotation of a key's material, as far as it can be switched and asked for. The sandbox holds no material. */
import { keyFor } from "./kms-access.js";
import { requireState } from "./kms-state.js";
import { refuse } from "./members.js";
import type { Call, SandboxOperation, StoredKey } from "./model.js";

/**
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html: always true for an AWS managed key,
 * and false while a key is pending deletion.
 */
export const getKeyRotationStatus: SandboxOperation = (call) => {
  const key = rotatable(keyFor(call));
  const leaving = key.KeyState === "PendingDeletion" || key.KeyState === "PendingReplicaDeletion";
  const enabled = !leaving && (key.KeyRotationEnabled || key.KeyManager === "AWS");
  const days = key.RotationPeriodInDays ?? 365;
  return {
    KeyId: key.Arn,
    KeyRotationEnabled: enabled,
    ...(enabled ? { NextRotationDate: nextRotation(call, key, days), RotationPeriodInDays: days } : {}),
  };
};

export const enableKeyRotation: SandboxOperation = (call) => {
  const key = rotatable(ownKey(call));
  requireState(key, call.operation);
  key.KeyRotationEnabled = true;
  const days = call.body["RotationPeriodInDays"];
  if (typeof days === "number") key.RotationPeriodInDays = days;
  return undefined;
};

export const disableKeyRotation: SandboxOperation = (call) => {
  const key = rotatable(ownKey(call));
  requireState(key, call.operation);
  key.KeyRotationEnabled = false;
  delete key.RotationPeriodInDays;
  return undefined;
};

/** The material stays as it is. */
export const rotateKeyOnDemand: SandboxOperation = (call) => {
  const key = ownKey(call);
  requireState(key, call.operation);
  return { KeyId: rotatable(key).Arn };
};

export const listKeyRotations: SandboxOperation = (call) => {
  rotatable(keyFor(call));
  return { Rotations: [], Truncated: false };
};

/** Assumption: the material of the sandbox's keys cannot be imported, whatever their origin. */
export const getParametersForImport: SandboxOperation = (call) => {
  const { Arn, Origin } = keyFor(call);
  if (Origin !== "EXTERNAL") {
    refuse(
      "UnsupportedOperationException",
      `${Arn} origin is ${Origin} which is not valid for this operation.`,
    );
  }
  return refuse("UnsupportedOperationException", "The sandbox takes no key material.");
};

function ownKey(call: Call): StoredKey {
  const key = keyFor(call);
  // Assumption: code and sentence; the documentation says that AWS manages the rotation of its keys.
  if (key.KeyManager === "AWS") {
    refuse("AccessDeniedException", `The rotation of the AWS managed key ${key.Arn} cannot be changed.`);
  }
  return key;
}

/** Symmetric keys of KMS's own making only. Without a text for the others; both answers were recorded. */
function rotatable(key: StoredKey): StoredKey {
  if (key.KeySpec !== "SYMMETRIC_DEFAULT") refuse("UnsupportedOperationException");
  if (key.Origin !== "AWS_KMS") {
    refuse(
      "UnsupportedOperationException",
      `${key.Arn} origin is ${key.Origin} which is not valid for this operation.`,
    );
  }
  return key;
}

function nextRotation({ now }: Call, key: StoredKey, days: number): number {
  const period = days * 86_400;
  const age = now.getTime() / 1000 - key.CreationDate;
  return key.CreationDate + (Math.floor(Math.max(0, age) / period) + 1) * period;
}
