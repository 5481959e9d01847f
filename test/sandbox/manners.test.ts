import {
  CreateGrantCommand,
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  ListGrantsCommand,
  PutKeyPolicyCommand,
} from "@aws-sdk/client-kms";
import { afterEach, describe, expect, it } from "vitest";
import { quotaCounter } from "../../src/sandbox/quotas.js";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/start.js";
import { answerOf, clientsOf, policyOf, refused, rootStatement } from "./clients.js";

describe("as KMS behaves under load and over time", () => {
  let sandbox: Sandbox;
  let closeAll = (): void => undefined;
  const clock = { ms: Date.now() };
  const open = async (options: SandboxOptions) => {
    sandbox = await startSandbox({ now: () => new Date(clock.ms), ...options });
    const clients = clientsOf(sandbox);
    closeAll = clients.closeAll;
    return clients.kms;
  };
  afterEach(async () => {
    closeAll();
    await sandbox.close();
  });

  it("throttles what is beyond a quota, and nothing else", async () => {
    const kms = await open({ quotas: true });
    const client = kms();
    const KeyId = sandbox.seeds.ready;
    const put = () =>
      answerOf(client.send(new PutKeyPolicyCommand({ KeyId, Policy: policyOf(rootStatement) })));
    const answers = await Promise.all(Array.from({ length: 40 }, put));
    const throttled = answers.filter((answer) => answer !== "ok");
    // As many as fit into the seconds that a slow machine takes.
    expect(answers.filter((answer) => answer === "ok").length).toBeGreaterThanOrEqual(15);
    for (const answer of throttled) {
      expect(answer).toEqual(
        refused(
          "ThrottlingException",
          "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.",
        ),
      );
    }
    expect(await answerOf(client.send(new DescribeKeyCommand({ KeyId })))).toBe("ok");
  });

  it("counts each operation, account and Region by itself, in any second", () => {
    const counter = quotaCounter();
    const one = { service: "kms", operation: "PutKeyPolicy", region: "us-east-1", account: "1" };
    const within = (times: number, time: number, over = {}) =>
      Array.from({ length: times }, () => counter({ ...one, ...over }, time)).filter(Boolean).length;
    expect(within(20, 0)).toBe(15);
    expect(within(1, 999)).toBe(0);
    expect(within(20, 1000)).toBe(15);
    expect(within(1, 1500, { region: "us-west-2" })).toBe(1);
    expect(within(1, 1500, { account: "2" })).toBe(1);
    expect(within(60, 1500, { operation: "CreateGrant" })).toBe(50);
    expect(within(6000, 1500, { operation: "Encrypt" }) + within(6000, 1500, { operation: "Decrypt" })).toBe(
      10_000,
    );
    expect(within(99, 1500, { service: "sts" })).toBe(99);
    expect(within(99, 1500, { operation: "Unknown" })).toBe(99);
  });

  it("shows a new policy here and there at first, and decides by the old one", async () => {
    const kms = await open({ manners: { lagMs: 5000 } });
    const client = kms();
    const KeyId = sandbox.seeds.ready;
    const reader = kms({ as: sandbox.principals.reader });
    const deny = { ...rootStatement, Effect: "Deny", Action: "kms:DescribeKey" };
    await client.send(new PutKeyPolicyCommand({ KeyId, Policy: policyOf(rootStatement, deny) }));
    const read = async () => (await client.send(new GetKeyPolicyCommand({ KeyId }))).Policy?.includes("Deny");
    const describe = () => answerOf(reader.send(new DescribeKeyCommand({ KeyId })));
    expect(new Set([await read(), await read()])).toEqual(new Set([true, false]));
    expect(await describe()).toBe("ok");
    clock.ms += 5001;
    expect([await read(), await read()]).toEqual([true, true]);
    expect(await describe()).toMatchObject({ code: "AccessDeniedException" });
  });

  it("shows a new grant later, and takes its token meanwhile", async () => {
    const kms = await open({ manners: { lagMs: 5000 } });
    const client = kms();
    const KeyId = sandbox.seeds.ready;
    const grantee = sandbox.addPrincipal({ role: "Grantee" });
    const GranteePrincipal = "arn:aws:iam::111122223333:role/Grantee";
    const { GrantToken = "" } = await client.send(
      new CreateGrantCommand({ KeyId, GranteePrincipal, Operations: ["DescribeKey"] }),
    );
    const list = async () => (await client.send(new ListGrantsCommand({ KeyId }))).Grants?.length;
    const describe = (GrantTokens: string[] = []) =>
      answerOf(kms({ as: grantee }).send(new DescribeKeyCommand({ KeyId, GrantTokens })));
    expect(await list()).toBe(0);
    expect(await describe()).toMatchObject({ code: "AccessDeniedException" });
    expect(await describe([GrantToken])).toBe("ok");
    expect(await describe(["no token"])).toMatchObject({ code: "InvalidGrantTokenException" });
    clock.ms += 5001;
    expect(await list()).toBe(1);
    expect(await describe()).toBe("ok");
  });

  it("brings policies back in another order and layout that mean the same", async () => {
    const kms = await open({ manners: { shuffle: true } });
    const KeyId = sandbox.seeds.ready;
    const client = kms();
    const texts = new Set<string>();
    const sids = new Set<string>();
    for (let at = 0; at < 6; at++) {
      const { Policy = "" } = await client.send(new GetKeyPolicyCommand({ KeyId }));
      texts.add(Policy);
      const statements: { Sid: string }[] = JSON.parse(Policy).Statement;
      sids.add(
        statements
          .map(({ Sid }) => Sid)
          .sort()
          .join(),
      );
    }
    expect(texts.size).toBeGreaterThan(3);
    expect(sids.size).toBe(1);
  });

  it("answers as this machine, and under no other name", async () => {
    await open({});
    const { port } = new URL(sandbox.url);
    const status = async (host: string) => {
      const { request } = await import("node:http");
      return new Promise((resolve) => {
        request({ host: "127.0.0.1", port, method: "POST", headers: { host } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        }).end();
      });
    };
    expect(await status(`127.0.0.1:${port}`)).toBe(400);
    expect(await status(`localhost:${port}`)).toBe(400);
    expect(await status(`demo-dags.localhost:${port}`)).toBe(400);
    for (const host of ["example.com", `rebound.example:${port}`, "127.0.0.1.example", "localhost.example"]) {
      expect(await status(host)).toBe(403);
    }
  });

  it("logs each request and its answer as a line of JSON", async () => {
    const lines: string[] = [];
    const kms = await open({ log: (line) => lines.push(line) });
    await answerOf(kms().send(new DescribeKeyCommand({ KeyId: sandbox.seeds.ready })));
    await answerOf(kms().send(new DescribeKeyCommand({ KeyId: "none" })));
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { index: 0, service: "kms", operation: "DescribeKey", status: 200, keyArn: sandbox.seeds.ready },
      { index: 1, operation: "DescribeKey", status: 400, error: "NotFoundException" },
    ]);
  });
});
