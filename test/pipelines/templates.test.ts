/** The steps for GitLab, CodeBuild and pre-commit: parsed, and their commands run as those services do. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { version } from "../../src/version.js";
import { documented, lackingKey, type Machine, newMachine, readyKey } from "./machine.js";

let machine: Machine;
beforeEach(() => {
  machine = newMachine();
});
afterEach(() => machine.dispose());

const read = (path: string) => parse(readFileSync(path, "utf8")) as Record<string, never>;
const here = (name: string) => join(machine.folder, name);
const sandbox = "--sandbox --environment demo";

const cases = [
  ["ready", { MWAA_KMS_KEY: readyKey, MWAA_KMS_ARGS: sandbox }, 0],
  ["not ready", { MWAA_KMS_KEY: lackingKey, MWAA_KMS_ARGS: sandbox }, 1],
  ["asked wrongly", { MWAA_KMS_KEY: "alias/airflow", MWAA_KMS_ARGS: sandbox }, 2],
  ["no key, a pattern in the options", { MWAA_KMS_KEY: "", MWAA_KMS_ARGS: "--sandbox --environment *" }, 2],
  ["commands for a key", { MWAA_KMS_KEY: "$(touch pwned); touch pwned", MWAA_KMS_ARGS: sandbox }, 2],
] as const;

describe("ci/gitlab-ci.yml", () => {
  const job = (
    read("ci/gitlab-ci.yml") as unknown as Record<
      string,
      {
        readonly variables: Record<string, string>;
        readonly script: readonly string[];
        readonly artifacts: { readonly paths: readonly string[]; readonly reports: Record<string, string> };
      }
    >
  )[".mwaa-kms-check"];

  it("takes the version that it belongs to", () => {
    expect(job?.variables["MWAA_KMS_VERSION"]).toBe(version);
  });

  // GitLab's runner uses the image's sh where it has no bash.
  it.each([...cases.map((each) => ["sh", ...each] as const), ["bash", ...cases[1]] as const])(
    "in %s: %s",
    async (shell, _name, variables, code) => {
      writeFileSync(here("x"), "");
      const env = {
        ...job?.variables,
        ...variables,
        GITLAB_CI: "true",
        CI: "true",
        CI_PROJECT_DIR: machine.folder,
      };
      const ran = await machine.run([shell, "-e"], (job?.script ?? []).join("\n"), env);
      expect(ran.code, ran.stderr).toBe(code);
      const { paths = [], reports = {} } = job?.artifacts ?? {};
      for (const file of [...paths, ...Object.values(reports)])
        expect(existsSync(here(file)), file).toBe(true);
      expect(existsSync(here("pwned"))).toBe(false);
      expect(machine.asked()).toContain(`npx --yes mwaa-kms@${version} check --report`);
    },
  );
});

describe("ci/buildspec.yml", () => {
  const spec = read("ci/buildspec.yml") as unknown as {
    readonly version: number;
    readonly env: { readonly shell: string; readonly variables: Record<string, string> };
    readonly phases: { readonly build: { readonly commands: readonly string[] } };
    readonly reports: Record<
      string,
      { files: readonly string[]; "base-directory": string; "file-format": string }
    >;
  };

  it("takes the version that it belongs to, and reports what CodeBuild reads", () => {
    expect(spec.version).toBe(0.2);
    expect(spec.env.variables["MWAA_KMS_VERSION"]).toBe(version);
    expect(Object.values(spec.reports).map((report) => report["file-format"])).toEqual(["JUNITXML"]);
  });

  it.each(cases)("%s", async (_name, variables, code) => {
    writeFileSync(here("x"), "");
    const env = { ...spec.env.variables, ...variables, CODEBUILD_BUILD_ID: "airflow-key:1" };
    const ran = await machine.run([spec.env.shell, "-e"], spec.phases.build.commands.join("\n"), env);
    expect(ran.code, ran.stderr).toBe(code);
    for (const { files, "base-directory": base } of Object.values(spec.reports)) {
      for (const file of files) expect(readFileSync(here(join(base, file)), "utf8")).toMatch(/^<\?xml/);
    }
    expect(existsSync(here("pwned"))).toBe(false);
  });
});

describe(".pre-commit-hooks.yaml", () => {
  interface Hook {
    readonly id: string;
    readonly name: string;
    readonly description: string;
    readonly entry: string;
    readonly args?: readonly string[];
    readonly language: string;
    readonly files?: string;
    readonly types?: readonly string[];
    readonly pass_filenames: boolean;
  }
  const hooks = read(".pre-commit-hooks.yaml") as unknown as readonly Hook[];
  const hook = (id: string) => hooks.find((each) => each.id === id) as Hook;
  const run = ({ entry, args = [] }: Hook, more: readonly string[] = args) =>
    machine.run(["sh"], [...entry.split(" "), ...more].join(" "));

  it("names a program of the package, for Node.js, and passes it no list of files", () => {
    for (const each of hooks) {
      expect(each).toMatchObject({ language: "node", pass_filenames: false });
      expect(Object.keys((read("package.json") as unknown as { bin: object }).bin)).toContain(
        each.entry.split(" ")[0],
      );
      expect(each.description).toMatch(/\.$/);
    }
  });

  it("npm pack prints the package's name alone, which pre-commit installs then", () => {
    expect(readFileSync(".npmrc", "utf8")).toMatch(/^foreground-scripts=false$/m);
  });

  it("the manifest's: a good one, a bad one, none; and no other file", async () => {
    const manifest = hook("mwaa-kms-manifest");
    const text = readFileSync("examples/mwaa-kms.yaml", "utf8");
    writeFileSync(here("mwaa-kms.yaml"), text);
    expect((await run(manifest)).code).toBe(0);
    writeFileSync(here("mwaa-kms.yaml"), text.replace("environments:", "enviroments:"));
    expect((await run(manifest)).code).toBe(2);
    expect((await run(manifest, ["none.yaml"])).code).toBe(2);
    const files = new RegExp(manifest.files ?? "");
    expect(
      ["mwaa-kms.yaml", "a/mwaa-kms.yml", "mwaa-kms.yaml.orig", "xmwaa-kms.yaml"].map((name) =>
        files.test(name),
      ),
    ).toEqual([true, true, false, false]);
  });

  it("the policy's: one that lets MWAA use the key, one that does not", async () => {
    const policy = async (whole: string) => {
      const { stdout } = await machine.run(["sh"], `mwaa-kms statement ${documented} ${whole} --as json`);
      return stdout;
    };
    const words = [documented, "--policy-file=policy.json"];
    mkdirSync(machine.folder, { recursive: true });
    writeFileSync(here("policy.json"), await policy("--policy"));
    expect((await run(hook("mwaa-kms-policy"), words)).code).toBe(0);
    writeFileSync(here("policy.json"), (await policy("--policy")).replace("kms:Decrypt*", "kms:Describe*"));
    expect((await run(hook("mwaa-kms-policy"), words)).code).toBe(1);
  });
});
