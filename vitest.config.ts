import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/build.ts"],
    setupFiles: ["test/surroundings.ts"],
    // One module graph per worker: loading the SDK and zod anew for every file was most of the suite's time.
    // test/surroundings.ts keeps the files apart in the one thing they share, process.env.
    isolate: false,
    // Half of the time the tests wait for a child process or for a fault: one and a half worker a core keep the cores busy.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    testTimeout: 20_000,
  },
});
