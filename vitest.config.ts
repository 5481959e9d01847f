import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/build.ts"],
    setupFiles: ["test/surroundings.ts"],
    // One module graph per worker: loading the SDK and zod anew for every file was most of the suite's time.
    // test/surroundings.ts keeps the files apart in the one thing they share, process.env.
    isolate: false,
    // By default one core is left to vitest itself, which on two cores halves the speed.
    maxWorkers: "100%",
    testTimeout: 20_000,
  },
});
