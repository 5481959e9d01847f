/** With exactly the permissions that `explain permissions` prints, every verb works; without one, it says which is missing. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { permissionsPolicy } from "../../src/commands/explain/permissions.js";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.js";
import { openTerminal, type Ran } from "../terminal.js";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

interface Policy {
  readonly Version: string;
  readonly Statement: readonly { readonly Sid: string; readonly Action: readonly string[] }[];
}

/** Runs the verb as a new role with this policy; the SDK finds its keys in the environment, as it does for people. */
async function runAs(role: string, policy: object, ...argv: readonly string[]): Promise<Ran> {
  const principal = sandbox.addPrincipal({ role, identityPolicy: policy as never });
  process.env["AWS_ACCESS_KEY_ID"] = principal.accessKeyId;
  process.env["AWS_SECRET_ACCESS_KEY"] = principal.secretAccessKey;
  const terminal = openTerminal();
  try {
    return await terminal.run(...argv, "--endpoint-url", sandbox.url);
  } finally {
    terminal.dispose();
    delete process.env["AWS_ACCESS_KEY_ID"];
    delete process.env["AWS_SECRET_ACCESS_KEY"];
  }
}

const key = () => sandbox.seeds["lacks-statement"];
const whole = () => permissionsPolicy(key()) as Policy;
/** For any key, so that nothing is refused but what is left out. */
const anyKey = permissionsPolicy("*") as Policy;
const without = (action: string): object => ({
  ...anyKey,
  Statement: anyKey.Statement.map((statement) => ({
    ...statement,
    Action: [...statement.Action.filter((each) => each !== action), "kms:ListAliases"],
  })),
});

describe("with exactly these permissions", () => {
  it("diff, prepare, check and grants --verify work", async () => {
    expect((await runAs("Exact1", whole(), "diff", key(), "-e", "demo")).code).toBe(1);
    const prepared = await runAs("Exact2", whole(), "prepare", key(), "-e", "demo", "--yes");
    expect(prepared.stdout).toContain("Ready: MWAA can use this key.");
    expect((await runAs("Exact3", whole(), "check", key(), "-e", "demo")).code).toBe(0);
    expect((await runAs("Exact4", whole(), "grants", key(), "-e", "demo", "--verify")).code).toBe(1);
  });
});

describe("without one of them", () => {
  it.each([
    ["kms:DescribeKey", ["check"], 3],
    ["kms:GetKeyPolicy", ["check"], 3],
    ["kms:GetKeyPolicy", ["prepare", "--yes"], 3],
    ["kms:ListGrants", ["grants", "--verify"], 3],
  ])("%s: %j says which, and on what", async (action, [verb = "", ...more], code) => {
    const role = `Without${action.replace(":", "")}${verb}`;
    const ran = await runAs(role, without(action), verb, sandbox.seeds.ready, "-e", "demo", ...more);
    expect(ran.stdout).toContain(action);
    expect(ran.stdout).toContain("[aws/access-denied]");
    expect(ran.stdout).toContain(`assumed-role/${role}/`);
    expect(ran.stdout).not.toMatch(/\bat .*\.[jt]s:\d+/);
    expect(ran.code).toBe(code);
  });

  it("kms:PutKeyPolicy, to narrow a key that is ready: not done, and not called not ready", async () => {
    const argv = [
      "prepare",
      sandbox.seeds.ready,
      "-e",
      "demo",
      "--scope",
      "environment",
      "--tighten",
      "--yes",
    ] as const;
    const ran = await runAs("WithoutPutReady", without("kms:PutKeyPolicy"), ...argv);
    expect(ran.stdout).toContain("Not changed: access denied.");
    expect(ran.stdout).not.toContain("Not ready");
    expect(ran.code).toBe(1);
  });

  it("kms:PutKeyPolicy: nothing is written, and the key's owner is handed what he needs", async () => {
    const target = sandbox.seeds["wrong-region-statement"];
    const before = sandbox.policyOf(target);
    const ran = await runAs(
      "WithoutPut",
      without("kms:PutKeyPolicy"),
      "prepare",
      target,
      "-e",
      "demo",
      "--yes",
    );
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain("[aws/access-denied]");
    expect(ran.stdout).toContain("kms:PutKeyPolicy");
    expect(ran.stdout).toContain("✗ Not ready: the key policy was not changed.");
    expect(ran.stdout, "what just failed is not the way to repair it").not.toContain("[logs/missing]");
    const handoff = /Fix: +(mwaa-kms prepare \S+ --handoff request\.md .*)/.exec(ran.stdout)?.[1];
    expect(handoff).toContain(target);
    expect(sandbox.policyOf(target)).toBe(before);
  });
});
