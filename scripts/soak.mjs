/**
 * A soak: rounds of prepare and restore by processes side by side, on keys of the sandbox, with random faults. At the end every
 * statement of somebody else must be what it was, to the character. `npm run test:soak -- --seed 7 --rounds 100`.
 */
import { createHash } from "node:crypto";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { KMSClient } from "@aws-sdk/client-kms";
import { build } from "esbuild";
import { drawFault, seeded } from "./soak-faults.mjs";
import { createKeys, isOurs, statementsOf } from "./soak-keys.mjs";
import { makeRunner } from "./soak-runs.mjs";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    rounds: { type: "string", default: "1000" },
    processes: { type: "string", default: "8" },
    keys: { type: "string", default: "50" },
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
const sandbox = await startSandbox({
  fault: (call) => {
    if (!isSoaking) return undefined;
    const fault = drawFault(random, settings.faults, first.get(call.keyArn));
    if (fault !== undefined) faults.set(fault.kind, (faults.get(fault.kind) ?? 0) + 1);
    return fault;
  },
});
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
const client = new KMSClient({
  region: sandbox.region,
  endpoint: sandbox.url,
  credentials: sandbox.credentials,
});
const keys = await createKeys(client, settings.keys, random);
for (const key of keys) first.set(key, sandbox.policyOf(key));
client.destroy();

say(`seed ${settings.seed}: ${settings.rounds} rounds, ${settings.processes} processes, ${keys.length} keys`);
isSoaking = true;
const runner = makeRunner({
  folder,
  sandbox,
  keys,
  random,
  rounds: settings.rounds,
  until: started + settings.minutes * 60_000,
});
await Promise.all(Array.from({ length: settings.processes }, () => runner.work()));
isSoaking = false;

const lost = keys.filter((key) => {
  const theirs = (text) => statementsOf(text).filter((statement) => !isOurs(statement));
  return theirs(sandbox.policyOf(key)).join() !== theirs(first.get(key)).join();
});
const saved = join(folder, "state", "mwaa-kms", "backups");
const broken = [];
const names = await readdir(saved);
for (const name of names) {
  const text = await readFile(join(saved, name), "utf8");
  const isWhole = name.endsWith(".json") && digest(JSON.parse(text).policy) === JSON.parse(text).sha256;
  if (!isWhole) broken.push(name);
}
const writes = sandbox.calls.filter((call) => call.operation === "PutKeyPolicy").length;
const { figures } = runner;
say(
  `rounds ${figures.rounds}, runs ${figures.runs}, requests ${sandbox.calls.length}, writes sent ${writes}, backups ${names.length}`,
);
say(`seconds ${Math.round((Date.now() - started) / 1000)}`);
say(`faults ${table(faults)}`);
say(`exit codes ${table(figures.exits)}`);
say(`told ${table(figures.told)}`);
say(
  `keys with a third-party statement lost or changed: ${lost.length}; backups that are not whole: ${broken.length}; runs that broke a promise: ${figures.wrong.length}`,
);
for (const line of [...lost, ...broken, ...figures.wrong.slice(0, 20)]) say(`  ${line}`);
await sandbox.close();
await rm(folder, { recursive: true, force: true });
process.exitCode = lost.length + broken.length + figures.wrong.length === 0 && figures.rounds > 0 ? 0 : 1;

function digest(text) {
  return createHash("sha256").update(text).digest("hex");
}

function table(counts) {
  return [...counts]
    .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1))
    .map(([name, count]) => `${name}: ${count}`)
    .join(", ");
}
