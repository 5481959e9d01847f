/**
 * What each key state lets an operation do; knows no policy and no caller.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 */

import { refuse } from "./members.js";
import type { KeyState, StoredKey } from "./model.js";

const words: Readonly<Partial<Record<KeyState, string>>> = {
  Disabled: "disabled",
  PendingDeletion: "pending deletion",
  PendingReplicaDeletion: "pending replica deletion",
  PendingImport: "pending import",
  Unavailable: "unavailable",
  Creating: "creating",
  Updating: "updating",
};

/** The states that each operation refuses; an operation that is not here works in every state (reads, PutKeyPolicy). */
const refusedIn: Readonly<Record<string, readonly KeyState[]>> = {
  CreateGrant: ["Disabled", "PendingDeletion", "PendingReplicaDeletion", "PendingImport", "Creating"],
  Encrypt: [
    "Disabled",
    "PendingDeletion",
    "PendingReplicaDeletion",
    "PendingImport",
    "Unavailable",
    "Creating",
  ],
  DisableKey: ["PendingDeletion", "PendingReplicaDeletion", "PendingImport", "Creating", "Updating"],
  EnableKey: ["PendingDeletion", "PendingReplicaDeletion", "PendingImport", "Creating", "Updating"],
  CreateAlias: ["PendingDeletion", "PendingReplicaDeletion"],
  UpdateAlias: ["PendingDeletion", "PendingReplicaDeletion"],
  UpdateKeyDescription: ["PendingDeletion", "PendingReplicaDeletion"],
  EnableKeyRotation: [
    "Disabled",
    "PendingDeletion",
    "PendingReplicaDeletion",
    "PendingImport",
    "Creating",
    "Updating",
  ],
  DisableKeyRotation: [
    "Disabled",
    "PendingDeletion",
    "PendingReplicaDeletion",
    "PendingImport",
    "Creating",
    "Updating",
  ],
  RotateKeyOnDemand: [
    "Disabled",
    "PendingDeletion",
    "PendingReplicaDeletion",
    "PendingImport",
    "Creating",
    "Updating",
  ],
  ReplicateKey: [
    "Disabled",
    "PendingDeletion",
    "PendingReplicaDeletion",
    "PendingImport",
    "Creating",
    "Updating",
  ],
  ScheduleKeyDeletion: ["PendingDeletion", "PendingReplicaDeletion", "Updating"],
  TagResource: ["PendingDeletion", "PendingReplicaDeletion"],
  UntagResource: ["PendingDeletion", "PendingReplicaDeletion"],
};

/** Whether the key's state lets the operation through; `Encrypt` stands for all cryptographic operations. */
export function allowsInState(key: StoredKey, operation: string): boolean {
  return !refusedIn[operation]?.includes(key.KeyState);
}

/**
 * Refuses with the state's own error. A disabled key is DisabledException, every other state KMSInvalidStateException:
 * the table allows either for a pending deletion, and the recorded answers were the latter.
 */
export function requireState(key: StoredKey, operation: string): void {
  if (allowsInState(key, operation)) return;
  const code = key.KeyState === "Disabled" ? "DisabledException" : "KMSInvalidStateException";
  refuse(code, `${key.Arn} is ${words[key.KeyState]}.`);
}
