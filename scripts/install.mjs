/**
 * `npm run test:install`: installs the package as a stranger does, with each supported version of Node.js from the npm registry, and runs it:
 * into an empty folder, globally, by npx, and unpacked by hand; as a library from ES modules, CommonJS and strict TypeScript.
 */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { makePackage } from "./package.mjs";

/** The oldest that is supported, and the newest of each line; with the npm that comes with it. */
const runtimes = [
  ["20.19", "10"],
  ["22", "10"],
  ["24", "11"],
  ["26", "11"],
];
const chosen = process.argv.slice(2);
const isWindows = process.platform === "win32";
const tarball = resolve(makePackage());
const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const place = mkdtempSync(join(tmpdir(), "mwaa-kms-install-"));
let failed = 0;

try {
  for (const [range, npm] of runtimes) {
    if (chosen.length === 0 || chosen.includes(range)) tryRuntime(range, npm);
  }
  row("TypeScript 7, strict", "library", typescript());
} finally {
  rmSync(place, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;

function tryRuntime(range, npmVersion) {
  const tools = join(place, `tools-${range}`);
  const system = { win32: "win" }[process.platform] ?? process.platform;
  const runtime = `node-${system}-${process.arch}`;
  folder(tools);
  run("npm", ["install", "--no-audit", "--no-fund", `${runtime}@${range}`, `npm@${npmVersion}`], tools);
  const node = join(tools, "node_modules", runtime, "bin", isWindows ? "node.exe" : "node");
  const npm = [join(tools, "node_modules/npm/bin/npm-cli.js")];
  // Nothing of this machine but the shell: no settings, no cache, no other Node.js.
  const env = {
    PATH: [dirname(node), "/usr/bin", "/bin"].join(delimiter),
    HOME: folder(join(tools, "home")),
    XDG_STATE_HOME: join(tools, "state"),
    npm_config_cache: join(tools, "cache"),
    npm_config_update_notifier: "false",
  };
  const named = `Node.js ${run(node, ["--version"], tools, env).out.trim()}, npm ${npmVersion}`;
  const isVersion = ({ out }) => out.trim() === `mwaa-kms ${version}`;

  // Without a registry: the package brings everything along.
  const empty = project(join(tools, "empty"));
  const began = performance.now();
  const install = run(node, [...npm, "install", "--offline", "--no-audit", tarball], empty, env);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  row(named, "npm install, empty folder", {
    isGood: install.status === 0 && !/warn/i.test(install.err) && install.out.includes("added 1 package"),
    said: `${seconds} s, ${bytesIn(join(empty, "node_modules/mwaa-kms"))} bytes ${install.err}`,
  });
  const local = join(empty, "node_modules/mwaa-kms/bin/mwaa-kms.js");
  const prepared = run(node, [local, "prepare", "--sandbox", "--yes"], empty, env);
  row(named, "prepare --sandbox --yes", {
    isGood: prepared.status === 0 && prepared.out.includes("Ready"),
    said: prepared.err,
  });

  const prefix = join(tools, "global");
  const globally = run(
    node,
    [...npm, "install", "--offline", "--global", "--prefix", prefix, tarball],
    tools,
    env,
  );
  const program = isWindows ? join(prefix, "mwaa-kms.cmd") : join(prefix, "bin/mwaa-kms");
  row(named, "npm install --global", {
    isGood: globally.status === 0 && isVersion(run(program, ["--version"], tools, env)),
    said: globally.err,
  });

  const npx = run(
    node,
    [...npm, "exec", "--offline", "--yes", `--package=${tarball}`, "--", "mwaa-kms", "--version"],
    project(join(tools, "npx")),
    env,
  );
  row(named, "npx of the tarball", { isGood: isVersion(npx), said: npx.err });

  const unpacked = folder(join(tools, "unpacked"));
  run("tar", ["-xzf", tarball, "-C", unpacked], unpacked);
  const bare = run(node, [join(unpacked, "package/bin/mwaa-kms.js"), "--version"], unpacked, env);
  row(named, "unpacked by tar", { isGood: isVersion(bare), said: bare.err });

  const use = `console.log(validate("alias/airflow").ok, typeof startSandbox);`;
  writeFileSync(
    join(empty, "use.mjs"),
    `import { validate } from "mwaa-kms"; import { startSandbox } from "mwaa-kms/sandbox"; ${use}`,
  );
  writeFileSync(
    join(empty, "use.cjs"),
    `const { validate } = require("mwaa-kms"); const { startSandbox } = require("mwaa-kms/sandbox"); ${use}`,
  );
  writeFileSync(join(empty, "schema.cjs"), `console.log(require("mwaa-kms/schema/report.schema.json").$id);`);
  for (const [kind, file, expected] of [
    ["library, import", "use.mjs", "false function"],
    ["library, require", "use.cjs", "false function"],
    ["schema", "schema.cjs", "urn:mwaa-kms:schema:report:1"],
  ]) {
    const used = run(node, [file], empty, env);
    row(named, kind, { isGood: used.out.trim() === expected && used.err === "", said: used.err });
  }
}

/** A program of its user, compiled as strictly as TypeScript can, without skipLibCheck; CommonJS as well. */
function typescript() {
  const at = project(join(place, "typescript"));
  cpSync("release/package", join(at, "node_modules/mwaa-kms"), { recursive: true });
  // The sandbox is a server of Node.js: its types need those.
  for (const name of ["@types/node", "undici-types"])
    cpSync(join("node_modules", name), join(at, "node_modules", name), { recursive: true });
  const body = `const answer = validate("alias/airflow");
const text: string = answer.ok ? answer.value.given : answer.problems.map(({ code, what }) => code + what).join();
const policy: object = statement({ region: "us-east-1", account: "111122223333" });
export { policy, text };
`;
  writeFileSync(join(at, "use.mts"), `import { statement, validate } from "mwaa-kms";\n${body}`);
  writeFileSync(join(at, "use.cts"), `import { statement, validate } from "mwaa-kms";\n${body}`);
  writeFileSync(
    join(at, "sandbox.mts"),
    `import { startSandbox } from "mwaa-kms/sandbox";\nexport const started = startSandbox();\n`,
  );
  const compilerOptions = {
    ...{
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
    },
    ...{ module: "nodenext", target: "es2023", lib: ["es2023"], types: ["node"], noEmit: true },
  };
  writeFileSync(join(at, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.mts", "*.cts"] }));
  const compiled = run(process.execPath, [resolve("node_modules/typescript/bin/tsc"), "-p", "."], at);
  return { isGood: compiled.status === 0, said: compiled.out };
}

function row(runtime, check, { isGood, said }) {
  if (!isGood) failed += 1;
  const line = said
    .trim()
    .split("\n")
    .slice(0, isGood ? 1 : 20)
    .join("\n      ");
  process.stdout.write(`${isGood ? "ok  " : "FAIL"}  ${runtime.padEnd(26)}  ${check.padEnd(26)}  ${line}\n`);
}

function run(command, words, cwd, env = process.env) {
  const ran = spawnSync(command, words, {
    cwd,
    env,
    encoding: "utf8",
    shell: isWindows && !/\.exe$/.test(command),
  });
  return { status: ran.status, out: ran.stdout ?? "", err: `${ran.stderr ?? ""}${ran.error?.message ?? ""}` };
}

function folder(path) {
  mkdirSync(path, { recursive: true });
  return path;
}

function project(path) {
  folder(path);
  writeFileSync(join(path, "package.json"), "{}");
  return path;
}

function bytesIn(path) {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
