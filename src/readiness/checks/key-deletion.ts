/** Whether the key is going to be deleted. What else its state says is key-state's. */
import { pages } from "../../problem/pages.js";
import { problem } from "../../problem/problem.js";
import { type Check, defineCheck, pass, troubled, untold } from "../check.js";

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
    if (state === undefined) return untold(problem("readiness/unsaid", { member: "KeyState" }));
    if (state === "PendingDeletion") {
      const told = date ?? "an unknown date";
      return troubled(
        problem("readiness/pending-deletion", { ...facts, date: told }),
        `DeletionDate ${told}`,
      );
    }
    if (state === "PendingReplicaDeletion") {
      return troubled(problem("readiness/pending-replica-deletion", facts), `KeyState ${state}`);
    }
    if (otherStates.includes(state)) return pass(`KeyState ${state}`);
    return untold(problem("readiness/state-unknown", { ...facts, state }));
  },
});
