/** The tests that mutants are held against: those of the policy and of the key, without a build and with few random runs. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/policy/**/*.test.ts", "test/key/**/*.test.ts"],
    setupFiles: ["test/surroundings.ts", "test/mutation/seed.ts"],
    env: { MWAA_KMS_PROPERTY_RUNS: "20" },
    isolate: false,
    testTimeout: 20_000,
  },
});
