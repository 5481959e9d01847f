/** Policies near the API's limit and above KMS's quota: what is certain is refused before anything is saved, the rest is a warning. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Report } from "../../src/report/report.js";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.js";
import type { Terminal } from "../terminal.js";
import { terminalOn } from "./on-sandbox.js";

let sandbox: Sandbox;
let terminal: Terminal;
beforeEach(async () => {
  sandbox = await startSandbox();
  terminal = terminalOn(sandbox);
});
afterEach(async () => {
  terminal.dispose();
  await sandbox.close();
});

/** Prepares a key whose policy has so many characters, all of them ASCII. */
async function prepared(characters: number, ...argv: string[]) {
  const key = sandbox.seeds["lacks-statement"];
  const policy = JSON.parse(sandbox.policyOf(key));
  policy.Id = "";
  policy.Id = "x".repeat(characters - JSON.stringify(policy).length);
  sandbox.putPolicyRaw(key, JSON.stringify(policy));
  const { code, stdout } = await terminal.run("prepare", key, "-e", "demo", ...argv, "--format", "json");
  const { problems, body } = JSON.parse(stdout) as Report;
  const plan = body?.kind === "plan" ? body.plan : undefined;
  const writes = sandbox.calls.filter(({ operation }) => operation === "PutKeyPolicy").length;
  const isSaved = existsSync(join(terminal.folder, "state", "backups"));
  return { code, codes: problems.map((each) => each.code), what: problems[0]?.what, plan, writes, isSaved };
}

it("above 131,072 characters with the statement: refused for certain, before a backup is made and with nothing sent", async () => {
  const { code, codes, what, writes, isSaved } = await prepared(131_072, "--yes");
  expect([code, codes, writes, isSaved]).toEqual([1, ["plan/too-long"], 0, false]);
  expect(what).toContain("131,072");
});

it("above 32,768 bytes with the statement: a plan, with a warning that KMS might refuse it", async () => {
  const { code, plan } = await prepared(32_768, "--dry-run");
  expect(code).toBe(1);
  const warning = plan?.warnings.find((each) => each.code === "lint/size");
  expect(warning?.severity).toBe("warning");
  expect(warning?.why).toContain("KMS might accept it");
});

it("no byte above the quota: no warning", async () => {
  const { plan } = await prepared(32_000, "--dry-run");
  expect(plan?.warnings.map((each) => each.code)).not.toContain("lint/size");
});
