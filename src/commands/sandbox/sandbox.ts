/** `sandbox`: the local AWS kept running for other programs, its keys listed, its end, or its state forgotten. */
import { resolve } from "node:path";
import type { Host } from "../../platform/host.js";
import { reasonOf } from "../../platform/read-file.js";
import { problem } from "../../problems/problem.js";
import type { Result } from "../../problems/result.js";
import type { SandboxKeyView } from "../../report/report.js";
import { resetSandbox, runningSandboxes, type Sandbox } from "../../sandbox/start.js";
import type { Context, Outcome } from "../../session/context.js";
import { sandboxFolder, startForRun } from "../../session/sandbox.js";
import { inBackground } from "./background.js";
import type { ExportShell, SandboxAction, SandboxVerbOptions } from "./choices.js";
import { behaviourOf } from "./faults.js";
import { exportLines, settingsOf } from "./shell.js";

export async function sandbox(
  action: SandboxAction,
  options: SandboxVerbOptions,
  context: Context,
): Promise<Outcome> {
  const folder = options.state === undefined ? sandboxFolder(context.host) : resolve(options.state);
  switch (action) {
    case "reset":
      return reset(folder);
    case "stop":
      return stop(folder, context.host);
    case "keys": {
      const started = await startForRun(context.host, { ...placeOf(options), statePath: folder });
      if (!started.ok) return failed(started);
      const keys = keysOf(started.value);
      await started.value.close();
      return told(listed(keys), { keys });
    }
    case "start":
      return options.export === undefined
        ? serve(folder, options, context.host)
        : exported(folder, options.export, options, context.host);
  }
}

async function serve(folder: string, options: SandboxVerbOptions, host: Host): Promise<Outcome> {
  const { port, memory, log, fault } = options;
  const started = await startForRun(host, {
    ...placeOf(options),
    ...behaviourOf(fault ?? [], options.strict === true),
    ...(memory ? {} : { statePath: folder, lasting: true }),
    ...(port === undefined ? {} : { port }),
    ...(log === undefined ? {} : { log: logTo(log, host) }),
  });
  if (!started.ok) return failed(started);
  const running = started.value;
  const keys = keysOf(running);
  const settings = settingsOf(running);
  const lines = [...exportLines("bash", settings), "", ...listed(keys)];
  const { url, region, account, credentials } = running;
  return {
    ...told(lines, { url, region, account, credentials, environment: settings, keys }),
    until: () => untilInterrupted(running, host),
  };
}

/** The settings of a sandbox that runs on, for `eval`: one that runs already, else a new one in the background. */
async function exported(
  folder: string,
  shell: ExportShell,
  options: SandboxVerbOptions,
  host: Host,
): Promise<Outcome> {
  const found = await inBackground(folder, options, host);
  if (!found.ok) return failed(found);
  return { parts: { command: "sandbox", verdict: "done", body: text(exportLines(shell, found.value)) } };
}

function text(lines: readonly string[]) {
  return { kind: "sandbox", lines, plain: true } as const;
}

async function reset(folder: string): Promise<Outcome> {
  try {
    await resetSandbox(folder);
  } catch (error) {
    const problems = [problem("sandbox/running", { reason: reasonOf(error) })];
    return { parts: { command: "sandbox", verdict: "not-done", problems } };
  }
  return told(["The sandbox's keys are as new at its next start."]);
}

/** Ends the sandboxes that run for others; one that only serves a run of this tool ends by itself. */
async function stop(folder: string, host: Host): Promise<Outcome> {
  const lasting = (await runningSandboxes(folder)).filter((one) => one.lasting);
  for (const { pid } of lasting) process.kill(pid, "SIGTERM");
  for (let tries = 0; tries < 50 && (await runningSandboxes(folder)).some((one) => one.lasting); tries++) {
    await host.sleep(100);
  }
  return told(
    lasting.length === 0
      ? [`No sandbox runs on ${folder}.`]
      : lasting.map(({ url, pid }) => `Ended ${url} (process ${pid}).`),
  );
}

function placeOf({ account, region }: SandboxVerbOptions) {
  return {
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
  };
}

function told(lines: readonly string[], more: object = {}): Outcome {
  return { parts: { command: "sandbox", verdict: "done", body: { kind: "sandbox", lines, ...more } } };
}

function failed(started: Result<unknown> & { ok: false }): Outcome {
  return { parts: { command: "sandbox", verdict: "could-not-tell", problems: started.problems } };
}

/** Each key as it is now: those that were made here have the name of their alias, or none. */
function keysOf(running: Sandbox): readonly SandboxKeyView[] {
  const seeded = new Map(Object.entries(running.seeds).map(([name, arn]) => [arn, name]));
  const named = running.aliases();
  const view = (arn: string): SandboxKeyView => {
    const { KeyState, KeySpec, Grants } = running.keyOf(arn);
    const name = seeded.get(arn) ?? named.get(arn) ?? "";
    return { name, arn, state: KeyState, spec: KeySpec, grants: Grants.length };
  };
  // Seeds of an earlier version may lack some of today's.
  const there = running.keys();
  const order = [...seeded.keys()].filter((arn) => there.includes(arn));
  return [...order, ...there.filter((arn) => !seeded.has(arn))].map(view);
}

function listed(keys: readonly SandboxKeyView[]): readonly string[] {
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map((word) => word.length));
  const names = widest(keys.map(({ name }) => name));
  const states = widest(keys.map(({ state }) => state));
  return keys.map(({ name, arn, state, grants }) => {
    const line = `# ${name.padEnd(names)}  ${state.padEnd(states)}  ${arn}`;
    return grants === 0 ? line : `${line}  ${grants} grant${grants === 1 ? "" : "s"}`;
  });
}

function logTo(file: string, host: Host): (line: string) => void {
  let last = Promise.resolve();
  const write = (line: string): Promise<void> =>
    file === "-" ? host.stderr.write(`${line}\n`) : host.files.append(file, `${line}\n`);
  return (line) => {
    // A log that cannot be written is no reason to end the server.
    last = last.then(() => write(line)).catch(() => undefined);
  };
}

/** Ctrl-C is how a server is ended, so it is no failure here. */
async function untilInterrupted(running: Sandbox, host: Host): Promise<void> {
  if (!host.interrupted.aborted) {
    await new Promise((done) => host.interrupted.addEventListener("abort", done, { once: true }));
  }
  await running.close();
}
