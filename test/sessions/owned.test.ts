/** A key that a deployment tool owns: the change would be undone, so it is said, and needs a word more. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

describe("check, on a key that Terraform owns", () => {
  const owner = async (...argv: string[]) => {
    const { code, stdout } = await run({}, "check", ...argv, "--format", "json");
    const { findings, problems } = JSON.parse(stdout);
    const found = findings.find(({ check }: { check: string }) => check === "policy-owner");
    return { code, problems, outcome: found?.outcome, evidence: found?.evidence };
  };
  const withState = async (text: string) => {
    const folder = mkdtempSync(join(tmpdir(), "mwaa-kms-state-"));
    try {
      const file = join(folder, "terraform.tfstate");
      writeFileSync(file, text);
      const told = await owner("--terraform-state", file);
      return { ...told, evidence: told.evidence?.replaceAll(file, "STATE") };
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
  const state = (...types: string[]) =>
    JSON.stringify({
      version: 4,
      terraform_version: "1.11.4",
      resources: types.map((type) => ({
        module: "module.kms",
        mode: "managed",
        type,
        name: "k",
        instances: [{ attributes: { key_id: sandbox.seeds["lacks-statement"].replace(/^.*\//, "") } }],
      })),
    });

  it("tells it by the tags", async () => {
    expect(await owner()).toMatchObject({
      outcome: "pass",
      evidence: "Terraform (the tag ManagedBy = terraform)",
    });
  });

  it("tells the resource by the state, and two of them as a finding", async () => {
    const one = await withState(state("aws_kms_key"));
    expect(one).toMatchObject({ outcome: "pass", evidence: "Terraform (module.kms.aws_kms_key.k in STATE)" });
    const two = await withState(state("aws_kms_key", "aws_kms_key_policy"));
    expect(two).toMatchObject({ outcome: "warn", code: 1 });
    expect(two.evidence).toContain("module.kms.aws_kms_key_policy.k");
  });

  it("takes what terraform show -json makes of a state, and no plan", async () => {
    const values = { arn: sandbox.seeds["lacks-statement"] };
    const resource = { mode: "managed", type: "aws_kms_key", address: "aws_kms_key.shown", values };
    const shown = {
      format_version: "1.0",
      values: { root_module: { child_modules: [{ resources: [resource] }] } },
    };
    expect((await withState(JSON.stringify(shown))).evidence).toContain("aws_kms_key.shown");
    const plan = await withState('{"format_version":"1.2","resource_changes":[]}');
    expect([plan.code, plan.problems[0].code]).toEqual([2, "iac/wrong-file"]);
  });
});

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
