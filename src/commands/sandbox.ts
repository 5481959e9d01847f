/** `sandbox`: the local AWS kept running for other programs, its keys listed, or its state forgotten. */
import type { Host } from "../host/host.js";
import { resetSandbox, type Sandbox } from "../sandbox/start.js";
import type { Context, Outcome } from "./context.js";
import { sandboxFolder } from "./sandbox-folder.js";
import { startForRun } from "./sandbox-run.js";

export interface SandboxOptions {
  readonly port?: number;
}

/** @param action `start` (until Ctrl-C), `keys` or `reset` */
export async function sandbox(
  action: "start" | "keys" | "reset",
  options: SandboxOptions,
  { host }: Context,
): Promise<Outcome> {
  if (action === "reset") {
    await resetSandbox(sandboxFolder(host));
    return lines(["The sandbox's keys are as new at its next start."]);
  }
  const started = await startForRun(host, action === "start" ? (options.port ?? 0) : 0);
  if (!started.ok) return { parts: { command: "sandbox", verdict: "not-done", problems: started.problems } };
  const running = started.value;
  if (action === "start")
    return { ...lines([...settings(running), "", ...keys(running)]), until: () => serve(running, host) };
  await running.close();
  return lines(keys(running));
}

function lines(text: readonly string[]): Outcome {
  return { parts: { command: "sandbox", verdict: "done", body: { kind: "sandbox", lines: text } } };
}

/** What another program needs in its environment, as a shell reads it. */
function settings({ url, region, credentials }: Sandbox): readonly string[] {
  return [
    `export AWS_ENDPOINT_URL=${url}`,
    `export AWS_REGION=${region}`,
    `export AWS_ACCESS_KEY_ID=${credentials.accessKeyId}`,
    `export AWS_SECRET_ACCESS_KEY=${credentials.secretAccessKey}`,
    "unset AWS_PROFILE AWS_SESSION_TOKEN",
  ];
}

function keys({ seeds }: Sandbox): readonly string[] {
  const longest = Math.max(...Object.keys(seeds).map((name) => name.length));
  return Object.entries(seeds).map(([name, arn]) => `# ${name.padEnd(longest)}  ${arn}`);
}

/** Ctrl-C is how a server is ended, so it is no failure here. */
async function serve(running: Sandbox, host: Host): Promise<void> {
  if (!host.interrupted.aborted) {
    await new Promise((resolve) => host.interrupted.addEventListener("abort", resolve, { once: true }));
  }
  await running.close();
}
