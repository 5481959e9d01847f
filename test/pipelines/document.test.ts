/** docs/ci.md keeps its word: every YAML block is one that the services know, and what it runs is run. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { action, runAction } from "./action.js";
import { componentJobs, packProgram } from "./component.js";
import { documented, type Ended, lackingKey, type Machine, newMachine, readyKey } from "./machine.js";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string | number>>;
}
interface Including {
  readonly include?: readonly {
    readonly remote: string;
    readonly inputs: Readonly<Record<string, string>>;
  }[];
}
interface Hooks {
  readonly repos: readonly {
    readonly hooks: readonly { readonly id: string; readonly args: readonly string[] }[];
  }[];
}

const text = readFileSync("docs/ci.md", "utf8");
const blocks = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, body]) => ({
  language: language ?? "",
  body: body ?? "",
}));
const yaml = blocks
  .filter(({ language }) => language === "yaml")
  .map(({ body }) => parse(body) as unknown)
  // A manifest is for no service.
  .filter((block) => !Object.hasOwn(block as object, "schema"));

const manifest = `schema: mwaa-kms/manifest/1
environments:
  - { name: prod, key: "${readyKey}" }
  - { name: test, key: "${lackingKey}" }
`;

let machine: Machine;
beforeEach(() => {
  machine = newMachine();
  writeFileSync(join(machine.folder, "mwaa-kms.yaml"), manifest);
});
afterEach(() => machine.dispose());

/** The sandbox stands for AWS, and its ready key for the documented one. */
const inSandbox = (words: string) =>
  words.replaceAll(documented, readyKey).replace(/ check /, " check --sandbox ");

/** Whether the words were understood: the verdict is that of the sandbox's keys. */
function understood({ code, stderr }: Ended): void {
  expect(stderr).not.toContain("[usage/");
  expect([0, 1]).toContain(code);
}

function stepsOf(block: unknown): readonly Step[] {
  if (Array.isArray(block)) return block as Step[];
  const { jobs = {} } = block as { jobs?: Record<string, { steps: Step[] }> };
  return Object.values(jobs).flatMap((job) => job.steps);
}

const steps = yaml.flatMap(stepsOf);

it("has blocks of every kind, and of no other", () => {
  expect(
    blocks.map(({ language }) => language).filter((language) => !["yaml", "sh"].includes(language)),
  ).toEqual([]);
  const kinds = yaml.map((block) => {
    if (stepsOf(block).length > 0) return "github";
    return "repos" in (block as object) ? "pre-commit" : "gitlab";
  });
  expect(new Set(kinds)).toEqual(new Set(["github", "gitlab", "pre-commit"]));
});

describe("GitHub's steps", () => {
  const used = steps.flatMap(({ uses }) => uses ?? []);

  it("name a version, and the page says to pin it to a commit", () => {
    for (const name of used) expect(name).toMatch(/^[\w/-]+@(v\d+|COMMIT)$/);
    expect(text).toContain("Pin each action to the commit");
    expect(text.match(/uses: .*@\S+/g)).toHaveLength(used.length);
  });

  it.each(steps.filter(({ uses }) => uses?.startsWith("OWNER/mwaa-kms@")))(
    "of the action: $with",
    async (step) => {
      const inputs = Object.entries(step.with ?? {}).map(
        ([name, value]) => [name, inSandbox(String(value))] as const,
      );
      for (const [name] of inputs) expect(Object.keys(action.inputs)).toContain(name);
      const given = Object.fromEntries(inputs);
      const ran = await runAction(machine, { ...given, args: `--sandbox ${given["args"] ?? ""}` });
      understood(ran);
      expect(ran.summary).not.toBe("");
      for (const [name, value] of inputs)
        if (name.startsWith("report-")) expect(existsSync(join(machine.folder, value))).toBe(true);
    },
  );

  it("upload the SARIF file that the step before writes", () => {
    const written = steps.map((step) => /sarif=(\S+)/.exec(String(step.with?.["args"]))?.[1]).filter(Boolean);
    expect(steps.map((step) => step.with?.["sarif_file"]).filter(Boolean)).toEqual(written);
  });

  it.each(steps.flatMap(({ run }) => run ?? []))("run: %s", async (line) => {
    understood(await machine.run(["bash", "-e"], inSandbox(line), { GITHUB_ACTIONS: "true" }));
    for (const [, file] of line.matchAll(/--report \w+=(\S+)/g))
      expect(existsSync(join(machine.folder, file ?? ""))).toBe(true);
  });
});

describe("GitLab's blocks", () => {
  const gitlab = yaml.filter((block) => stepsOf(block).length === 0 && !("repos" in (block as object)));
  const includes = gitlab.flatMap((block) => (block as Including).include ?? []);

  it.each(includes)(
    "include the component where it is, with inputs that it has: $inputs.job",
    async (include) => {
      const [, path = ""] = /OWNER\/mwaa-kms\/COMMIT\/(\S+)/.exec(include.remote) ?? [];
      expect(path).toBe("templates/check.yml");
      const tarball = packProgram(machine.temporary);
      const inputs = Object.fromEntries(
        Object.entries(include.inputs).map(([name, value]) => [name, inSandbox(value)]),
      );
      const job = componentJobs({ ...inputs, tarball: tarball.path, sha256: tarball.sha256 })["airflow-key"];
      const env = { ...job?.variables, MWAA_KMS_TOKEN: "a-token", GITLAB_CI: "true" };
      const script = job?.script.join("\n").replace(" check ", " check --sandbox ") ?? "";
      understood(
        await machine.run(["sh", "-e"], script, { ...env, CI: "true", CI_PROJECT_DIR: machine.folder }),
      );
    },
  );

  it("extend the included job, and no other", () => {
    const names = includes.map(({ inputs }) => inputs["job"]);
    for (const block of gitlab)
      for (const name of Object.keys(block as object)) if (name !== "include") expect(names).toContain(name);
  });
});

describe("pre-commit's hooks", () => {
  const known = parse(readFileSync(".pre-commit-hooks.yaml", "utf8")) as readonly {
    id: string;
    entry: string;
  }[];
  const hooks = yaml.flatMap((block) => ((block as Hooks).repos ?? []).flatMap((repo) => repo.hooks));

  it.each(hooks)("$id", async ({ id, args }) => {
    const entry = known.find((hook) => hook.id === id)?.entry ?? "";
    expect(entry).not.toBe("");
    const { stdout } = await machine.run(["sh"], `mwaa-kms statement ${documented} --policy --as json`);
    writeFileSync(join(machine.folder, "policy.json"), stdout);
    understood(await machine.run(["sh"], [entry, ...args].join(" ")));
  });

  it("are all told of", () => {
    expect(hooks.map((hook) => hook.id).sort()).toEqual(known.map((hook) => hook.id).sort());
  });
});

it.each(blocks.filter(({ language }) => language === "sh"))("any other: $body", async ({ body }) => {
  understood(await machine.run(["sh", "-e"], inSandbox(body)));
});
