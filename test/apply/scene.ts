/** A key, a plan for it, and everything that applying the plan needs: the real client over HTTP, a clock of the test's own. */
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ApplyTools, applyPlan } from "../../src/apply/apply-plan.js";
import { connect } from "../../src/aws/connect.js";
import type { Connection } from "../../src/aws/connection.js";
import { takeSnapshot } from "../../src/aws/take-snapshot.js";
import { parseTarget } from "../../src/key/target.js";
import type { Applied, Plan } from "../../src/plan/plan.js";
import { planPrepare } from "../../src/plan/prepare.js";
import type { Host } from "../../src/platform/host.js";
import { nodeFiles } from "../../src/platform/node-host.js";
import { type Fault, type Sandbox, type SandboxCall, startSandbox } from "../../src/sandbox/start.js";

export interface Scene {
  readonly sandbox: Sandbox;
  readonly key: string;
  readonly plan: Plan;
  readonly interruption: AbortController;
  readonly interruptionAgain: AbortController;
  readonly said: readonly string[];
  readonly host: ApplyTools["host"];
  /** Counts from the first request of the apply, which is 0. */
  fault(choose: (call: SandboxCall, index: number) => Fault | undefined): void;
  apply(changes?: Partial<ApplyTools>): Promise<Applied>;
  backups(): readonly { readonly policy: string; readonly key: string }[];
  close(): Promise<void>;
}

/** Sets the scene: a snapshot is taken and a plan is made; nothing is written yet. `longestCall` in milliseconds. */
export async function setScene(longestCall = 6_000): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), "mwaa-kms-flow-"));
  let choose: (call: SandboxCall, index: number) => Fault | undefined = () => undefined;
  let start = 0;
  const sandbox = await startSandbox({ fault: (call) => choose(call, call.index - start) });
  const key = sandbox.seeds["lacks-statement"];
  const connection = await connected(sandbox, longestCall);
  const interruption = new AbortController();
  const interruptionAgain = new AbortController();
  const said: string[] = [];
  let time = Date.parse("2026-11-23T12:00:00.000Z");
  const clock = {
    now: () => new Date(time),
    sleep: async (milliseconds: number, signal?: AbortSignal) => {
      // A wait beside other work is over only when that is.
      if (signal !== undefined)
        return new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      time += milliseconds;
    },
  };
  const plan = await planFor(key, connection, clock);
  start = sandbox.calls.length;
  const backupFolder = join(folder, "backups");
  const host = {
    ...clock,
    files: nodeFiles,
    sha256: (text: string) => createHash("sha256").update(text).digest("hex"),
    interrupted: interruption.signal,
    interruptedAgain: interruptionAgain.signal,
  };
  return {
    sandbox,
    key,
    plan,
    interruption,
    interruptionAgain,
    said,
    host,
    fault: (chosen) => {
      choose = chosen;
    },
    apply: (changes = {}) =>
      applyPlan(plan, {
        connection,
        host,
        backupFolder,
        caller: "arn:aws:iam::111122223333:user/test",
        tool: "test",
        say: (line) => said.push(line),
        urge: (line) => said.push(line),
        beforeWrite: () => undefined,
        ...changes,
      }),
    backups: () => {
      const names = readdirSync(folder).includes("backups") ? readdirSync(backupFolder) : [];
      return names.map((name) => JSON.parse(readFileSync(join(backupFolder, name), "utf8")));
    },
    close: async () => {
      connection.close();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function connected(sandbox: Sandbox, call: number): Promise<Connection> {
  const settings = {
    region: sandbox.region,
    endpointUrl: sandbox.url,
    credentials: sandbox.credentials,
    timeouts: { connection: 1_500, request: 1_500, socket: 1_500, silence: 6_000, call },
  };
  const connection = await connect(settings, { env: {}, files: nodeFiles });
  if (!connection.ok) throw new Error("the sandbox must be reachable");
  return connection.value;
}

async function planFor(
  key: string,
  connection: Connection,
  clock: Pick<Host, "now" | "sleep">,
): Promise<Plan> {
  const target = parseTarget({ key, environment: "demo" });
  if (!target.ok) throw new Error("the seeded key must be a key");
  const snapshot = await takeSnapshot(target.value, connection, { host: clock, say: () => undefined }, [
    "caller",
    "key",
    "policy",
  ]);
  const plan = planPrepare(snapshot, {});
  if (!plan.ok) throw new Error(plan.problems.map((problem) => problem.what).join());
  return plan.value;
}
