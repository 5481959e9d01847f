/** The ways of writing a policy that the table covers: what is set up before the run, and what the run is to store. */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { main } from "../../src/main.js";
import type { Sandbox } from "../../src/sandbox/start.js";
import type { Machine } from "./machine.js";
import { lookSteps, requestSteps, type Step, steps } from "./steps.js";
import type { Stored } from "./stored.js";

export interface Way {
  readonly name: "prepare" | "prepare --plan" | "restore" | "prepare --manifest";
  /** The steps that it has. */
  readonly steps: readonly Step[];
  /** What is stored where its write took effect, without and with somebody else's new statement. */
  readonly effect: readonly Stored[];
  /** Makes ready, in fair weather; @returns the words of the command line. */
  setUp(sandbox: Sandbox, machine: Machine, key: string): Promise<readonly string[]>;
}

async function inFairWeather(machine: Machine, sandbox: Sandbox, ...argv: readonly string[]): Promise<void> {
  const { host } = machine;
  // A backup of an hour ago: names have the time.
  const now = () => new Date(host.now().getTime() - 3_600_000);
  const nowhere = { ...host.stdout, write: async () => undefined };
  const code = await main([...argv, "--endpoint-url", sandbox.url], {
    ...host,
    now,
    // The machine's clock stands still meanwhile.
    sleep: async () => undefined,
    stdout: nowhere,
    stderr: nowhere,
    files: machine.files,
    interrupted: new AbortController().signal,
  });
  if (code !== 0) throw new Error(`${argv.join(" ")} ended with ${code}`);
}

const wanted: Pick<Way, "steps" | "effect"> = { steps, effect: ["new", "both"] };

export const ways: readonly Way[] = [
  {
    name: "prepare",
    ...wanted,
    setUp: async (_sandbox, _machine, key) => ["prepare", key, "-e", "demo", "--yes"],
  },
  {
    name: "prepare --plan",
    ...wanted,
    setUp: async (sandbox, machine, key) => {
      const plan = join(machine.folder, "plan.json");
      await inFairWeather(machine, sandbox, "prepare", key, "-e", "demo", "--plan-out", plan);
      return ["prepare", "--plan", plan, "--yes"];
    },
  },
  {
    name: "restore",
    steps: steps.filter((step) => step !== "tags" && step !== "last look"),
    effect: ["old", "theirs"],
    setUp: async (sandbox, machine, key) => {
      const folder = join(machine.folder, "earlier");
      await inFairWeather(machine, sandbox, "prepare", key, "-e", "demo", "--yes", "--backup-dir", folder);
      return ["restore", join(folder, readdirSync(folder)[0] ?? ""), "--yes"];
    },
  },
  {
    name: "prepare --manifest",
    ...wanted,
    setUp: async (_sandbox, machine, key) => {
      const file = join(machine.folder, "mwaa-kms.yaml");
      writeFileSync(file, `schema: mwaa-kms/manifest/1\nenvironments:\n  - { name: demo, key: "${key}" }\n`);
      return ["prepare", "--manifest", file, "--yes"];
    },
  },
];

export const [prepareWay] = ways as readonly [Way, ...Way[]];

/** For the ways besides `prepare`: the steps from the re-read on, where they write as it does; the looking is the same. */
export const writeSteps: readonly Step[] = [...requestSteps, "saving" as const].filter(
  (step) => !lookSteps.includes(step),
);
