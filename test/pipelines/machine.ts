/**
 * A machine as a pipeline has one: a folder with a checkout, the program behind npm and npx, and nothing of ours in the environment.
 * The scripts run in real shells. The program that they call runs in this process, but for one test with `realProgram`.
 */
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join, resolve } from "node:path";
import { main } from "../../src/main.js";
import type { Files } from "../../src/platform/host.js";
import { environment, newHome } from "../binary/spawned.js";
import { openTerminal, type Terminal } from "../terminal.js";

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Machine {
  /** The checkout of whoever uses the program. */
  readonly folder: string;
  readonly temporary: string;
  /** What `npm` and `npx` were asked, a line each: the folder, then the words. */
  asked(): string;
  /** Runs a script as `shell` reads it; `env` is added to an environment that is otherwise empty. */
  run(shell: readonly string[], script: string, env?: Readonly<Record<string, string>>): Promise<Ended>;
  dispose(): void;
}

const client = resolve("test/pipelines/client.mjs");

/** Environment variables that make the scripts start the program itself. */
export const realProgram = { PROGRAM: resolve("bin/mwaa-kms.js") };

/** How a script can name the program, instead of npx or npm. */
export const command = `${process.execPath} ${client}`;

/** The key that documents name, and the one of the sandbox that stands for it. */
export const documented = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
export const readyKey = "arn:aws:kms:us-east-1:111122223333:key/5eed0000-0000-4000-8000-000000000001";
export const lackingKey = "arn:aws:kms:us-east-1:111122223333:key/5eed0000-0000-4000-8000-000000000002";

/** What stands in for the registry: npx runs the program beside it, npm puts one that does so where it would be installed. */
const npx = `#!/bin/sh
printf '%s: npx %s\\n' "$PWD" "$*" >>"$ASKED"
test "$1" = --yes || exit 9
shift 2
exec "$NODE" "$PROGRAM" "$@"
`;
const npm = `#!/bin/sh
printf '%s: npm %s\\n' "$PWD" "$*" >>"$ASKED"
case "$*" in *@0.0.404*) exit 1 ;; esac
mkdir -p node_modules/mwaa-kms/bin
printf 'import(process.env.PROGRAM);' >node_modules/mwaa-kms/bin/mwaa-kms.js
`;

export function newMachine(): Machine {
  const home = newHome();
  const folder = join(home.path, "checkout");
  const bin = join(home.path, "bin");
  const temporary = join(home.path, "temporary");
  for (const each of [folder, bin, temporary]) mkdirSync(each);
  const programs = { npx, npm, "mwaa-kms": '#!/bin/sh\nexec "$NODE" "$PROGRAM" "$@"\n' };
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(bin, name), text);
    chmodSync(join(bin, name), 0o755);
  }
  const asked = join(home.path, "asked");
  const program = serveProgram(join(home.path, "program"));
  const base = {
    ...environment(home.path),
    PATH: [bin, process.env["PATH"]].join(delimiter),
    ASKED: asked,
    NODE: process.execPath,
    PROGRAM: client,
    PROGRAM_SOCKET: program.socket,
  };
  return {
    folder,
    temporary,
    asked: () => (existsSync(asked) ? readFileSync(asked, "utf8") : ""),
    run: (shell, script, env = {}) => {
      const [command = "sh", ...words] = shell;
      return ended(spawn(command, [...words, "-c", script], { cwd: folder, env: { ...base, ...env } }));
    },
    dispose: () => {
      program.close();
      home.dispose();
    },
  };
}

/** Runs the program for the clients that connect, one after the other, with their words, variables and folder. */
function serveProgram(socket: string): { readonly socket: string; close(): void } {
  const terminal = openTerminal();
  let last: Promise<unknown> = Promise.resolve();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    let call = "";
    client.setEncoding("utf8").on("data", (text: string) => {
      call += text;
    });
    client.on("end", () => {
      last = last.then(async () => {
        const { argv, env, folder } = JSON.parse(call) as Call;
        client.end(JSON.stringify(await runIn(terminal, argv, env, folder)));
      });
    });
  }).listen(socket);
  return {
    socket,
    close: () => {
      server.close();
      terminal.dispose();
    },
  };
}

interface Call {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
}

async function runIn(
  { host }: Terminal,
  argv: Call["argv"],
  env: Call["env"],
  folder: string,
): Promise<Ended> {
  const texts = { stdout: "", stderr: "" };
  const output = (name: "stdout" | "stderr") => ({
    ...host[name],
    write: async (text: string) => {
      texts[name] += text;
    },
  });
  const place = <T extends (path: string, ...rest: never[]) => unknown>(act: T) =>
    ((path: string, ...rest: never[]) => act(path === "-" ? path : resolve(folder, path), ...rest)) as T;
  const files = Object.fromEntries(Object.entries(host.files).map(([name, act]) => [name, place(act)]));
  const aws = Object.entries(env).filter(([name]) => name.startsWith("AWS_"));
  const own = { ...process.env };
  Object.assign(process.env, Object.fromEntries(aws));
  try {
    const outputs = { stdout: output("stdout"), stderr: output("stderr") };
    const code = await main(argv, { ...host, env, files: files as unknown as Files, ...outputs });
    return { code, ...texts };
  } finally {
    for (const [name] of aws) delete process.env[name];
    Object.assign(process.env, own);
  }
}

function ended(child: ReturnType<typeof spawn>): Promise<Ended> {
  const texts = { stdout: "", stderr: "" };
  child.stdin?.end();
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      texts[name] += text;
    });
  }
  return new Promise((done) => child.on("close", (code) => done({ code, ...texts })));
}
