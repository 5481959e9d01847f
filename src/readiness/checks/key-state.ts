/** Whether the key can be used now. PutKeyPolicy succeeds in every state, so a written policy proves nothing here. */
import type { KeyMetadata } from "../../key/metadata.js";
import { pages } from "../../problem/pages.js";
import { type Problem, problem } from "../../problem/problem.js";
import { defineCheck, pass, troubled, untold } from "../check.js";
import { deletionStates } from "./key-deletion.js";

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
    if (found !== undefined) return untold(problem("readiness/contradiction", { found }));
    if (key.KeyState === "Enabled") return pass("KeyState Enabled");
    // key-deletion says what there is to say.
    if (deletionStates.includes(key.KeyState ?? "")) {
      return { outcome: "fail", evidence: `KeyState ${key.KeyState}`, problems: [] };
    }
    const state = problemOf(key);
    const isUnknown = state.code === "readiness/unsaid" || state.code === "readiness/state-unknown";
    return isUnknown ? untold(state) : troubled(state, `KeyState ${key.KeyState}`);
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
