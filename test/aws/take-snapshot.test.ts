/** The facts of one moment: asked side by side, and a word to whoever waits long. */
import { describe, expect, it } from "vitest";
import { connect } from "../../src/aws/connect.js";
import type { Connection } from "../../src/aws/connection.js";
import { takeSnapshot } from "../../src/aws/take-snapshot.js";
import { type FactName, factNames } from "../../src/checks/snapshot.js";
import { parseTarget } from "../../src/key/target.js";
import { nodeFiles } from "../../src/platform/node-host.js";
import { known } from "../../src/problems/result.js";
import { type Fault, type Sandbox, type SandboxCall, startSandbox } from "../../src/sandbox/start.js";

const target = parseTarget({
  key: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
});
const asked: string[] = [];

function connection(answer: Promise<void>): Connection {
  const later =
    <T>(name: string, value: T) =>
    async () => {
      asked.push(name);
      await answer;
      return known(value);
    };
  return {
    getCallerIdentity: later("caller", { account: "111122223333", arn: "arn" }),
    describeKey: later("key", { KeyId: "1234abcd-12ab-34cd-56ef-1234567890ab" }),
    getKeyPolicy: later("policy", "{}"),
    putKeyPolicy: later("put", "accepted"),
    listGrants: later("grants", []),
    listResourceTags: later("tags", {}),
    getKeyRotationStatus: later("rotation", { enabled: true }),
    dryRun: later("dryRuns", []),
    bucket: later("bucket", { name: "b", region: "us-east-1" }),
    executionRole: later("executionRole", { arn: "arn", policies: [] }),
    logGroups: later("logGroups", []),
    environments: async () => known([]),
    environment: () => Promise.reject(new Error("not asked for")),
    close: () => undefined,
  };
}

describe("takeSnapshot", () => {
  it("asks for all at once, and says after a while that it waits", async () => {
    if (!target.ok) throw new Error("the key must be one");
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const said: string[] = [];
    const host = { now: () => new Date(0), sleep: async () => undefined };
    const snapshot = takeSnapshot(
      ...([
        target.value,
        connection(answered),
        { host, say: (line: string) => said.push(line) },
        ["caller", "key", "policy"],
      ] as const),
    );
    expect(asked).toEqual(["caller", "key", "policy"]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(said.join()).toContain("Waiting for AWS");
    answer();
    const { caller, grants } = await snapshot;
    expect(caller.known).toBe(true);
    expect(grants).toMatchObject({ known: false, problem: { code: "readiness/not-asked" } });
  });

  it("says nothing when the answers come soon", async () => {
    if (!target.ok) throw new Error("the key must be one");
    const said: string[] = [];
    const host = { now: () => new Date(0), sleep: () => new Promise<void>(() => undefined) };
    await takeSnapshot(
      target.value,
      connection(Promise.resolve()),
      { host, say: (line) => said.push(line) },
      ["key"],
    );
    expect(said).toEqual([]);
  });
});

describe("a bucket's key that is named by an alias", () => {
  const arn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  it.each([
    ["arn:aws:kms:us-east-1:111122223333:alias/airflow", arn],
    ["alias/airflow", arn],
    ["alias/aws/s3", undefined],
    ["arn:aws:kms:eu-west-1:111122223333:alias/airflow", undefined],
    [arn, undefined],
  ])("%s: %s", async (kmsKeyId, aliasOf) => {
    const whole = parseTarget({ key: arn, bucket: "demo-dags" });
    if (!whole.ok) throw new Error("the key must be one");
    const asked: string[] = [];
    const encryption = { algorithm: "aws:kms", kmsKeyId };
    const answering: Connection = {
      ...connection(Promise.resolve()),
      bucket: async () => known({ name: "demo-dags", region: "us-east-1", encryption }),
      describeKey: async (key) => {
        asked.push(key);
        return known({ KeyId: "1234abcd-12ab-34cd-56ef-1234567890ab", Arn: arn });
      },
    };
    const host = { now: () => new Date(0), sleep: () => new Promise<void>(() => undefined) };
    const { bucket } = await takeSnapshot(whole.value, answering, { host, say: () => undefined }, ["bucket"]);
    expect(bucket.known && bucket.value.encryption?.aliasOf).toBe(aliasOf);
    expect(asked).toEqual(aliasOf === undefined ? [] : [kmsKeyId]);
  });
});

const keyFacts: readonly FactName[] = ["caller", "key", "policy", "grants", "tags", "rotation", "dryRuns"];

/** A snapshot of the sandbox, and what was asked of it. */
async function seen(
  asked: readonly FactName[],
  fault: (call: SandboxCall, sandbox: Sandbox) => Fault | undefined = () => undefined,
  who: "administrator" | "auditor" = "administrator",
) {
  let sandbox: Sandbox | undefined;
  const began = await startSandbox({ fault: (call) => (sandbox ? fault(call, sandbox) : undefined) });
  sandbox = began;
  const { url: endpointUrl, region } = began;
  const settings = { endpointUrl, region, credentials: began.principals[who] };
  const connection = await connect(settings, { env: {}, files: nodeFiles });
  const whole = parseTarget({
    key: began.seeds.ready,
    environment: "recreated",
    bucket: "demo-dags",
    executionRole: `arn:aws:iam::${began.account}:role/demo-execution`,
    creator: `arn:aws:sts::${began.account}:assumed-role/demo-execution/ci`,
  });
  if (!connection.ok || !whole.ok) throw new Error("the sandbox must be reachable");
  const host = { now: () => new Date(0), sleep: () => new Promise<void>(() => undefined) };
  try {
    const snapshot = await takeSnapshot(whole.value, connection.value, { host, say: () => undefined }, asked);
    return { snapshot, calls: began.calls };
  } finally {
    connection.value.close();
    await began.close();
  }
}

describe("takeSnapshot, of the sandbox", () => {
  it("knows every fact", async () => {
    const { snapshot } = await seen(factNames);
    expect(factNames.filter((name) => !snapshot[name].known)).toEqual([]);
    expect(snapshot).toMatchObject({
      rotation: { value: { enabled: true } },
      dryRuns: { value: [{ answer: "allowed" }, { answer: "allowed" }, { answer: "allowed" }] },
      bucket: { value: { name: "demo-dags" } },
      executionRole: { value: { policies: [{ name: "airflow" }, {}] } },
    });
    const { logGroups } = snapshot;
    expect(logGroups.known && logGroups.value.map(({ name }) => name)).toContain("airflow-recreated-Task");
  });

  it("asks KMS and STS in two rounds: the dry run of CreateGrant alone waits", async () => {
    // Every answer but the caller's comes only after all that can be asked has been asked.
    const wanted = 8;
    let held: (() => void)[] = [];
    const { calls } = await seen(keyFacts, ({ operation }, sandbox) => {
      if (operation === "CreateGrant") return undefined;
      const before = () =>
        new Promise<void>((resolve) => {
          held.push(resolve);
          if (sandbox.calls.length < wanted) return;
          for (const go of held) go();
          held = [];
        });
      return { kind: "hook", before };
    });
    expect(calls.map((call) => call.operation).sort()).toEqual([
      ...["CreateGrant", "DescribeKey", "Encrypt", "GenerateDataKey", "GetCallerIdentity", "GetKeyPolicy"],
      ...["GetKeyRotationStatus", "ListGrants", "ListResourceTags"],
    ]);
    expect(calls.at(-1)?.operation).toBe("CreateGrant");
  });

  it("asks for what it is told to, and nothing else", async () => {
    const { snapshot, calls } = await seen(["key", "dryRuns"]);
    expect(new Set(calls.map((call) => call.service))).toEqual(new Set(["kms", "sts"]));
    expect(calls).toHaveLength(5);
    expect(snapshot.bucket).toMatchObject({ known: false, problem: { code: "readiness/not-asked" } });
    expect(snapshot.caller).toMatchObject({ known: false, problem: { code: "readiness/not-asked" } });
  });

  it("does not know the dry runs of a caller that it does not know, and says so with the caller's problem", async () => {
    const { snapshot, calls } = await seen(keyFacts, ({ service }) =>
      service === "sts" ? { kind: "expired-token" } : undefined,
    );
    expect(snapshot.dryRuns).toMatchObject({ known: false, problem: { code: "aws/expired-token" } });
    expect(snapshot.key.known).toBe(true);
    expect(calls.some((call) => call.operation === "CreateGrant")).toBe(false);
  });

  it("lets nothing that is refused hide what is not", async () => {
    const { snapshot } = await seen(factNames, undefined, "auditor");
    const known = factNames.filter((name) => snapshot[name].known);
    expect(known).toEqual(["caller", "key", "policy", "dryRuns", "bucket"]);
    expect(snapshot.bucket).toMatchObject({
      value: { region: "us-east-1", encryptionUnread: { code: "aws/bucket-encryption-unread" } },
    });
  });
});
