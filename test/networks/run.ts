/** Runs one situation: ours and, where it is installed, the AWS CLI, each with a home and an environment of its own. */
import { type SpawnOptions, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { keyId } from "./front.js";
import type { Machinery } from "./machinery.js";
import type { Situation } from "./situations.js";

export interface Ran {
  readonly exit: number | null;
  readonly seconds: number;
  readonly output: string;
  /** The access keys that KMS saw. */
  readonly identity: string;
  readonly route: "proxy" | "direct";
}

/** Longer than ours may take; the AWS CLI may take minutes. */
const patience = 15_000;

export const awsCli = ["/usr/bin/aws", "/usr/local/bin/aws"].find((path) => existsSync(path));

export function runOurs(situation: Situation, machinery: Machinery): Promise<Ran> {
  return run(situation, machinery, ({ profile, endpoint, region = "us-east-1" }) => {
    const key = `arn:aws:kms:${region}:111122223333:key/${keyId}`;
    const words = [resolve("bin/mwaa-kms.js"), "check", key, "-e", "demo", "--format", "json"];
    return [process.execPath, [...words, ...optional({ profile, "endpoint-url": endpoint })]];
  });
}

export function runAwsCli(situation: Situation, machinery: Machinery, path: string): Promise<Ran> {
  return run(situation, machinery, ({ profile, endpoint, region = "us-east-1" }) => {
    const words = ["kms", "describe-key", "--key-id", keyId, "--region", region, "--no-cli-pager"];
    return [path, [...words, ...optional({ profile, "endpoint-url": endpoint })]];
  });
}

function optional(options: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
}

async function run(
  situation: Situation,
  machinery: Machinery,
  command: (setting: ReturnType<Situation["setting"]>) => readonly [string, readonly string[]],
): Promise<Ran> {
  const home = mkdtempSync(join(tmpdir(), "mwaa-kms-home-"));
  mkdirSync(join(home, ".aws"));
  const setting = situation.setting(machinery, home);
  for (const name of ["config", "credentials"] as const)
    writeFileSync(join(home, ".aws", name), setting[name] ?? "");
  machinery.set(situation.behaviour ?? {});
  machinery.take();
  const env = {
    PATH: process.env["PATH"],
    HOME: home,
    AWS_EC2_METADATA_DISABLED: "true",
    HTTPS_PROXY: `http://127.0.0.1:${machinery.proxy}`,
    AWS_CA_BUNDLE: machinery.ca,
    NO_PROXY: "127.0.0.1",
    ...setting.env,
  };
  const [file, words] = command(setting);
  const ended = await finished(file, words, { env, stdio: ["ignore", "pipe", "pipe"] });
  const { seen, proxied } = machinery.take();
  rmSync(home, { recursive: true, force: true });
  const kms = seen.filter(({ host }) => host.startsWith("kms"));
  return {
    ...ended,
    identity: [...new Set(kms.map(({ accessKey }) => accessKey))].join(", "),
    route: proxied.length > 0 ? "proxy" : "direct",
  };
}

function finished(
  file: string,
  words: readonly string[],
  options: SpawnOptions,
): Promise<Pick<Ran, "exit" | "seconds" | "output">> {
  return new Promise((done) => {
    const began = performance.now();
    const child = spawn(file, words, options);
    let output = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    const clock = setTimeout(() => child.kill("SIGKILL"), patience);
    child.on("close", (exit) => {
      clearTimeout(clock);
      done({ exit, output, seconds: (performance.now() - began) / 1000 });
    });
  });
}
