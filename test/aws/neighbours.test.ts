/** What stands around a key, asked of the sandbox with the real SDK: bucket, execution role, log groups, rotation, dry runs. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../src/aws/connection.js";
import { type Fault, type Sandbox, type SandboxCall, startSandbox } from "../../src/sandbox/start.js";
import { connected, problemOf } from "./answering.js";

let sandbox: Sandbox;
let choose: (call: SandboxCall) => Fault | undefined = () => undefined;
beforeAll(async () => {
  sandbox = await startSandbox({ fault: (call) => choose(call) });
});
afterAll(() => sandbox.close());

type Who = keyof Sandbox["principals"];

/** A connection of one of the sandbox's principals, and the calls that were made meanwhile. */
async function asking<T>(use: (connection: Connection) => Promise<T>, who: Who = "administrator") {
  const from = sandbox.calls.length;
  const credentials = sandbox.principals[who];
  const settings = { endpointUrl: sandbox.url, region: sandbox.region, credentials };
  const answer = await connected(settings, use);
  return { answer, calls: sandbox.calls.slice(from) };
}

async function faulty<T>(fault: typeof choose, use: () => Promise<T>): Promise<T> {
  choose = fault;
  try {
    return await use();
  } finally {
    choose = () => undefined;
  }
}

describe("a bucket", () => {
  const bucket = async (name: string, who?: Who) =>
    (await asking((connection) => connection.bucket(name), who)).answer;

  test("has a Region and a default encryption", async () => {
    expect(await bucket("demo-dags")).toEqual({
      known: true,
      value: {
        name: "demo-dags",
        region: "us-east-1",
        encryption: { algorithm: "aws:kms", kmsKeyId: sandbox.seeds.ready },
      },
    });
    expect(await bucket("demo-plain")).toMatchObject({ value: { encryption: { algorithm: "AES256" } } });
  });

  test("may have none, which S3 says itself", async () => {
    sandbox.putBucket({ name: "demo-none", region: "us-east-1", account: sandbox.account });
    expect(await bucket("demo-none")).toEqual({
      known: true,
      value: { name: "demo-none", region: "us-east-1" },
    });
  });

  test("in another Region is asked again there, many at a time", async () => {
    const { answer, calls } = await asking((connection) =>
      Promise.all(
        ["demo-oregon", "demo-dags", "demo-oregon", "demo-plain"].map((name) => connection.bucket(name)),
      ),
    );
    expect(answer.map((fact) => fact.known && [fact.value.name, fact.value.region])).toEqual([
      ["demo-oregon", "us-west-2"],
      ["demo-dags", "us-east-1"],
      ["demo-oregon", "us-west-2"],
      ["demo-plain", "us-east-1"],
    ]);
    expect(answer[0]).toMatchObject({ value: { encryption: { algorithm: "AES256" } } });
    expect(calls.filter((call) => call.region === "us-west-2")).toHaveLength(2);
  });

  test("that does not exist is a problem with its name", async () => {
    expect(problemOf(await bucket("no-such-bucket"))).toMatchObject({
      code: "aws/bucket-not-found",
      what: "Amazon S3 has no bucket no-such-bucket.",
    });
  });

  test.each(["reader", "other-administrator"] as const)(
    "shows %s where it is, and says that its encryption could not be read",
    async (who) => {
      const fact = await bucket("demo-dags", who);
      if (!fact.known) throw new Error(fact.problem.what);
      const { encryptionUnread, ...place } = fact.value;
      expect(place).toEqual({ name: "demo-dags", region: "us-east-1" });
      const { code, what = "" } = encryptionUnread ?? {};
      expect(code).toBe("aws/bucket-encryption-unread");
      expect(what).toMatch(/^demo-dags is in us-east-1\. /);
      expect(what).toContain(
        `${sandbox.principals[who].arn} cannot call s3:GetEncryptionConfiguration on arn:aws:s3:::demo-dags: `,
      );
      expect(what).toContain(who === "reader" ? "no identity-based policy" : "the bucket policy");
    },
  );

  test("says throttling, ended credentials and answers that are none like every other call", async () => {
    const unread = (fault: Fault) =>
      faulty(
        ({ service }) => (service === "s3" ? fault : undefined),
        async () => problemOf(await bucket("demo-dags")).code,
      );
    expect(await unread({ kind: "expired-token" })).toBe("aws/expired-token");
    expect(await unread({ kind: "html", status: 200 })).toMatch(/^aws\/(answer|not-an-answer)$/);
    expect(await unread({ kind: "clock-skew" })).toBe("aws/clock-skew");
    expect(await unread({ kind: "reset", when: "before" })).toBe("aws/reset");
  });
});

describe("an execution role", () => {
  const arnOf = (name: string) => `arn:aws:iam::${sandbox.account}:role/${name}`;
  const role = async (name: string, who?: Who) =>
    (await asking((connection) => connection.executionRole(arnOf(name)), who)).answer;

  test("has inline policies and the default versions of its managed ones", async () => {
    const fact = await role("demo-execution");
    if (!fact.known) throw new Error(fact.problem.what);
    expect(fact.value.arn).toBe(arnOf("demo-execution"));
    expect(fact.value.policies.map(({ name, kind }) => [kind, name])).toEqual([
      ["inline", "airflow"],
      ["attached", "arn:aws:iam::111122223333:policy/demo-execution-key"],
    ]);
    expect(JSON.parse(fact.value.policies[1]?.document ?? "").Statement[0].Resource).toBe(
      sandbox.seeds.ready,
    );
  });

  test("is read to its last page, and characters survive", async () => {
    const names = Array.from({ length: 25 }, (_, at) => `inline-${at}`);
    const document = { Statement: [{ Sid: "100% + ä&<é>", Effect: "Allow", Action: "s3:*", Resource: "*" }] };
    sandbox.setRole(arnOf("demo-execution-bare"), {
      inlinePolicies: Object.fromEntries(names.map((name) => [name, document])),
    });
    const fact = await role("demo-execution-bare");
    expect(fact.known && fact.value.policies.map((policy) => policy.name)).toEqual(names);
    expect(fact.known && JSON.parse(fact.value.policies[24]?.document ?? "")).toEqual(document);
  });

  test("is unknown as a whole where one part is", async () => {
    const fault = ({ operation, body }: SandboxCall): Fault | undefined =>
      operation === "ListRolePolicies" && body["Marker"] !== undefined
        ? { kind: "error", code: "AccessDenied", message: "no", status: 403 }
        : undefined;
    sandbox.setRole(arnOf("demo-execution-owned"), { inlinePolicies: { a: {}, b: {}, c: {} } });
    const fact = await faulty(fault, () => role("demo-execution-owned"));
    expect(problemOf(fact)).toMatchObject({ code: "aws/neighbour-denied" });
    const failed = await faulty(
      ({ operation }) =>
        operation === "GetPolicyVersion" ? { kind: "omit", members: ["Document"] } : undefined,
      () => role("demo-execution"),
    );
    expect(problemOf(failed).code).toBe("aws/answer");
    const endless = await faulty(
      ({ operation }) =>
        operation === "ListRolePolicies" ? { kind: "omit", members: ["Marker"] } : undefined,
      () => role("demo-execution-owned"),
    );
    expect(problemOf(endless)).toMatchObject({ code: "aws/answer" });
  });

  test("with more policies than a role can have is not read in part", async () => {
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`p${at}`, {}]));
    sandbox.setRole(arnOf("Nobody"), { inlinePolicies: many });
    expect(problemOf(await role("Nobody")).code).toBe("aws/too-many");
  });

  test("that does not exist, and one that may not be seen", async () => {
    expect(problemOf(await role("none"))).toMatchObject({ code: "aws/role-not-found" });
    const denied = problemOf(await role("demo-execution", "reader"));
    expect(denied.code).toBe("aws/neighbour-denied");
    expect(denied.what).toContain(
      `cannot call iam:ListRolePolicies on ${arnOf("demo-execution")}: no identity`,
    );
  });

  test("of another account is never mistaken for one of the same name here", async () => {
    const { answer } = await asking((connection) =>
      connection.executionRole("arn:aws:iam::444455556666:role/demo-execution"),
    );
    expect(problemOf(answer).code).toBe("aws/role-of-another-account");
  });
});

describe("log groups", () => {
  test("are those whose names begin so, with their keys", async () => {
    const lacking = sandbox.seeds["lacks-statement"];
    const { answer } = await asking((connection) => connection.logGroups("airflow-recreated-"));
    expect(answer).toEqual({
      known: true,
      value: [
        { name: "airflow-recreated-Scheduler", kmsKeyId: lacking },
        { name: "airflow-recreated-Task", kmsKeyId: lacking },
        { name: "airflow-recreated-Worker" },
      ],
    });
  });

  test("may not be seen by everybody", async () => {
    const { answer } = await asking((connection) => connection.logGroups("airflow-demo-"), "reader");
    expect(problemOf(answer)).toMatchObject({ code: "aws/neighbour-denied" });
  });
});

describe("rotation", () => {
  const rotation = async (key: string, who?: Who) =>
    (await asking((connection) => connection.getKeyRotationStatus(key), who)).answer;

  test("is on with a period, off without one, or nothing that KMS does", async () => {
    expect(await rotation(sandbox.seeds.ready)).toEqual({
      known: true,
      value: { enabled: true, periodInDays: 365 },
    });
    sandbox.setKey(sandbox.seeds.denied, { KeyRotationEnabled: false });
    expect(await rotation(sandbox.seeds.denied)).toEqual({ known: true, value: { enabled: false } });
    expect(problemOf(await rotation(sandbox.seeds.rsa)).code).toBe("aws/unsupported");
    expect(problemOf(await rotation(sandbox.seeds.ready, "auditor")).code).toBe("aws/access-denied");
  });
});
