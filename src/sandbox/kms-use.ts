/** What a key is used for, as far as a dry run tells, and its rotation. The sandbox holds no key material and encrypts nothing. */
import { keyFor } from "./kms-access.js";
import { requireState } from "./kms-state.js";
import { oneOf, requiredText, wholeNumber } from "./members.js";
import type { Call, Operation, StoredKey } from "./model.js";
import { refuse } from "./refusal.js";

/**
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html: of symmetric keys with material of KMS's
 * own making only; always true for an AWS managed key, and false while a key is pending deletion.
 */
export const getKeyRotationStatus: Operation = (call) => {
  const key = keyFor(call);
  if (key.KeySpec !== "SYMMETRIC_DEFAULT" || key.Origin !== "AWS_KMS") {
    // Assumption: the code is documented, the sentence was not recorded.
    refuse("UnsupportedOperationException", `${key.Arn} does not support automatic key rotation.`);
  }
  const leaving = key.KeyState === "PendingDeletion" || key.KeyState === "PendingReplicaDeletion";
  const enabled = !leaving && (key.KeyRotationEnabled || key.KeyManager === "AWS");
  return {
    KeyId: key.Arn,
    KeyRotationEnabled: enabled,
    ...(enabled ? { RotationPeriodInDays: key.RotationPeriodInDays ?? 365 } : {}),
  };
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html */
export const encrypt: Operation = (call) => {
  const text = requiredText(call.body, "Plaintext");
  const key = usableKey(call);
  if (Buffer.from(text, "base64").length > 4096)
    refuse("ValidationException", "Plaintext is longer than 4096 bytes.");
  return onlyTried(call, key);
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html */
export const generateDataKey: Operation = (call) => {
  const { body } = call;
  const spec = oneOf(body, "KeySpec", ["AES_256", "AES_128"]);
  const bytes = wholeNumber(body, "NumberOfBytes", { min: 1, max: 1024, otherwise: 0 });
  if ((spec === undefined) === (bytes === 0)) {
    // Assumption: the rule is documented, the sentence was not recorded.
    refuse("ValidationException", "Specify either KeySpec or NumberOfBytes.");
  }
  return onlyTried(call, usableKey(call));
};

function usableKey(call: Call): StoredKey {
  const key = keyFor(call, { alias: true });
  requireState(key, "Encrypt");
  if (key.KeySpec !== "SYMMETRIC_DEFAULT") {
    // Without an algorithm both operations mean SYMMETRIC_DEFAULT. Assumption: the code is documented, the sentence is ours.
    refuse("InvalidKeyUsageException", `${key.Arn} key spec is ${key.KeySpec}, not SYMMETRIC_DEFAULT.`);
  }
  return key;
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
