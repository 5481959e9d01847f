/** What a key is used for, as far as a dry run tells. The sandbox holds no key material and encrypts nothing. */
import { type KeyQuestion, keyFor } from "./kms-access.js";
import { requireState } from "./kms-state.js";
import { optionalText, textList } from "./members.js";
import type { Call, Operation, StoredKey } from "./model.js";
import { refuse } from "./refusal.js";

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html */
export const encrypt: Operation = (call) => {
  const key = usableKey(call, "Encrypt");
  requireAlgorithm(call, key, "EncryptionAlgorithm");
  if (Buffer.from(optionalText(call.body, "Plaintext") ?? "", "base64").length > 4096) {
    refuse("ValidationException", "Plaintext is longer than 4096 bytes.");
  }
  return onlyTried(call, key);
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html */
export const decrypt: Operation = (call) => {
  requireCiphertext(call);
  // Without a ciphertext nothing else says which key is meant.
  const key = usableKey(call, "Decrypt");
  requireAlgorithm(call, key, "EncryptionAlgorithm");
  return onlyTried(call, key);
};

/** Two permissions on two keys. https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html */
export const reEncrypt: Operation = (call) => {
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
export const generateDataKey: Operation = (call) => {
  const { KeySpec, NumberOfBytes } = call.body;
  if ((KeySpec === undefined) === (NumberOfBytes === undefined)) {
    // Assumption: the rule is documented, the sentence was not recorded.
    refuse("ValidationException", "Specify either KeySpec or NumberOfBytes.");
  }
  return onlyTried(call, symmetricKey(call));
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyPair.html, also without plaintext */
export const generateDataKeyPair: Operation = (call) => onlyTried(call, symmetricKey(call));

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

/** A dry run always fails; so it does when it would have succeeded. The sentence was recorded on a data-key operation. */
export function refuseDryRun(call: Call): void {
  if (call.body["DryRun"] === true) {
    refuse("DryRunOperationException", "The request would have succeeded, but the DryRun option is set.");
  }
}
