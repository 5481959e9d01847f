/** Whether the key is a symmetric encryption key. */
import { pages } from "../../problem/pages.js";
import { problem } from "../../problem/problem.js";
import { defineCheck, pass, troubled, untold } from "../check.js";

export const keySpec = defineCheck({
  id: "key-spec",
  title: "The key is symmetric",
  asks: "CloudWatch Logs supports symmetric keys only, and MWAA's grants have operations that only these keys have.",
  page: pages.logsEncryption,
  needs: ["key"],
  reports: ["readiness/spec", "readiness/unsaid"],
  judge: ({ key }) => {
    if (key.KeySpec === undefined) return untold(problem("readiness/unsaid", { member: "KeySpec" }));
    if (key.KeySpec === "SYMMETRIC_DEFAULT") return pass("KeySpec SYMMETRIC_DEFAULT");
    return troubled(problem("readiness/spec", { spec: key.KeySpec }), `KeySpec ${key.KeySpec}`);
  },
});
