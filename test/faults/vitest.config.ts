/** The whole table of faults, with the kills; the tests at large run a part of it. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/faults/*.test.ts", "test/faults/*.whole.ts"],
    globalSetup: ["test/build.ts"],
    setupFiles: ["test/surroundings.ts"],
    fileParallelism: false,
    testTimeout: 20_000,
  },
});
