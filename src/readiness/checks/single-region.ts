/** Whether the key is a single-Region key: DescribeKey's MultiRegion is the authority, then the form of the key ID. */
import { pages } from "../../problem/pages.js";
import { problem } from "../../problem/problem.js";
import { defineCheck, pass, troubled } from "../check.js";

export const singleRegion = defineCheck({
  id: "single-region",
  title: "The key is a single-Region key",
  asks: "MWAA does not support multi-Region keys.",
  page: pages.mwaaKeys,
  needs: ["key"],
  reports: ["readiness/multi-region"],
  judge: ({ key }) => {
    // Other servers than AWS leave MultiRegion out. The IDs of all multi-Region keys begin with mrk-, and no others do:
    // https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
    const isMultiRegion = key.MultiRegion ?? /(^|\/)mrk-/.test(key.KeyId);
    const evidence = key.MultiRegion === undefined ? `KeyId ${key.KeyId}` : `MultiRegion ${key.MultiRegion}`;
    if (!isMultiRegion) return pass(evidence);
    const kind = key.MultiRegionConfiguration?.MultiRegionKeyType ?? "of a kind not told";
    return troubled(problem("readiness/multi-region", { kind }), `${evidence} (${kind})`);
  },
});
