/** The questions about a policy, bundled from the sources: most of them are not part of the library. */
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const bundle = resolve("reports/bench/judges.mjs");
mkdirSync("reports/bench", { recursive: true });
await build({
  stdin: {
    resolveDir: resolve("src/policy"),
    contents: `
      export { parsePolicy } from "./document/document.js";
      export { assessLogsAccess } from "./logs-access.js";
      export { differ } from "./diff/difference.js";
      export { lintPolicy } from "./hints/lint.js";
      export { foreseeLockout } from "./lockout.js";
      export { findCreator } from "./creator-access.js";
      export { grantsAccess } from "./grants-access.js";
      export { findRole } from "./execution-role.js";
      export { readStatements } from "./document/statement.js";
      export { partitionById } from "../key/arn.js";`,
  },
  outfile: bundle,
  bundle: true,
  format: "esm",
  platform: "node",
  mainFields: ["module", "main"],
  logLevel: "warning",
});
const policies = await import(pathToFileURL(bundle).href);
const { parsePolicy, assessLogsAccess, differ, lintPolicy, foreseeLockout, partitionById } = policies;
const { findCreator, grantsAccess, findRole, readStatements } = policies;

/** CloudWatch Logs of one environment; its name is the longest that there is, what wildcards have most trouble with. */
const known = {
  partition: partitionById("aws"),
  region: "eu-central-1",
  account: "123456789012",
  keyArn: "arn:aws:kms:eu-central-1:123456789012:key/0f1e2d3c-1111-2222-3333-444455556666",
  environment: "a".repeat(80),
};
/** The same without account, key and environment: every pattern is held against all that they could be. */
const unknown = { partition: known.partition, region: known.region };
const caller = { account: known.account, arn: `arn:aws:sts::${known.account}:assumed-role/Admin/a` };

const operations = ["Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey", "DescribeKey"];
const grants = ["1", "2", "3", "4"].map((name) => ({
  name,
  grantee: "airflow.eu-central-1.amazonaws.com",
  operations,
}));
const creation = { key: known, account: known.account, grants };

function statementsOf(policy) {
  const read = readStatements(policy);
  return { statements: read.ok ? read.value : [], version: policy.version };
}

/** Each judges a policy, or what became of one policy in another. */
export const judges = {
  evaluate: (policy) => assessLogsAccess(policy, known),
  "evaluate, little known": (policy) => assessLogsAccess(policy, unknown),
  differ: (policy, other) => differ(policy, other),
  lint: (policy) => lintPolicy(policy),
  lockout: (policy) => foreseeLockout(policy, { caller }),
  creator: (policy) => findCreator(statementsOf(policy), creation),
  grants: (policy) => grantsAccess(statementsOf(policy), known),
  role: (policy) => findRole(statementsOf(policy), known, known.account, "sqs"),
};

/** Reads a text that is a policy; each reading is new, so that nothing is remembered of it. */
export function read(text) {
  const document = parsePolicy(text);
  if (!document.ok) throw new Error(document.problems[0]?.what ?? "This is no policy.");
  return document.value;
}
