/** Start-up: whole processes, each in turn with an empty module under the same node, compared pair by pair. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { statement } from "../../dist/index.js";
import { median } from "./table.mjs";

const runs = 15;
const account = "123456789012";
const region = "eu-central-1";
const key = `arn:aws:kms:${region}:${account}:key/0f1e2d3c-1111-2222-3333-444455556666`;

/** Runs every verb that answers at once; nothing leaves the machine. */
export function startUp() {
  const folder = mkdtempSync(join(tmpdir(), "mwaa-kms-bench-"));
  const empty = join(folder, "empty.mjs");
  const policy = join(folder, "policy.json");
  writeFileSync(empty, "");
  writeFileSync(policy, readyPolicy());
  const commands = [
    ["--help"],
    ["validate", key],
    ["statement", "--region", region, "--account", account],
    ["grants", "--environment", "orders", "--region", region],
    ["explain", "key/alias"],
    ["check", key, "--policy-file", policy, "--environment", "orders"],
    ["check", "--sandbox"],
  ];
  const environment = quiet(folder);
  try {
    const rows = commands.map((words) => measure(words, empty, environment));
    return {
      title: `Start-up: whole processes, medians of ${runs} pairs with an empty module`,
      heads: ["command", "ms", "empty ms", "ratio", "exit code"],
      rows,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measure(words, empty, environment) {
  const [ours, nothing] = [["bin/mwaa-kms.js", ...words], [empty]];
  for (const each of [ours, nothing]) run(each, environment);
  const pairs = Array.from({ length: runs }, () => {
    const [one, other] = [run(ours, environment), run(nothing, environment)];
    return { ms: one.ms, empty: other.ms, ratio: one.ms / other.ms, code: one.code };
  });
  const middle = (name) => median(pairs.map((pair) => pair[name]));
  const shown = words.filter((word) => !/[/\\]|^arn:/.test(word) || word === "key/alias");
  return [shown.join(" "), middle("ms"), middle("empty"), middle("ratio"), String(pairs[0].code)];
}

function run(words, env) {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, words, { env, stdio: "ignore" });
  return { ms: performance.now() - start, code: status };
}

/** Without the settings of whoever measures: certificates that Node would load at each start, and AWS's. */
function quiet(home) {
  const names = Object.keys(process.env).filter((name) => !/^(NODE_|AWS_|MWAA_KMS_|XDG_)/.test(name));
  return {
    ...Object.fromEntries(names.map((name) => [name, process.env[name]])),
    HOME: home,
    XDG_STATE_HOME: home,
  };
}

function readyPolicy() {
  const logs = statement({ region, account });
  if (!logs.ok) throw new Error("The statement for CloudWatch Logs could not be composed.");
  const root = `arn:aws:iam::${account}:root`;
  const administrators = { Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" };
  return JSON.stringify({ Version: "2012-10-17", Statement: [administrators, logs.value] });
}
