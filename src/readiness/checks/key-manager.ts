/** Whether the key is a customer managed one, whose policy can be changed. */
import { pages } from "../../problem/pages.js";
import { problem } from "../../problem/problem.js";
import { defineCheck, pass, troubled, untold } from "../check.js";

export const keyManager = defineCheck({
  id: "key-manager",
  title: "The key is customer managed",
  asks: "CloudWatch Logs needs a statement in the key policy, and only the policy of a customer managed key can be changed.",
  page: pages.kmsModifyPolicy,
  needs: ["key"],
  reports: ["readiness/aws-managed", "readiness/unsaid"],
  judge: ({ key }) => {
    if (key.KeyManager === undefined) return untold(problem("readiness/unsaid", { member: "KeyManager" }));
    if (key.KeyManager === "CUSTOMER") return pass("KeyManager CUSTOMER");
    return troubled(
      problem("readiness/aws-managed", { manager: key.KeyManager }),
      `KeyManager ${key.KeyManager}`,
    );
  },
});
