/** Which modules a verb really evaluates: the program is run with packs that tell. */
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const id = (last) => `5eed0000-0000-4000-8000-0000000000${last}`;
const arn = `arn:aws:kms:us-east-1:111122223333:key/${id("01")}`;
const root = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "kms:*",
  Resource: "*",
};

const keys = { AWS_ACCESS_KEY_ID: "build", AWS_SECRET_ACCESS_KEY: "build" };

/** The command lines that decide what a pack holds: what is often run, and its commonest answers. */
const lines = {
  start: [["--help"]],
  offline: [
    ["validate", arn],
    ["validate", "alias/airflow"],
    ["statement", arn],
    ["grants", arn, "-e", "prod"],
  ],
  explain: [["explain", "logs/missing"]],
  judge: [["check", arn, "-e", "demo", "--policy-file", "policy.json"]],
  aws: [
    ["check", id("01"), "-e", "demo", "--sandbox"],
    ["check", id("02"), "-e", "demo", "--sandbox"],
    // Nobody listens there.
    ["check", arn, "-e", "demo", "--endpoint-url", "http://127.0.0.1:9", "--max-attempts", "1"],
  ],
  write: [
    ["prepare", id("02"), "-e", "demo", "--sandbox", "--yes"],
    ["restore", "--last", "--sandbox", "--yes"],
  ],
};

/** @param before makes the packs in a folder, with code in front of each module's own */
export async function evaluatedModules(before) {
  const folder = await mkdtemp(join(tmpdir(), "mwaa-kms-build-"));
  try {
    await before(join(folder, "dist/cli"), (name) => `(globalThis.evaluated??=new Set).add("${name}");`);
    await cp("bin", join(folder, "bin"), { recursive: true });
    await writeFile(
      join(folder, "policy.json"),
      JSON.stringify({ Version: "2012-10-17", Statement: [root] }),
    );
    await writeFile(
      join(folder, "tell.cjs"),
      'process.on("exit",()=>require("node:fs").writeFileSync(process.env.TOLD,[...globalThis.evaluated??[]].join("\\n")))',
    );
    const packs = Object.entries(lines).map(async ([pack, commands]) => [
      pack,
      await all(commands, folder, pack),
    ]);
    return Object.fromEntries(await Promise.all(packs));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One after the other: the last of them uses what the first has written. */
async function all(commands, folder, pack) {
  const names = new Set();
  const told = join(folder, `${pack}.txt`);
  const env = { PATH: process.env.PATH, HOME: join(folder, pack), TOLD: told, CI: "true", ...keys };
  for (const command of commands) {
    await run(process.execPath, ["-r", "./tell.cjs", "bin/mwaa-kms.js", ...command], {
      cwd: folder,
      env,
    }).catch((error) => {
      if (![1, 2, 3].includes(error.code)) throw error;
    });
    for (const name of (await readFile(told, "utf8")).split("\n")) names.add(name);
  }
  return names;
}
