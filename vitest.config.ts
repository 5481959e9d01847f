import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** The tests that need the CDK or a browser: their packages are installed apart, so that `npm ci` stays quick. */
const hasExtra = existsSync("test/extra/node_modules");
if (!hasExtra) {
  const missing = "test/extra is not installed (npm run extra): the CDK and the browser are not tested.";
  if (process.env["MWAA_KMS_CHROMIUM"] === "required") throw new Error(missing);
  process.stderr.write(`${missing}\n`);
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["**/node_modules/**", ...(hasExtra ? [] : ["test/extra/**"])],
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
