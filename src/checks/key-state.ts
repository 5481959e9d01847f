/** Whether the key can be used now. PutKeyPolicy succeeds in every state, so a written policy proves nothing here. */
import type { KeyMetadata } from "../key/facts.js";
import { soon } from "../policy/evaluate/time-limits.js";
import { pages } from "../problems/links.js";
import { type Problem, problem } from "../problems/problem.js";
import { type Check, defineCheck, failedResult, pass, unknownResult } from "./check.js";
import { keyArn } from "./snapshot.js";

export const keyState = defineCheck({
  id: "key-state",
  title: "The key is enabled",
  asks: "KMS rejects the use of a key that is disabled, has no key material or is scheduled for deletion.",
  page: pages.kmsKeyState,
  needs: ["key"],
  reports: [
    ...(["readiness/unsaid", "readiness/disabled", "readiness/pending-import"] as const),
    ...(["readiness/unavailable", "readiness/creating", "readiness/updating"] as const),
    ...(["readiness/state-unknown", "readiness/contradiction"] as const),
  ],
  judge: ({ key }) => {
    const found = contradictionIn(key);
    if (found !== undefined) return unknownResult(problem("readiness/contradiction", { found }));
    if (key.KeyState === "Enabled") return pass("KeyState Enabled");
    // key-deletion says what there is to say.
    if (deletionStates.includes(key.KeyState ?? "")) {
      return { outcome: "fail", evidence: `KeyState ${key.KeyState}`, problems: [] };
    }
    const state = problemOf(key);
    const isUnknown = state.code === "readiness/unsaid" || state.code === "readiness/state-unknown";
    return isUnknown ? unknownResult(state) : failedResult(state, `KeyState ${key.KeyState}`);
  },
});

/**
 * Members of DescribeKey's response that exclude each other: Enabled is true for KeyState Enabled only, a DeletionDate is there for
 * a key that waits for its deletion only, ValidTo for key material that expires only.
 * Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html
 */
function contradictionIn(key: KeyMetadata): string | undefined {
  const { Enabled, KeyState: state, DeletionDate, ValidTo, ExpirationModel } = key;
  if (state !== undefined && Enabled !== undefined && Enabled !== (state === "Enabled"))
    return `KeyState ${state} and Enabled ${Enabled}`;
  if (state !== undefined && DeletionDate !== undefined && !deletionStates.includes(state))
    return `KeyState ${state} and DeletionDate ${DeletionDate}`;
  if (ValidTo !== undefined && ExpirationModel === "KEY_MATERIAL_DOES_NOT_EXPIRE")
    return `ExpirationModel ${ExpirationModel} and ValidTo ${ValidTo}`;
  return undefined;
}

/** Each state has its own advice. Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
function problemOf(key: KeyMetadata): Problem {
  const facts = { key: key.Arn ?? key.KeyId };
  switch (key.KeyState) {
    case undefined:
      return problem("readiness/unsaid", { member: "KeyState" });
    case "Disabled":
      return problem("readiness/disabled", facts);
    case "PendingImport":
      return problem("readiness/pending-import", facts);
    case "Unavailable":
      return problem("readiness/unavailable", facts);
    case "Creating":
      return problem("readiness/creating", facts);
    case "Updating":
      return problem("readiness/updating", facts);
    default:
      return problem("readiness/state-unknown", { ...facts, state: key.KeyState });
  }
}

/** States in which KMS waits to delete the key: https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
export const deletionStates: readonly string[] = ["PendingDeletion", "PendingReplicaDeletion"];

/** The other states that this version knows; of a new one nobody here knows whether it leads to deletion. */
const otherStates: readonly string[] = [
  ...["Creating", "Enabled", "Disabled", "PendingImport", "Unavailable", "Updating"],
];

export const keyDeletion: Check = defineCheck({
  id: "key-deletion",
  title: "No deletion is scheduled",
  asks: "KMS rejects each use of a key that is scheduled for deletion. After deletion, its data is lost.",
  page: pages.kmsDeleting,
  needs: ["key"],
  reports: [
    "readiness/pending-deletion",
    "readiness/pending-replica-deletion",
    "readiness/unsaid",
    "readiness/state-unknown",
  ],
  judge: ({ key }) => {
    const { KeyState: state, DeletionDate: date } = key;
    const facts = { key: key.Arn ?? key.KeyId };
    if (state === undefined) return unknownResult(problem("readiness/unsaid", { member: "KeyState" }));
    if (state === "PendingDeletion") {
      const told = date ?? "an unknown date";
      return failedResult(
        problem("readiness/pending-deletion", { ...facts, date: told }),
        `DeletionDate ${told}`,
      );
    }
    if (state === "PendingReplicaDeletion") {
      return failedResult(problem("readiness/pending-replica-deletion", facts), `KeyState ${state}`);
    }
    if (otherStates.includes(state)) return pass(`KeyState ${state}`);
    return unknownResult(problem("readiness/state-unknown", { ...facts, state }));
  },
});

export const keyManager = defineCheck({
  id: "key-manager",
  title: "The key is customer managed",
  asks: "CloudWatch Logs needs a statement in the key policy, and only the policy of a customer managed key can be changed.",
  page: pages.kmsModifyPolicy,
  needs: ["key"],
  reports: ["readiness/aws-managed", "readiness/unsaid"],
  judge: ({ key }) => {
    if (key.KeyManager === undefined)
      return unknownResult(problem("readiness/unsaid", { member: "KeyManager" }));
    if (key.KeyManager === "CUSTOMER") return pass("KeyManager CUSTOMER");
    return failedResult(
      problem("readiness/aws-managed", { manager: key.KeyManager }),
      `KeyManager ${key.KeyManager}`,
    );
  },
});

export const keyOrigin = defineCheck({
  id: "key-origin",
  title: "KMS generated the key material",
  asks: "Imported key material can expire, and a custom key store can become unavailable. KMS then rejects each use of the key.",
  page: pages.kmsImporting,
  needs: ["key"],
  reports: [
    ...(["readiness/imported", "readiness/expires", "readiness/expires-soon"] as const),
    ...(["readiness/custom-key-store", "readiness/unsaid"] as const),
  ],
  judge: ({ key }, { takenAt }) => {
    const evidence = `Origin ${key.Origin}`;
    switch (key.Origin) {
      case undefined:
        return unknownResult(problem("readiness/unsaid", { member: "Origin" }));
      case "AWS_KMS":
        return pass(evidence);
      case "EXTERNAL": {
        const expires = key.ExpirationModel === "KEY_MATERIAL_EXPIRES" || key.ValidTo !== undefined;
        if (!expires) return failedResult(problem("readiness/imported", {}), evidence);
        const date = key.ValidTo ?? "an unknown date";
        const left = key.ValidTo === undefined ? Number.NaN : Date.parse(key.ValidTo) - Date.parse(takenAt);
        if (left <= soon)
          return failedResult(problem("readiness/expires-soon", { date }), `${evidence}, ValidTo ${date}`);
        return failedResult(problem("readiness/expires", { date }), `${evidence}, ValidTo ${date}`);
      }
      default:
        return failedResult(problem("readiness/custom-key-store", { origin: key.Origin }), evidence);
    }
  },
});

export const keySpec = defineCheck({
  id: "key-spec",
  title: "The key is symmetric",
  asks: "CloudWatch Logs supports symmetric keys only, and MWAA's grants have operations that only these keys have.",
  page: pages.logsEncryption,
  needs: ["key"],
  reports: ["readiness/spec", "readiness/unsaid"],
  judge: ({ key }) => {
    if (key.KeySpec === undefined) return unknownResult(problem("readiness/unsaid", { member: "KeySpec" }));
    if (key.KeySpec === "SYMMETRIC_DEFAULT") return pass("KeySpec SYMMETRIC_DEFAULT");
    return failedResult(problem("readiness/spec", { spec: key.KeySpec }), `KeySpec ${key.KeySpec}`);
  },
});

export const keyUsage = defineCheck({
  id: "key-usage",
  title: "The key usage is ENCRYPT_DECRYPT",
  asks: "KMS encrypts and generates data keys only with ENCRYPT_DECRYPT keys.",
  page: pages.kmsSymmetric,
  needs: ["key"],
  reports: ["readiness/usage", "readiness/unsaid"],
  judge: ({ key }) => {
    if (key.KeyUsage === "ENCRYPT_DECRYPT") return pass("KeyUsage ENCRYPT_DECRYPT");
    if (key.KeyUsage !== undefined) {
      return failedResult(problem("readiness/usage", { usage: key.KeyUsage }), `KeyUsage ${key.KeyUsage}`);
    }
    // Other servers than AWS leave KeyUsage out. EncryptionAlgorithms "is present only when the KeyUsage of the KMS key
    // is ENCRYPT_DECRYPT": https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html
    const algorithms = key.EncryptionAlgorithms ?? [];
    if (algorithms.length > 0) return pass(`EncryptionAlgorithms ${algorithms.join(", ")}`);
    return unknownResult(problem("readiness/unsaid", { member: "KeyUsage" }));
  },
});

export const rotation: Check = defineCheck({
  id: "rotation",
  title: "Automatic rotation is on",
  asks: "KMS keeps key, ARN and policy when it rotates. Neither KMS nor MWAA requires rotation; many organizations do.",
  page: pages.kmsRotation,
  weight: "advice",
  needs: ["rotation"],
  reports: ["readiness/rotation-off", "readiness/rotation-not-offered"],
  judge: ({ rotation: { enabled, periodInDays } }, snapshot) => {
    if (enabled) return pass(periodInDays === undefined ? "on" : `on, every ${periodInDays} days`);
    const origin = snapshot.key.known ? snapshot.key.value.Origin : undefined;
    // https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html
    if (origin !== undefined && origin !== "AWS_KMS") {
      return failedResult(problem("readiness/rotation-not-offered", { origin }), "off");
    }
    const key = keyArn(snapshot) ?? snapshot.target.key.keyId;
    return failedResult(problem("readiness/rotation-off", { key }), "off");
  },
});
