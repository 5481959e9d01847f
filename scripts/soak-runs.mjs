/** The runs of the soak: real processes, each with credentials of its own, some of them interrupted or killed. */
import { spawn } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { breaks } from "./soak-checker.mjs";

/** Longer than any run may take: its calls are bounded, and so is its read-back. */
const longestRun = 400_000;
const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
const everything = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "kms:*", Resource: "*" }],
};

/** @returns a worker to be started several times, and the figures of all of them */
export function makeRunner({ folder, sandbox, history, keys, random, rounds, until }) {
  const figures = { rounds: 0, runs: 0, exits: new Map(), told: new Map(), wrong: [], lost: 0 };
  const pick = (list) => list[Math.floor(random() * list.length)];
  let started = 0;

  const call = async (...words) => {
    const name = join(folder, `run-${started++}`);
    const { accessKeyId, secretAccessKey } = sandbox.addPrincipal({
      role: "Administrator",
      identityPolicy: everything,
    });
    const ending = drawEnding(random);
    const ran = await run(join(folder, "bin", "mwaa-kms.js"), {
      argv: [...words, "--yes", "--report", `json=${name}.json`, "--endpoint-url", sandbox.url],
      env: { ...environment(folder), AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
      ending,
      onRequest: (tell) => history.listen(accessKeyId, tell),
    });
    history.forget(accessKeyId);
    const report = await readFile(`${name}.json`, "utf8").then(JSON.parse, () => undefined);
    await rm(`${name}.json`, { force: true });
    const entries = history.of(accessKeyId);
    const seen = { ...ran, words, report, entries, everything: history.entries };
    figures.runs += 1;
    figures.lost += entries.filter(({ lostInWindow }) => lostInWindow).length;
    count(figures.exits, `${words[0]} ${ran.code ?? ran.signal}`);
    for (const [, code] of ran.stdout.matchAll(/\[((?:aws|plan|backup)\/[a-z-]+)\]/g))
      count(figures.told, code);
    const wrong = breaks(seen);
    const log = () =>
      entries.map(({ operation, fault, isStored }) => `${operation} ${fault ?? ""} ${isStored ?? ""}`);
    const sent = ran.sent.map(({ signal, after }) => `${signal} after ${after} ms`).join(", ");
    for (const each of wrong)
      figures.wrong.push(
        `${words.join(" ")} (${sent}): ${each}\n${ran.stdout}${ran.stderr}${log().join("; ")}`,
      );
    return report;
  };

  const kinds = [
    async () => {
      const scope = random() < 0.5 ? ["--scope", pick(["environment", "account"])] : [];
      const tighten = scope.length > 0 && random() < 0.2 ? ["--tighten"] : [];
      const report = await call("prepare", pick(keys), "-e", `team-${pick([0, 1, 2])}`, ...scope, ...tighten);
      const saved = report?.body?.applied?.backup;
      if (saved !== undefined && random() < 0.85) await call("restore", saved);
    },
    async () => {
      const file = join(folder, `plan-${started}.json`);
      await call("prepare", pick(keys), "-e", "planned", "--scope", "environment", "--plan-out", file);
      if ((await readFile(file, "utf8").catch(() => "")) !== "") await call("prepare", "--plan", file);
    },
    async () => {
      const file = join(folder, `manifest-${started}.yaml`);
      const names = ["many-0", "many-1", "many-2", "many-3"];
      const lines = names.map((name) => `  - { name: ${name}, key: "${pick(keys)}" }\n`);
      await writeFile(file, `schema: mwaa-kms/manifest/1\nenvironments:\n${lines.join("")}`);
      await call("prepare", "--manifest", file);
    },
  ];
  const work = async () => {
    while (figures.rounds < rounds && Date.now() < until) {
      figures.rounds += 1;
      await kinds[random() < 0.7 ? 0 : random() < 0.5 ? 1 : 2]();
    }
  };
  return { figures, work };
}

function environment(folder) {
  return {
    PATH: process.env.PATH,
    HOME: folder,
    XDG_STATE_HOME: join(folder, "state"),
    AWS_CONFIG_FILE: join(folder, "none"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "none"),
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

/**
 * How a run is cut off: at some time, or when its write arrives. `kill -9` for some, one or two signals for others.
 */
function drawEnding(random) {
  const chance = random();
  if (chance > 0.35) return [];
  const at = random() < 0.5 ? { operation: "PutKeyPolicy" } : {};
  const first = { ...at, wait: Math.floor(random() * (at.operation === undefined ? 5_000 : 2_500)) };
  const signal = () => signals[Math.floor(random() * signals.length)];
  if (chance < 0.1) return [{ ...first, signal: "SIGKILL" }];
  const again =
    random() < 0.5 ? [{ ...first, wait: first.wait + Math.floor(random() * 1_500), signal: signal() }] : [];
  return [{ ...first, signal: signal() }, ...again];
}

function run(program, { argv, env, ending, onRequest }) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...argv], { env, stdio: ["ignore", "pipe", "pipe"] });
    const began = Date.now();
    const texts = { stdout: "", stderr: "" };
    const sent = [];
    const timers = [];
    const later = ({ wait, signal }) =>
      timers.push(
        setTimeout(() => {
          if (child.kill(signal)) sent.push({ signal, at: Date.now(), after: Date.now() - began });
        }, wait),
      );
    const waiting = ending.filter(({ operation }) => operation !== undefined);
    for (const each of ending) if (each.operation === undefined) later(each);
    onRequest((operation) => {
      for (const each of waiting.splice(0))
        if (each.operation === operation) later(each);
        else waiting.push(each);
    });
    for (const name of ["stdout", "stderr"]) {
      child[name].setEncoding("utf8").on("data", (text) => {
        texts[name] += text;
      });
    }
    timers.push(setTimeout(() => child.kill("SIGKILL"), longestRun));
    child.on("close", (code, signal) => {
      for (const timer of timers) clearTimeout(timer);
      resolve({ code, signal, sent, began, ended: Date.now(), ...texts });
    });
  });
}

function count(counts, name) {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
