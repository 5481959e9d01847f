/** Where the key material comes from: AWS's page on MWAA says nothing of it, so it is a warning at most. */
import { soon } from "../../policy/time-limits.js";
import { pages } from "../../problem/pages.js";
import { problem } from "../../problem/problem.js";
import { defineCheck, pass, troubled, untold } from "../check.js";

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
        return untold(problem("readiness/unsaid", { member: "Origin" }));
      case "AWS_KMS":
        return pass(evidence);
      case "EXTERNAL": {
        const expires = key.ExpirationModel === "KEY_MATERIAL_EXPIRES" || key.ValidTo !== undefined;
        if (!expires) return troubled(problem("readiness/imported", {}), evidence);
        const date = key.ValidTo ?? "an unknown date";
        const left = key.ValidTo === undefined ? Number.NaN : Date.parse(key.ValidTo) - Date.parse(takenAt);
        if (left <= soon)
          return troubled(problem("readiness/expires-soon", { date }), `${evidence}, ValidTo ${date}`);
        return troubled(problem("readiness/expires", { date }), `${evidence}, ValidTo ${date}`);
      }
      default:
        return troubled(problem("readiness/custom-key-store", { origin: key.Origin }), evidence);
    }
  },
});
