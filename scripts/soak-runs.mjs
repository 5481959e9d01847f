/** The runs of the soak: real processes, each round a prepare and the restore of what it saved; what each said is held to its promises. */
import { spawn } from "node:child_process";
import { join } from "node:path";

/** Longer than any run may take: its calls are bounded, and so is its read-back. */
const longestRun = 400_000;

/** @returns a worker to be started several times, and the figures of all of them */
export function makeRunner({ folder, sandbox, keys, random, rounds, until }) {
  const figures = { rounds: 0, runs: 0, exits: new Map(), told: new Map(), wrong: [] };
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    XDG_STATE_HOME: join(folder, "state"),
    AWS_CONFIG_FILE: join(folder, "none"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "none"),
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_ACCESS_KEY_ID: sandbox.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: sandbox.credentials.secretAccessKey,
  };
  const call = async (words) => {
    const argv = [...words, "--yes", "--endpoint-url", sandbox.url];
    const ran = await run(join(folder, "bin", "mwaa-kms.js"), argv, env);
    figures.runs += 1;
    count(figures.exits, `${words[0]} ${ran.code ?? ran.signal}`);
    for (const [, code] of ran.stdout.matchAll(/\[((?:aws|plan|backup)\/[a-z-]+)\]/g))
      count(figures.told, code);
    figures.wrong.push(
      ...breaks(words, ran).map((each) => `${words.join(" ")}: ${each}\n${ran.stdout}${ran.stderr}`),
    );
    return ran;
  };
  const work = async () => {
    let round = figures.rounds++;
    for (; round < rounds && Date.now() < until; round = figures.rounds++) {
      const key = keys[Math.floor(random() * keys.length)];
      const name = `team-${Math.floor(random() * 4)}`;
      const scope = random() < 0.5 ? ["--scope", "environment"] : [];
      const prepared = await call(["prepare", key, "-e", name, ...scope]);
      const saved = /^Saved the policy as it is to (.+)$/m.exec(prepared.stderr)?.[1];
      if (saved !== undefined) await call(["restore", saved]);
    }
    figures.rounds -= 1;
  };
  return { figures, work };
}

function run(program, argv, env) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...argv], { env, stdio: ["ignore", "pipe", "pipe"] });
    const texts = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"]) {
      child[name].setEncoding("utf8").on("data", (text) => {
        texts[name] += text;
      });
    }
    const clock = setTimeout(() => child.kill("SIGKILL"), longestRun);
    child.on("close", (code, signal) => {
      clearTimeout(clock);
      resolve({ code, signal, ...texts });
    });
  });
}

function breaks([verb], { code, signal, stdout, stderr }) {
  const isWell = verb === "prepare" ? /^Ready: /m.test(stdout) : /^(Done|No changes)\./m.test(stdout);
  const hasWritten = stderr.includes("KMS took the policy");
  return [
    ...(signal === null ? [] : [`ended by ${signal}: a hang`]),
    ...([0, 1, 3].includes(code) ? [] : [`exit code ${code}`]),
    ...(stdout === "" ? ["nothing said"] : []),
    ...((code === 0) === isWell ? [] : [`exit code ${code}, and ${isWell ? "" : "not "}called well`]),
    ...(code !== 0 && !/\[[a-z]+\/[a-z-]+\]/.test(stdout) ? ["no problem is told"] : []),
    ...(hasWritten && /othing was written/.test(stdout) ? ["it wrote, and says that it did not"] : []),
    ...(/^\s+at .*[:(]\d+/m.test(stdout + stderr) ? ["a stack trace"] : []),
  ];
}

function count(counts, name) {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
