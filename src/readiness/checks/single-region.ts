/** Whether the key is a single-Region key: DescribeKey is the authority, the form of the ID only a hint. */
import { problem } from "../../problem/problem.js";
import { defineCheck, pass, troubled, untold } from "../check.js";

export const singleRegion = defineCheck({
  id: "single-region",
  title: "The key is a single-Region key",
  needs: ["key"],
  judge: ({ key }) => {
    if (key.MultiRegion === undefined) return untold(problem("readiness/unsaid", { member: "MultiRegion" }));
    if (!key.MultiRegion) return pass("MultiRegion false");
    const kind = key.MultiRegionConfiguration?.MultiRegionKeyType ?? "of a kind not told";
    return troubled(problem("readiness/multi-region", { kind }), `MultiRegion true (${kind})`);
  },
});
