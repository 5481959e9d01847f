/**
 * A soak: processes of this program side by side (prepare, restore, plans, manifests) on keys of the sandbox, with random
 * faults, signals and `kill -9`, beside writers that are not ours. A checker compares every report with what the store saw.
 * `npm run test:soak -- --seed 7 --rounds 100`.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { KMSClient } from "@aws-sdk/client-kms";
import { build } from "esbuild";
import { backupBreaks } from "./soak-checker.mjs";
import { drawFault, seeded } from "./soak-faults.mjs";
import { makeHistory } from "./soak-history.mjs";
import { createKeys } from "./soak-keys.mjs";
import { makeRunner } from "./soak-runs.mjs";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    rounds: { type: "string", default: "1000" },
    processes: { type: "string", default: "8" },
    writers: { type: "string", default: "2" },
    keys: { type: "string", default: "24" },
    faults: { type: "string", default: "0.04" },
    minutes: { type: "string", default: "30" },
  },
});
const settings = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));
const say = (line) => process.stdout.write(`${line}\n`);
const folder = await mkdtemp(join(tmpdir(), "mwaa-kms-soak-"));
const started = Date.now();

// The program and the sandbox as they are now: whoever builds meanwhile changes nothing of this run.
await Promise.all(["bin", "dist"].map((name) => cp(name, join(folder, name), { recursive: true })));
await writeFile(join(folder, "package.json"), '{ "type": "module" }');
await build({
  entryPoints: ["src/sandbox/start.ts"],
  outfile: join(folder, "sandbox.mjs"),
  ...{ bundle: true, format: "esm", platform: "node", logLevel: "warning" },
});
const { startSandbox } = await import(join(folder, "sandbox.mjs"));

const random = seeded(settings.seed);
const first = new Map();
const faults = new Map();
let isSoaking = false;
const history = makeHistory((key) => sandbox.policyOf(key));
const sandbox = await startSandbox({
  fault: (call) => {
    if (!isSoaking) return undefined;
    const fault = drawFault(random, settings.faults, first.get(call.keyArn));
    if (fault !== undefined) faults.set(fault.kind, (faults.get(fault.kind) ?? 0) + 1);
    history.note(call, fault);
    return fault;
  },
});
const foreigner = sandbox.principals.administrator;
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
const client = new KMSClient({
  region: sandbox.region,
  endpoint: sandbox.url,
  credentials: sandbox.credentials,
});
const keys = await createKeys(client, settings.keys, random);
for (const key of keys) first.set(key, sandbox.policyOf(key));
client.destroy();

say(
  `seed ${settings.seed}: ${settings.rounds} rounds, ${settings.processes} processes, ${settings.writers} foreign writers, ${keys.length} keys`,
);
isSoaking = true;
const writers = Array.from({ length: settings.writers }, (_, index) =>
  startWriter(`${settings.seed}${index}`),
);
const runner = makeRunner({
  folder,
  sandbox,
  history,
  keys,
  random,
  rounds: settings.rounds,
  until: started + settings.minutes * 60_000,
});
await Promise.all(Array.from({ length: settings.processes }, () => runner.work()));
for (const writer of writers) writer.kill();
isSoaking = false;

const saved = join(folder, "state", "mwaa-kms", "backups");
const broken = [];
const names = (await readdir(saved)).filter((name) => !name.startsWith("."));
for (const name of names) {
  const text = await readFile(join(saved, name), "utf8");
  const isWhole = name.endsWith(".json") && digest(JSON.parse(text).policy) === JSON.parse(text).sha256;
  if (!isWhole) broken.push(name);
}
broken.push(
  ...(await backupBreaks(
    names.map((name) => join(saved, name)),
    history.entries,
  )),
);
const writes = sandbox.calls.filter((call) => call.operation === "PutKeyPolicy").length;
const { figures } = runner;
say(
  `rounds ${figures.rounds}, runs ${figures.runs}, requests ${sandbox.calls.length}, writes sent ${writes}, backups ${names.length}`,
);
say(`seconds ${Math.round((Date.now() - started) / 1000)}`);
say(`faults ${table(faults)}`);
say(`exit codes ${table(figures.exits)}`);
say(`told ${table(figures.told)}`);
const theirWrites = history.entries.filter(
  ({ caller, isStored }) => isStored && caller === foreigner.accessKeyId,
);
say(
  `writes of the foreign writers ${theirWrites.length}; writes of ours that met one in the window ${figures.lost}`,
);
say(
  `backups that are missing or not whole: ${broken.length}; runs that broke a promise or lost a statement outside the window: ${figures.wrong.length}`,
);
for (const line of [...broken, ...figures.wrong.slice(0, 20)]) say(`  ${line}`);
await sandbox.close();
await rm(folder, { recursive: true, force: true });
process.exitCode = broken.length + figures.wrong.length === 0 && figures.rounds > 0 ? 0 : 1;

function startWriter(seed) {
  const { accessKeyId, secretAccessKey } = foreigner;
  const env = {
    PATH: process.env.PATH,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_CONFIG_FILE: join(folder, "none"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "none"),
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
  const argv = ["scripts/soak-writer.mjs", seed, sandbox.url, ...keys];
  return spawn(process.execPath, argv, { env, stdio: "inherit" });
}

function digest(text) {
  return createHash("sha256").update(text).digest("hex");
}

function table(counts) {
  return [...counts]
    .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1))
    .map(([name, count]) => `${name}: ${count}`)
    .join(", ");
}
