/** Mutates the policy's and the key's judgement; see docs/mutation.md. */
export default {
  mutate: ["src/policy/**/*.ts", "src/key/**/*.ts"],
  testRunner: "vitest",
  vitest: { configFile: "test/mutation/vitest.config.ts", related: false },
  plugins: ["@stryker-mutator/vitest-runner"],
  coverageAnalysis: "perTest",
  // A table is read when its file is loaded, once for all tests: its mutants would take all of them, each time.
  ignoreStatic: true,
  // TypeScript 7 has no API that Stryker could rewrite a tsconfig with, and nothing here needs it rewritten.
  tsconfigFile: "none",
  disableTypeChecks: false,
  concurrency: 2,
  timeoutMS: 10_000,
  timeoutFactor: 2,
  tempDirName: "reports/mutation/work",
  // Keeps what is known of each mutant: only what changed is tried again.
  incremental: true,
  incrementalFile: "reports/mutation/known.json",
  reporters: ["clear-text", "json"],
  jsonReporter: { fileName: "reports/mutation/mutation.json" },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  allowConsoleColors: false,
};
