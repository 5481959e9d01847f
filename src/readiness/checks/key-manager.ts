/** Whether the key is a customer managed one, whose policy can be changed. */
import { problem } from "../../problem/problem.js";
import { defineCheck, pass, troubled, untold } from "../check.js";

export const keyManager = defineCheck({
  id: "key-manager",
  title: "The key is customer managed",
  needs: ["key"],
  judge: ({ key }) => {
    if (key.KeyManager === undefined) return untold(problem("readiness/unsaid", { member: "KeyManager" }));
    if (key.KeyManager === "CUSTOMER") return pass("KeyManager CUSTOMER");
    return troubled(
      problem("readiness/aws-managed", { manager: key.KeyManager }),
      `KeyManager ${key.KeyManager}`,
    );
  },
});
