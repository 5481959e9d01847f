/** Runs that begin with MWAA: one environment by its name, all of a Region, and a manifest of them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { otherKey } from "../../src/aws/same-key.js";
import type { Report } from "../../src/report/report.js";
import { type Fault, type Sandbox, type SandboxCall, startSandbox } from "../../src/sandbox/start.js";
import { clientsOf, logsStatement, policyOf, rootStatement } from "../sandbox/clients.js";
import { send } from "../sandbox/raw.js";
import type { Terminal, TerminalSettings } from "../terminal.js";
import { type AskedAs, terminalOn } from "./on-sandbox.js";

let fault: (call: SandboxCall) => Fault | undefined;
let sandbox: Sandbox;
let terminal: Terminal;
beforeEach(async () => {
  fault = () => undefined;
  sandbox = await startSandbox({ fault: (call) => fault(call), manners: { creationMs: 0 } });
});
afterEach(async () => {
  terminal.dispose();
  await sandbox.close();
});

const inVirginia = { env: { AWS_REGION: "us-east-1" } };

function open(settings: TerminalSettings = inVirginia, as?: AskedAs) {
  terminal = terminalOn(sandbox, settings, as);
}

/** The report as a program reads it, and the exit code. */
async function report(...argv: readonly string[]): Promise<Report & { readonly code: number }> {
  const { code, stdout } = await terminal.run(...argv, "--format", "json");
  return { ...(JSON.parse(stdout) as Report), code };
}

function reportsOf({ body }: Report): readonly Report[] {
  if (body?.kind !== "many") throw new Error("no report on many");
  return body.reports;
}

const verdicts = (all: Report) =>
  Object.fromEntries(
    reportsOf(all).map(({ target, verdict }) => [`${target?.environment} ${target?.region}`, verdict]),
  );

const operations = (name: string) => sandbox.calls.filter(({ operation }) => operation === name).length;

describe("an environment without a key on the command line", () => {
  it("is checked with the key, the bucket and the role that MWAA shows", async () => {
    open();
    const shown = await report("check", "-e", "demo");
    expect(shown.target).toEqual({
      key: expect.objectContaining({ given: sandbox.seeds["four-grants"] }),
      partition: "aws",
      region: "us-east-1",
      account: sandbox.account,
      environment: "demo",
      logTypes: ["DAGProcessing", "Scheduler", "Task", "WebServer", "Worker"],
      bucket: "demo-dags",
      executionRole: "arn:aws:iam::111122223333:role/demo-execution",
      accept: [],
    });
    const { target } = shown;
    const typed = await report(
      ...["check", sandbox.seeds["four-grants"], "-e", "demo", "--bucket", target?.bucket ?? ""],
      ...["--execution-role", target?.executionRole ?? "", "--account", sandbox.account],
    );
    const found = ({ findings }: Report) => findings.map(({ check, outcome }) => [check, outcome]);
    expect(found(shown)).toEqual(found(typed));
    expect(operations("GetEnvironment")).toBe(1);
  });

  it("is not told how to be created", async () => {
    open();
    sandbox.setRole("arn:aws:iam::111122223333:role/demo-execution", {
      attachedPolicies: [],
      inlinePolicies: {
        all: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "kms:*", Resource: "*" }] },
      },
    });
    sandbox.putBucket({ name: "demo-dags", region: "us-east-1", account: sandbox.account });
    expect(await report("check", "-e", "demo")).toMatchObject({ code: 0, verdict: "ready", next: [] });
  });

  it("is planned for with the same key", async () => {
    open();
    expect(await report("prepare", "-e", "demo", "--dry-run")).toMatchObject({
      code: 0,
      target: { key: { given: sandbox.seeds["four-grants"] } },
    });
  });

  it.each([
    ["plain", [], 0, "done", "environment/aws-owned-key"],
    ["plain", ["--strict"], 1, "not-ready", "environment/aws-owned-key"],
    ["none", [], 2, "asked-wrongly", "environment/not-found"],
    ["9", [], 2, "asked-wrongly", "environment/name"],
    ["demo", ["--account", "444455556666"], 2, "asked-wrongly", "environment/other-account"],
    ["demo", ["--region", "us-east-1a"], 2, "asked-wrongly", "target/region"],
  ] as const)("%s %j: exit code %i, %s, %s", async (name, more, code, verdict, problem) => {
    open();
    expect(await report("check", "-e", name, ...more)).toMatchObject({
      code,
      verdict,
      problems: [{ code: problem }],
    });
  });

  it("needs a Region", async () => {
    open({});
    expect(await report("check", "-e", "demo")).toMatchObject({
      code: 2,
      problems: [{ code: "target/no-region" }],
    });
  });

  it("is unknown to those who may not see it", async () => {
    open(inVirginia, sandbox.principals.nobody);
    const { code, problems } = await report("check", "-e", "demo");
    expect([code, problems[0]?.code, problems[0]?.what]).toEqual([
      3,
      "aws/neighbour-denied",
      expect.stringContaining("airflow:GetEnvironment"),
    ]);
  });

  it.each([{ kind: "throttle" }, { kind: "internal" }, { kind: "reset", when: "before" }] as const)(
    "rides out $kind",
    async (once) => {
      open();
      let count = 0;
      fault = ({ operation }) => (operation === "GetEnvironment" && ++count === 1 ? once : undefined);
      expect((await report("check", "-e", "demo")).target?.environment).toBe("demo");
      expect(count).toBe(2);
    },
  );

  it.each([
    [{ kind: "html", status: 200 }, "aws/not-an-answer"],
    [{ kind: "html", status: 500 }, "aws/not-an-answer"],
    [{ kind: "empty" }, "aws/answer"],
    [{ kind: "omit", members: ["Arn"] }, "aws/answer"],
    [{ kind: "omit", members: ["Name"] }, "aws/answer"],
    [{ kind: "expired-token" }, "aws/expired-token"],
  ] as const)("is unknown after %j", async (wrong, code) => {
    open();
    fault = ({ operation }) => (operation === "GetEnvironment" ? wrong : undefined);
    expect(await report("check", "-e", "demo")).toMatchObject({ code: 3, problems: [{ code }] });
  });
});

describe("all environments", () => {
  it("are checked, and those with the AWS owned key are named", async () => {
    open();
    const all = await report("check", "--all-environments");
    expect(Object.keys(verdicts(all))).toEqual(
      ["analytics", "creating", "demo", "etl", "etl2"].map((name) => `${name} us-east-1`),
    );
    expect(all.problems).toMatchObject([
      { code: "environment/aws-owned-key", what: expect.stringContaining("plain (us-east-1)") },
    ]);
    expect(operations("GetCallerIdentity")).toBe(1);
  });

  it("of a Region without any are none, and that is not ready either", async () => {
    open();
    expect(await report("check", "--all-environments", "--region", "eu-west-1")).toMatchObject({
      code: 0,
      verdict: "done",
      problems: [{ code: "environment/none" }],
    });
  });

  it("are unknown where a Region does not list them, or one is not shown", async () => {
    open();
    const regions = ["--regions", "us-east-1,eu-west-1"];
    fault = ({ operation, region }) =>
      operation === "ListEnvironments" && region === "eu-west-1" ? { kind: "access-denied" } : undefined;
    const unlisted = await report("check", "--all-environments", ...regions, "--allow-unknown");
    expect(unlisted.problems.map(({ code }) => code)).toContain("environment/not-listed");
    fault = ({ operation, body }) =>
      operation === "GetEnvironment" && body["Name"] === "etl" ? { kind: "access-denied" } : undefined;
    const unread = await report("check", "--all-environments");
    expect(reportsOf(unread).at(-1)).toMatchObject({
      address: "etl (us-east-1)",
      verdict: "could-not-tell",
      problems: [{ code: "aws/neighbour-denied" }],
    });
    // No environment with a key is left: what is unknown decides.
    fault = ({ operation }) => (operation === "GetEnvironment" ? { kind: "access-denied" } : undefined);
    expect((await report("check", "--all-environments")).code).toBe(3);
  });

  it("of all Regions leave out those that take no credentials of the account, and say so", async () => {
    open();
    const isOptIn = (region: string) => region.startsWith("ap-southeast-4") || region === "af-south-1";
    fault = ({ operation, region }) =>
      operation === "ListEnvironments" && isOptIn(region)
        ? { kind: "error", code: "UnrecognizedClientException", message: "invalid", status: 403 }
        : undefined;
    const { problems } = await report("check", "--all-environments", "--regions", "all");
    expect(problems.map(({ code }) => code)).toEqual([
      "environment/aws-owned-key",
      "environment/regions-left-out",
    ]);
    const named = await report("check", "--all-environments", "--regions", "us-east-1,af-south-1");
    expect(named.problems.map(({ code }) => code)).toContain("environment/not-listed");
  });

  it.each([
    [["check", "--regions", "all"], "usage/needs"],
    [["check", "KEY", "--all-environments"], "usage/beside"],
    [["check", "--all-environments", "-e", "demo"], "usage/beside"],
    [["check", "--all-environments", "--manifest", "m.yaml"], "usage/beside"],
    [["check", "--all-environments", "--regions", "us-east-1,"], "target/region"],
    [["manifest", "init", "--regions", "ALL"], "target/region"],
  ] as const)("%j: %s", async (argv, code) => {
    open();
    expect(await report(...argv)).toMatchObject({ code: 2, problems: [{ code }] });
    expect(sandbox.calls).toEqual([]);
  });
});

describe("manifest init", () => {
  /** Environments on one key in each of three Regions; every second Region's key lacks the statement. */
  async function populate(count: number) {
    const { kms, closeAll } = clientsOf(sandbox);
    const regions = ["us-east-1", "eu-west-1", "ap-northeast-1"];
    const keys = await Promise.all(
      regions.map(async (region, index) => {
        const logs = logsStatement({
          Principal: { Service: `logs.${region}.amazonaws.com` },
          Condition: {
            ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:111122223333:*` },
          },
        });
        const Policy = policyOf(rootStatement, ...(index === 1 ? [] : [logs]));
        const made = await kms({ region }).send(new CreateKeyCommand({ Policy }));
        return { region, arn: made.KeyMetadata?.Arn };
      }),
    );
    closeAll();
    for (let index = 0; index < count; index++) {
      const { region, arn } = keys[index % keys.length] ?? { region: "", arn: "" };
      const body = {
        KmsKey: arn,
        DagS3Path: "dags",
        ExecutionRoleArn: "arn:aws:iam::111122223333:role/demo-execution",
        SourceBucketArn: "arn:aws:s3:::demo-dags",
        NetworkConfiguration: { SubnetIds: ["subnet-1", "subnet-2"], SecurityGroupIds: ["sg-1"] },
        LoggingConfiguration: { TaskLogs: { Enabled: true, LogLevel: "INFO" } },
      };
      const path = `/environments/team-${index}`;
      const made = await send({ ...sandbox, region }, "airflow", {
        method: "PUT",
        path,
        body: JSON.stringify(body),
      });
      expect(made).toMatchObject({ status: 200 });
    }
    return regions;
  }

  it("of 40 environments in 3 Regions checks what check --all-environments checks, in few calls", async () => {
    open();
    const regions = (await populate(34)).join(",");
    const before = sandbox.calls.length;
    const file = join(terminal.folder, "mwaa-kms.yaml");
    const written = await report("manifest", "init", "--regions", regions, "--out", file);
    expect(written).toMatchObject({ code: 0, verdict: "done" });
    expect(sandbox.calls.length - before).toBeLessThan(60);
    const manifest = readFileSync(file, "utf8");
    expect(manifest).toContain("# plain (us-east-1) is not in this list: it uses the AWS owned key.");
    expect(manifest.match(/- name:/g)).toHaveLength(39);
    const middle = sandbox.calls.length;
    const listed = await report("check", "--manifest", file);
    // Seven keys, one bucket and one role in three Regions: each is asked about once.
    expect(sandbox.calls.length - middle).toBeLessThan(80);
    const all = await report("check", "--all-environments", "--regions", regions);
    expect(verdicts(listed)).toEqual(verdicts(all));
    expect([listed.code, listed.verdict]).toEqual([all.code, all.verdict]);
  }, 60_000);

  it("writes to stdout the text alone, and what could not be read as comments", async () => {
    open();
    fault = ({ operation, body }) =>
      operation === "GetEnvironment" && body["Name"] === "etl"
        ? { kind: "error", code: "InternalServerException", message: "two\nlines: [x", status: 500 }
        : undefined;
    const { code, stdout, stderr } = await terminal.run("manifest", "init", "--max-attempts", "1");
    expect(code).toBe(3);
    expect(stdout).toMatch(/^# 4 MWAA environments of us-east-1/);
    expect(stdout).toContain("# etl (us-east-1) is not in this list: ");
    expect(stderr).toContain("two lines: [x");
    const rest = stdout.split("\n").filter((line) => !line.startsWith("#"));
    expect(rest.join("\n")).not.toContain("lines");
  });

  it("replaces no file, and writes none without an environment", async () => {
    open();
    const file = join(terminal.folder, "mwaa-kms.yaml");
    expect(await report("manifest", "init", "--out", file, "--region", "eu-west-1")).toMatchObject({
      code: 1,
      problems: [{ code: "environment/none-to-write" }],
    });
    expect((await report("manifest", "init", "--out", file)).code).toBe(0);
    const before = [readFileSync(file, "utf8"), sandbox.calls.length];
    expect(await report("manifest", "init", "--out", file)).toMatchObject({
      code: 1,
      problems: [{ code: "manifest/unwritten" }],
    });
    expect([readFileSync(file, "utf8"), sandbox.calls.length]).toEqual(before);
  });
});

describe("an alias with --resolve", () => {
  it("is turned into the key's ARN, and it is said so", async () => {
    open();
    const { code, stdout, stderr } = await terminal.run(
      "check",
      "alias/ready",
      "--resolve",
      "--format",
      "json",
    );
    const { target, problems } = JSON.parse(stdout) as Report;
    expect([code, target?.key.given, problems.map((each) => each.code)]).toEqual([
      0,
      sandbox.seeds.ready,
      ["key/resolved"],
    ]);
    expect(stderr).toContain(`alias/ready is ${sandbox.seeds.ready}.`);
    const arn = "arn:aws:kms:us-east-1:111122223333:alias/ready";
    expect((await report("prepare", arn, "--resolve", "--dry-run")).code).toBe(0);
  });

  it.each([
    ["alias/ready", [], 2, "key/alias"],
    ["alias/aws/airflow", ["--resolve"], 2, "key/aws-alias"],
    ["alias/none", ["--resolve"], 3, "aws/key-not-found"],
    [
      "arn:aws:kms:us-east-1:111122223333:alias/ready",
      ["--resolve", "--region", "eu-west-1"],
      2,
      "key/other-region",
    ],
  ] as const)("%s %j: exit code %i, %s", async (key, more, code, problem) => {
    open();
    expect(await report("check", key, ...more)).toMatchObject({ code, problems: [{ code: problem }] });
  });
});

describe("an answer about an alias", () => {
  const account = "111122223333";
  const key = `arn:aws:kms:us-east-1:${account}:key/5eed0000-0000-4000-8000-000000000001`;
  const id = "5eed0000-0000-4000-8000-000000000001";
  it.each([
    ["alias/ready", { KeyId: id, Arn: key, AWSAccountId: account }, undefined],
    [`arn:aws:kms:us-east-1:${account}:alias/ready`, { KeyId: id, Arn: key }, undefined],
    ["arn:aws:kms:us-east-1:444455556666:alias/ready", { Arn: key }, "Arn"],
    [`arn:aws:kms:eu-west-1:${account}:alias/ready`, { Arn: key }, "Arn"],
    ["alias/ready", { KeyId: id.replace("5eed", "0000"), Arn: key }, "KeyId"],
    ["alias/ready", { Arn: key, AWSAccountId: "444455556666" }, "AWSAccountId"],
    [id, { KeyId: "alias/ready" }, "KeyId"],
  ])("%s: %j", (asked, answer, member) => {
    expect(otherKey(asked, answer)?.member).toBe(member);
  });
});
