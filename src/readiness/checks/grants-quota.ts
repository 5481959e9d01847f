/** Whether MWAA's grants still fit on the key. Which of them are there already is `grants --verify`'s question. */
import { pages } from "../../problem/pages.js";
import { problem } from "../../problem/problem.js";
import { type Check, defineCheck, pass, troubled } from "../check.js";
import { keyArn } from "../snapshot.js";

/** Grants for each key, adjustable: https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
const quota = 50_000;
/** MWAA's four. Amazon RDS adds at least two: https://docs.aws.amazon.com/mwaa/latest/userguide/custom-keys-certs.html */
const ofMwaa = 4;
/** From here on it is worth a word: a tenth is left. */
const nearlyFull = 45_000;

export const grantsQuota: Check = defineCheck({
  id: "grants-quota",
  title: "The grant quota is not reached",
  asks: "MWAA creates 4 grants on the key and Amazon RDS at least 2 more, and KMS has a quota for the grants on a key.",
  page: pages.kmsLimits,
  weight: "advice",
  needs: ["grants"],
  reports: ["readiness/grants-full", "readiness/grants-nearly-full", "readiness/grants-quota-raised"],
  judge: ({ grants }, snapshot) => {
    const count = grants.length;
    const evidence = `${count.toLocaleString("en-US")} of ${quota.toLocaleString("en-US")} grants`;
    const key = keyArn(snapshot) ?? snapshot.target.key.keyId;
    if (count > quota) {
      const raised = problem("readiness/grants-quota-raised", { count, quota, key });
      return { outcome: "unknown", evidence, problems: [raised] };
    }
    if (count + ofMwaa > quota) {
      return troubled(problem("readiness/grants-full", { count, needed: ofMwaa, quota, key }), evidence);
    }
    if (count < nearlyFull) return pass(evidence);
    return troubled(problem("readiness/grants-nearly-full", { count, quota, key }), evidence);
  },
});
