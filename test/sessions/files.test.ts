/** Judging without AWS: a policy in a file, two policies in two files; no call is made. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTerminal, type Terminal } from "../terminal.js";

const key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const root = {
  Sid: "root",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "kms:*",
  Resource: "*",
};
const logs = (pattern: string, actions: readonly string[]) => ({
  Effect: "Allow",
  Principal: { Service: "logs.us-east-1.amazonaws.com" },
  Action: actions,
  Resource: "*",
  Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": pattern } },
});
const five = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"];
const account = "arn:aws:logs:us-east-1:111122223333:*";
const policy = (...statements: readonly object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [root, ...statements] });

let terminal: Terminal;
beforeEach(() => {
  terminal = openTerminal();
});
afterEach(() => terminal.dispose());

function file(name: string, text: string): string {
  const path = join(terminal.folder, name);
  writeFileSync(path, text);
  return path;
}

describe("check --policy-file", () => {
  const task = `arn:aws:logs:us-east-1:111122223333:log-group:airflow-prod-Task`;
  it.each([
    ["ready", policy(logs(account, five)), [], 0, "The policy is valid for MWAA. The key was not checked."],
    ["no statement", policy(), [], 1, "[logs/missing]"],
    [
      "another account's environment",
      policy(logs(account, five)),
      ["--account", "444455556666"],
      1,
      "[logs/",
    ],
    [
      "less than documented",
      policy(logs(account, ["kms:Decrypt*", "kms:GenerateDataKey*"])),
      [],
      1,
      "[logs/narrower]",
    ],
    [
      "less, accepted",
      policy(logs(account, ["kms:Decrypt*", "kms:GenerateDataKey*"])),
      ["--accept", "narrower"],
      0,
      "[logs/narrower]",
    ],
    ["one log group of five", policy(logs(task, five)), ["-e", "prod", "-v"], 1, "airflow-prod-Worker"],
    [
      "one log group of one",
      policy(logs(task, five)),
      ["-e", "prod", "--log-type", "Task"],
      0,
      "The policy is valid for MWAA.",
    ],
    ["not JSON", "{ Statement: }", [], 1, "[policy/not-json]"],
    ["no policy", `{"Version":"2012-10-17"}`, [], 1, "[policy/no-statement]"],
    [
      "Effect in the wrong case",
      policy({ ...root, Effect: "allow" }),
      [],
      1,
      "[policy/member] (statement 2)",
    ],
    ["a member twice", `{"Statement":[],"Statement":[]}`, [], 3, "[policy/member-twice]"],
  ])("%s", async (_name, text, options, code, told) => {
    const ran = await terminal.run("check", key, "--policy-file", file("policy.json", text), ...options);
    expect(ran.stdout).toContain(told);
    expect(ran.code).toBe(code);
  });

  it("makes no calls, and checks what the file and the options tell", async () => {
    const { stdout } = await terminal.run(
      ...["check", key, "--policy-file", file("p.json", policy(logs(account, five))), "--format", "json"],
    );
    const report = JSON.parse(stdout) as { findings: { check: string }[] };
    expect(report.findings.map((finding) => finding.check)).toEqual([
      ...["identifier", "key-account", "logs-access", "logs-deny", "grants-create", "grants-use"],
      ...["over-grants", "stored-policy", "lockout", "execution-role"],
    ]);
  });

  it("says what is wrong with the question", async () => {
    const path = file("p.json", policy());
    expect((await terminal.run("check", key, "--policy-file", "/nowhere.json")).stderr).toContain(
      "[policy/unread]",
    );
    expect((await terminal.run("check", "--policy-file", path)).stderr).toContain("[usage/policy-file]");
    expect((await terminal.run("check", key, "--sandbox", "--policy-file", path)).code).toBe(2);
    expect(
      (await terminal.run("check", "1234abcd-12ab-34cd-56ef-1234567890ab", "--policy-file", path)).stderr,
    ).toContain("[target/no-region]");
  });
});

describe("diff --from --to", () => {
  it("order, one-item lists and account ids are no difference", async () => {
    const one = file("one.json", policy(logs(account, five)));
    const same = [logs(account, [...five].reverse()), { ...root, Principal: { AWS: ["111122223333"] } }];
    const other = file("other.json", JSON.stringify({ Version: "2012-10-17", Statement: same }, null, 4));
    const { code, stdout } = await terminal.run("diff", "--from", one, "--to", other);
    expect(stdout).toContain("No changes: the policies mean the same.");
    expect(code).toBe(0);
  });

  it("tells what is added, removed and changed, and whether it widens", async () => {
    const one = file("one.json", policy(logs(account, five)));
    const other = file("other.json", policy(logs("arn:aws:logs:us-east-1:*:*", five)));
    const { code, stdout } = await terminal.run("diff", "--from", one, "--to", other);
    expect(code).toBe(1);
    expect(stdout).toContain("Key policy: 1 statement changed, 1 unchanged");
    expect(stdout).toContain(`-     ${account}`);
    expect(stdout).toContain("+     arn:aws:logs:us-east-1:*:*");
    expect(stdout).toContain("New access: CloudWatch Logs (logs.us-east-1.amazonaws.com) can call kms:");
    expect(stdout).toContain("The policies differ: 1 changed.");
    const back = await terminal.run("diff", "--from", other, "--to", one);
    expect(back.stdout).toContain("New access: none.");
  });

  it.each([
    ["check --policy-file", ["check", key, "--policy-file"]],
    ["diff --from --to", ["diff", "--to", "/nowhere", "--from"]],
    ["check --manifest", ["check", "--manifest"]],
    ["prepare --manifest", ["prepare", "--manifest"]],
    ["check --terraform-plan", ["check", "--terraform-plan"]],
    ["check --template", ["check", "--template"]],
  ])("%s takes -v", async (_name, argv) => {
    const { stdout, stderr } = await terminal.run(...argv, "/nowhere", "-v");
    expect(stdout + stderr).not.toContain("[usage/beside]");
  });

  it("needs two files that are policies", async () => {
    const one = file("one.json", policy());
    expect((await terminal.run("diff", "--from", one)).stderr).toContain("[usage/two-files]");
    expect((await terminal.run("diff", "--from", one, "--to", file("x", "{"))).code).toBe(3);
    expect((await terminal.run("diff", "--from", one, "--to", "/nowhere")).code).toBe(2);
  });
});
