/** Dry runs: what KMS would let the caller do. Nothing is ever carried out. */
import { describe, expect, test } from "vitest";
import { isOfAws } from "../../src/aws/dry-run.js";
import { startSandbox } from "../../src/sandbox/start.js";
import { awsError, connected, json, keyArn, serving } from "./answering.js";

const caller = "arn:aws:sts::111122223333:assumed-role/Administrator/sandbox";
const actions = ["kms:CreateGrant", "kms:Encrypt", "kms:GenerateDataKey"];

async function against(who: "administrator" | "auditor" | "reader", seed: "ready" | "disabled" | "hmac") {
  const sandbox = await startSandbox();
  try {
    const credentials = sandbox.principals[who];
    const fact = await connected(
      { endpointUrl: sandbox.url, region: sandbox.region, credentials },
      (connection) => connection.dryRun(sandbox.seeds[seed], credentials.arn),
    );
    if (!fact.known) throw new Error(fact.problem.what);
    return { runs: fact.value, calls: sandbox.calls, grants: sandbox.keyOf(sandbox.seeds[seed]).Grants };
  } finally {
    await sandbox.close();
  }
}

describe("dry runs", () => {
  test("that would have succeeded are allowed; nothing was carried out", async () => {
    const { runs, calls, grants } = await against("administrator", "ready");
    expect(runs).toEqual(actions.map((action) => ({ action, answer: "allowed" })));
    expect(calls.map((call) => [call.operation, call.body["DryRun"]]).sort()).toEqual([
      ["CreateGrant", true],
      ["Encrypt", true],
      ["GenerateDataKey", true],
    ]);
    expect(grants).toEqual([]);
  });

  test("that KMS refuses are refused, with the action and the reason", async () => {
    const { runs } = await against("auditor", "ready");
    expect(runs.map((run) => [run.action, run.answer])).toEqual([
      // On this endpoint nothing shows that DryRun is understood.
      ["kms:CreateGrant", "unknown"],
      ["kms:Encrypt", "refused"],
      ["kms:GenerateDataKey", "refused"],
    ]);
    for (const run of runs.slice(1)) {
      if (run.answer === "allowed") throw new Error("allowed");
      expect(run.problem.code).toBe("aws/access-denied");
      expect(run.problem.what).toContain(`cannot call ${run.action}: `);
    }
  });

  test.each(["disabled", "hmac"] as const)("on the seed %s are unknown, with the problem", async (seed) => {
    const { runs } = await against("administrator", seed);
    expect(runs.every((run) => run.answer === "unknown")).toBe(true);
  });

  test("go out each with DryRun, CreateGrant last, where the server answers as AWS does", async () => {
    await serving(awsError("DryRunOperationException", "x"), (endpointUrl, requests) =>
      connected({ endpointUrl }, async (connection) => {
        await connection.dryRun(keyArn, caller);
        expect(requests).toHaveLength(3);
        for (const { body } of requests)
          expect(JSON.parse(body)).toMatchObject({ DryRun: true, KeyId: keyArn });
        expect(requests.map(({ body }) => JSON.parse(body).GranteePrincipal)).toContain(caller);
      }),
    );
  });

  test("that a server carries out are said to have been", async () => {
    await serving(json(200, {}), (endpointUrl) =>
      connected({ endpointUrl }, async (connection) => {
        const fact = await connection.dryRun(keyArn, caller);
        expect(fact).toMatchObject({
          value: actions.map((action) => ({
            action,
            answer: "unknown",
            problem: { code: action === "kms:CreateGrant" ? "aws/dry-run-left-out" : "aws/dry-run-answered" },
          })),
        });
      }),
    );
  });

  test.each([
    ["answers with a ciphertext", json(200, { CiphertextBlob: "AA==" })],
    ["refuses", awsError("AccessDeniedException", "no")],
    ["has no such key", awsError("NotFoundException", "no")],
  ])("never send CreateGrant to a server that is not AWS and %s", async (_name, answer) => {
    await serving(answer, (endpointUrl, requests) =>
      connected({ endpointUrl }, async (connection) => {
        await connection.dryRun(keyArn, caller);
        expect(requests).toHaveLength(2);
        for (const { body } of requests) expect(JSON.parse(body)).not.toHaveProperty("GranteePrincipal");
      }),
    );
  });

  test.each([
    ["https://kms.us-east-1.amazonaws.com", true],
    ["https://kms-fips.us-gov-west-1.amazonaws.com", true],
    ["https://vpce-0123-abcd.kms.us-east-1.vpce.amazonaws.com", true],
    ["https://kms.eu-west-1.api.aws", true],
    ["https://kms.cn-north-1.amazonaws.com.cn", true],
    ["http://kms.us-east-1.amazonaws.com", false],
    ["https://localhost.localstack.cloud:4566", false],
    ["https://amazonaws.com.example.org", false],
    ["https://evilamazonaws.com", false],
    [undefined, false],
  ])("%s is a host of AWS: %s", (url, isIt) => expect(isOfAws(url)).toBe(isIt));
});
