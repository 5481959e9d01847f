/** The steps for GitLab, CodeBuild and pre-commit: parsed, and their commands run as those services do. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { componentInputs, componentJobs, packProgram } from "./component.js";
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

/** The program as a release has it, for all tests of this file. */
const packed = mkdtempSync(join(tmpdir(), "mwaa-kms-packed-"));
const tarball = packProgram(packed);
afterAll(() => rmSync(packed, { recursive: true }));

/** What can be wrong with a tarball: nothing of it runs, and the exit code says whose fault it is. */
const badTarballs = [
  ["none", "", "", 2],
  ["no checksum", tarball.path, "", 2],
  ["another checksum", tarball.path, "0".repeat(64), 2],
  ["no such file", join(packed, "none.tgz"), tarball.sha256, 2],
  ["an address where nothing is", "http://127.0.0.1:9/mwaa-kms.tgz", tarball.sha256, 3],
] as const;

/** Serves the tarball for one test. */
async function served<T>(use: (url: string) => Promise<T>): Promise<T> {
  const server = createServer((_request, response) => response.end(readFileSync(tarball.path)));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return use(`http://127.0.0.1:${port}/mwaa-kms.tgz`).finally(() => server.close());
}

describe("templates/check.yml", () => {
  const run = (shell: string, inputs: Readonly<Record<string, string>>, env = {}) => {
    const job = componentJobs(inputs)["mwaa-kms-check"];
    const ci = { GITLAB_CI: "true", CI: "true", CI_PROJECT_DIR: machine.folder };
    return machine.run([shell, "-e"], (job?.script ?? []).join("\n"), { ...job?.variables, ...ci, ...env });
  };
  const release = { tarball: tarball.path, sha256: tarball.sha256 };

  it("describes every input, and gives each a default, so that a pipeline needs only what it sets", () => {
    for (const [name, input] of Object.entries(componentInputs)) {
      expect(input.description, name).toMatch(/\.$/);
      expect(typeof input.default, name).toBe("string");
      expect(readFileSync("templates/check.yml", "utf8")).toContain(`$[[ inputs.${name} ]]`);
    }
    const job = componentJobs({ job: "key", stage: "build", image: "i", audience: "https://git.example" })[
      "key"
    ];
    expect(job).toMatchObject({ stage: "build", image: "i" });
    expect(job?.id_tokens).toEqual({ MWAA_KMS_TOKEN: { aud: "https://git.example" } });
  });

  // GitLab's runner uses the image's sh where it has no bash.
  it.each([...cases.map((each) => ["sh", ...each] as const), ["bash", ...cases[1]] as const])(
    "in %s: %s",
    async (shell, _name, { MWAA_KMS_KEY: key, MWAA_KMS_ARGS: args }, code) => {
      writeFileSync(here("x"), "");
      const ran = await run(shell, { ...release, key, args });
      expect(ran.code, ran.stderr).toBe(code);
      const { paths = [], reports = {} } = componentJobs({})["mwaa-kms-check"]?.artifacts ?? {};
      for (const file of [...paths, ...Object.values(reports)])
        expect(existsSync(here(file)), file).toBe(true);
      expect(existsSync(here("pwned"))).toBe(false);
      expect(machine.asked()).toBe("");
    },
  );

  it.each(badTarballs)("%s", async (_name, path, sha256, code) => {
    const ran = await run("sh", { tarball: path, sha256, key: readyKey, args: sandbox });
    expect(ran.code, ran.stderr).toBe(code);
    expect(ran.stdout).not.toContain("Ready");
  });

  it("downloads the tarball", async () => {
    const ran = await served((url) =>
      run("sh", { tarball: url, sha256: tarball.sha256, key: readyKey, args: sandbox }),
    );
    expect(ran.code, ran.stderr).toBe(0);
  });

  it("takes the program of the image, and a role by GitLab's token", async () => {
    const role = "arn:aws:iam::111122223333:role/check";
    const shows = 'sh -c \'printf "%s %s" "$AWS_ROLE_ARN" "$(cat "$AWS_WEB_IDENTITY_TOKEN_FILE")"\'';
    writeFileSync(here("shows"), `#!/bin/sh\n${shows}\n`, { mode: 0o755 });
    const ran = await run("sh", { command: "./shows", role }, { MWAA_KMS_TOKEN: "a-token" });
    expect(ran.stdout, ran.stderr).toBe(`${role} a-token`);
  });
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

  const run = (variables: Readonly<Record<string, string>>) => {
    const env = { ...spec.env.variables, ...variables, CODEBUILD_BUILD_ID: "airflow-key:1" };
    return machine.run([spec.env.shell, "-e"], spec.phases.build.commands.join("\n"), env);
  };
  const release = { MWAA_KMS_TARBALL: tarball.path, MWAA_KMS_SHA256: tarball.sha256 };

  it("reports what CodeBuild reads", () => {
    expect(spec.version).toBe(0.2);
    expect(Object.values(spec.reports).map((report) => report["file-format"])).toEqual(["JUNITXML"]);
  });

  it.each(cases)("%s", async (_name, variables, code) => {
    writeFileSync(here("x"), "");
    const ran = await run({ ...release, ...variables });
    expect(ran.code, ran.stderr).toBe(code);
    for (const { files, "base-directory": base } of Object.values(spec.reports)) {
      for (const file of files) expect(readFileSync(here(join(base, file)), "utf8")).toMatch(/^<\?xml/);
    }
    expect(existsSync(here("pwned"))).toBe(false);
  });

  it.each(badTarballs)("%s", async (_name, path, sha256, code) => {
    const bad = {
      MWAA_KMS_TARBALL: path,
      MWAA_KMS_SHA256: sha256,
      MWAA_KMS_KEY: readyKey,
      MWAA_KMS_ARGS: sandbox,
    };
    const ran = await run(bad);
    expect(ran.code, ran.stderr).toBe(code);
    expect(ran.stdout).not.toContain("Ready");
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
