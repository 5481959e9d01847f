/**
 * A manifest of many keys: how fast `check --manifest` judges them, how much memory it takes, and how near it comes to KMS's
 * request quotas. The sandbox answers in this process, the program runs in its own; one call in twenty is throttled in the
 * second run.
 */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { KMSClient } from "@aws-sdk/client-kms";
import { build } from "esbuild";
import { seeded } from "../soak-faults.mjs";
import { createKeys } from "../soak-keys.mjs";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/** Calls a second, of an account in a Region: https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html */
const quotas = { CreateGrant: 50, DescribeKey: 2000, GetKeyPolicy: 1000, ListGrants: 100 };

/** Numbers of keys: the time for each key is to stay the same. */
const sizes = (process.env.MWAA_KMS_BENCH_KEYS ?? "10,100,1000,5000").split(",").map(Number);

export async function manifest() {
  const folder = await mkdtemp(join(tmpdir(), "mwaa-kms-bench-"));
  try {
    const outfile = join(folder, "sandbox.mjs");
    const shape = { bundle: true, format: "esm", platform: "node", logLevel: "warning" };
    await build({ entryPoints: ["src/sandbox/start.ts"], outfile, ...shape });
    const { startSandbox } = await import(outfile);
    const rows = [];
    for (const many of sizes) rows.push(await measure(startSandbox, folder, 0, many));
    if (sizes.includes(1000)) rows.push(await measure(startSandbox, folder, 0.05, 1000));
    const busiest = Object.keys(quotas).map((name) => `${name}/s (of ${quotas[name]})`);
    return {
      title: "check --manifest; calls a second are those of the busiest second",
      heads: ["keys", "throttled", "s", "keys/s", "MB at most", "judged", "calls", "refused", ...busiest],
      rows,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(startSandbox, folder, share, many) {
  const random = seeded(7);
  const times = {};
  let [isMeasuring, calls, refused] = [false, 0, 0];
  const sandbox = await startSandbox({
    fault: ({ operation }) => {
      if (!isMeasuring) return undefined;
      calls++;
      if (times[operation] === undefined) times[operation] = [];
      times[operation].push(performance.now());
      if (random() >= share) return undefined;
      refused++;
      return { kind: "throttle" };
    },
  });
  try {
    const file = await writeManifest(sandbox, folder, random, many);
    isMeasuring = true;
    const ran = await run(["check", "--manifest", file, "--format", "json"], sandbox);
    const { body } = JSON.parse(ran.stdout);
    const judged = body.reports.filter(({ findings }) =>
      findings.every(({ outcome, problems }) => outcome !== "unknown" || !problems.some(isThrottled)),
    ).length;
    const busiest = Object.keys(quotas).map((name) => busiestSecond(times[name] ?? []).toFixed(0));
    const counts = [String(judged), String(calls), String(refused)];
    return [
      String(many),
      `${share * 100} %`,
      ran.seconds,
      many / ran.seconds,
      ran.megabytes,
      ...counts,
      ...busiest,
    ];
  } finally {
    await sandbox.close();
  }
}

function isThrottled({ code }) {
  return code === "aws/throttled";
}

async function writeManifest(sandbox, folder, random, many) {
  const { region, url: endpoint, credentials } = sandbox;
  const client = new KMSClient({ region, endpoint, credentials });
  const keys = await createKeys(client, many, random);
  client.destroy();
  const environments = keys.map((key, index) => `  - name: env-${index}\n    key: ${key}\n`);
  const file = join(folder, "mwaa-kms.yaml");
  await writeFile(file, `schema: mwaa-kms/manifest/1\nenvironments:\n${environments.join("")}`);
  return file;
}

/** The program as a process of its own. Its memory is the high-water mark that Linux keeps of it. */
async function run(argv, { url, credentials }) {
  const env = {
    PATH: process.env.PATH,
    HOME: tmpdir(),
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
  const started = performance.now();
  const child = spawn(process.execPath, [resolve("bin/mwaa-kms.js"), ...argv], { env });
  const chunks = [];
  let [kilobytes, stderr] = [0, ""];
  child.stdout.on("data", (chunk) => chunks.push(chunk));
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const watch = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
    kilobytes = Math.max(kilobytes, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
  }, 20);
  const code = await new Promise((done) => child.on("close", done));
  clearInterval(watch);
  if (code !== 0 && code !== 1 && code !== 3) throw new Error(`exit code ${code}: ${stderr}`);
  const stdout = Buffer.concat(chunks).toString();
  return { stdout, seconds: (performance.now() - started) / 1000, megabytes: kilobytes / 1024 };
}

/** The most calls that began within any one second. */
function busiestSecond(times) {
  let [first, most] = [0, 0];
  for (const [last, time] of times.entries()) {
    while (time - times[first] >= 1000) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
