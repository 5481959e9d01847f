/** Whether the key is for encryption and decryption. */
import { pages } from "../../problem/pages.js";
import { problem } from "../../problem/problem.js";
import { defineCheck, pass, troubled, untold } from "../check.js";

export const keyUsage = defineCheck({
  id: "key-usage",
  title: "The key usage is ENCRYPT_DECRYPT",
  asks: "KMS encrypts and generates data keys only with ENCRYPT_DECRYPT keys.",
  page: pages.kmsSymmetric,
  needs: ["key"],
  reports: ["readiness/usage", "readiness/unsaid"],
  judge: ({ key }) => {
    if (key.KeyUsage === "ENCRYPT_DECRYPT") return pass("KeyUsage ENCRYPT_DECRYPT");
    if (key.KeyUsage !== undefined) {
      return troubled(problem("readiness/usage", { usage: key.KeyUsage }), `KeyUsage ${key.KeyUsage}`);
    }
    // Other servers than AWS leave KeyUsage out. EncryptionAlgorithms "is present only when the KeyUsage of the KMS key
    // is ENCRYPT_DECRYPT": https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html
    const algorithms = key.EncryptionAlgorithms ?? [];
    if (algorithms.length > 0) return pass(`EncryptionAlgorithms ${algorithms.join(", ")}`);
    return untold(problem("readiness/unsaid", { member: "KeyUsage" }));
  },
});
