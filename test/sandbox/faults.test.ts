import { CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  DescribeKeyCommand,
  DisableKeyCommand,
  GetKeyPolicyCommand,
  PutKeyPolicyCommand,
} from "@aws-sdk/client-kms";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Fault, type Sandbox, startSandbox } from "../../src/sandbox/start.js";
import { answerOf, clientsOf, policyOf, rootStatement } from "./clients.js";

const stops: (() => Promise<void>)[] = [];

/** A sandbox in which each request meets the fault. */
async function faulty(
  fault: Fault | undefined,
): Promise<{ sandbox: Sandbox } & ReturnType<typeof clientsOf>> {
  const sandbox = await startSandbox({ fault: () => fault });
  const clients = clientsOf(sandbox);
  stops.push(async () => {
    clients.closeAll();
    await sandbox.close();
  });
  return { sandbox, ...clients };
}

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

describe("faults", () => {
  it.each<[string, Fault, object]>([
    [
      "throttle",
      { kind: "throttle" },
      {
        code: "ThrottlingException",
        message: "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.",
        status: 400,
      },
    ],
    ["internal", { kind: "internal" }, { code: "KMSInternalException", status: 500 }],
    [
      "expired-token",
      { kind: "expired-token" },
      {
        code: "ExpiredTokenException",
        message: "The security token included in the request is expired",
        status: 400,
      },
    ],
    [
      "clock-skew",
      { kind: "clock-skew" },
      {
        code: "InvalidSignatureException",
        message: expect.stringMatching(/^Signature expired: .* - 5 min\.\)$/),
      },
    ],
    [
      "access-denied",
      { kind: "access-denied" },
      {
        code: "AccessDeniedException",
        message: expect.stringMatching(
          /^User: arn:aws:sts::111122223333:assumed-role\/Administrator\/sandbox is not authorized to perform: kms:DisableKey on resource: arn:aws:kms:\S+ because no resource-based policy allows the kms:DisableKey action$/,
        ),
        status: 400,
      },
    ],
    [
      "error with a text",
      { kind: "error", code: "DependencyTimeoutException", message: "later", status: 503 },
      { code: "DependencyTimeoutException", message: "later", status: 503 },
    ],
    [
      "error without a message",
      { kind: "error", code: "UnsupportedOperationException" },
      { code: "UnsupportedOperationException", message: "UnknownError", status: 400 },
    ],
    ["html 500", { kind: "html", status: 500 }, { status: 500 }],
    ["html 200", { kind: "html", status: 200 }, { code: "SyntaxError" }],
  ])("%s: nothing is carried out", async (_name, fault, expected) => {
    const { kms, sandbox } = await faulty(fault);
    const KeyId = sandbox.seeds.ready;
    expect(await answerOf(kms().send(new DisableKeyCommand({ KeyId })))).toMatchObject(expected);
    expect(await stateOf(sandbox)).toBe("Enabled");
  });

  it.each([
    ["before", "Enabled"],
    ["after", "Disabled"],
  ] as const)("reset %s: the connection breaks", async (when, state) => {
    const { kms, sandbox } = await faulty({ kind: "reset", when });
    const answer = await answerOf(kms().send(new DisableKeyCommand({ KeyId: sandbox.seeds.ready })));
    expect(answer).toMatchObject({ message: expect.stringMatching(/ECONNRESET|socket hang up/) });
    expect(await stateOf(sandbox)).toBe(state);
  });

  it("hang: no answer comes, nothing is carried out, and close() still resolves", async () => {
    const { kms, sandbox } = await faulty({ kind: "hang" });
    const asked = answerOf(kms().send(new DisableKeyCommand({ KeyId: sandbox.seeds.ready })));
    const first = await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, 100, "silence"))]);
    expect(first).toBe("silence");
    await sandbox.close();
    expect(await asked).not.toBe("ok");
  });

  it("slow: carried out at once, and the right answer comes late", async () => {
    const { kms, sandbox } = await faulty({ kind: "slow", ms: 60 });
    const begun = performance.now();
    expect(await answerOf(kms().send(new DescribeKeyCommand({ KeyId: sandbox.seeds.ready })))).toBe("ok");
    expect(performance.now() - begun).toBeGreaterThan(55);
  });

  it("slow and drip end with the sandbox", async () => {
    const set = vi.spyOn(globalThis, "setTimeout");
    const cleared = vi.spyOn(globalThis, "clearTimeout");
    for (const kind of ["slow", "drip"] as const) {
      const { kms, sandbox } = await faulty({ kind, ms: 3_600_000 });
      const asked = answerOf(kms().send(new DescribeKeyCommand({ KeyId: sandbox.seeds.ready })));
      await until(() => sandbox.calls.length === 1);
      await sandbox.close();
      expect(await asked).not.toBe("ok");
    }
    const timers = set.mock.results.filter((_result, at) => set.mock.calls[at]?.[1] === 3_600_000);
    expect(timers).toHaveLength(2);
    for (const timer of timers) expect(cleared).toHaveBeenCalledWith(timer.value);
    set.mockRestore();
    cleared.mockRestore();
  });

  it("drip: the right answer comes byte by byte", async () => {
    const { kms, sandbox } = await faulty({ kind: "drip", ms: 0 });
    const { KeyMetadata } = await kms().send(new DescribeKeyCommand({ KeyId: sandbox.seeds.ready }));
    expect(KeyMetadata?.Arn).toBe(sandbox.seeds.ready);
  });

  it("truncated: carried out, and the JSON ends half-way", async () => {
    const { kms, sandbox } = await faulty({ kind: "truncated" });
    const KeyId = sandbox.seeds.ready;
    expect(await answerOf(kms().send(new DescribeKeyCommand({ KeyId })))).toMatchObject({
      code: "SyntaxError",
    });
    await answerOf(kms().send(new DisableKeyCommand({ KeyId })));
    expect(await stateOf(sandbox)).toBe("Disabled");
  });

  it("empty: status 200 and no body", async () => {
    const { kms, sandbox } = await faulty({ kind: "empty" });
    const answer = await kms().send(new DescribeKeyCommand({ KeyId: sandbox.seeds.ready }));
    expect(answer.KeyMetadata).toBeUndefined();
    expect(answer.$metadata.httpStatusCode).toBe(200);
  });

  it("omit: the members are missing, in JSON and in XML", async () => {
    const { kms, sts, sandbox } = await faulty({ kind: "omit", members: ["Arn"] });
    const { KeyMetadata } = await kms().send(new DescribeKeyCommand({ KeyId: sandbox.seeds.ready }));
    expect(KeyMetadata).toMatchObject({ KeyState: "Enabled" });
    expect(KeyMetadata?.Arn).toBeUndefined();
    const identity = await sts().send(new GetCallerIdentityCommand({}));
    expect(identity.Account).toBe("111122223333");
    expect(identity.Arn).toBeUndefined();
  });

  it("stale-policy: GetKeyPolicy answers an older text, everything else the truth", async () => {
    const old = policyOf(rootStatement);
    const { kms, sandbox } = await faulty({ kind: "stale-policy", policy: old });
    const KeyId = sandbox.seeds.ready;
    expect((await kms().send(new GetKeyPolicyCommand({ KeyId }))).Policy).toBe(old);
    expect((await kms().send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.Arn).toBe(KeyId);
    expect(sandbox.policyOf(KeyId)).not.toBe(old);
  });

  it("hook: runs just before and just after the operation", async () => {
    const seen: string[] = [];
    const first = policyOf({ ...rootStatement, Sid: "behind your back" });
    const { kms, sandbox } = await faulty({
      kind: "hook",
      before: () => {
        seen.push(sandbox.policyOf(sandbox.seeds.ready) === first ? "put already" : "before");
        sandbox.putPolicyRaw(sandbox.seeds.ready, first);
      },
      after: async () => {
        seen.push(JSON.parse(sandbox.policyOf(sandbox.seeds.ready)).Statement[0].Sid ?? "mine");
      },
    });
    const put = new PutKeyPolicyCommand({ KeyId: sandbox.seeds.ready, Policy: policyOf(rootStatement) });
    expect(await answerOf(kms().send(put))).toBe("ok");
    expect(seen).toEqual(["before", "mine"]);
  });

  it("speak each service's protocol", async () => {
    const { sts, logs } = await faulty({ kind: "throttle" });
    expect(await answerOf(sts().send(new GetCallerIdentityCommand({})))).toMatchObject({
      code: "Throttling",
    });
    expect(await answerOf(logs().send(new CreateLogGroupCommand({ logGroupName: "x" })))).toMatchObject({
      code: "ThrottlingException",
    });
  });

  it("are asked for once for each request, with what it wants", async () => {
    const { kms, logs, sandbox } = await faulty(undefined);
    const KeyId = sandbox.seeds.ready.split("/")[1];
    await kms().send(new DescribeKeyCommand({ KeyId }));
    await logs().send(new CreateLogGroupCommand({ logGroupName: "x", kmsKeyId: sandbox.seeds.ready }));
    const { accessKeyId: caller } = sandbox.credentials;
    const common = { region: "us-east-1", caller, keyArn: sandbox.seeds.ready };
    expect(sandbox.calls).toEqual([
      { ...common, service: "kms", operation: "DescribeKey", index: 0, body: { KeyId } },
      {
        ...common,
        service: "logs",
        operation: "CreateLogGroup",
        index: 1,
        body: { logGroupName: "x", kmsKeyId: sandbox.seeds.ready },
      },
    ]);
  });
});

async function stateOf(sandbox: Sandbox): Promise<string> {
  return sandbox.keyOf(sandbox.seeds.ready).KeyState;
}

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 5));
}
