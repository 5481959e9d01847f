/** S3, IAM and CloudWatch Logs get what KMS gets: the profile's endpoints, or nothing of the surroundings at all. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../src/aws/connection.js";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.js";
import { connected, connectedAround, problemOf, withEnv } from "./answering.js";

let sandbox: Sandbox;
let folder: string;
beforeAll(async () => {
  sandbox = await startSandbox();
  folder = mkdtempSync(join(tmpdir(), "mwaa-kms-around-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await sandbox.close();
});

const role = "arn:aws:iam::111122223333:role/demo-execution";

async function allThree(connection: Connection) {
  const facts = await Promise.all([
    connection.bucket("demo-dags"),
    connection.executionRole(role),
    connection.logGroups("airflow-recreated-"),
  ]);
  return facts.map((fact) => (fact.known ? "known" : `${fact.problem.code}: ${fact.problem.what}`));
}

/** Shared files that name a profile `p`, whose services are at the sandbox. */
function filesOf(services: string): Record<string, string> {
  const { accessKeyId, secretAccessKey } = sandbox.credentials;
  const keys = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
  writeFileSync(join(folder, "config"), `[profile p]\nservices = here\n${keys}[services here]\n${services}`);
  writeFileSync(join(folder, "credentials"), "");
  return {
    AWS_CONFIG_FILE: join(folder, "config"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "credentials"),
  };
}

describe("a profile of --profile", () => {
  test("has endpoints for each of them", async () => {
    const at = (service: string) => `${service} =\n  endpoint_url = ${sandbox.url}\n`;
    const files = filesOf(["sts", "s3", "iam", "cloudwatch_logs"].map(at).join(""));
    await withEnv(files, () =>
      connectedAround({ profile: "p", region: sandbox.region }, async (connection) =>
        expect(await allThree(connection)).toEqual(["known", "known", "known"]),
      ),
    );
  });

  test("without one for S3 has a bucket asked at AWS, in the host's name", async () => {
    const around = { HTTPS_PROXY: "http://127.0.0.1:1", HTTP_PROXY: "http://127.0.0.1:1" };
    await withEnv({ ...filesOf("kms =\n  endpoint_url = http://127.0.0.1:1\n"), ...around }, () =>
      connectedAround({ profile: "p", region: "eu-west-1" }, async (connection) => {
        const { code, what } = problemOf(await connection.bucket("demo-dags"));
        expect(code).toBe("aws/proxy");
        expect(what).toContain("https://demo-dags.s3.eu-west-1.amazonaws.com");
        expect(problemOf(await connection.executionRole(role)).what).toMatch(
          /https:\/\/(iam|sts\.eu-west-1)\.amazonaws\.com/,
        );
      }),
    );
  });
});

test("the sandbox's credentials: nothing of the surroundings counts for them either", async () => {
  const bad = "http://127.0.0.1:1";
  const hostile = {
    ...{ AWS_ENDPOINT_URL_S3: bad, AWS_ENDPOINT_URL_IAM: bad, AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: bad },
    ...{ AWS_ENDPOINT_URL: bad, HTTP_PROXY: bad, AWS_PROFILE: "ghost", AWS_REGION: "us-west-2" },
    ...{ AWS_S3_USE_ARN_REGION: "nonsense", AWS_S3_DISABLE_EXPRESS_SESSION_AUTH: "nonsense" },
    ...{ AWS_REQUEST_CHECKSUM_CALCULATION: "nonsense", AWS_RESPONSE_CHECKSUM_VALIDATION: "nonsense" },
    ...{ AWS_USE_FIPS_ENDPOINT: "nonsense", AWS_SDK_UA_APP_ID: "x".repeat(200) },
  };
  await withEnv(hostile, () =>
    connected(
      { endpointUrl: sandbox.url, region: sandbox.region, credentials: sandbox.credentials },
      async (connection) => expect(await allThree(connection)).toEqual(["known", "known", "known"]),
    ),
  );
});

test("an interruption ends them like every other call", async () => {
  const slow = await startSandbox({ fault: () => ({ kind: "hang" }) });
  const { url: endpointUrl, region, credentials } = slow;
  const interruption = new AbortController();
  try {
    await connected({ endpointUrl, region, credentials, signal: interruption.signal }, async (connection) => {
      const facts = allThree(connection);
      await expect.poll(() => new Set(slow.calls.map((call) => call.service)).size).toBe(4);
      interruption.abort();
      expect(await facts).toEqual(Array(3).fill(expect.stringMatching(/^aws\/interrupted: /)));
    });
  } finally {
    await slow.close();
  }
});
