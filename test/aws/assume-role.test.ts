/** A role that is assumed first: whose calls they are then, when it is assumed anew, and what is said when it may not be. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Connection } from "../../src/aws/connection.js";
import { type Fault, type Sandbox, type SandboxCall, startSandbox } from "../../src/sandbox/start.js";
import { connected, connectedAround, problemOf, withEnv } from "./answering.js";

const reader = "arn:aws:iam::111122223333:role/Reader";

afterEach(() => vi.useRealTimers());

async function assuming<T>(
  assumeRole: string,
  use: (connection: Connection, sandbox: Sandbox) => Promise<T>,
  fault: (call: SandboxCall) => Fault | undefined = () => undefined,
): Promise<T> {
  const sandbox = await startSandbox({ fault });
  const settings = { endpointUrl: sandbox.url, region: sandbox.region, credentials: sandbox.credentials };
  try {
    return await connected({ ...settings, assumeRole }, (connection) => use(connection, sandbox));
  } finally {
    await sandbox.close();
  }
}

const assumptions = ({ calls }: Sandbox) => calls.filter((call) => call.operation === "AssumeRole");

describe("an assumed role", () => {
  test("asks for everything, and is assumed once", async () => {
    await assuming(reader, async (connection, sandbox) => {
      const [who, policy, tags] = await Promise.all([
        connection.getCallerIdentity(),
        connection.getKeyPolicy(sandbox.seeds.ready),
        connection.listResourceTags(sandbox.seeds.ready),
      ]);
      expect(who).toMatchObject({ value: { arn: "arn:aws:sts::111122223333:assumed-role/Reader/mwaa-kms" } });
      expect(policy.known).toBe(true);
      // The administrator may see tags; the role that was asked for may not.
      expect(problemOf(tags).code).toBe("aws/access-denied");
      const bucket = await connection.bucket("demo-dags");
      expect(JSON.stringify(bucket)).toContain("assumed-role/Reader/mwaa-kms");
      expect(assumptions(sandbox)).toHaveLength(1);
      expect(assumptions(sandbox)[0]?.body).toMatchObject({
        RoleArn: reader,
        RoleSessionName: "mwaa-kms",
        DurationSeconds: "3600",
      });
    });
  });

  test("is assumed anew before its credentials end", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    await assuming(reader, async (connection, sandbox) => {
      const start = Date.now();
      const known = async (minutes: number) => {
        vi.setSystemTime(start + minutes * 60_000);
        return (await connection.getKeyPolicy(sandbox.seeds.ready)).known;
      };
      expect([await known(0), await known(54)]).toEqual([true, true]);
      expect(assumptions(sandbox)).toHaveLength(1);
      expect([await known(56), await known(57), await known(100)]).toEqual([true, true, true]);
      expect(assumptions(sandbox)).toHaveLength(2);
      expect(await known(120)).toBe(true);
      expect(assumptions(sandbox)).toHaveLength(3);
    });
  });

  test("that may not be assumed is a problem of every call, and each tries again", async () => {
    await assuming("arn:aws:iam::111122223333:role/demo-execution", async (connection, sandbox) => {
      const first = problemOf(await connection.describeKey(sandbox.seeds.ready));
      expect(first.code).toBe("aws/assume-role");
      expect(first.what).toContain(
        "sts:AssumeRole on resource: arn:aws:iam::111122223333:role/demo-execution",
      );
      expect(sandbox.calls.every((call) => call.service === "sts")).toBe(true);
      const before = assumptions(sandbox).length;
      expect(problemOf(await connection.getCallerIdentity()).code).toBe("aws/assume-role");
      expect(assumptions(sandbox).length).toBe(before + 1);
    });
  });

  test.each<[string, Fault, string]>([
    ["an answer without a secret", { kind: "omit", members: ["SecretAccessKey"] }, "aws/credentials-failed"],
    ["ended credentials", { kind: "expired-token" }, "aws/expired-token"],
    ["a bad request", { kind: "error", code: "ValidationError", message: "no" }, "aws/credentials-failed"],
    ["a broken connection", { kind: "reset", when: "before" }, "aws/credentials-failed"],
  ])("with %s", async (_name, fault, code) => {
    await assuming(
      reader,
      async (connection, sandbox) => {
        expect(problemOf(await connection.describeKey(sandbox.seeds.ready)).code).toBe(code);
        expect(sandbox.calls.some((call) => call.service === "kms")).toBe(false);
      },
      ({ operation }) => (operation === "AssumeRole" ? fault : undefined),
    );
  });

  test("keeps its secrets out of every sentence", async () => {
    const folder = mkdtempSync(join(tmpdir(), "mwaa-kms-assume-"));
    const statePath = join(folder, "state");
    // The server repeats what only the role's session knows.
    const fault = ({ operation, caller }: SandboxCall): Fault | undefined => {
      if (operation !== "DescribeKey") return undefined;
      const { secretAccessKey, sessionToken } = JSON.parse(
        readFileSync(join(statePath, "state.json"), "utf8"),
      ).principals[caller];
      return { kind: "error", code: "Strange", message: `a ${secretAccessKey} b ${sessionToken} c` };
    };
    const sandbox = await startSandbox({ statePath, fault });
    const { region, credentials, url: endpointUrl } = sandbox;
    try {
      const what = await connected(
        { region, credentials, endpointUrl, assumeRole: reader },
        async (connection) => problemOf(await connection.describeKey(sandbox.seeds.ready)).what,
      );
      expect(what).toContain("a [hidden] b [hidden] c");
    } finally {
      await sandbox.close();
      rmSync(folder, { recursive: true });
    }
  });

  test("is assumed with the surroundings' credentials too", async () => {
    const sandbox = await startSandbox();
    const { accessKeyId, secretAccessKey } = sandbox.credentials;
    const env = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    try {
      await withEnv({ ...env, AWS_SESSION_TOKEN: undefined, AWS_PROFILE: undefined }, () =>
        connectedAround(
          { endpointUrl: sandbox.url, region: sandbox.region, assumeRole: reader },
          async (connection) =>
            expect(await connection.getCallerIdentity()).toMatchObject({
              value: { arn: expect.stringContaining("assumed-role/Reader/mwaa-kms") },
            }),
        ),
      );
    } finally {
      await sandbox.close();
    }
  });
});
