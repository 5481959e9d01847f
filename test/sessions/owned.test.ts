/** A key that a deployment tool owns: the change would be undone, so it is said, and needs a word more. */
import { KMSClient, TagResourceCommand } from "@aws-sdk/client-kms";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.js";
import { openTerminal, type TerminalSettings } from "../terminal.js";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  const { url: endpoint, region, credentials } = sandbox;
  const client = new KMSClient({ endpoint, region, credentials });
  const Tags = [{ TagKey: "ManagedBy", TagValue: "terraform" }];
  await client.send(new TagResourceCommand({ KeyId: sandbox.seeds["lacks-statement"], Tags }));
  client.destroy();
});
afterAll(() => sandbox.close());

async function run(settings: TerminalSettings, ...argv: readonly string[]) {
  process.env["AWS_ACCESS_KEY_ID"] = sandbox.credentials.accessKeyId;
  process.env["AWS_SECRET_ACCESS_KEY"] = sandbox.credentials.secretAccessKey;
  const terminal = openTerminal(settings);
  try {
    return await terminal.run(...argv, sandbox.seeds["lacks-statement"], "--endpoint-url", sandbox.url);
  } finally {
    terminal.dispose();
    delete process.env["AWS_ACCESS_KEY_ID"];
    delete process.env["AWS_SECRET_ACCESS_KEY"];
  }
}

describe("prepare, on a key that Terraform owns", () => {
  it("says so, with the statement for its code", async () => {
    const { code, stdout } = await run({}, "diff");
    expect(code).toBe(1);
    expect(stdout).toContain("[plan/deployment-tool]");
    expect(stdout).toContain("the tag ManagedBy = terraform");
    expect(stdout).toContain("--as terraform");
  });

  it("without a terminal, wants --allow-drift beside --yes", async () => {
    const refused = await run({}, "prepare", "--yes");
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("[plan/needs-allow-drift]");
    const asked = await run({ isTerminal: true, answers: ["no"] }, "prepare");
    expect(asked.stderr).toContain("[plan/deployment-tool]");
    expect(asked.code).toBe(1);
    const allowed = await run({}, "prepare", "--yes", "--allow-drift");
    expect(allowed.stdout).toContain("Ready: MWAA can use this key.");
    expect(allowed.code).toBe(0);
    expect((await run({}, "prepare", "--yes")).code, "nothing to write, nothing to undo").toBe(0);
  });
});
