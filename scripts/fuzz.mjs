/**
 * Malformed policies, identifiers, backups and answers of KMS, through the program in this process.
 * `npm run test:fuzz -- --seed 7 --cases 1000`; a case that fails is told with the seed that repeats it alone.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    cases: { type: "string", default: "100000" },
  },
});
const say = (line) => process.stdout.write(`${line}\n`);

// Nothing of this machine: credentials that are none, and no file, no instance to ask for others.
for (const name of Object.keys(process.env))
  if (/^(AWS_|XDG_|(https?|all|no)_proxy$)/i.test(name)) delete process.env[name];
Object.assign(process.env, {
  ...{ AWS_ACCESS_KEY_ID: "fuzz", AWS_SECRET_ACCESS_KEY: "fuzz-secret", AWS_EC2_METADATA_DISABLED: "true" },
  ...{ AWS_CONFIG_FILE: "/nonexistent", AWS_SHARED_CREDENTIALS_FILE: "/nonexistent" },
});

const folder = await mkdtemp(join(tmpdir(), "mwaa-kms-fuzz-"));
await build({
  entryPoints: ["test/faults/fuzz/fuzz.ts"],
  outdir: folder,
  outExtension: { ".js": ".mjs" },
  ...{
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    logLevel: "warning",
  },
  mainFields: ["module", "main"],
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
});
const { fuzz } = await import(join(folder, "fuzz.mjs"));
const started = Date.now();
say(`seed ${values.seed}: ${values.cases} cases`);
const figures = await fuzz(Number(values.cases), Number(values.seed), ({ kind, cases, broken, slowest }) => {
  say(
    `${kind}: ${cases} cases, ${broken.length} broken, slowest ${slowest.milliseconds} ms (seed ${slowest.seed})`,
  );
  for (const { seed, input, wrong } of broken.slice(0, 5))
    say(`  seed ${seed}: ${wrong.join("; ")}\n    ${JSON.stringify(input)}`);
});
say(`seconds ${Math.round((Date.now() - started) / 1000)}`);
await rm(folder, { recursive: true, force: true });
process.exitCode = figures.every(({ broken }) => broken.length === 0) ? 0 : 1;
