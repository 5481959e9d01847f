/** A machine as a pipeline has one: a folder with a checkout, the program behind npm and npx, and nothing of ours in the environment. */
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { environment, newHome } from "../binary/spawned.js";

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

const program = resolve("bin/mwaa-kms.js");

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
  const base = {
    ...environment(home.path),
    PATH: [bin, process.env["PATH"]].join(delimiter),
    ASKED: asked,
    NODE: process.execPath,
    PROGRAM: program,
  };
  return {
    folder,
    temporary,
    asked: () => (existsSync(asked) ? readFileSync(asked, "utf8") : ""),
    run: (shell, script, env = {}) => {
      const [command = "sh", ...words] = shell;
      return ended(spawn(command, [...words, "-c", script], { cwd: folder, env: { ...base, ...env } }));
    },
    dispose: home.dispose,
  };
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
