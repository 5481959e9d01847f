/**
 * Start-up: whole processes, the fastest of some, as a ratio to an empty module under the same Node.js; without a code cache
 * (as in a fresh container) and with the one that a run before has left. Beside them the SDK alone with the same calls, and
 * the AWS CLI's two calls where it is installed. KMS is the sandbox, in a process of its own.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const runs = Number(process.env.MWAA_KMS_BENCH_RUNS ?? 11);
const versions = ["20", "22", "24"];
const key = "arn:aws:kms:us-east-1:111122223333:key/5eed0000-0000-4000-8000-000000000001";
const root = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "kms:*",
  Resource: "*",
};
const lines = [
  ["--help"],
  ["validate", key],
  ["statement", key],
  ["grants", key, "-e", "demo"],
  ["explain", "key/alias"],
  ["check", key, "-e", "demo", "--policy-file", "policy.json"],
  ["check", key, "-e", "demo"],
];

export async function startUp() {
  const folder = mkdtempSync(join(tmpdir(), "mwaa-kms-bench-"));
  const server = await startServer();
  try {
    writeFileSync(join(folder, "empty.mjs"), "");
    writeFileSync(join(folder, "policy.json"), JSON.stringify({ Version: "2012-10-17", Statement: [root] }));
    await buildSdkOnly(join(folder, "sdk.cjs"));
    const environment = { ...server.environment, PATH: process.env.PATH, HOME: folder };
    const rows = [];
    for (const version of versions) rows.push(...measureNode(version, folder, environment));
    rows.push(...measureAwsCli(folder, environment));
    return {
      title: `Start-up: whole processes, the fastest of ${runs}; ratios to an empty module under the same Node.js`,
      heads: ["Node.js", "command", "empty ms", "no cache ms", "cached ms", "no cache", "cached"],
      rows,
    };
  } finally {
    server.child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

function measureNode(version, folder, environment) {
  const node = nodeOf(version, folder);
  const name = execFileSync(node, ["--version"], { encoding: "utf8" }).trim();
  const measured = lines.map((line) => [line, [resolve("bin/mwaa-kms.js"), ...line]]);
  measured.push([["(the SDK alone, the same 8 calls)"], ["sdk.cjs"]]);
  return measured.map(([line, words]) => {
    const run = (args, more) => timeOf(node, args, folder, { ...environment, ...more });
    // Twice: the second run finds the cache.
    for (let at = 0; at < 2; at++) run(words, {});
    const best = { empty: Infinity, cold: Infinity, warm: Infinity };
    for (let at = 0; at < runs; at++) {
      best.empty = Math.min(best.empty, run(["empty.mjs"], {}));
      best.cold = Math.min(best.cold, run(words, { MWAA_KMS_NO_CACHE: "1" }));
      best.warm = Math.min(best.warm, run(words, {}));
    }
    const isOurs = words.length > 1;
    const shown = line.filter((word) => !word.startsWith("arn:")).join(" ");
    const cached = isOurs
      ? [best.warm, best.cold / best.empty, best.warm / best.empty]
      : ["-", best.cold / best.empty, "-"];
    return [name, shown, best.empty, best.cold, ...cached];
  });
}

/** The first of a version from npm, unless it is the one that runs. */
function nodeOf(version, folder) {
  if (process.versions.node.startsWith(`${version}.`)) return process.execPath;
  const given = process.env[`MWAA_KMS_BENCH_NODE_${version}`];
  if (given) return given;
  const prefix = join(folder, `node-${version}`);
  execFileSync("npm", [
    "install",
    "--silent",
    "--no-audit",
    "--no-fund",
    "--prefix",
    prefix,
    `node@${version}`,
  ]);
  return join(prefix, "node_modules/.bin/node");
}

function timeOf(command, args, cwd, env) {
  const start = performance.now();
  const { status, error } = spawnSync(command, args, { cwd, env, stdio: "ignore" });
  if (error !== undefined || ![0, 1, 2].includes(status))
    throw new Error(`${args.join(" ")}: ${error ?? status}`);
  return performance.now() - start;
}

function measureAwsCli(folder, environment) {
  const calls = [
    ["kms", "describe-key", "--key-id", key],
    ["kms", "get-key-policy", "--key-id", key, "--policy-name", "default"],
  ];
  const env = { ...environment, AWS_REGION: "us-east-1" };
  if (spawnSync("aws", ["--version"], { env, stdio: "ignore" }).status !== 0) return [];
  let best = Infinity;
  for (let at = 0; at < runs; at++) {
    const start = performance.now();
    for (const call of calls) spawnSync("aws", call, { cwd: folder, env, stdio: "ignore" });
    best = Math.min(best, performance.now() - start);
  }
  return [["-", "(AWS CLI, describe-key and get-key-policy)", "-", best, "-", "-", "-"]];
}

/** The sandbox in a process of its own: this one waits for those that it measures. */
async function startServer() {
  const script = `
    import { startSandbox } from ${JSON.stringify(resolve("dist/sandbox.js"))};
    const { url, credentials } = await startSandbox({});
    console.log(JSON.stringify({ url, credentials }));`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { url, credentials } = JSON.parse(await new Promise((told) => child.stdout.once("data", told)));
  const environment = {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
  return { child, environment };
}

/** What no program on this SDK can be faster than: two clients, the calls of check, nothing else. */
async function buildSdkOnly(outfile) {
  const contents = `
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
    import * as kms from "@aws-sdk/client-kms";
    import * as sts from "@aws-sdk/client-sts";
    const client = new kms.KMSClient({ region: "us-east-1" });
    const KeyId = ${JSON.stringify(key)};
    const send = (name, more) => client.send(new kms[name + "Command"]({ KeyId, ...more })).catch(() => undefined);
    const run = async () => {
      await Promise.all([
        new sts.STSClient({ region: "us-east-1" }).send(new sts.GetCallerIdentityCommand({})).catch(() => undefined),
        send("DescribeKey"), send("GetKeyPolicy"), send("ListGrants"), send("ListResourceTags"),
      ]);
      await Promise.all([
        send("Encrypt", { Plaintext: new Uint8Array(1), DryRun: true }),
        send("GenerateDataKey", { KeySpec: "AES_256", DryRun: true }),
        send("CreateGrant", { GranteePrincipal: "arn:aws:iam::111122223333:root", Operations: ["Decrypt"], DryRun: true }),
      ]);
    };
    run();`;
  await build({
    stdin: { contents, resolveDir: process.cwd() },
    outfile,
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20.19",
    mainFields: ["module", "main"],
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: "warning",
  });
}
