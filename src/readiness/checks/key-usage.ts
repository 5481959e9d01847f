/** Whether the key is for encryption and decryption. */
import { problem } from "../../problem/problem.js";
import { defineCheck, pass, troubled, untold } from "../check.js";

export const keyUsage = defineCheck({
  id: "key-usage",
  title: "The key is for encryption and decryption",
  needs: ["key"],
  judge: ({ key }) => {
    if (key.KeyUsage === undefined) return untold(problem("readiness/unsaid", { member: "KeyUsage" }));
    if (key.KeyUsage === "ENCRYPT_DECRYPT") return pass("KeyUsage ENCRYPT_DECRYPT");
    return troubled(problem("readiness/usage", { usage: key.KeyUsage }), `KeyUsage ${key.KeyUsage}`);
  },
});
