/** action.yml as GitHub's runner carries it out: inputs with their defaults, expressions, the script, the outputs. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import type { Ended, Machine } from "./machine.js";

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: {
    readonly using: string;
    readonly steps: readonly {
      readonly id: string;
      readonly shell: string;
      readonly "working-directory": string;
      readonly env: Readonly<Record<string, string>>;
      readonly run: string;
    }[];
  };
}

export const action = parse(readFileSync("action.yml", "utf8")) as Action;

export interface ActionEnded extends Ended {
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** A checkout of the action whose program is the given one, or none, to see how the script calls it. */
export function actionWith(machine: Machine, program: string | undefined): string {
  const folder = join(machine.temporary, "action");
  for (const each of ["ci", "bin", ...(program === undefined ? [] : ["dist"])])
    mkdirSync(join(folder, each), { recursive: true });
  copyFileSync("ci/github-action.sh", join(folder, "ci/github-action.sh"));
  if (program !== undefined) writeFileSync(join(folder, "bin/mwaa-kms.js"), program);
  return folder;
}

/** Runs the action's one step; `env` is what the workflow sets besides, `actionPath` the checkout of the action. */
export async function runAction(
  machine: Machine,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
  actionPath = resolve("."),
): Promise<ActionEnded> {
  const unknown = Object.keys(inputs).filter((name) => !Object.hasOwn(action.inputs, name));
  if (unknown.length > 0) throw new Error(`no such input: ${unknown.join()}`);
  const [step] = action.runs.steps;
  if (step === undefined) throw new Error("no step");
  const input = (name: string) => inputs[name] ?? action.inputs[name]?.default ?? "";
  const evaluated = (text: string) =>
    text.replaceAll(/\$\{\{ inputs\.([a-z-]+) \}\}/g, (_all, name: string) => input(name));
  const files = { output: join(machine.temporary, "output"), summary: join(machine.temporary, "summary") };
  for (const file of Object.values(files)) writeFileSync(file, "");
  const place = join(machine.folder, evaluated(step["working-directory"]));
  mkdirSync(place, { recursive: true });
  // https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax: what `shell: bash` stands for.
  const shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail"];
  const ended = await machine.run(shell, `cd ${JSON.stringify(place)}; ${step.run}`, {
    GITHUB_ACTIONS: "true",
    CI: "true",
    GITHUB_ACTION_PATH: actionPath,
    GITHUB_OUTPUT: files.output,
    GITHUB_STEP_SUMMARY: files.summary,
    RUNNER_TEMP: machine.temporary,
    ...Object.fromEntries(Object.entries(step.env).map(([name, text]) => [name, evaluated(text)])),
    ...env,
  });
  return { ...ended, outputs: outputsIn(files.output), summary: readFileSync(files.summary, "utf8") };
}

function outputsIn(file: string): Record<string, string> {
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  const set = new Map(
    lines.filter(Boolean).map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
  );
  return Object.fromEntries(
    Object.entries(action.outputs).map(([name, { value }]) => {
      const source = /^\$\{\{ steps\.check\.outputs\.([a-z-]+) \}\}$/.exec(value)?.[1];
      return [name, set.get(source ?? "") ?? ""];
    }),
  );
}
