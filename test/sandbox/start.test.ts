import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribeKeyCommand, DisableKeyCommand, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { resetSandbox, runningSandboxes, type Sandbox, startSandbox } from "../../src/sandbox/start.js";
import { answerOf, clientsOf, policyOf, rootStatement, useSandbox } from "./clients.js";

describe("the server", () => {
  const get = useSandbox();

  it("listens on 127.0.0.1 only", async () => {
    await expect(fetch(get().sandbox.url.replace("127.0.0.1", "127.0.0.2"))).rejects.toThrow("fetch failed");
    expect(get().sandbox.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  // evidence: recorded from AWS
  it("answers a write with an empty body, AWS's content type and a request id", async () => {
    const { kms, sandbox } = get();
    const client = kms();
    const seen: { statusCode?: number; headers?: Record<string, string> }[] = [];
    client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        seen.push(result.response as (typeof seen)[number]);
        return result;
      },
      { step: "deserialize", priority: "low" },
    );
    const KeyId = sandbox.seeds.denied;
    await client.send(new PutKeyPolicyCommand({ KeyId, Policy: policyOf(rootStatement) }));
    expect(seen[0]?.statusCode).toBe(200);
    expect(seen[0]?.headers).toMatchObject({
      "content-length": "0",
      "content-type": "application/x-amz-json-1.1",
      "x-amzn-requestid": expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it("does not know other operations and services", async () => {
    const { sandbox, kms } = get();
    const client = kms();
    for (const target of [
      "TrentService.Nonsense",
      "TrentService.constructor",
      "Other_1.DescribeKey",
      "Logs_20140328.CreateLogGroup",
    ]) {
      client.middlewareStack.add(
        (next) => (args) => {
          (args.request as { headers: Record<string, string> }).headers["x-amz-target"] = target;
          return next(args);
        },
        { step: "build", name: "target", override: true },
      );
      const answer = await answerOf(client.send(new DescribeKeyCommand({ KeyId: sandbox.seeds.ready })));
      expect(answer).toMatchObject({ code: "UnknownOperationException", status: 400 });
    }
  });

  it("refuses a request of more than 1 MiB, and goes on", async () => {
    const { sandbox, kms } = get();
    const answer = await fetch(sandbox.url, { method: "POST", body: "x".repeat(1024 * 1024 + 1) });
    expect(answer.status).toBe(413);
    expect(await answerOf(kms().send(new DescribeKeyCommand({ KeyId: sandbox.seeds.ready })))).toBe("ok");
  });

  it("refuses a body that is no JSON object", async () => {
    const { sandbox, kms } = get();
    const client = kms();
    client.middlewareStack.add(
      (next) => (args) => {
        (args.request as { body: string }).body = "[]";
        return next(args);
      },
      { step: "build", priority: "high" },
    );
    const answer = await answerOf(client.send(new DescribeKeyCommand({ KeyId: sandbox.seeds.ready })));
    expect(answer).toMatchObject({ code: "SerializationException" });
  });

  it("says when its port is taken", async () => {
    const port = Number(new URL(get().sandbox.url).port);
    await expect(startSandbox({ port })).rejects.toThrow("EADDRINUSE");
  });

  it("shares nothing with another one in the process", async () => {
    const { sandbox } = get();
    const other = await startSandbox();
    other.setKey(other.seeds.ready, { KeyState: "Disabled", Description: "changed" });
    other.putPolicyRaw(other.seeds.ready, policyOf(rootStatement));
    expect(sandbox.keyOf(sandbox.seeds.ready)).toMatchObject({ KeyState: "Enabled" });
    expect(sandbox.policyOf(sandbox.seeds.ready)).not.toBe(other.policyOf(other.seeds.ready));
    await other.close();
    const third = await startSandbox();
    expect(third.keyOf(third.seeds.ready).KeyState).toBe("Enabled");
    await third.close();
  });

  it("knows no key that is not there", () => {
    expect(() => get().sandbox.policyOf("arn:none")).toThrow("arn:none");
  });
});

describe("seeds", () => {
  const get = useSandbox({ now: () => new Date("2026-03-01T00:00:00Z") });

  it("are keys with readable ids, each as its name says", () => {
    const { sandbox } = get();
    const seeds = Object.entries(sandbox.seeds);
    expect(new Set(seeds.map(([, arn]) => arn)).size).toBe(19);
    for (const [name, arn] of seeds) {
      expect(arn).toMatch(
        /^arn:aws:kms:us-(east-1|west-2):(111122223333|444455556666):key\/(5eed0000-0000-4000-8000-0000000000[0-9a-f]{2}|mrk-5eed[0-9a-f]{28})$/,
      );
      expect(sandbox.keyOf(arn).Description).toBe(`Sandbox key: ${name}`);
    }
  });

  it("are deleted three weeks after the sandbox's own day", () => {
    const { sandbox } = get();
    const { DeletionDate } = sandbox.keyOf(sandbox.seeds["pending-deletion"]);
    expect(DeletionDate).toBe(Date.UTC(2026, 2, 22) / 1000);
  });

  it("hold third parties' statements beside the one that matters", () => {
    const { sandbox } = get();
    const sids = (name: keyof typeof sandbox.seeds) =>
      JSON.parse(sandbox.policyOf(sandbox.seeds[name])).Statement.map((one: { Sid: string }) => one.Sid);
    const [root, use] = ["Enable IAM User Permissions", "Allow use of the key by the data platform"];
    expect(sids("ready")).toEqual([root, use, "Allow logs access"]);
    expect(sids("lacks-statement")).toEqual([root, use, "Allow attachment of persistent resources"]);
    expect(sids("denied")).toEqual([root, use, "Allow logs access", "Keep the logs service out"]);
  });
});

const parts =
  '"home":{},"aliases":{},"principals":{},"roles":{},"policies":{},"logGroups":{},"buckets":{},"environments":{},"deletedPrincipals":[],"knownPrincipals":[]';

describe("the folder of the state", () => {
  let folder: string;
  let path: string;
  const running: Sandbox[] = [];
  const start = async () => {
    const sandbox = await startSandbox({ statePath: path });
    running.push(sandbox);
    return sandbox;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "sandbox-"));
    path = join(folder, "inner");
  });
  afterEach(async () => {
    for (const sandbox of running.splice(0)) await sandbox.close();
    rmSync(folder, { recursive: true });
  });

  const keyFile = (arn: string) => join(path, "keys", `${encodeURIComponent(arn)}.json`);

  it("is private, whole, and leaves nothing beside it", async () => {
    const sandbox = await start();
    expect(statSync(path).mode & 0o777).toBe(0o700);
    for (const file of [join(path, "state.json"), keyFile(sandbox.seeds.ready)]) {
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
    expect(readdirSync(path)).toEqual(["keys", "running", "state.json"]);
    expect(readdirSync(join(path, "keys"))).toHaveLength(19);
    expect(JSON.parse(readFileSync(join(path, "state.json"), "utf8")).schema).toBe("mwaa-kms/sandbox/3");
  });

  it("has each change before the answer is out, and the next start goes on from there", async () => {
    const sandbox = await start();
    const { kms, closeAll } = clientsOf(sandbox);
    const KeyId = sandbox.seeds.ready;
    await kms().send(new DisableKeyCommand({ KeyId }));
    expect(JSON.parse(readFileSync(keyFile(KeyId), "utf8")).KeyState).toBe("Disabled");
    closeAll();
    await sandbox.close();
    expect((await start()).keyOf(KeyId).KeyState).toBe("Disabled");
  });

  it("is one for two sandboxes at a time", async () => {
    const [one, two] = [await start(), await start()];
    one.setKey(one.seeds.ready, { Description: "one" });
    two.setKey(two.seeds.denied, { Description: "two" });
    expect(one.keyOf(one.seeds.denied).Description).toBe("two");
    expect(two.keyOf(one.seeds.ready).Description).toBe("one");
  });

  it("is seeded anew after a reset, also without a file", async () => {
    const sandbox = await start();
    sandbox.setKey(sandbox.seeds.ready, { Description: "changed" });
    await sandbox.close();
    await resetSandbox(path);
    await resetSandbox(path);
    expect(existsSync(join(path, "state.json"))).toBe(false);
    expect((await start()).keyOf(sandbox.seeds.ready).Description).toBe("Sandbox key: ready");
  });

  it("is not reset under a sandbox that runs, whatever process it is in", async () => {
    const sandbox = await start();
    await expect(resetSandbox(path)).rejects.toThrow(
      `A sandbox runs on ${path}: ${sandbox.url} (process ${process.pid}). End it first.`,
    );
    expect(await runningSandboxes(path)).toMatchObject([{ pid: process.pid, url: sandbox.url }]);
    await sandbox.close();
    expect(await runningSandboxes(path)).toEqual([]);
    await resetSandbox(path);
  });

  it("passes over the marks of sandboxes that died", async () => {
    await (await start()).close();
    for (const [name, mark] of [
      ["dead", { pid: 2 ** 22 + 1, url: "http://127.0.0.1:9" }],
      ["closed", { pid: process.pid, url: "http://127.0.0.1:9" }],
      ["strange", { pid: process.pid, url: "http://example.com:80" }],
    ] as const) {
      writeFileSync(join(path, "running", `${name}.json`), JSON.stringify(mark));
    }
    expect(await runningSandboxes(path)).toEqual([]);
    expect(readdirSync(join(path, "running"))).toEqual([]);
  });

  it("is seeded anew under a sandbox that runs on, where somebody removed it", async () => {
    const sandbox = await start();
    rmSync(join(path, "state.json"));
    expect(sandbox.keyOf(sandbox.seeds.ready).KeyState).toBe("Enabled");
    rmSync(path, { recursive: true });
    expect(sandbox.keyOf(sandbox.seeds.ready).KeyState).toBe("Enabled");
  });

  it("is of one account and Region", async () => {
    const sandbox = await startSandbox({ statePath: path, account: "222233334444", region: "eu-west-1" });
    running.push(sandbox);
    expect(sandbox.seeds.ready).toContain("arn:aws:kms:eu-west-1:222233334444:key/");
    await expect(startSandbox({ statePath: path, account: "111122223333" })).rejects.toThrow(
      "is of account 222233334444 in eu-west-1",
    );
    const again = await start();
    expect([again.account, again.region]).toEqual(["222233334444", "eu-west-1"]);
  });

  it("is taken over from a process that died with its turn", async () => {
    const sandbox = await start();
    writeFileSync(join(path, "lock"), String(2 ** 22 + 1));
    sandbox.setKey(sandbox.seeds.ready, { Description: "mine" });
    expect(sandbox.keyOf(sandbox.seeds.ready).Description).toBe("mine");
    expect(existsSync(join(path, "lock"))).toBe(false);
  });

  it("keeps the old state, and says so, when it cannot be written", async () => {
    const sandbox = await start();
    const { kms, closeAll } = clientsOf(sandbox);
    rmSync(path, { recursive: true });
    writeFileSync(path, "a file where the folder was");
    const answer = await answerOf(kms().send(new DisableKeyCommand({ KeyId: sandbox.seeds.ready })));
    expect(answer).toMatchObject({ status: 500 });
    closeAll();
  });

  it.each([
    ["no JSON", "{"],
    ["another schema", `{"schema":"mwaa-kms/sandbox/4",${parts}}`],
    ["something else", "[]"],
    ["null", "null"],
    ["an earlier schema", `{"schema":"mwaa-kms/sandbox/2",${parts}}`],
    ["parts missing", '{"schema":"mwaa-kms/sandbox/3","aliases":{}}'],
  ])("is refused with %s, and left as it is", async (_name, text) => {
    mkdirSync(path);
    const file = join(path, "state.json");
    writeFileSync(file, text);
    await expect(start()).rejects.toThrow(/state\.json .*"mwaa-kms sandbox reset" starts over/);
    expect(readFileSync(file, "utf8")).toBe(text);
  });
});
