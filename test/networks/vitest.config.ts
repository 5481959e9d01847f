/** All situations of docs/networks.md; the tests at large run a part of them. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/networks/*.whole.ts"],
    globalSetup: ["test/build.ts"],
    setupFiles: ["test/surroundings.ts"],
    fileParallelism: false,
    testTimeout: 60_000,
  },
});
