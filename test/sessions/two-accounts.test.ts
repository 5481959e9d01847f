/** A key of another account, from the request to the owner to the verified grants, with the identity of every call. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mwaaGrants } from "../../src/sandbox/mwaa-grants.js";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.js";
import { type AskedAs, terminalOn } from "./on-sandbox.js";

const ours = "111122223333";
const theirs = "444455556666";
const ownerRole = `arn:aws:iam::${theirs}:role/Administrator`;
const asOwner = ["--key-role-arn", ownerRole];

let sandbox: Sandbox;
let key: string;
let seen = 0;

beforeEach(async () => {
  sandbox = await startSandbox();
  key = sandbox.seeds["other-account"];
  expect(key).toContain(theirs);
  const root = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${theirs}:root` },
    Action: "kms:*",
    Resource: "*",
  };
  sandbox.putPolicyRaw(key, JSON.stringify({ Version: "2012-10-17", Statement: [root] }));
  seen = 0;
});
afterEach(() => sandbox.close());

async function run(as: AskedAs, ...words: readonly string[]) {
  const terminal = terminalOn(sandbox, {}, as);
  const ran = await terminal.run(
    ...words.map((word) => (word.endsWith(".md") ? join(terminal.folder, word) : word)),
  );
  const file = (name: string) => readFileSync(join(terminal.folder, name), "utf8");
  return { ...ran, file, dispose: () => terminal.dispose() };
}

/** The calls since the last look, as `caller: operation`; a session of the owner's role has a key of its own. */
function calls(): readonly string[] {
  const names = new Map([
    [sandbox.credentials.accessKeyId, "environment"],
    [sandbox.principals["other-administrator"].accessKeyId, "owner"],
  ]);
  const found = sandbox.calls
    .slice(seen)
    .map(({ caller, operation }) => `${names.get(caller) ?? "role"}: ${operation}`);
  seen = sandbox.calls.length;
  return [...new Set(found)].toSorted();
}

const environment = ["-e", "demo", "--accept", "cross-account"];

test("consumer without rights, hand-off, owner applies, consumer checks, grants appear, verified", async () => {
  const consumer = sandbox.credentials;
  const owner = sandbox.principals["other-administrator"];

  const before = await run(consumer, "check", key, ...environment, "--format", "json");
  expect(before.code).toBe(3);
  expect(calls().every((call) => call.startsWith("environment: "))).toBe(true);

  const asked = await run(consumer, "prepare", key, ...environment, "--handoff", "request.md");
  const request = asked.file("request.md");
  for (const part of [
    key,
    `:${ours}:*`,
    `arn:aws:iam::${ours}:root`,
    "put-key-policy",
    "## Undo",
    "aws_iam_policy_document",
  ])
    expect(request).toContain(part);
  expect(request).toContain("AWS's pages disagree");
  expect(request).not.toContain(`arn:aws:logs:us-east-1:${theirs}`);
  asked.dispose();
  calls();

  const applied = await run(
    owner,
    "prepare",
    key,
    ...environment,
    "--account",
    ours,
    "--yes",
    "--format",
    "json",
  );
  expect(JSON.parse(applied.stdout).verdict).toBe("ready");
  expect(calls()).toContain("owner: PutKeyPolicy");
  const stored = JSON.parse(sandbox.policyOf(key)).Statement.map(({ Sid }: { Sid?: string }) => Sid);
  expect(stored).toEqual([
    undefined,
    "AllowCloudWatchLogsForMwaa",
    "AllowUseByEnvironmentAccount",
    "AllowGrantsForAwsResources",
    "AllowListGrantsByEnvironmentAccount",
  ]);

  const again = await run(
    owner,
    "prepare",
    key,
    ...environment,
    "--account",
    ours,
    "--yes",
    "--format",
    "json",
  );
  expect(JSON.parse(again.stdout).body.plan.empty, "a second run changes nothing").toBe(true);
  expect(calls()).not.toContain("owner: PutKeyPolicy");

  const alone = JSON.parse((await run(consumer, "check", key, ...environment, "--format", "json")).stdout);
  expect(alone.exitCode, "the key policy is unknown to another account").toBe(3);
  const outcomes = new Map(
    alone.findings.map((each: { check: string; outcome: string }) => [each.check, each.outcome]),
  );
  expect([outcomes.get("key-exists"), outcomes.get("key-state"), outcomes.get("logs-access")]).toEqual([
    ...["pass", "pass", "unknown"],
  ]);
  calls();

  const both = await run(consumer, "check", key, ...environment, ...asOwner, "--format", "json", "--debug");
  expect(JSON.parse(both.stdout).verdict).toBe("ready");
  expect(calls()).toEqual([
    "environment: AssumeRole",
    "environment: CreateGrant",
    "environment: Encrypt",
    "environment: GenerateDataKey",
    "environment: GetCallerIdentity",
    "role: DescribeKey",
    "role: GetCallerIdentity",
    "role: GetKeyPolicy",
    "role: GetKeyRotationStatus",
    "role: ListGrants",
    "role: ListResourceTags",
  ]);
  expect(both.stderr).toMatch(/environment: GetCallerIdentity: /);
  expect(both.stderr).toMatch(/key owner: GetKeyPolicy: /);
  expect(both.stderr).toMatch(new RegExp(`key owner: credentials: .*assumed role ${ownerRole}`));

  const verify = () => run(consumer, "grants", key, "-e", "demo", "--verify", "--format", "json");
  expect((await verify()).code).toBe(1);
  sandbox.setGrants(
    key,
    mwaaGrants({ name: "demo", region: "us-east-1", account: ours, key, made: 1_700_000_000 }),
  );
  expect((await verify()).code).toBe(0);
  expect(calls()).toEqual(["environment: GetCallerIdentity", "environment: ListGrants"]);
});

test("the consumer writes the policy as the owner's role, with its external ID and session name", async () => {
  const trust = {
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${ours}:root` },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": "airflow-7" } },
      },
    ],
  };
  sandbox.setRole(ownerRole, { trustPolicy: trust });
  const words = ["prepare", key, ...environment, ...asOwner, "--yes", "--format", "json"];
  const without = await run(sandbox.credentials, ...words);
  expect(without.code, "without the external ID").toBe(3);
  const done = await run(
    sandbox.credentials,
    ...[...words, "--key-external-id", "airflow-7", "--key-session-name", "mwaa-setup"],
  );
  expect(JSON.parse(done.stdout).verdict).toBe("ready");
  const assumed = sandbox.calls.filter(({ operation }) => operation === "AssumeRole").at(-1);
  expect(assumed?.body).toMatchObject({ ExternalId: "airflow-7", RoleSessionName: "mwaa-setup" });
  const put = sandbox.calls.filter(({ operation }) => operation === "PutKeyPolicy");
  expect(put).toHaveLength(1);
  expect(put[0]?.caller).not.toBe(sandbox.credentials.accessKeyId);
  expect(sandbox.policyOf(key)).toContain(`arn:aws:logs:us-east-1:${ours}:*`);
});

test.each<[string, string, readonly string[], string]>([
  ["a key ID", "5eed0000-0000-4000-8000-00000000000c", asOwner, "key/id-of-other-account"],
  ["no role for the external ID", "", ["--key-external-id", "x1"], "usage/key-owner"],
  ["a role that is no ARN", "", ["--key-role-arn", "Administrator"], "usage/key-owner"],
  ["a session name with a space", "", [...asOwner, "--key-session-name", "a b"], "usage/key-owner"],
])("%s is a usage error, and no call is made", async (_name, id, options, code) => {
  const ran = await run(
    sandbox.credentials,
    "check",
    id || key,
    ...environment,
    "--region",
    "us-east-1",
    ...options,
  );
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain(`[${code}]`);
  expect(calls()).toEqual([]);
});
