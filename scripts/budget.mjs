/**
 * What each verb may load, held without a clock: the packs, their bytes, and the modules of Node.js beside those that Node
 * loads by itself. `npm run check` runs it on the program as it is built. A pack that is new in a line is a decision.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { startSandbox } from "../dist/sandbox.js";

const id = "5eed0000-0000-4000-8000-000000000001";
const arn = `arn:aws:kms:us-east-1:111122223333:key/${id}`;
const policy = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*", Resource: "*" },
  ],
};

/** Streams, networks and children: what takes longest to load, and what a verb that asks nobody does not need. */
const heavy =
  /^(stream|net|tty|tls|http|https|http2|crypto|child_process|worker_threads|dgram|dns|zlib|inspector|readline|url)$/;

const budgets = [
  { line: ["--help"], packs: ["start"], kilobytes: 104, builtins: [] },
  { line: ["validate", arn], packs: ["start", "offline"], kilobytes: 210, builtins: [] },
  { line: ["validate", "alias/airflow"], packs: ["start", "offline"], kilobytes: 210, builtins: [] },
  { line: ["statement", arn], packs: ["start", "offline"], kilobytes: 210, builtins: [] },
  { line: ["grants", arn, "-e", "prod"], packs: ["start", "offline"], kilobytes: 210, builtins: [] },
  {
    line: ["explain", "logs/missing"],
    packs: ["start", "offline", "explain"],
    kilobytes: 220,
    builtins: [],
  },
  {
    line: ["check", arn, "-e", "demo", "--policy-file", "policy.json"],
    packs: ["start", "offline", "explain", "judge"],
    kilobytes: 475,
    builtins: [],
  },
  {
    line: ["check", arn, "-e", "demo"],
    packs: ["start", "offline", "explain", "judge", "aws"],
    kilobytes: 1_190,
    // KMS here is a server without TLS.
    builtins: ["crypto", "http", "net", "stream", "url", "zlib"],
  },
];

const hook = `
const { writeFileSync } = require("node:fs");
process.on("exit", () => writeFileSync(process.env.LOADED, JSON.stringify({
  files: Object.keys(require.cache),
  builtins: process.moduleLoadList.flatMap((name) => name.match(/^NativeModule (?!internal)(.+)/)?.[1] ?? []),
})));`;

const sandbox = await startSandbox({});
const folder = mkdtempSync(join(tmpdir(), "mwaa-kms-budget-"));
const failures = [];
try {
  writeFileSync(join(folder, "hook.cjs"), hook);
  writeFileSync(join(folder, "empty.cjs"), "");
  writeFileSync(join(folder, "policy.json"), JSON.stringify(policy));
  const bare = new Set((await loadedBy(["empty.cjs"])).builtins);
  for (const budget of budgets) await check(budget, bare);
} finally {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
}
for (const failure of failures) process.stderr.write(`${failure}\n`);
process.exitCode = failures.length === 0 ? 0 : 1;

async function check({ line, packs, kilobytes, builtins }, bare) {
  const loaded = await loadedBy([resolve("bin/mwaa-kms.js"), ...line]);
  const files = loaded.files.filter((file) => file.endsWith(".cjs") && file.includes("/dist/cli/"));
  const names = files.map((file) => basename(file, ".cjs"));
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  const say = (words) => failures.push(`mwaa-kms ${line.join(" ").slice(0, 60)}: ${words}`);
  for (const name of names) if (!packs.includes(name)) say(`loads ${name}.cjs`);
  for (const name of packs)
    if (!names.includes(name)) say(`no longer loads ${name}.cjs: take it off the list`);
  if (bytes > kilobytes * 1000) say(`loads ${Math.ceil(bytes / 1000)} KB, more than ${kilobytes}`);
  for (const name of loaded.builtins) {
    if (!bare.has(name) && heavy.test(name) && !builtins.includes(name)) say(`loads node:${name}`);
  }
  process.stdout.write(
    `${line[0].padEnd(10)} ${String(Math.ceil(bytes / 1000)).padStart(5)} KB  ${names.join(" ")}\n`,
  );
}

async function loadedBy(words) {
  const told = join(folder, "loaded.json");
  const { accessKeyId, secretAccessKey } = sandbox.credentials;
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    LOADED: told,
    // Without a code cache, so that the packs are modules like others.
    CI: "true",
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
  const child = spawn(process.execPath, ["-r", "./hook.cjs", ...words], {
    cwd: folder,
    env,
    stdio: "ignore",
  });
  const code = await new Promise((ended) => child.once("exit", ended));
  if (![0, 1, 2].includes(code)) throw new Error(`${words.join(" ")}: exit code ${code}`);
  return JSON.parse(readFileSync(told, "utf8"));
}
