/** Whether the key can be used now. PutKeyPolicy succeeds in every state, so a written policy proves nothing here. */
import type { KeyMetadata } from "../../key/metadata.js";
import { pages } from "../../problem/pages.js";
import { type Problem, problem } from "../../problem/problem.js";
import { defineCheck, pass, troubled, untold } from "../check.js";
import { deletionStates } from "./key-deletion.js";

export const keyState = defineCheck({
  id: "key-state",
  title: "The key is enabled",
  asks: "A key that is disabled, waits for its material or for its deletion cannot be used, though its policy can still be written.",
  page: pages.kmsKeyState,
  needs: ["key"],
  reports: [
    ...(["readiness/unsaid", "readiness/disabled", "readiness/pending-import"] as const),
    ...(["readiness/unavailable", "readiness/creating", "readiness/updating"] as const),
    "readiness/state-unknown",
  ],
  judge: ({ key }) => {
    if (key.KeyState === "Enabled") return pass("KeyState Enabled");
    // key-deletion says what there is to say.
    if (deletionStates.includes(key.KeyState ?? "")) {
      return { outcome: "fail", evidence: `KeyState ${key.KeyState}`, problems: [] };
    }
    const found = problemOf(key);
    const isUnknown = found.code === "readiness/unsaid" || found.code === "readiness/state-unknown";
    return isUnknown ? untold(found) : troubled(found, `KeyState ${key.KeyState}`);
  },
});

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
