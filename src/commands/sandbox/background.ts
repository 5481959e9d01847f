/** A sandbox that runs on after this process: found on its folder, or started. */
import { spawn } from "node:child_process";
import type { Host } from "../../platform/host.js";
import { problem } from "../../problems/problem.js";
import { fail, ok, type Result } from "../../problems/result.js";
import { runningSandboxes } from "../../sandbox/start.js";
import type { SandboxVerbOptions } from "./choices.js";
import { type SandboxVariables, settingsOf } from "./shell.js";

const patienceMs = 20_000;

/** @returns the settings of the sandbox that answers there */
export async function inBackground(
  folder: string,
  options: SandboxVerbOptions,
  host: Host,
): Promise<Result<SandboxVariables>> {
  const isAny = Object.keys(options).every((name) => ["export", "state"].includes(name));
  const [running] = isAny ? (await runningSandboxes(folder)).filter((one) => one.lasting) : [];
  if (running !== undefined) return ok(settingsOf(running));
  return startDetached(options, folder, host);
}

/** The new one tells its settings as JSON on its standard output, once it listens. */
async function startDetached(
  { port, memory, account, region, log, fault, strict }: SandboxVerbOptions,
  folder: string,
  host: Host,
): Promise<Result<SandboxVariables>> {
  const words = [
    ...["sandbox", "start", "--format", "json", "--quiet"],
    ...(memory ? ["--memory"] : ["--state", folder]),
    ...(port === undefined ? [] : ["--port", String(port)]),
    ...(account === undefined ? [] : ["--account", account]),
    ...(region === undefined ? [] : ["--region", region]),
    ...(log === undefined ? [] : ["--log", log]),
    ...(strict ? ["--strict"] : []),
    ...(fault ?? []).flatMap((one) => ["--fault", one.kind === "lag" ? `lag=${one.seconds}` : one.kind]),
  ];
  const child = spawn(process.execPath, [process.argv[1] ?? "", ...words], {
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
    env: host.env,
  });
  const answer = await new Promise<StartedSandbox | undefined>((resolve) => {
    let text = "";
    const timer = setTimeout(() => resolve(undefined), patienceMs);
    const done = (found: StartedSandbox | undefined): void => {
      clearTimeout(timer);
      resolve(found);
    };
    child.once("error", () => done(undefined));
    child.once("close", () => done(read(text)));
    child.stdout.on("data", (part: Buffer) => {
      text += part.toString();
      const found = read(text);
      if (found !== undefined) done(found);
    });
  });
  child.stdout.destroy();
  child.removeAllListeners();
  child.unref();
  const settings = answer?.body?.environment;
  if (settings !== undefined) return ok(settings);
  const reason = answer?.problems?.[0]?.what ?? "it did not answer";
  return fail(problem("sandbox/unavailable", { reason }));
}

interface StartedSandbox {
  readonly body?: { readonly environment?: SandboxVariables };
  readonly problems?: readonly { readonly what: string }[];
}

/** Our own report, whole; undefined while it still comes. */
function read(text: string): StartedSandbox | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
