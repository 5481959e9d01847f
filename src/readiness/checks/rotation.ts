/** Whether the key material is rotated automatically: good to know, and nothing that MWAA asks for. */
import { pages } from "../../problem/pages.js";
import { problem } from "../../problem/problem.js";
import { type Check, defineCheck, pass, troubled } from "../check.js";
import { keyArn } from "../snapshot.js";

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
      return troubled(problem("readiness/rotation-not-offered", { origin }), "off");
    }
    const key = keyArn(snapshot) ?? snapshot.target.key.keyId;
    return troubled(problem("readiness/rotation-off", { key }), "off");
  },
});
