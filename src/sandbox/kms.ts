/** The table of KMS operations that the sandbox carries out. https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html */
import { type KeyQuestion, keyFor, refuseDryRun } from "./kms-access.js";
import { createAlias, deleteAlias, listAliases, updateAlias } from "./kms-alias.js";
import { createGrant, listGrants, listRetirableGrants, retireGrant, revokeGrant } from "./kms-grants.js";
import {
  cancelKeyDeletion,
  createKey,
  describeKey,
  disableKey,
  enableKey,
  listKeys,
  scheduleKeyDeletion,
} from "./kms-keys.js";
import { getKeyPolicy, listKeyPolicies, putKeyPolicy } from "./kms-policy.js";
import { replicateKey } from "./kms-replica.js";
import {
  disableKeyRotation,
  enableKeyRotation,
  getKeyRotationStatus,
  getParametersForImport,
  listKeyRotations,
  rotateKeyOnDemand,
} from "./kms-rotation.js";
import { requireState } from "./kms-state.js";
import { listResourceTags, tagResource, untagResource, updateKeyDescription } from "./kms-tags.js";
import { optionalText, refuse, textList } from "./members.js";
import type { Call, SandboxOperation, StoredKey } from "./model.js";

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html */
export const encrypt: SandboxOperation = (call) => {
  const key = usableKey(call, "Encrypt");
  requireAlgorithm(call, key, "EncryptionAlgorithm");
  if (Buffer.from(optionalText(call.body, "Plaintext") ?? "", "base64").length > 4096) {
    refuse("ValidationException", "Plaintext is longer than 4096 bytes.");
  }
  return onlyTried(call, key);
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html */
export const decrypt: SandboxOperation = (call) => {
  requireCiphertext(call);
  // Without a ciphertext nothing else says which key is meant.
  const key = usableKey(call, "Decrypt");
  requireAlgorithm(call, key, "EncryptionAlgorithm");
  return onlyTried(call, key);
};

/** Two permissions on two keys. https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html */
export const reEncrypt: SandboxOperation = (call) => {
  requireCiphertext(call);
  const source = usableKey(call, "ReEncrypt", {
    member: "SourceKeyId",
    action: "kms:ReEncryptFrom",
    contextMember: "SourceEncryptionContext",
  });
  requireAlgorithm(call, source, "SourceEncryptionAlgorithm");
  const destination = usableKey(call, "ReEncrypt", {
    member: "DestinationKeyId",
    action: "kms:ReEncryptTo",
    contextMember: "DestinationEncryptionContext",
  });
  requireAlgorithm(call, destination, "DestinationEncryptionAlgorithm");
  return onlyTried(call, source);
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html, also without plaintext */
export const generateDataKey: SandboxOperation = (call) => {
  const { KeySpec, NumberOfBytes } = call.body;
  if ((KeySpec === undefined) === (NumberOfBytes === undefined)) {
    // Assumption: the rule is documented, the sentence was not recorded.
    refuse("ValidationException", "Specify either KeySpec or NumberOfBytes.");
  }
  return onlyTried(call, symmetricKey(call));
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyPair.html, also without plaintext */
export const generateDataKeyPair: SandboxOperation = (call) => onlyTried(call, symmetricKey(call));

function symmetricKey(call: Call): StoredKey {
  const key = usableKey(call, call.operation);
  if (key.KeySpec !== "SYMMETRIC_DEFAULT") {
    // Assumption: the code is documented, the sentence is ours.
    refuse("InvalidKeyUsageException", `${key.Arn} key spec is ${key.KeySpec}, not SYMMETRIC_DEFAULT.`);
  }
  return key;
}

function usableKey(call: Call, operation: string, question: KeyQuestion = {}): StoredKey {
  const key = keyFor(call, { alias: true, ...question });
  requireState(key, "Encrypt");
  if (key.KeyUsage !== "ENCRYPT_DECRYPT") {
    const sentence = `${key.Arn} key usage is ${key.KeyUsage} which is not valid for ${operation}.`;
    refuse("InvalidKeyUsageException", sentence);
  }
  return key;
}

/** "You must specify the encryption algorithm" with an asymmetric key; without one SYMMETRIC_DEFAULT is meant (API pages). */
function requireAlgorithm({ body }: Call, key: StoredKey, member: string): void {
  const algorithm = optionalText(body, member) ?? "SYMMETRIC_DEFAULT";
  const isSymmetric = key.KeySpec === "SYMMETRIC_DEFAULT";
  if ((algorithm === "SYMMETRIC_DEFAULT") === isSymmetric) return;
  // Assumption: the code is documented, the sentence is ours.
  refuse(
    "InvalidKeyUsageException",
    `${key.Arn} key spec is ${key.KeySpec}, not ${isSymmetric ? "asymmetric" : algorithm}.`,
  );
}

/**
 * Since 2026 a dry run needs no ciphertext, if it says so. Nothing here was ever encrypted, so that no ciphertext is valid.
 * Assumption: the sentence for none at all.
 */
function requireCiphertext({ body }: Call): void {
  const ignored = textList(body, "DryRunModifiers").includes("IGNORE_CIPHERTEXT") && body["DryRun"] === true;
  if (ignored) return;
  if (body["CiphertextBlob"] === undefined) {
    refuse(
      "ValidationException",
      "CiphertextBlob is missing, and DryRunModifiers does not say that it may be.",
    );
  }
  // Assumption: KMS sends no text with this code.
  refuse("InvalidCiphertextException");
}

/** A limit of the sandbox, not of KMS: what is not a dry run is refused. */
function onlyTried(call: Call, key: StoredKey): never {
  refuseDryRun(call);
  return refuse(
    "UnsupportedOperationException",
    `The sandbox encrypts nothing: ${call.operation} on ${key.Arn} needs DryRun.`,
  );
}

export const kmsOperations: Readonly<Record<string, SandboxOperation>> = {
  CancelKeyDeletion: cancelKeyDeletion,
  CreateAlias: createAlias,
  CreateGrant: createGrant,
  CreateKey: createKey,
  Decrypt: decrypt,
  DeleteAlias: deleteAlias,
  DescribeKey: describeKey,
  DisableKey: disableKey,
  DisableKeyRotation: disableKeyRotation,
  EnableKey: enableKey,
  EnableKeyRotation: enableKeyRotation,
  Encrypt: encrypt,
  GenerateDataKey: generateDataKey,
  GenerateDataKeyPair: generateDataKeyPair,
  GenerateDataKeyPairWithoutPlaintext: generateDataKeyPair,
  GenerateDataKeyWithoutPlaintext: generateDataKey,
  GetKeyPolicy: getKeyPolicy,
  GetKeyRotationStatus: getKeyRotationStatus,
  GetParametersForImport: getParametersForImport,
  ListAliases: listAliases,
  ListGrants: listGrants,
  ListKeyPolicies: listKeyPolicies,
  ListKeyRotations: listKeyRotations,
  ListKeys: listKeys,
  ListResourceTags: listResourceTags,
  ListRetirableGrants: listRetirableGrants,
  PutKeyPolicy: putKeyPolicy,
  ReEncrypt: reEncrypt,
  ReplicateKey: replicateKey,
  RetireGrant: retireGrant,
  RevokeGrant: revokeGrant,
  RotateKeyOnDemand: rotateKeyOnDemand,
  ScheduleKeyDeletion: scheduleKeyDeletion,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateAlias: updateAlias,
  UpdateKeyDescription: updateKeyDescription,
};
